// What calls the officer: a FLASH sounds, notifies, and marks title, icon and badge until it is acknowledged, on every
// page and in every tab; what is not FLASH sounds once and softly, and not in quiet hours.

import { listen } from "./live.js";
import { now } from "./clocks.js";
import { waits } from "./pressed.js";
import { REPEAT_MS, playFlash, playRoutine, ready, unlock } from "./sound.js";

const root = document.documentElement;
const box = () => document.getElementById("attention");
// All that wait, the newest first, and not only those that the bar has room for.
const flashes = () => (document.getElementById("flash-waiting")?.dataset.flashes ?? "").split(" ").filter(Boolean);
// Of many that come at once so many are told one by one; the first of them says how many more there are.
const MOST_TOLD = 5;

let times = 0;
let soundedAt = 0;
let awaited = null;
const told = new Map();

// One tab sounds for all of them where the browser can say which; else each does. Each sound has a lock of its own: a duty
// that comes just after a FLASH was acknowledged would be silent else.
function alone(sound, act) {
  if (!navigator.locks) { act(); return; }
  navigator.locks.request(`parley-${sound}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    act();
    await new Promise((done) => { setTimeout(done, REPEAT_MS - 200); });
  });
}

function sound() {
  const waiting = flashes().length > 0;
  if (!waiting) { times = 0; delete root.dataset.sounding; return; }
  if (!ready() || Date.now() - soundedAt < REPEAT_MS) return;
  soundedAt = Date.now();
  alone("flash", () => { root.dataset.sounding = playFlash(times).toFixed(2); times += 1; });
}

function isQuiet() {
  const [from, until] = (box()?.dataset.quiet || "").split("-").map(Number);
  if (Number.isNaN(from) || until === undefined) return false;
  const at = new Date(now());
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

// A new row that waits for this desk; the FLASH sound says more, so it stands alone.
function routine() {
  const count = Number(document.getElementById("waiting")?.dataset.count ?? 0);
  if (awaited !== null && count > awaited && !flashes().length && !isQuiet() && ready()) {
    alone("routine", () => { root.dataset.routine = Number(root.dataset.routine ?? 0) + 1; playRoutine(); });
  }
  awaited = count;
}

// The words of a message stay on the desk: what a system keeps in its list of notifications, anybody may read.
function notify() {
  const waiting = flashes();
  for (const [id, shown] of told) if (!waiting.includes(id)) { shown?.close(); told.delete(id); }
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return;
  const fresh = waiting.filter((id) => !told.has(id));
  for (const id of fresh.slice(MOST_TOLD)) told.set(id, null);
  for (const [place, id] of fresh.slice(0, MOST_TOLD).entries()) {
    const more = place === 0 && fresh.length > MOST_TOLD ? ` +${fresh.length - MOST_TOLD}` : "";
    try {
      const shown = new Notification(`⚡ FLASH ${id}${more}`, { body: box().dataset.saidFlash, tag: `parley-${id}`, requireInteraction: true, silent: true });
      shown.addEventListener("click", () => { window.focus(); shown.close(); });
      told.set(id, shown);
    } catch {
      told.set(id, null);
    }
  }
}

function mark() {
  const icon = document.querySelector("link[rel=icon]");
  const wished = flashes().length ? box()?.dataset.iconFlash : box()?.dataset.icon;
  if (icon && wished && icon.getAttribute("href") !== wished) icon.setAttribute("href", wished);
  const count = Number(document.getElementById("flash-waiting")?.dataset.count ?? 0);
  if (count) navigator.setAppBadge?.(count).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}

// Silence is told only where it would matter: a FLASH waits, or this officer has the watch.
function blocked() {
  // The press that lets the browser sound would else move what it means from under itself.
  if (waits("sound-blocked", blocked)) return;
  const bar = document.getElementById("sound-blocked");
  if (bar) bar.hidden = ready() || !(flashes().length || "onWatch" in box().dataset);
}

function look() {
  if (!box()) return;
  sound();
  routine();
  notify();
  mark();
  blocked();
}

for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => { if (!ready()) unlock().then(look); }, { capture: true, passive: true });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-sound-test]");
  if (!button) return;
  const said = button.parentElement.querySelector("[data-sound-said]");
  const sounds = await unlock();
  said.textContent = sounds ? said.dataset.saidPlaying : said.dataset.saidBlocked;
  if (sounds) button.dataset.soundTest === "flash" ? playFlash(3) : playRoutine();
  document.querySelectorAll("[data-after-sound]").forEach((field) => { field.disabled = !sounds; });
  if (typeof Notification !== "undefined" && Notification.permission === "default") Notification.requestPermission().catch(() => {});
  look();
});

// The stream's beat comes from a worker, which no browser slows down in a tab behind.
listen("clock", look);
listen("part", look);
document.addEventListener("htmx:afterSettle", look);
setInterval(look, 700);
unlock().then(look);
