// Pages without a map load this and nothing more: what draws one is fetched where there is one to draw.

const OPENERS = { page: () => import("./page.js"), draw: () => import("./draw.js"), small: () => import("./small.js") };
const open = new Map();

async function look() {
  for (const [element, map] of open) {
    // Gone with its page, or emptied when its panel was fetched anew.
    if (!element.isConnected || (map && !element.firstElementChild)) { map?.close(); open.delete(element); }
  }
  for (const element of document.querySelectorAll("[data-map]")) {
    // Not in sight, in a folded panel for one: drawn when it comes into sight.
    if (open.has(element) || element.offsetParent === null) continue;
    open.set(element, null);
    const module = await OPENERS[element.dataset.map]();
    if (element.isConnected) open.set(element, await module.open(element));
    else open.delete(element);
  }
}

document.addEventListener("htmx:afterSettle", look);
document.addEventListener("toggle", look, true);
look();

// M goes to the map, as the other keys go to their parts.
document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyM" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (localStorage.getItem("parley-keys-off") !== null || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input:not([type=checkbox],[type=radio],[type=range]), textarea, select, [contenteditable]")) return;
  document.querySelector('.rail a[href="/map"]')?.click();
});
