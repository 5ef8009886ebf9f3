// Looking over without leaving the form: the node says what would go, the dialog shows it, and the form itself is sent.
// Files stay in their own field, since no page can put them back; only their names go to be looked at.

const dialog = () => document.getElementById("look");
let form = null;

function asked(target) {
  const fields = new FormData(target);
  for (const [name, value] of [...fields.entries()]) {
    if (!(value instanceof File)) continue;
    fields.delete(name);
    if (value.name) fields.append("file-names", value.name);
  }
  fields.set("step", "look");
  return fields;
}

function put(target, name, value) {
  const field = target.querySelector(`input[type=hidden][name="${name}"]`) ?? target.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
  field.value = value;
}

async function look(target) {
  const answer = await fetch(target.action, { method: "POST", body: asked(target), headers: { "X-Parley-Part": "look" } });
  const text = await answer.text();
  const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-look-part]");
  // A refusal, or the end of the session: the whole page says it, with all that was typed still in its form.
  if (answer.status !== 200 || !found) { send(target, "look"); return; }
  form = target;
  document.getElementById("look-body").replaceChildren(document.adoptNode(found));
  dialog().showModal();
  dialog().querySelector("[data-look-send]").focus();
}

function send(target, step) {
  put(target, "step", step);
  target.dataset.looked = "1";
  target.requestSubmit();
  delete target.dataset.looked;
}

document.addEventListener("submit", (event) => {
  const target = event.target;
  if (!(target instanceof HTMLFormElement) || !target.matches("[data-look]") || target.dataset.looked || target.dataset.sent) return;
  // A form that only asks for more rows of itself is not looked over.
  if (event.submitter?.value === "more") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (target.dataset.looking) return;
  target.dataset.looking = "1";
  look(target).catch(() => send(target, "look")).finally(() => { delete target.dataset.looking; });
}, true);

// "close" does not bubble; a dialog that is closed keeps no second copy of the form's fields.
document.addEventListener("close", (event) => {
  if (event.target.id === "look") document.getElementById("look-body").replaceChildren();
}, true);

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !dialog()?.open) return;
  if (event.target.closest("[data-look-close]")) { dialog().close(); return; }
  if (!event.target.closest("[data-look-send]") || !form) return;
  event.preventDefault();
  const shown = dialog().querySelector("form");
  for (const name of ["once", "charter"]) put(form, name, shown.elements[name].value);
  dialog().close();
  send(form, "send");
  form = null;
});
