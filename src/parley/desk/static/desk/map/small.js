// The small map beside a matter: still, with the places of that matter.

import { openMap } from "./drawing.js";

export async function open(element) {
  const told = element.dataset;
  const map = await openMap(element, {
    base: told.base, language: document.documentElement.lang, unnamed: told.unnamed.split(","),
    box: told.box ? told.box.split(",").map(Number) : null, isStill: true,
  });
  const answer = await fetch(told.source, { headers: { Accept: "application/json" } });
  if (answer.ok) {
    const { facts, now_ms: now } = await answer.json();
    map.setData(facts);
    map.setTime({ fromMs: -Infinity, untilMs: now });
    map.fit(facts.filter((fact) => fact.until_ms == null).map((fact) => fact.id));
  }
  return map;
}
