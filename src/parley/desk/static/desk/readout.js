// What is typed as an item is read out beneath its field: as the machine will compare it, as it is read aloud, or why not.

const WAIT_MS = 350;
const waiting = new WeakMap();

const fields = 'input[name^="item-"][name$="-text"]';

function typeOf(field) {
  return field.form?.elements[field.name.replace(/-text$/, "-type")]?.value ?? "";
}

function boxOf(field) {
  const row = field.closest("[data-item], .read");
  if (!row) return null;
  return row.querySelector(".readout") ?? row.appendChild(Object.assign(document.createElement("output"), { className: "readout" }));
}

async function readOut(field) {
  const box = boxOf(field);
  if (!box) return;
  if (!field.value.trim() || !typeOf(field)) { box.replaceChildren(); return; }
  const asked = new FormData();
  asked.set("type", typeOf(field));
  asked.set("text", field.value);
  asked.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch("/read-out", { method: "POST", body: asked });
    const typed = asked.get("text");
    // An answer to what was typed earlier, or a page of the sign-in, is not shown.
    if (!answer.ok || answer.redirected || typed !== field.value) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    box.replaceChildren(...parsed.body.childNodes);
  } catch { box.replaceChildren(); }
}

function soon(field) {
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(() => readOut(field), WAIT_MS));
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.(fields)) soon(event.target);
});
document.addEventListener("change", (event) => {
  if (!event.target.matches?.('select[name^="item-"][name$="-type"]')) return;
  const field = event.target.form.elements[event.target.name.replace(/-type$/, "-text")];
  if (field) soon(field);
});
