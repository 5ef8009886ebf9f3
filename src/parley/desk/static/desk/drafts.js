// What is typed survives reloads, crashes and sessions that end: kept on the node a moment after each pause, and until
// the node has it, in this browser, sealed under a key that only the node gives to the officer who signs in. Nothing
// here ever sends a form.

import { tell } from "./pages.js";

const PAUSE_MS = 700;
const RETRY_MS = 5000;
const DAYS = 7;
const box = () => document.getElementById("drafts");
const officer = () => document.body.dataset.officer;
const clock = (atMs) => `${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")}Z`;
const timers = new WeakMap();

// A form is known by its address and by what it is about; tokens and versions of the page are left out.
const ABOUT = ["template", "reply_to", "change"];
function nameOf(form) {
  const about = ABOUT.map((name) => form.querySelector(`input[type=hidden][name=${name}]`)?.value).filter(Boolean);
  return [new URL(form.action).pathname, ...about].join("#").slice(0, 300);
}

// Where the form is found again: an answer to it stands at an address that does not say what it changes.
function pageOf(form) {
  const change = form.querySelector("input[type=hidden][name=change]")?.value;
  return change ? `${new URL(form.action).pathname}?${new URLSearchParams({ change })}` : location.pathname + location.search;
}

const isKept = (form) => form.method === "post" && form.closest(".stage") && !form.closest("[data-no-keep]")
  && form.querySelector("textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file], [type=password])");

const written = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && field.tagName !== "BUTTON");

function fieldsOf(form) {
  const found = {};
  for (const field of written(form)) {
    if (["checkbox", "radio"].includes(field.type) && !field.checked) { found[field.name] ??= []; continue; }
    (found[field.name] ??= []).push(field.value);
  }
  return found;
}

function put(form, fields) {
  // A form that can grow makes room first.
  form.dispatchEvent(new CustomEvent("parley:filling", { detail: fields, bubbles: true }));
  const places = {};
  for (const field of written(form)) {
    const values = fields[field.name];
    if (values === undefined) continue;
    if (["checkbox", "radio"].includes(field.type)) { field.checked = values.includes(field.value); continue; }
    const place = (places[field.name] = (places[field.name] ?? -1) + 1);
    if (values[place] !== undefined) field.value = values[place];
  }
  form.dataset.typed = "1";
  form.dispatchEvent(new CustomEvent("parley:filled"));
  const around = form.closest("details");
  if (around) around.open = true;
}

// ---- in the browser, sealed -----------------------------------------------------------------------------------------

let key = null;
async function sealing() {
  const hex = box()?.dataset.seal;
  if (!hex || !globalThis.crypto?.subtle) return null;
  key ??= crypto.subtle.importKey("raw", Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)), "AES-GCM", false, ["encrypt", "decrypt"]);
  return key;
}

const place = (name) => `parley-kept:${officer()}:${name}`;
// Without sealing nothing goes to the disk: then the tab alone remembers.
const store = async () => ((await sealing()) ? localStorage : sessionStorage);
const text64 = (bytes) => btoa(String.fromCharCode(...bytes));
const bytes64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

async function hold(name, draft) {
  const sealed = await sealing();
  let text = JSON.stringify(draft);
  if (sealed) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const locked = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, sealed, new TextEncoder().encode(text)));
    let joined = "";
    for (let at = 0; at < locked.length; at += 8192) joined += String.fromCharCode(...locked.subarray(at, at + 8192));
    text = `${draft.at}.${text64(nonce)}.${btoa(joined)}`;
  }
  try { (await store()).setItem(place(name), text); } catch { /* the browser's room is used up: the node still keeps it */ }
}

async function held(name) {
  const text = (await store()).getItem(place(name));
  if (!text) return null;
  try {
    const sealed = await sealing();
    if (!sealed) return JSON.parse(text);
    const [, nonce, locked] = text.split(".");
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes64(nonce) }, sealed, bytes64(locked))));
  } catch {
    return null;
  }
}

async function release(name) { (await store()).removeItem(place(name)); }

for (const each of Object.keys(localStorage).filter((name) => name.startsWith("parley-kept:"))) {
  if (Date.now() - Number(localStorage.getItem(each).split(".")[0]) > DAYS * 86400000) localStorage.removeItem(each);
}

// ---- on the node ----------------------------------------------------------------------------------------------------

function line(form) {
  let said = form.querySelector(":scope > .draft-said");
  if (!said) {
    said = Object.assign(document.createElement("p"), { className: "draft-said" });
    said.setAttribute("role", "status");
    form.append(said);
  }
  return said;
}

function say(form, text, { away = false, atMs = null } = {}) {
  const said = line(form);
  said.classList.toggle("is-away", away);
  said.replaceChildren(text);
  if (atMs) said.append(" ", Object.assign(document.createElement("bdi"), { dir: "ltr", textContent: clock(atMs) }));
  return said;
}

