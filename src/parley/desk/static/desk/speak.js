// Tells a screen reader what a glance at the watch list would show: a duty that came, ten, five and one minute before a
// duty of ours is due, and that it is late. A running clock is never read out by itself; FLASH speaks for itself.

import { listen } from "./live.js";
import { now } from "./clocks.js";

const STEPS = [10, 5, 1];
let listed = null;
let filter = "";
const left = new Map();

const words = (row) => ["il", "what", "ik"].map((name) => row.querySelector(`.${name}`)?.textContent.trim()).filter(Boolean).join(", ");

function say(sentence, values) {
  const region = document.getElementById("announce");
  const form = region?.dataset[sentence];
  if (!form) return;
  const line = document.createElement("span");
  line.textContent = form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  region.append(line);
  while (region.childElementCount > 4) region.firstElementChild.remove();
}

// Another filter, or a later part of the list, shows other rows that are not new.
function asked() {
  return `${document.querySelector("#watch [data-show]")?.dataset.show} ${document.getElementById("watch-after")?.value}`;
}

function look() {
  const rows = [...document.querySelectorAll("#watch [data-row]")];
  if (!document.getElementById("watch")) return;
  const ids = new Set(rows.map((row) => row.dataset.row));
  if (listed === null || filter !== asked()) { listed = ids; filter = asked(); return; }
  const fresh = rows.filter((row) => row.classList.contains("ours") && !row.classList.contains("is-flash") && !listed.has(row.dataset.row));
  if (fresh.length === 1) say("new", { what: words(fresh[0]) });
  else if (fresh.length) say("more", { count: fresh.length, what: words(fresh[0]) });
  listed = ids;
}

// What was already passed when the page was first seen is not said: only the passing is.
function count() {
  for (const row of document.querySelectorAll("#watch .it.ours[data-row]")) {
    const due = Number(row.querySelector("[data-due]")?.dataset.due);
    if (!due) continue;
    const minutes = (due - now()) / 60000;
    const step = minutes <= 0 ? 0 : Math.min(Infinity, ...STEPS.filter((each) => minutes <= each));
    const before = left.get(row.dataset.row);
    left.set(row.dataset.row, step);
    if (before === undefined || step >= before) continue;
    say(step ? `left-${step}` : "late", { what: words(row) });
  }
  for (const id of left.keys()) if (listed && !listed.has(id)) left.delete(id);
}

listen("part", look);
document.addEventListener("htmx:afterSettle", look);
look();
setInterval(count, 1000);
count();
