// Forms: sent once however often the button is pressed, and never overwritten by news while somebody types.

const isLookedOver = (form) => form.matches("[data-look]") && !form.dataset.looked;

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that is only looked over is not sent yet (sending.js).
  if (form.method !== "post" || isLookedOver(form)) return;
  if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  form.dataset.sent = "1";
  delete form.dataset.unanswered;
  // After the browser gathered the fields: a disabled button would not send its own name and value.
  setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
}, true);

// A request without an answer may be sent again, whether it reached the node or not: it bears the token that it bore.
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:sendAbort"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form");
    if (!form) return;
    delete form.dataset.sent;
    form.dataset.unanswered = "1";
    form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  });
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (form) form.dataset.typed = "1";
});

// News for a panel in which somebody types waits until the form is sent or left empty.
document.addEventListener("htmx:beforeRequest", (event) => {
  const panel = event.target;
  if (panel.dataset?.topics && panel.querySelector("form[data-typed]")) {
    event.preventDefault();
    panel.classList.add("has-news");
  }
});
