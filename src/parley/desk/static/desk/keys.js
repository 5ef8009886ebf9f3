// Everything from the keyboard. Bound to the place of a key (event.code): on an Arabic or Hebrew layout the
// key that carries A yields another letter. Silent while somebody types, and switched off by a box in the list.

const GO = { KeyD: "/", KeyH: "/hotline", KeyS: "/shift", KeyN: "/hotline/new", KeyV: "/hotline/challenge", KeyO: "/notices" };
const SWITCH = "parley-keys-off";

const rows = () => [...document.querySelectorAll("[data-open]")].filter((row) => row.offsetParent !== null);

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]") !== null;
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// Escape belongs first to whatever is open or has the focus: only then it stops what leaves in some seconds.
function isTaken(code, target) {
  if (code !== "Escape") return false;
  return document.querySelector("[popover]:popover-open") !== null || (target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null);
}

// A key that belongs to a control on the screen: the first one in sight that names it, or one that has its key always.
function press(code) {
  const control = [...document.querySelectorAll(`[data-key="${code}"]`)].find((one) => one.offsetParent !== null || "keyAlways" in one.dataset);
  if (!control) return false;
  if (control.tagName === "SUMMARY") {
    control.parentElement.open = true;
    control.parentElement.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
  } else {
    control.click();
  }
  return true;
}

function help() {
  const list = document.getElementById("keys");
  if (!list) return;
  list.querySelector("#keys-on").checked = localStorage.getItem(SWITCH) === null;
  list.open ? list.close() : list.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  // The question mark is asked for by its sign: its place differs from layout to layout.
  if (["?", "؟"].includes(event.key) || (event.code === "Slash" && event.shiftKey)) { event.preventDefault(); help(); return; }
  if (localStorage.getItem(SWITCH) !== null || document.querySelector("dialog[open]") || isTaken(event.code, event.target)) return;
  if (event.code === "KeyJ") move(1);
  else if (event.code === "KeyK") move(-1);
  else if (press(event.code)) event.preventDefault();
  else if (GO[event.code] && document.getElementById("stage")) {
    event.preventDefault();
    const link = document.querySelector(`a[href="${GO[event.code]}"]`);
    link ? link.click() : location.assign(GO[event.code]);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "keys-on") return;
  event.target.checked ? localStorage.removeItem(SWITCH) : localStorage.setItem(SWITCH, "1");
});
