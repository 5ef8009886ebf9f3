// Live without reload: pushed panels are put in their place as they come, all others are fetched anew when the stream
// names one of their topics. A screen that lost its node says since when, and marks what it shows as possibly old.

import { nodeSaid, tick } from "./clocks.js";
import { makeHub } from "./hub.js";
import { waits } from "./pressed.js";

let toHub = null;
const listeners = new Map();

// Other modules hear of what the hub says: `listen("lost", (message) => ...)`.
export function listen(said, act) {
  listeners.set(said, [...(listeners.get(said) ?? []), act]);
}

// Tells the other tabs of this officer.
export function tellOthers(message) {
  toHub?.(message);
}

// "matter:*" stands for every matter, "log:*" for every log.
function touches(wanted, topics) {
  return wanted.some((want) => (want.endsWith("*") ? topics.some((t) => t.startsWith(want.slice(0, -1))) : topics.includes(want)));
}

const due = new Map();

// A panel with a pace is fetched at most so often; the last change always gets through.
function refresh(panel) {
  if (!panel.isConnected || waits(panel, () => refresh(panel))) return;
  const pace = Number(panel.dataset.pace || 0);
  const waited = Date.now() - (Number(panel.dataset.fetched) || 0);
  if (waited >= pace) {
    panel.dataset.fetched = Date.now();
    window.htmx.trigger(panel, "parley:changed");
  } else if (!due.has(panel)) {
    due.set(panel, setTimeout(() => { due.delete(panel); refresh(panel); }, pace - waited));
  }
}

// Pushed panels that this stream does not carry: the node took no more of them, so they are fetched like all others.
let left = new Set();

function changed(topics, { pushedToo = false, fresh = [] } = {}) {
  for (const panel of document.querySelectorAll("[data-topics]")) {
    const { push } = panel.dataset;
    if (push && !pushedToo && !left.has(push) && !fresh.includes(push)) continue;
    if (topics === null || touches(panel.dataset.topics.split(" "), topics)) refresh(panel);
  }
}

// A row of a list that says what it said, by the version that the node gave it: of a hundred rows a change touches one.
const isSame = (node, fresh) => Boolean(node.dataset?.v) && node.dataset.v === fresh.dataset?.v && node.id === fresh.id;
const KEPT = {
  // What an officer unfolded stays open: no news folds it.
  beforeAttributeUpdated: (name, node) => !(name === "open" && node.localName === "details"),
  beforeNodeMorphed: (node, fresh) => !isSame(node, fresh),
};
// So too where a panel is fetched instead of pushed.
if (window.Idiomorph) Object.assign(window.Idiomorph.defaults.callbacks, KEPT);

const token18 = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));

// Puts fresh content in the place of a panel's, and has htmx look at what is new: of rows at those that changed alone.
function morph(panel, fresh) {
  const news = [];
  const callbacks = {
    ...KEPT,
    // Whatever it holds: a heading that was not there before brings its rows with it.
    afterNodeAdded: (node) => { if (node.nodeType === Node.ELEMENT_NODE) news.push(node); },
    afterNodeMorphed: (node) => { if (node.dataset?.v) news.push(node); },
  };
  window.Idiomorph.morph(panel, fresh, { morphStyle: "innerHTML", callbacks });
  for (const each of panel.children) if (!each.querySelector("[data-v]")) news.push(each);
  new Set(news).forEach((each) => window.htmx.process(each));
}

// A pushed panel is the same for many officers, so it comes without the token of this one's forms and without clocks.
function put(name, text) {
  for (const panel of document.querySelectorAll(`[data-push="${name}"]`)) {
    if (panel.querySelector("form[data-typed]")) { panel.classList.add("has-news"); continue; }
    const fresh = document.createElement("template");
    fresh.innerHTML = text;
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    for (const form of fresh.content.querySelectorAll("form[method=post]")) {
      if (token && !form.querySelector("[name=csrfmiddlewaretoken]")) form.prepend(token.cloneNode());
    }
    // Nor with a token of its own for each form, by which one that is sent twice counts once.
    for (const field of fresh.content.querySelectorAll('input[name=once][value=""]')) field.setAttribute("value", token18());
    tick(fresh.content);
    morph(panel, [...fresh.content.childNodes]);
    panel.dispatchEvent(new CustomEvent("parley:put", { bubbles: true }));
  }
}

function found() {
  document.documentElement.classList.remove("is-lost");
  document.querySelectorAll("#lost").forEach((box) => { box.hidden = true; });
}

let lostSince = null;

