// What may stand in the place of a page: another page of the desk. Anything else, an answer that is no page, the lock,
// the end of the session, is told over the page that is open, and what was typed stays in it.

import { hear } from "./live.js";

const MB = 1024 * 1024;
const MOST = { files: 8, file: 25 * MB, all: 100 * MB, words: 2 * MB };
const box = () => document.getElementById("not-taken");

// Shows one of the lines of the dialog over the page.
export function tell(said) {
  const dialog = box();
  if (!dialog) return;
  for (const line of dialog.querySelectorAll("[data-said]")) line.hidden = line.dataset.said !== said;
  if (!dialog.open) dialog.showModal();
}

// The form may be sent again: nothing of it is gone.
function open(form) {
  delete form.dataset.sent;
  form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
}

const bodyOf = (text) => new DOMParser().parseFromString(/<body\b[^>]*>/.exec(text ?? "")?.[0] ?? "", "text/html").body;

// htmx puts only what is within the body: its class and what it tells the modules go with the page.
function dress(text) {
  const fresh = bodyOf(text);
  if (!fresh.hasAttributes()) return;
  for (const { name } of [...document.body.attributes]) if (!fresh.hasAttribute(name)) document.body.removeAttribute(name);
  for (const { name, value } of fresh.attributes) document.body.setAttribute(name, value);
}

const TOO_MUCH = [400, 413];

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target, requestConfig } = event.detail;
  if (target !== document.body) return;
  const keep = (act) => {
    event.detail.shouldSwap = false;
    act();
    const form = requestConfig?.elt?.closest?.("form");
    if (form) open(form);
  };
  if (xhr.status === 423) keep(() => hear({ say: "locked" }));
  else if (box() && new URL(xhr.responseURL).pathname === "/sign-in") keep(() => hear({ say: "over" }));
  else if (xhr.status >= 400 && box() && !bodyOf(xhr.responseText).hasAttributes()) keep(() => tell(TOO_MUCH.includes(xhr.status) ? "much" : "failed"));
  else dress(xhr.responseText);
});
document.addEventListener("htmx:historyCacheMissLoad", (event) => dress(event.detail.response ?? event.detail.xhr?.responseText));

// Said before it is sent: an upload that the node cuts off in the middle would look like a line that broke.
function isTooMuch(form) {
  const values = [...new FormData(form).values()];
  const files = values.filter((value) => value instanceof File && value.name);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const words = values.reduce((sum, value) => sum + (typeof value === "string" ? new Blob([value]).size : 0), 0);
  return files.length > MOST.files || size > MOST.all || words > MOST.words || files.some((file) => file.size > MOST.file);
}

addEventListener("submit", (event) => {
  if (event.target.method !== "post" || !box() || !isTooMuch(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tell("much");
}, true);
