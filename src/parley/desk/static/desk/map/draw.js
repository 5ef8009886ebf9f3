// Drawing an area in a form, of a notice, a site or a standstill: the form's own fields are what is drawn. By mouse and
// touch on the map, by the keys of the map alone, and by typing; whatever is done is said. The node reads, makes the
// outline and measures it.

import { blocksIn, field, setWay, wayOf } from "./blocks.js";
import { openMap } from "./drawing.js";
import { moved, planOf } from "./plan.js";
import { sketchOn } from "./sketch.js";

const PAUSE_MS = 180;
const RETRY_MS = 3000;
const WAYS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
const isolated = (text) => `\u2066${text}\u2069`;

export async function open(element) {
  const box = element.closest("[data-draw]");
  const form = element.closest("form");
  const part = (name) => box.querySelector(`[data-draw-${name}]`);
  // Each volume has its own steps back; the one that is chosen is drawn, the others are seen.
  const plans = new WeakMap();
  let [block] = blocksIn(form);
  let plan = planOfBlock(block);
  function planOfBlock(of) { if (!plans.has(of)) plans.set(of, planOf(fieldsIn(of))); return plans.get(of); }
  const map = await openMap(element, {
    base: element.dataset.base, language: document.documentElement.lang, unnamed: element.dataset.unnamed.split(","),
    box: element.dataset.box ? element.dataset.box.split(",").map(Number) : null, isDrawing: true,
  });
  const said = part("said");
  const sketch = sketchOn(map.view, element, {
    put(place, more) { const number = plan.add(place, more); say("put", number); show(); return number; },
    drag(number, place) { plan.move(number, place); show(); },
    resize(metres) { plan.resize(metres); show(); },
    take(number) { plan.hold(number); show(); },
    done() { if (plan.held >= 0) say("held", plan.held); },
  });
  const ask = askingOf(element.dataset.source, form, part("out"), { chosen: () => ({ block, plan }), learned: (outline) => show({ outline, isAsked: true }) });

  function show({ outline = null, isAsked = false } = {}) {
    sketch.show({ way: plan.way, places: plan.places(), held: plan.held, size: plan.size, outline, others: ask.others() });
    for (const button of box.querySelectorAll("[data-corner]")) button.setAttribute("aria-pressed", String(Number(button.dataset.corner) === plan.held));
    for (const each of blocksIn(form)) each.querySelector("[data-block-choose]")?.setAttribute("aria-pressed", String(each === block));
    for (const [name, can] of [["undo", plan.canUndo], ["redo", plan.canRedo], ["remove", plan.held >= 0]]) part(`act=${name}`).disabled = !can;
    if (!isAsked) ask.soon();
  }

  function say(name, number = plan.held) {
    const place = plan.lines()[number] ?? "";
    said.textContent = said.dataset[name].replace(/\{(\w+)\}/g, (_, key) => ({
      n: isolated(number + 1), all: isolated(plan.lines().length), place: isolated(place), metres: isolated(plan.size),
      block: isolated(block.querySelector("[data-block-word]")?.textContent ?? ""),
    })[key]);
  }

  function choose(next) {
    if (next === block || !next) return;
    block = next;
    plan = planOfBlock(block);
    plan.typed();
    plan.hold(-1);
    say("chosen");
    show({ outline: ask.outlineOf(block), isAsked: true });
    ask.now();
  }

  const stepM = () => Number(part("step").value);
  const acts = {
    put() { say("put", plan.add(map.middle())); },
    remove() { const gone = plan.held; if (plan.remove(gone)) say("gone", gone); },
    undo() { say(plan.undo() ? "undone" : "nothing"); },
    redo() { say(plan.redo() ? "undone" : "nothing"); },
    next() { turn(1); },
    before() { turn(-1); },
    free() { plan.hold(-1); say("free"); },
    all() { turnTo(plan.places().filter(Boolean)); },
  };
  function turn(step) {
    const count = plan.lines().length;
    if (!count) return say("none");
    plan.hold(((plan.held < 0 ? (step > 0 ? -1 : 0) : plan.held) + step + count) % count);
    const place = plan.places()[plan.held];
    if (place) map.show(place);
    say("held");
  }
  function turnTo(places) { if (places.length) map.fitPlaces(places); else map.fitBox(); }
  function nudge([east, north], times) {
    const place = plan.places()[plan.held];
    if (!place) return;
    plan.move(plan.held, moved(place, { eastM: east * stepM() * times, northM: north * stepM() * times }));
    map.show(plan.places()[plan.held]);
    say("held");
  }
  function resize(sign) { if (plan.resize(plan.size + sign * stepM())) say("size"); }

  element.addEventListener("keydown", (event) => {
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
    show();
  }, true);
  function actOf(event) {
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
    if ((ctrlKey || metaKey) && code === "KeyZ") return shiftKey ? acts.redo : acts.undo;
    if ((ctrlKey || metaKey) && code === "KeyY") return acts.redo;
    if (ctrlKey || metaKey) return null;
    if (altKey) return { ArrowUp: () => resize(1), ArrowDown: () => resize(-1) }[key] ?? null;
    if (WAYS[key]) return plan.held >= 0 ? () => nudge(WAYS[key], shiftKey ? 10 : 1) : null;
    if (key === "Escape") return plan.held >= 0 ? acts.free : null;
    return { Enter: acts.put, Insert: acts.put, Delete: acts.remove, Backspace: acts.remove, PageDown: acts.next, PageUp: acts.before, Home: acts.all }[key] ?? null;
  }

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draw-act], [data-corner], [data-draw-type], [data-map-act]");
    if (!button) return;
    const { drawAct, corner, mapAct } = button.dataset;
    if (drawAct) { acts[drawAct](); if (["put", "next", "before"].includes(drawAct)) element.focus(); }
    else if (corner !== undefined) { plan.hold(Number(corner)); const place = plan.places()[plan.held]; if (place) map.show(place); say("held"); element.focus(); }
    else if (mapAct) map.zoom(mapAct === "in" ? 1 : -1);
    else type();
    show();
  });
  // A corner typed in any notation: it takes the place of the one that is held, or is put as the next.
  function type() {
    const field = part("typed");
    const text = field.value.trim();
    if (!text) { field.focus(); return; }
    if (plan.held >= 0 && part("as").value === "move") plan.move(plan.held, null, { text, act: "" });
    else plan.add(null, { text });
    field.value = "";
    say("put");
  }
  part("typed").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); type(); show(); } });
  part("notation").addEventListener("change", (event) => { part("out").dataset.notation = event.target.value; });
  form.addEventListener("focusin", (event) => choose(event.target.closest("[data-block]")));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-block-choose]");
    if (!button) return;
    choose(button.closest("[data-block]"));
    turnTo(plan.places().filter(Boolean));
    element.focus();
  });
  form.addEventListener("parley:blocks", () => {
    for (const button of form.querySelectorAll("[data-block-choose]")) button.hidden = false;
    if (!block.isConnected) choose(blocksIn(form)[0]);
    show();
  });
  form.addEventListener("input", (event) => { if (plan.typed()) show(); });
  form.addEventListener("parley:filled", () => { if (plan.typed()) show(); });
  form.addEventListener("reset", () => setTimeout(() => { if (plan.typed()) show(); }));

  for (const hidden of form.querySelectorAll("[data-needs-map], [data-block-choose]")) hidden.hidden = false;
  // Without what others plan the own area can be drawn all the same.
  const facts = await fetch(element.dataset.facts, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  if (facts) {
    map.setTime({ fromMs: facts.now_ms, untilMs: facts.now_ms });
    map.setLayers(new Set(["notices", "overlaps", "standstills", "sites", "zones", "lines", "places"]));
    map.setData(facts.facts);
  }
  await ask.now();
  await ask.rest();
  show({ outline: ask.outlineOf(block), isAsked: true });
  if (plan.lines().length) turnTo(plan.places().filter(Boolean));
  element.classList.add("is-drawn");
  element.parleyMap = map;
  return { ...map, close() { ask.close(); sketch.close(); map.close(); } };
}

