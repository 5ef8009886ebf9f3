// Says at which matter this tab is and whether something is being written there, so that two officers of one desk do not
// answer twice. It is told to this node alone, every twenty seconds, at each change, and once more when the tab closes.

const EVERY_MS = 20000;
const STILL_MS = 6000;
const tab = crypto.randomUUID?.() ?? `tab-${Math.random().toString(36).slice(2)}-${Date.now()}`;
let typedAt = 0;
let told = "";

const matter = () => document.querySelector("[data-looking]")?.dataset.looking ?? "";
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

function fields(where, typing) {
  return new URLSearchParams({ tab, matter: where, typing: typing ? "1" : "0", csrfmiddlewaretoken: token() });
}

function tell({ again = false } = {}) {
  const where = matter();
  const typing = Boolean(where) && Date.now() - typedAt < STILL_MS;
  const now = `${where} ${typing}`;
  if (now === told && !(again && where)) return;
  if (!where && !told) return;
  told = where ? now : "";
  fetch("/here", { method: "POST", body: fields(where, typing), redirect: "manual", keepalive: true }).catch(() => { told = ""; });
}

document.addEventListener("input", (event) => {
  if (!event.target.closest?.(".talk form, #stage form")) return;
  typedAt = Date.now();
  tell();
});
addEventListener("pagehide", () => { if (matter()) navigator.sendBeacon("/here", fields("", false)); told = ""; });
addEventListener("pageshow", () => tell());
document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target === document.body) { typedAt = 0; tell(); } });
setInterval(() => tell(), 2000);
setInterval(() => tell({ again: true }), EVERY_MS);
tell();
