// Select anywhere, highlight everywhere: one matter is selected in lists, time line and details alike.

const WAIT_MS = 250;
let chosen = document.querySelector("article[data-matter]")?.dataset.matter ?? "";
let timer = null;

function mark() {
  for (const each of document.querySelectorAll("[data-matter]")) {
    each.classList.toggle("here", chosen !== "" && each.dataset.matter === chosen);
  }
}

// Beside a conversation the details are its own; everywhere else they follow what is selected.
function follow() {
  const box = document.getElementById("chosen");
  if (!box || !chosen || document.querySelector("article[data-matter]") || box.dataset.shows === chosen) return;
  if (window.matchMedia("(max-width: 1000px)").matches) return;
  box.dataset.shows = chosen;
  window.htmx?.ajax("GET", `/details/${chosen}`, { target: box, swap: "innerHTML" });
}

function choose(matter) {
  if (!matter || matter === chosen) return;
  chosen = matter;
  mark();
  clearTimeout(timer);
  timer = setTimeout(follow, WAIT_MS);
}

document.addEventListener("focusin", (event) => choose(event.target.closest("[data-matter]")?.dataset.matter));
document.addEventListener("parley:selected", (event) => choose(event.detail.matter));
document.addEventListener("htmx:afterSettle", (event) => {
  const open = document.querySelector("article[data-matter]")?.dataset.matter;
  if (open) chosen = open;
  mark();
  if (event.detail.target === document.body) follow();
});
mark();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
