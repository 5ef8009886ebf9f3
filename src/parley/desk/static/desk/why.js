// "Why" opens beside what was asked about, in a box; without this module the same link leads to a page.

let opener = null;

async function ask(link) {
  const box = document.getElementById("why");
  // Within a drawing a link's own `href` is no string.
  const address = link.getAttribute("href");
  const answer = await fetch(address, { headers: { "X-Parley-Part": "why" }, redirect: "manual" }).catch(() => null);
  // No node, no session or nothing to tell: the page says which.
  if (!box || !answer || !answer.ok) { location.assign(address); return; }
  box.querySelector("[data-told]").innerHTML = await answer.text();
  window.htmx?.process(box);
  if (!box.open) { opener = link; box.showModal(); }
  box.scrollTop = 0;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-why]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  event.stopPropagation();
  ask(link);
}, true);

// A link within the box that leads to a page closes it first; the way back is where it was opened.
document.addEventListener("click", (event) => {
  const box = document.getElementById("why");
  if (box?.open && event.target === box) box.close();
  if (box?.open && event.target.closest?.("#why a:not([data-why])")) box.close();
});
document.addEventListener("close", (event) => { if (event.target.id === "why") opener?.focus(); }, true);
