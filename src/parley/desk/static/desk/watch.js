// The watch list shows mine, the desk's or all; what is pushed follows the filter, and a later part is fetched instead.

import { join } from "./live.js";

function follow() {
  const list = document.getElementById("watch");
  const show = list?.querySelector("[data-show]")?.dataset.show;
  if (!show) return;
  const wished = list.querySelector("#watch-after")?.value ? "" : `watch-${show}`;
  if ((list.dataset.push ?? "") === wished) return;
  if (wished) list.dataset.push = wished;
  else delete list.dataset.push;
  join();
}

document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target?.id === "watch") follow(); });
