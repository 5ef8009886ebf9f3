// A desk that nobody touches is locked and not signed out: the watch list moves on behind the lock, and what was typed
// stays where it is. A session that ended covers the page in the same way; nothing that was typed is lost with it.

import { listen, tellOthers } from "./live.js";

const KEY = "parley-touched";
const ASK = { "X-Parley-Stay": "1" };
const root = document.documentElement;
const idleMs = () => Number(document.getElementById("attention")?.dataset.idle || 0) * 1000;

function touched() {
  const at = Date.now();
  if (at - Number(localStorage.getItem(KEY) || 0) > 2000) localStorage.setItem(KEY, String(at));
}

function cover(name) {
  const dialog = document.getElementById(name);
  if (!dialog || dialog.open) return;
  document.querySelectorAll("dialog[open]").forEach((other) => other.close());
  root.classList.add("is-covered");
  dialog.showModal();
}

function uncover() {
  root.classList.remove("is-covered");
  document.getElementById("lock")?.close();
}

async function lock() {
  const form = document.querySelector("#lock form:not([data-passkey])");
  if (!form || root.classList.contains("is-covered")) return;
  cover("lock");
  const answer = await fetch("/lock", { method: "POST", headers: ASK, body: new URLSearchParams({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value }), redirect: "manual" }).catch(() => null);
  if (answer?.ok) tellOthers({ say: "locked" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("#lock form:not([data-passkey])");
  if (!form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open(form);
}, true);

// A passkey answered within the lock: it opens as the password does, and the page stays.
document.addEventListener("parley:signed", (event) => {
  if (!event.target.closest("#lock form")) return;
  event.preventDefault();
  open(event.target);
});

async function open(form) {
  const fault = document.querySelector("#lock [data-lock-fault]");
  const answer = await fetch(form.action, { method: "POST", headers: ASK, body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => null);
  for (const field of ["password", "credential"]) if (form.elements[field]) form.elements[field].value = "";
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  if (answer?.status === 204) {
    fault.hidden = true;
    localStorage.setItem(KEY, String(Date.now()));
    uncover();
    tellOthers({ say: "unlocked" });
  } else if (answer?.type === "opaqueredirect") {
    cover("session-over");
  } else {
    fault.hidden = false;
    fault.textContent = answer ? await answer.text() : "–";
    form.elements.password?.focus();
  }
}

// Neither lock is left by a key.
document.addEventListener("cancel", (event) => { if (event.target.classList?.contains("lock")) event.preventDefault(); }, true);

listen("locked", () => cover("lock"));
listen("unlocked", uncover);
listen("over", () => cover("session-over"));

for (const touch of ["pointerdown", "keydown", "wheel", "pointermove"]) document.addEventListener(touch, touched, { passive: true });
touched();
setInterval(() => {
  const idle = idleMs();
  if (idle && Date.now() - Number(localStorage.getItem(KEY) || 0) > idle) lock();
}, 1000);
