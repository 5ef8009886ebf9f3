// The page of the map: joins map, list, time and the notations of what is picked; one selection in all of them.

import { now } from "../clocks.js";
import { openMap } from "./drawing.js";
import { inOrder, isShown } from "./filter.js";
import { filtersIn } from "./filters.js";
import { pickingIn } from "./picking.js";
import { rowsIn } from "./rows.js";
import { instantText, timeIn } from "./time.js";

// A live picture lets go of what has become too old, though nothing new came.
const TICK_MS = 15000;

export async function open(element) {
  const told = element.dataset;
  const form = document.getElementById("map-form");
  const boxes = [...document.querySelectorAll("input[name=layer]")];
  const map = await openMap(element, {
    base: told.base, language: document.documentElement.lang, unnamed: told.unnamed.split(","),
    box: told.box ? told.box.split(",").map(Number) : null,
  });
  const state = { facts: new Map(), mark: "", selected: told.selected, isAsking: false, again: false, fetched: new Set(), wholes: 0, renewed: new Map() };
  const newness = (matter) => `${state.wholes} ${state.renewed.get(matter) ?? 0}`;
  const chosen = () => new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const list = rowsIn(document.getElementById("map-list"), { address, labels: new Map(boxes.map((box) => [box.value, box.dataset.label])) });
  const time = timeIn(form, { now, changed: show });
  const filters = filtersIn(form, () => show());
  const picking = pickingIn(document.getElementById("map-point-form"), map, document.getElementById("map-point-out"));

  function address() {
    const values = new URLSearchParams([["chosen", "1"], ...[...chosen()].map((name) => ["layer", name])]);
    values.set("span", form.elements.span.value);
    values.set("step", form.dataset.step);
    filters.put(values);
    const { atMs } = time.told();
    if (atMs !== null) values.set("at", instantText(atMs));
    return `/map?${values}`;
  }

  function show(window_ = time.told()) {
    const layers = chosen();
    const chosenHours = filters.told();
    const picture = { ...window_, ...chosenHours, aheadMs: chosenHours.aheadMs ?? window_.plannedMs };
    map.setTime(picture);
    const shown = [...state.facts.values()].filter((fact) => isShown(fact, { ...picture, layers }));
    sayUndrawn(shown.filter((fact) => !fact.geometry).length);
    filters.say(document.getElementById("map-list"), { atMs: window_.atMs, live: form.dataset.live, planned: window_.plannedMs === null ? "" : form.dataset.plannedAhead, layers: boxes.filter((box) => box.checked).map((box) => box.dataset.label) });
    list.show(inOrder(shown, boxes.map((box) => box.value)));
    list.select(state.selected);
    // The address is that of the picture: a reload, and another language, show the same.
    history.replaceState(history.state, "", address());
    for (const next of document.querySelectorAll(".lang input[name=next]")) next.value = address();
  }

  function sayUndrawn(count) {
    const line = document.querySelector("[data-undrawn]");
    line.hidden = count === 0;
    line.querySelector("[data-undrawn-count]").textContent = count.toLocaleString("en");
  }

  // The topics say only that something changed; what, the node is asked, with the mark of its last answer.
  async function ask({ whole = false } = {}) {
    if (state.isAsking) { state.again = true; return; }
    state.isAsking = true;
    try {
      const values = new URLSearchParams({ span: form.elements.span.value, step: form.dataset.step });
      if (form.dataset.at) values.set("at", instantText(Number(form.dataset.at)));
      if (state.mark && !whole) values.set("since", state.mark);
      const answer = await fetch(`${told.source}?${values}`, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) take(await answer.json());
    } catch (fault) {
      // The node is away: the bar says so, and the stream's next word asks again.
      if (!(fault instanceof TypeError)) throw fault;
    } finally {
      state.isAsking = false;
    }
    if (state.again) { state.again = false; await ask(); }
  }

  function take(answer, { isNews = true } = {}) {
    if (isNews) state.mark = answer.mark;
    if (!answer.whole && !answer.matters.length) return;
    const replaced = new Set(answer.matters);
    if (answer.whole) state.wholes += 1;
    for (const matter of replaced) state.renewed.set(matter, (state.renewed.get(matter) ?? 0) + 1);
    const before = meeting(state.facts);
    if (answer.whole) state.facts.clear();
    else for (const [id, fact] of state.facts) if (replaced.has(fact.matter) || replaced.has(fact.also)) state.facts.delete(id);
    for (const fact of answer.facts) state.facts.set(fact.id, fact);
    if (!answer.whole) {
      const after = meeting(state.facts);
      for (const matter of [...before, ...after].filter((each) => before.has(each) !== after.has(each))) if (matter && !replaced.has(matter)) fetchOne(matter);
    }
    map.setData([...state.facts.values()]);
    show();
  }

  function select(id, { from = "" } = {}) {
    state.selected = id;
    map.select(id);
    list.select(id, { reveal: from !== "list" });
    const fact = state.facts.get(id);
    if (!fact) return;
    if (from !== "map") map.fit([id]);
    // One that was not drawn for their number is, when it is picked.
    if (!fact.geometry && fact.matter && !state.fetched.has(fact.matter)) { state.fetched.add(fact.matter); fetchOne(fact.matter).then(() => select(fact.id)); }
    const at = fact.geometry?.coordinates.flat(4).slice(-2);
    // What has no point of its own is read out at the end of its outline, where no place of it is said.
    const text = /^(line-|area-|notice)/.test(fact.style) && at ? "" : fact.where;
    if (at || text) picking.put({ lon: at?.[0], lat: at?.[1], text });
    document.dispatchEvent(new CustomEvent("parley:selected", { detail: { matter: fact.matter || "" } }));
  }

  async function fetchOne(matter) {
    const before = newness(matter);
    const answer = await fetch(`${told.source}?${new URLSearchParams({ matter })}`, { headers: { Accept: "application/json" }, redirect: "error" }).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    // What came of it meanwhile is newer than this answer may be.
    if (newness(matter) === before) take(found, { isNews: false });
    else await fetchOne(matter);
  }

  map.onPick(({ fact, lon, lat }) => {
    if (fact && !picking.isMeasuring()) select(fact.id, { from: "map" });
    else picking.put({ lon, lat });
  });
  document.getElementById("map-list").addEventListener("click", (event) => {
    const pick = event.target.closest(".pick");
    if (!pick) return;
    event.preventDefault();
    event.stopPropagation();
    select(pick.closest("[data-fact]").dataset.fact, { from: "list" });
  }, true);
  for (const box of boxes) box.addEventListener("change", () => { map.setLayers(chosen()); show(); });
  for (const button of document.querySelectorAll("[data-map-act]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const act = button.dataset.mapAct;
      if (act === "in" || act === "out") map.zoom(act === "in" ? 1 : -1);
      else if (act === "box") map.fitBox();
      else if (act === "middle") picking.put(map.middle());
      else if (act === "print") window.print();
    });
  }
  element.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); picking.put(map.middle()); } });
  element.addEventListener("parley:changed", () => ask());
  element.addEventListener("parley:whole", () => ask({ whole: true }));

  map.setLayers(chosen());
  await ask();
  if (state.facts.has(state.selected)) select(state.selected);
  else if (told.turn) {
    const ids = [...state.facts.values()].filter((fact) => fact.matter === told.turn && fact.until_ms == null).map((fact) => fact.id);
    if (ids.length) { select(ids[0]); map.fit(ids); }
  }
  const ticking = setInterval(() => time.tick(), TICK_MS);
  element.classList.add("is-drawn");
  // For tests, benchmarks and who looks for a fault: the same interface that this page uses.
  element.parleyMap = map;
  return { ...map, close() { clearInterval(ticking); list.close(); map.close(); } };
}

// The matters that overlap with another one: whoever comes or goes is drawn otherwise, though nothing was said in it.
function meeting(facts) {
  const found = new Set();
  for (const fact of facts.values()) if (fact.layer === "overlaps") for (const matter of [fact.matter, fact.also]) found.add(matter);
  return found;
}