function post(address, fields) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  return fetch(address, { method: "POST", headers: { "X-Parley-Stay": "1" }, body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }), redirect: "manual", keepalive: true });
}

const onTheWay = new Map();

async function keep(form, { quietly = false } = {}) {
  if (!form.isConnected || form.dataset.sent) return;
  const name = nameOf(form);
  const draft = { fields: fieldsOf(form), at: Date.now(), page: pageOf(form) };
  await hold(name, draft);
  if (form.dataset.sent) return;
  const asking = post("/drafts/keep", { form: name, page: draft.page, fields: JSON.stringify(draft.fields), written_at_ms: String(draft.at) }).catch(() => null);
  onTheWay.set(name, asking);
  const answer = await asking;
  if (onTheWay.get(name) === asking) onTheWay.delete(name);
  if (form.dataset.sent) return;
  if (answer?.status === 204) {
    if ((await held(name))?.at === draft.at) await release(name);
    if (!quietly && !form.dataset.unanswered) say(form, box().dataset.saidNode, { atMs: draft.at });
    return;
  }
  // What was said of a request without an answer stays in sight until something else is written.
  if (form.dataset.unanswered) { later(form, RETRY_MS); return; }
  const told = answer && [409, 413, 507].includes(answer.status) ? await answer.text() : null;
  say(form, told ?? box().dataset.saidBrowser, { away: true, atMs: told ? null : draft.at });
  later(form, RETRY_MS);
}

function later(form, ms) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), ms));
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form");
  if (!form || !isKept(form)) return;
  form.dataset.keeping = "1";
  hold(nameOf(form), { fields: fieldsOf(form), at: Date.now(), page: pageOf(form) });
  later(form, PAUSE_MS);
});

// The node forgets the draft in the same breath in which it takes the form.
document.addEventListener("formdata", (event) => {
  if (isKept(event.target)) event.formData.set("draft_of", nameOf(event.target));
});

document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form && isKept(form)) event.detail.parameters.draft_of = nameOf(form);
});

// By its request: the answer has put another page in place of the form before it is told that it came.
const sent = new WeakMap();

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  clearTimeout(timers.get(form));
  if (isKept(form)) sent.set(event.detail.xhr, nameOf(form));
});

document.addEventListener("htmx:afterRequest", async (event) => {
  const name = sent.get(event.detail.xhr);
  // A refusal, or the way to the sign-in form: what was typed was not filed.
  if (!name || !isFiled(event.detail.xhr)) return;
  await release(name);
  // A keeping that was under way when the form was sent may have reached the node after it.
  if (!onTheWay.has(name)) return;
  await onTheWay.get(name);
  await release(name);
  post("/drafts/discard", { form: name }).catch(() => null);
});

function isFiled(xhr) {
  return xhr.status >= 200 && xhr.status < 300 && new URL(xhr.responseURL).pathname !== "/sign-in";
}

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form");
    if (!form || form.method !== "post") return;
    if (!isKept(form)) { tell(form.elements.once?.value ? "once" : "unanswered"); return; }
    say(form, form.elements.once?.value ? box().dataset.saidOnce : box().dataset.saidUnanswered, { away: true });
    later(form, RETRY_MS);
  });
}

// ---- taken up again -------------------------------------------------------------------------------------------------

async function kept(name) {
  const answer = await fetch(`/drafts/of?form=${encodeURIComponent(name)}`, { redirect: "manual" }).catch(() => null);
  if (answer?.status !== 200) return null;
  const told = await answer.json();
  return { fields: told.fields, at: told.written_at_ms };
}

function button(said, text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", act);
  said.append(" ", made);
}

function offer(form, draft, other) {
  put(form, draft.fields);
  const said = say(form, box().dataset.saidAgain, { atMs: draft.at });
  button(said, box().dataset.saidDiscard, async () => {
    await post("/drafts/discard", { form: nameOf(form) }).catch(() => null);
    await release(nameOf(form));
    form.reset();
    delete form.dataset.typed;
    said.remove();
  });
  if (!other) return;
  said.append(" ", box().dataset.saidOlder);
  button(said, box().dataset.saidOther, () => offer(form, other, draft));
}

// Newest first; the other version is offered where it differs, never thrown away unseen.
async function takeUp(form) {
  if (form.dataset.lookedFor || document.getElementById("refused")) return;
  form.dataset.lookedFor = "1";
  const name = nameOf(form);
  const found = [await kept(name), await held(name)].filter(Boolean).sort((a, b) => b.at - a.at);
  if (!found.length || form.dataset.keeping) return;
  const [draft, other] = found;
  const differs = other && JSON.stringify(other.fields) !== JSON.stringify(draft.fields);
  offer(form, draft, differs ? other : null);
  if (await held(name)) keep(form, { quietly: true });
}

function look() {
  if (!box()) return;
  for (const form of document.querySelectorAll(".stage form")) if (isKept(form)) takeUp(form);
}

look();
document.addEventListener("htmx:afterSettle", look);
