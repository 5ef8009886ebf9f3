// The time line moves with the node's clock: the line of now glides, and each minute the hours are drawn anew.

import { now } from "./clocks.js";

const two = (number) => String(number).padStart(2, "0");
let drawnAt = Date.now();

function glide() {
  for (const plot of document.querySelectorAll(".tl-plot")) {
    const from = Number(plot.dataset.from);
    const until = Number(plot.dataset.until);
    const at = now();
    const share = (100 * (at - from)) / (until - from);
    const line = plot.querySelector(".tl-now");
    if (!line || share < 0 || share > 100) continue;
    const x = `${(document.documentElement.dir === "rtl" ? 100 - share : share).toFixed(3)}%`;
    const stroke = line.querySelector("line");
    stroke.setAttribute("x1", x);
    stroke.setAttribute("x2", x);
    line.querySelector("svg").setAttribute("x", x);
    const clock = new Date(at);
    line.querySelector("text").textContent = `${two(clock.getUTCHours())}:${two(clock.getUTCMinutes())}`;
  }
  const strip = document.getElementById("timeline");
  const plot = strip?.querySelector(".tl-plot");
  if (plot?.dataset.moves === "yes" && Date.now() - drawnAt > 60000 && !document.hidden) {
    drawnAt = Date.now();
    window.htmx?.trigger(strip, "parley:changed");
  }
}

// What a narrow plot has no room for: an hour that the label of now or a new day would cover half, and words beyond the
// edge, which stand at the other side of their mark.
function fit() {
  for (const plot of document.querySelectorAll(".tl-plot")) {
    const edge = plot.getBoundingClientRect();
    const covers = [...plot.querySelectorAll(".tl-now rect, .tl-tick:has(tspan)")].map((each) => [each, each.getBoundingClientRect()]);
    for (const tick of plot.querySelectorAll(".tl-tick")) {
      const at = tick.getBoundingClientRect();
      // Now covers a day, a day covers an hour, and nothing itself.
      const isBehind = covers.some(([each, box]) => each !== tick && (each.matches("rect") || !tick.querySelector("tspan")) && at.right > box.left - 3 && at.left < box.right + 3);
      tick.classList.toggle("is-behind", isBehind);
    }
    for (const text of plot.querySelectorAll(".tl-text:not(.is-turned)")) {
      const at = text.getBoundingClientRect();
      if (!at.width || (at.right <= edge.right && at.left >= edge.left)) continue;
      text.setAttribute("x", -Number(text.getAttribute("x")));
      text.classList.add("is-turned");
    }
  }
}

function draw() {
  glide();
  fit();
}

setInterval(draw, 5000);
document.addEventListener("htmx:afterSettle", draw);
document.addEventListener("parley:put", draw);
window.addEventListener("resize", draw);
draw();

// Other hours come into the strip where it stands. What is pushed are the plain hours around now: whoever looks at
// others fetches them instead, until "Now" is pressed again. Without this module the links lead to the page of the line.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#timeline [data-line]");
  if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const strip = document.getElementById("timeline");
  const { line } = link.dataset;
  if (line === strip.dataset.plain) strip.dataset.push = "timeline";
  else delete strip.dataset.push;
  window.htmx.ajax("GET", `/part/timeline?line=${line}`, { target: strip, swap: "morph:innerHTML" });
}, true);
