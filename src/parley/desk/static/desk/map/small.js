// The small map beside a matter: still, with the places of that matter.

import { openMap } from "./drawing.js";

export async function open(element) {
  const told = element.dataset;
  // Asked for while the base map comes, so that the first that is seen is where the matter is.
  const asked = fetch(told.source, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  const map = await openMap(element, {
    base: told.base, language: document.documentElement.lang, unnamed: told.unnamed.split(","),
    box: told.box ? told.box.split(",").map(Number) : null, isStill: true,
  });
  const answer = await asked;
  if (answer) {
    const { facts, now_ms: now } = answer;
    map.setData(facts);
    map.setTime({ fromMs: -Infinity, untilMs: now });
    map.fit(facts.filter((fact) => fact.until_ms == null).map((fact) => fact.id));
  }
  return map;
}
