// The list beside the map: rows from the same facts that are drawn, in the order and the form that the server gives.

// As PAGE in src/parley/desk/map/listing.py.
const PAGE = 100;

const two = (number) => String(number).padStart(2, "0");

function instant(ms) {
  const at = new Date(ms);
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}Z`;
}

export function rowsIn(box, { address, labels }) {
  const body = box.querySelector("tbody");
  const form = box.querySelector("template").content.firstElementChild;
  const count = box.querySelector("[data-count]");
  let facts = [];
  let start = 0;
  let selected = "";

  function set(cell, words) {
    if (!cell) return;
    cell.textContent = words || "";
    cell.hidden = !words;
  }

  function made(fact) {
    const row = form.cloneNode(true);
    const cell = (name) => row.querySelector(`[data-cell="${name}"]`);
    row.dataset.fact = fact.id;
    if (fact.matter) row.dataset.matter = fact.matter;
    for (const name of ["what", "name", "where", "measure", "by", "state", "source"]) set(cell(name), fact[name]);
    set(cell("layer"), labels.get(fact.layer));
    const time = cell("time");
    set(time, fact.said_at_ms == null ? "" : instant(fact.said_at_ms));
    if (fact.said_at_ms != null) time.setAttribute("datetime", new Date(fact.said_at_ms).toISOString());
    row.querySelector(".pick").href = `${address()}&fact=${encodeURIComponent(fact.id)}#map-point`;
    const link = cell("matter");
    set(link, fact.matter);
    if (fact.address) link.closest("a").href = fact.address;
    link.closest("a").hidden = !fact.matter;
    return row;
  }

  function mark() {
    for (const row of body.children) {
      if (row.dataset.fact === selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  function show() {
    start = Math.min(start, Math.floor(Math.max(0, facts.length - 1) / PAGE) * PAGE);
    const held = document.activeElement?.closest?.("[data-fact]")?.dataset.fact;
    body.replaceChildren(...(isWhole ? facts : facts.slice(start, start + PAGE)).map(made));
    mark();
    if (held) body.querySelector(`[data-fact="${CSS.escape(held)}"] .pick`)?.focus({ preventScroll: true });
    if (count) count.textContent = String(facts.length);
    for (const [name, to] of [["earlier", start - PAGE], ["later", start + PAGE]]) {
      const link = box.querySelector(`[data-page="${name}"]`);
      link.hidden = to < 0 || to >= facts.length;
      link.href = `${address()}&start=${to}#map-list`;
      link.dataset.to = to;
    }
    box.querySelector("[data-none]").hidden = facts.length > 0;
  }

  box.addEventListener("click", (event) => {
    const link = event.target.closest("[data-page]");
    if (!link) return;
    event.preventDefault();
    start = Number(link.dataset.to);
    show();
    box.scrollIntoView({ block: "nearest" });
  });

  // On paper all of them stand, not one page.
  let isWhole = false;
  const rest = { before: () => { isWhole = true; show(); }, after: () => { isWhole = false; show(); } };
  window.addEventListener("beforeprint", rest.before);
  window.addEventListener("afterprint", rest.after);

  return {
    close() { window.removeEventListener("beforeprint", rest.before); window.removeEventListener("afterprint", rest.after); },
    show(found) { facts = found; show(); },
    select(id, { reveal = false } = {}) {
      selected = id;
      const at = facts.findIndex((fact) => fact.id === id);
      if (at >= 0 && (at < start || at >= start + PAGE)) { start = Math.floor(at / PAGE) * PAGE; show(); }
      mark();
      if (reveal) body.querySelector(`[data-fact="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
    },
  };
}
