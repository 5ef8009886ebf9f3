// The command palette: every way of the desk, the controls of this page, a number, or words to search for, by typing.

const dialog = () => document.getElementById("palette");
const field = () => document.getElementById("palette-ask");
const list = () => document.getElementById("palette-list");
let chosen = 0;

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0640]/g, "").toLowerCase();

function option(label, group, made) {
  const row = document.createElement("li");
  row.setAttribute("role", "option");
  row.append(Object.assign(document.createElement("span"), { textContent: label }), Object.assign(document.createElement("small"), { textContent: group }));
  Object.assign(row, made);
  row.dataset.made = "1";
  return row;
}

// What can be done on this page: the controls that have a key of their own.
function here() {
  const seen = new Set();
  return [...document.querySelectorAll("[data-key]")].filter((one) => (one.offsetParent !== null || "keyAlways" in one.dataset) && !/^Digit/.test(one.dataset.key)).map((one) => {
    const label = [...one.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join(" ").trim();
    if (!label || seen.has(label)) return null;
    seen.add(label);
    return option(label, field().dataset.here, { parleyRun: () => { if (one.tagName === "SUMMARY") { one.parentElement.open = true; one.parentElement.querySelector("input:not([type=hidden]), textarea")?.focus(); } else one.click(); } });
  }).filter(Boolean);
}

function typed() {
  const asked = field().value.trim();
  const number = asked.toUpperCase().match(/^([A-Z][A-Z0-9]{1,7}(?:-[1-9]\d{0,3})?)[\/ ](\d{1,15})$/);
  const made = [];
  if (number) made.push(option(`${number[1]}/${number[2]}`, field().dataset.number, { parleyRun: () => go(`/record/${number[1]}/${number[2]}`) }));
  if (asked.length > 1) made.push(option(asked, field().dataset.search, { parleyRun: () => go(`/search?q=${encodeURIComponent(asked)}`) }));
  return made;
}

function shown() {
  return [...list().children].filter((row) => !row.hidden);
}

function filter() {
  const words = plain(field().value).split(/\s+/).filter(Boolean);
  for (const row of list().querySelectorAll("[data-typed]")) row.remove();
  for (const row of list().children) {
    const text = plain(row.textContent);
    row.hidden = !words.every((word) => text.includes(word));
  }
  for (const row of typed()) { row.dataset.typed = "1"; list().append(row); }
  [...list().children].forEach((row, at) => { row.id = `palette-${at}`; });
  document.getElementById("palette-none").hidden = shown().length > 0;
  choose(0);
}

function choose(at) {
  const rows = shown();
  chosen = rows.length ? (at + rows.length) % rows.length : 0;
  rows.forEach((row, place) => row.setAttribute("aria-selected", place === chosen));
  const row = rows[chosen];
  field().setAttribute("aria-activedescendant", row ? row.id : "");
  row?.scrollIntoView({ block: "nearest" });
}

function go(address) {
  const link = document.querySelector(`a[href="${CSS.escape(address)}"]`);
  link ? link.click() : location.assign(address);
}

function run(row) {
  dialog().close();
  if (row.parleyRun) row.parleyRun();
  else if (row.dataset.language) document.querySelector(`.lang button[value="${row.dataset.language}"]`)?.click();
  else if (row.dataset.address) go(row.dataset.address);
}

function open() {
  if (!dialog() || document.querySelector("dialog[open]")) return;
  for (const row of list().querySelectorAll("[data-made]")) row.remove();
  list().prepend(...here());
  field().value = "";
  dialog().showModal();
  filter();
  field().focus();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyK") { event.preventDefault(); open(); return; }
  if (!dialog()?.open) return;
  if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
  else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
  else if (event.key === "Enter") { event.preventDefault(); const row = shown()[chosen]; if (row) run(row); }
});
document.addEventListener("input", (event) => { if (event.target.id === "palette-ask") filter(); });
document.addEventListener("click", (event) => {
  const row = event.target instanceof Element ? event.target.closest("#palette-list li") : null;
  if (row) run(row);
});