function lost(since) {
  lostSince = since;
  document.documentElement.classList.add("is-lost");
  const box = document.getElementById("lost");
  if (!box) return;
  box.hidden = false;
  box.querySelector("[data-lost-at]").textContent = `${new Date(since).toISOString().slice(11, 19)}Z`;
}

const roleOfPage = () => document.querySelector("[data-place]")?.dataset.role ?? "";

// This session acts in another role since another tab chose it: a page of the role before is loaded anew, and where
// something is being written in it, the officer does that.
function otherRole(role) {
  if (role === roleOfPage()) return;
  const dialog = document.getElementById("other-role");
  if (document.querySelector("form[data-typed], form[data-sent], #refused") === null) location.replace(location.pathname + location.search);
  else if (dialog && !dialog.open) dialog.showModal();
}

const acts = {
  clock: ({ atMs }) => { nodeSaid(atMs); document.documentElement.classList.add("is-live"); },
  change: ({ topics, fresh }) => changed(topics, { fresh }),
  left: ({ names }) => { left = new Set(names); },
  role: ({ role }) => otherRole(role),
  part: ({ name, text }) => { put(name, text); title(); },
  fetch: ({ name }) => document.querySelectorAll(`[data-push="${name}"]`).forEach(refresh),
  again: ({ all }) => changed(null, { pushedToo: Boolean(all) }),
  lost: ({ since }) => lost(since),
  found: () => { lostSince = null; found(); },
};

// Takes what the hub says, and what another module says in its stead.
export function hear(message) {
  // With all that listens to it: what is pressed would else be announced, or sound, before it is in sight.
  if (message.say === "part" && waits(message.name, () => hear(message))) return;
  acts[message.say]?.(message);
  for (const act of listeners.get(message.say) ?? []) act(message);
}

// One hub for all tabs where the browser can; else one of this tab's own.
function connect() {
  const own = () => { const hub = makeHub((tab, message) => hear(message)); return (message) => (message.say === "join" ? hub.join("own", message) : null); };
  if (typeof SharedWorker === "undefined") return own();
  try {
    const { officer, language } = document.body.dataset;
    const worker = new SharedWorker(new URL("./hub-worker.js", import.meta.url), { type: "module", name: `parley-${officer}-${language}` });
    worker.port.addEventListener("message", ({ data }) => hear(data));
    worker.addEventListener("error", () => { toHub = own(); join(); });
    worker.port.start();
    window.addEventListener("pagehide", () => worker.port.postMessage({ say: "leave" }));
    window.addEventListener("pageshow", (event) => { if (event.persisted) join(); });
    return (message) => worker.port.postMessage(message);
  } catch {
    return own();
  }
}

export function join() {
  const body = document.body;
  if (!body?.dataset.stream) return;
  toHub ??= connect();
  const parts = [...new Set([...document.querySelectorAll("[data-push]")].map((panel) => panel.dataset.push))];
  const place = document.querySelector("[data-place]")?.dataset.place ?? "";
  toHub({ say: "join", path: body.dataset.stream, query: { language: body.dataset.language }, role: roleOfPage(), place, parts });
}

document.addEventListener("htmx:afterSettle", (event) => {
  tick();
  title();
  if (event.detail.target !== document.body) return;
  join();
  if (lostSince !== null) lost(lostSince);
});

// Going to another page keeps the watch list where it was.
let watchAt = 0;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target === document.body) watchAt = document.getElementById("watch")?.scrollTop ?? 0;
});
document.addEventListener("htmx:afterSwap", (event) => {
  const watch = event.detail.target === document.body ? document.getElementById("watch") : null;
  if (watch) watch.scrollTop = watchAt;
});

// A panel's answer that is a redirect to the sign-in form, or none at all, must not be drawn inside the panel.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (!target.dataset.topics) return;
  const isOver = xhr.responseURL.includes("/sign-in");
  const isLater = !isOver && waits(target, () => refresh(target));
  if (isOver || isLater || xhr.status >= 400) event.detail.shouldSwap = false;
  if (isOver) hear({ say: "over" });
});

function title() {
  const waiting = Number(document.getElementById("waiting")?.dataset.count || 0);
  const flash = document.querySelector("[data-flash]") !== null;
  const plain = document.title.replace(/^(⚡ )?(\(\d+\) )?/, "");
  const wished = `${flash ? "⚡ " : ""}${waiting ? `(${waiting}) ` : ""}${plain}`;
  if (document.title !== wished) document.title = wished;
  // The rail counts what the watch list counts, and at the same moment.
  const badge = document.querySelector(".rail [data-awaits]");
  if (!badge) return;
  badge.hidden = !waiting;
  if (badge.textContent !== String(waiting)) badge.textContent = String(waiting);
}

join();
title();
