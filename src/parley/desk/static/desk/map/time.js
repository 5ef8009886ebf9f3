// The time that the map shows: live, or as of an instant. Slider, buttons and field say the same.

const HOUR_MS = 3600000;
const two = (number) => String(number).padStart(2, "0");

export function instantText(ms) {
  const at = new Date(ms);
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}Z`;
}

// The form of the field; the server reads more, and is asked where this is not understood.
export function instantOf(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2})? ?Z?$/i.exec(text.trim());
  return found ? Date.UTC(+found[1], +found[2] - 1, +found[3], +found[4], +found[5]) : null;
}

export function timeIn(form, { now, changed }) {
  const slider = form.querySelector("input[type=range]");
  const field = form.elements.at;
  const state = { atMs: form.dataset.at ? Number(form.dataset.at) : null };
  const step = () => Number(slider.step);

  function told() {
    const untilMs = state.atMs ?? now();
    return { atMs: state.atMs, untilMs, fromMs: untilMs - Number(form.elements.span.value) * HOUR_MS };
  }

  function show({ keepField = false } = {}) {
    const isLive = state.atMs === null;
    if (!keepField) field.value = isLive ? "" : instantText(state.atMs);
    slider.value = String(isLive ? slider.max : state.atMs);
    slider.setAttribute("aria-valuetext", isLive ? form.dataset.live : instantText(state.atMs));
    form.classList.toggle("is-past", !isLive);
    form.querySelector("[data-live-mark]").hidden = !isLive;
    for (const mark of form.querySelectorAll("[data-past-mark]")) mark.hidden = isLive;
    // The tab says it too: whoever comes back to it must not take the past for now.
    const { title } = document;
    const plain = title.replace(/ · [^·]* \d{4}-\d{2}-\d{2} \d{2}:\d{2}Z/, "");
    const named = plain.indexOf(" · ");
    const said = `${plain.slice(0, named)} · ${form.dataset.asOf} ${isLive ? "" : instantText(state.atMs)}${plain.slice(named)}`;
    document.title = isLive ? plain : said;
    form.querySelector("[data-past-at]").textContent = isLive ? "" : instantText(state.atMs);
  }

  function go(ms) {
    state.atMs = ms === null || ms >= now() ? null : Math.max(ms, Number(slider.min));
    show();
    changed(told());
  }

  slider.addEventListener("input", () => { const at = Number(slider.value); go(at >= Number(slider.max) ? null : at); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const moves = { back: -1, ahead: 1, "back-far": -24, "ahead-far": 24 };
    if (button.dataset.move === "live") return go(null);
    // A day is twenty-four hours of the slider in hours, a week of it in days.
    const steps = moves[button.dataset.move];
    const far = Math.abs(steps) > 1 ? (step() === HOUR_MS ? 24 : 7) * Math.sign(steps) : steps;
    const from = state.atMs ?? Number(slider.max);
    return go(Math.floor(from / step()) * step() + far * step());
  });
  form.elements.span.addEventListener("change", () => changed(told()));
  form.addEventListener("submit", (event) => {
    const at = field.value.trim() ? instantOf(field.value) : null;
    // What is not of the plain form, or lies before the slider, the server reads: it answers with a page.
    if (field.value.trim() && (at === null || at < Number(slider.min))) return;
    event.preventDefault();
    event.stopPropagation();
    go(at);
  }, true);
  show({ keepField: true });
  return { told, tick() { if (state.atMs === null) changed(told()); } };
}
