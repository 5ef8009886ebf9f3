// The fields of heights, hours and days beside the slider, and what they leave out; the printed picture says it too.

import { aheadOf, dayOf, heightsOf } from "./filter.js";
import { instantText } from "./time.js";

export function filtersIn(form, changed) {
  const offsets = JSON.parse(form.dataset.offsets);
  const { low, high, measure, ahead, lines } = form.elements;
  const [heightFault, clear] = ["[data-height-fault]", "[data-unfilter]"].map((name) => form.querySelector(name));
  const linesFault = document.querySelector("[data-lines-fault]");

  function told() {
    const heights = heightsOf({ low: low.value, high: high.value, measure: measure.value }, offsets);
    const linesMs = dayOf(lines.value);
    return { heights: heights ?? null, aheadMs: aheadOf(ahead.value), linesMs: linesMs ?? null, isHeights: heights !== undefined, isDay: linesMs !== undefined };
  }

  function show() {
    const now = told();
    heightFault.hidden = now.isHeights;
    linesFault.hidden = now.isDay;
    mark();
    clear.hidden = now.heights === null && now.isHeights && now.aheadMs === null;
    changed();
  }
  // Lines of another day must not be taken for those of now.
  function mark() {
    const { linesMs } = told();
    const line = form.querySelector("[data-lines-mark]");
    line.hidden = linesMs === null;
    line.querySelector("[data-lines-at]").textContent = linesMs === null ? "" : lines.value.trim();
  }
  for (const field of [low, high, measure, ahead, lines]) field.addEventListener("input", show);
  clear.addEventListener("click", () => { [low.value, high.value, ahead.value] = ["", "", ""]; show(); low.focus(); });

  return {
    told,
    // What of it belongs into the address of the picture.
    put(values) {
      if (low.value || high.value) for (const field of [low, high, measure]) values.set(field.name, field.value);
      for (const field of [ahead, lines]) if (field.value) values.set(field.name, field.value);
    },
    say(box, { atMs, live, planned, layers }) {
      const { heights, linesMs } = told();
      const set = (name, words) => { box.querySelector(`[data-picture="${name}"]`).textContent = words; };
      set("time", atMs === null ? live : instantText(atMs));
      set("heights", heights ? `${low.value || "…"} – ${high.value || "…"} ${measure.value}` : "–");
      set("ahead", ahead.value === "" && planned ? planned : ahead.selectedOptions[0].textContent);
      set("lines", linesMs === null ? "–" : lines.value);
      set("layers", layers.join(", "));
    },
  };
}
