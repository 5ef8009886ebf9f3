// The time that the map shows: live, as of an instant, or what is planned for one to come. Slider, buttons and field
// say the same.

const HOUR_MS = 3600000;
const MINUTE_MS = 60000;
const STEPS = { hour: HOUR_MS, day: 24 * HOUR_MS };
// A day is twenty-four hours of the slider in hours, a week of it in days.
const MOVES = {
  hour: { back: -1, ahead: 1, "back-far": -24, "ahead-far": 24 },
  day: { back: -1, ahead: 1, "back-far": -7, "ahead-far": 7 },
};
const two = (number) => String(number).padStart(2, "0");

export function instantText(ms) {
  const at = new Date(ms);
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}Z`;
}

// The form of the field; the server reads more, and is asked where this is not understood.
export function instantOf(text) {
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})? ?Z?$/i.exec(text.trim());
  const ms = found ? Date.parse(`${found[1]}T${found[2]}Z`) : NaN;
  // No calendar has the 30th of February, and it is not taken for the 2nd of March.
  return ms >= 0 && instantText(ms) === `${found[1]} ${found[2]}Z` ? ms : null;
}

// In full hours or days from now: -1 is the last before now, 1 the next, 0 is live. As parley/desk/map/window.py has it.
export const stepsTo = (ms, { stepMs, nowMs }) =>
  (ms < nowMs ? Math.floor(ms / stepMs) - Math.ceil(nowMs / stepMs) : Math.ceil(ms / stepMs) - Math.floor(nowMs / stepMs));
export const instantAt = (steps, { stepMs, nowMs }) =>
  (steps === 0 ? null : (steps + (steps < 0 ? Math.ceil(nowMs / stepMs) : Math.floor(nowMs / stepMs))) * stepMs);

export function timeIn(form, { now, changed }) {
  const slider = form.querySelector("input[type=range]");
  const field = form.elements.at;
  const { step } = form.dataset;
  const stepMs = STEPS[step];
  const state = { atMs: form.dataset.at ? Number(form.dataset.at) : null };
  const isAhead = () => state.atMs !== null && state.atMs > now();
  const stepsOf = (ms) => (ms === null ? 0 : stepsTo(ms, { stepMs, nowMs: now() }));

  // Of what is to come, activity is shown by its hours: where none were chosen, by those of the step that begins then.
  function told() {
    const untilMs = state.atMs ?? now();
    const fromMs = Math.min(untilMs, now()) - Number(form.elements.span.value) * HOUR_MS;
    return { atMs: state.atMs, untilMs, fromMs, plannedMs: isAhead() ? stepMs - 1 : null };
  }

  // The tab says it too: whoever comes back to it must not take what was, or will be, for now.
  function entitle(said) {
    const plain = document.title.replace(/ · [^·]* \d{4}-\d{2}-\d{2} \d{2}:\d{2}Z/, "");
    const named = plain.indexOf(" · ");
    document.title = said ? `${plain.slice(0, named)} · ${said}${plain.slice(named)}` : plain;
  }

  function show({ keepField = false } = {}) {
    const isLive = state.atMs === null;
    const text = isLive ? "" : instantText(state.atMs);
    if (!keepField) field.value = text;
    slider.value = String(stepsOf(state.atMs));
    slider.setAttribute("aria-valuetext", text || form.dataset.live);
    form.querySelector("[data-live-mark]").hidden = !isLive;
    for (const [name, is] of [["past", !isLive && !isAhead()], ["ahead", isAhead()]]) {
      form.classList.toggle(`is-${name}`, is);
      for (const mark of form.querySelectorAll(`[data-${name}-mark]`)) mark.hidden = !is;
      form.querySelector(`[data-${name}-at]`).textContent = is ? text : "";
    }
    entitle(isLive ? "" : `${isAhead() ? form.dataset.plannedFor : form.dataset.asOf} ${text}`);
  }

  function go(ms) {
    const isNow = ms === null || Math.floor(ms / MINUTE_MS) === Math.floor(now() / MINUTE_MS);
    state.atMs = isNow ? null : ms;
    show();
    changed(told());
  }
  const goTo = (steps) => go(instantAt(Math.max(Number(slider.min), Math.min(Number(slider.max), steps)), { stepMs, nowMs: now() }));

  slider.addEventListener("input", () => goTo(Number(slider.value)));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const { move } = button.dataset;
    if (move === "live") go(null);
    else goTo(stepsOf(state.atMs) + MOVES[step][move]);
  });
  form.elements.span.addEventListener("change", () => changed(told()));
  form.addEventListener("submit", (event) => {
    const at = field.value.trim() ? instantOf(field.value) : null;
    // What is not of the plain form, or lies beyond the slider, the server reads: it answers with a page.
    if (field.value.trim() && (at === null || stepsOf(at) < Number(slider.min) || stepsOf(at) > Number(slider.max))) return;
    event.preventDefault();
    event.stopPropagation();
    go(at);
  }, true);
  show({ keepField: true });
  // What was to come has come: the picture is live again.
  function tick() {
    if (state.atMs !== null && !isAhead() && form.classList.contains("is-ahead")) go(null);
    else if (state.atMs === null) changed(told());
  }
  return { told, tick };
}
