// Forms: sent once however often the button is pressed, and never overwritten by news while somebody types.

const isLookedOver = (form) => form.matches("[data-look]") && !form.dataset.looked;

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that is only looked over is not sent yet (sending.js).
  if (form.method !== "post" || isLookedOver(form)) return;
  if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  form.dataset.sent = "1";
  mark(form);
  // After the browser gathered the fields: a disabled button would not send its own name and value.
  setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
}, true);

const OF_THE_PAGE = ["once", "charter", "step", "csrfmiddlewaretoken", "draft_of"];
const sentAs = new WeakMap();

// The token of a form says that it is the same hand-in. It stays for a form that is sent again as it was, since nobody
// knows what became of the first; where other words stand in it now, it is another one.
function mark(form) {
  const said = (value) => (value instanceof File ? `${value.name} ${value.size}` : value);
  const words = JSON.stringify([...new FormData(form)].filter(([name]) => !OF_THE_PAGE.includes(name)).map(([name, value]) => [name, said(value)]));
  const { once } = form.elements;
  if (form.dataset.unanswered && once?.value && sentAs.get(form) !== words) once.value += "~";
  sentAs.set(form, words);
  delete form.dataset.unanswered;
}

// A request without an answer may be sent again, whether it reached the node or not.
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