function fieldsIn(block) {
  const [places, radius, width] = ["places", "radius_m", "width_m"].map((name) => field(block, name));
  return {
    read: () => ({ way: wayOf(block), places: places.value, radius: radius.value, width: width.value }),
    write(next) {
      setWay(block, next.way);
      [places.value, radius.value, width.value] = [next.places, next.radius, next.width];
      // As if it had been typed: it is kept as a draft, and the form counts as begun.
      places.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };
}

// One question at a time, and the newest last: an answer to older words is thrown away.
function askingOf(source, form, out, { chosen, learned }) {
  const state = { timer: null, number: 0 };
  const outlines = new WeakMap();
  async function asked(block) {
    const fields = new URLSearchParams({ way: wayOf(block) });
    for (const name of ["places", "radius_m", "width_m", "signed"]) fields.set(name, field(block, name)?.value ?? "");
    for (const name of ["csrfmiddlewaretoken", "change"]) fields.set(name, form.elements[name]?.value ?? "");
    const answer = await fetch(source, { method: "POST", body: fields, headers: { "X-Parley-Stay": "1" }, redirect: "manual" }).catch(() => null);
    if (!answer || answer.status >= 500) return null;
    // Refused, as when the session is over: asking again would change nothing.
    return answer.ok ? answer.text() : "";
  }
  function learn(block, html) {
    const made = new DOMParser().parseFromString(html, "text/html").querySelector("[data-outline]")?.dataset.outline;
    outlines.set(block, made ? JSON.parse(made) : null);
  }
  async function now() {
    clearTimeout(state.timer);
    const number = (state.number += 1);
    const { block, plan } = chosen();
    const html = await asked(block);
    if (number !== state.number) return;
    // The node is away: what stands there is of an older drawing, is seen to be, and is asked for again.
    if (!html) { late(); if (html === null) state.timer = setTimeout(now, RETRY_MS); return; }
    out.removeAttribute("aria-busy");
    const focused = document.activeElement?.dataset?.corner;
    out.innerHTML = html;
    if (focused !== undefined) out.querySelector(`[data-corner="${focused}"]`)?.focus();
    const lines = plan.lines();
    for (const button of out.querySelectorAll("[data-degrees]:not([data-degrees=''])")) {
      const [lon, lat] = button.dataset.degrees.split(",").map(Number);
      plan.learn(lines[Number(button.dataset.corner)], { lon, lat });
    }
    learn(block, html);
    learned(outlines.get(block));
  }
  const late = () => out.setAttribute("aria-busy", "true");
  const besides = () => blocksIn(form).filter((each) => each !== chosen().block);
  return {
    now,
    // The volumes that are not drawn now, each once.
    async rest() {
      for (const each of besides()) {
        const html = outlines.has(each) ? "" : await asked(each);
        if (html) learn(each, html);
      }
    },
    soon() { late(); clearTimeout(state.timer); state.number += 1; state.timer = setTimeout(now, PAUSE_MS); },
    close() { clearTimeout(state.timer); state.number += 1; },
    outlineOf: (block) => outlines.get(block) ?? null,
    others: () => besides().map((each) => outlines.get(each)).filter(Boolean),
  };
}
