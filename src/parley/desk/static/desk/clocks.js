// The running clocks: what is left of each duty, how long ago each member was heard, and the time itself.
// The node's clock is the reference; the browser's own only counts on from what the node last said.

let ahead = 0;

export function nodeSaid(nowMs) {
  const found = nowMs - Date.now();
  // An answer that took long to come would set the clock back: the greatest value seen is the nearest.
  ahead = ahead === 0 || found > ahead || ahead - found > 5000 ? found : ahead;
}

export function now() {
  return Date.now() + ahead;
}

const two = (number) => String(number).padStart(2, "0");

// The same form as the template filter `countdown`.
export function countdown(leftMs) {
  const seconds = Math.floor(Math.abs(leftMs) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const said = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
  return leftMs < 0 ? `−${said}` : said;
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// The sentences come from the page, in its language; the same steps as the template filter `ago`.
function ago(element, heardMs) {
  const words = document.getElementById("links")?.dataset;
  const seconds = Math.max(0, Math.floor((now() - heardMs) / 1000));
  if (!words) return;
  const [form, number] = seconds < 90 ? [words.agoS, seconds]
    : seconds < 5400 ? [words.agoM, Math.floor(seconds / 60)] : [words.agoH, Math.floor(seconds / 3600)];
  set(element, form.replace("%s", number));
}

// Writes every clock below `root`: the page, or a panel before it is shown.
export function tick(root = document) {
  const at = new Date(now());
  for (const element of root.querySelectorAll("[data-clock='utc']")) {
    set(element, `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`);
  }
  for (const element of root.querySelectorAll("[data-clock='local']")) {
    element.hidden = at.getTimezoneOffset() === 0;
    element.parentElement.querySelector("[data-clock-label]").hidden = element.hidden;
    set(element, `${two(at.getHours())}:${two(at.getMinutes())}`);
  }
  // The minute of a sheet of paper, within the element that isolates it.
  for (const element of root.querySelectorAll("[data-clock='day']")) {
    set(element.firstElementChild ?? element, `${at.toISOString().slice(0, 16).replace("T", " ")}Z`);
  }
  for (const element of root.querySelectorAll("[data-due]")) {
    const left = Number(element.dataset.due) - at.getTime();
    set(element, countdown(left));
    element.closest(".it")?.classList.toggle("is-over", left < 0);
    element.closest(".fc")?.classList.toggle("is-late", left < 0);
  }
  for (const element of root.querySelectorAll("[data-heard]")) {
    ago(element, Number(element.dataset.heard));
  }
}

const said = Number(document.body?.dataset.now);
if (said) nodeSaid(said);
tick();
setInterval(() => tick(), 1000);
window.addEventListener("beforeprint", () => tick());
