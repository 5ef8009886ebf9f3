// The volumes of a plan in its form: added and removed in place, and made as many as a draft has before it is put back.
// Without this file the same buttons ask the node, which gives the form back with one more or one fewer.

const FIELD = /^(?:[vc]\d+-)?(\w+)$/;
const PLACES = /^([vc])(\d+)-places$/;

const within = (target) => target.closest?.("form")?.querySelector("[data-blocks]") ?? null;
export const blocksIn = (form) => [...form.querySelectorAll("[data-block]")];
const fields = (block) => [...block.querySelectorAll("input, textarea, select")];
export const field = (block, name) => fields(block).find((each) => FIELD.exec(each.name)?.[1] === name);
export const wayOf = (block) => fields(block).find((each) => each.type === "radio" && each.checked)?.value ?? "";
export function setWay(block, way) {
  for (const each of fields(block)) if (each.type === "radio") each.checked = each.value === way;
}

const isNeed = (block) => "blockNeed" in block.dataset;
const ofKind = (box, need) => [...box.querySelectorAll("[data-block]")].filter((block) => isNeed(block) === need);
const tell = (box) => box.closest("form").dispatchEvent(new CustomEvent("parley:blocks"));

// The blocks that the node gave, for a form that is reset: a draft that is discarded takes its own with it.
const given = new WeakMap();
const remember = (box) => { if (!given.has(box)) given.set(box, [...box.querySelectorAll("[data-block]")]); };

// Numbers as the screen tells them; the names of the fields may have gaps, which the node closes.
function number(box) {
  for (const need of [false, true]) {
    const blocks = ofKind(box, need);
    const word = need ? box.dataset.wordNeed : box.dataset.wordVolume;
    for (const [n, block] of blocks.entries()) {
      block.querySelector("[data-block-word]").textContent = word.replace("%(number)s", String(n + 1));
      block.querySelector("[data-block-remove]").hidden = !need && blocks.length === 1;
    }
    const button = box.querySelector(need ? "[data-block-add=need]" : "[data-block-add='']");
    button.hidden = blocks.length >= Number(need ? box.dataset.mostNeed : box.dataset.mostVolume);
  }
}

// One more, like the last volume of the form in all but its place.
function add(box, { need, prefix = freePrefix(box, need) }) {
  remember(box);
  const volumes = ofKind(box, false);
  const last = volumes.at(-1);
  const made = last.cloneNode(true);
  made.dataset.block = prefix;
  made.toggleAttribute("data-block-need", need);
  const way = wayOf(last);
  for (const each of fields(made)) each.name = prefix + FIELD.exec(each.name)[1];
  for (const each of fields(last)) if (each.type !== "radio") field(made, FIELD.exec(each.name)[1]).value = each.value;
  for (const each of made.querySelectorAll("[data-block-windows], [name$=signed], label:has([value=signed])")) each.remove();
  setWay(made, way === "signed" ? "outline" : way);
  Object.assign(field(made, "places"), { value: "", required: true });
  made.querySelector("[data-block-remove]").value = `remove:${prefix}`;
  made.querySelector("[data-block-choose]").setAttribute("aria-pressed", "false");
  const before = [...(need ? ofKind(box, true) : []), ...(need ? [] : volumes)].at(-1) ?? ofKind(box, false).at(-1);
  before.after(made);
  number(box);
  return made;
}

function freePrefix(box, need) {
  const letter = need ? "c" : "v";
  let n = need ? 1 : 2;
  while (box.querySelector(`[data-block="${letter}${n}-"]`)) n += 1;
  // Behind all that stand there: the node reads them in the order of their numbers.
  for (const block of ofKind(box, need)) n = Math.max(n, Number(/\d+/.exec(block.dataset.block)?.[0] ?? 0) + 1);
  return `${letter}${n}-`;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-block-add], [data-block-remove]");
  const box = button && within(button);
  if (!box) return;
  if ("blockAdd" in button.dataset) {
    event.preventDefault();
    const made = add(box, { need: button.dataset.blockAdd === "need" });
    typed(made);
    tell(box);
    field(made, "places").focus();
    return;
  }
  const block = button.closest("[data-block]");
  // The first has no prefix: the node moves the others up to its place.
  if (block.dataset.block === "") return;
  event.preventDefault();
  remember(box);
  const near = block.previousElementSibling?.matches("[data-block]") ? block.previousElementSibling : ofKind(box, false)[0];
  block.remove();
  number(box);
  typed(near);
  tell(box);
  field(near, "places").focus();
});

// As if it had been typed: it is kept as a draft.
const typed = (block) => field(block, "places").dispatchEvent(new Event("input", { bubbles: true }));

// A draft is about to be put back: it says itself which volumes it has.
document.addEventListener("parley:filling", (event) => {
  const box = within(event.target);
  if (!box || !("places" in event.detail)) return;
  const wanted = Object.keys(event.detail).map((name) => PLACES.exec(name)).filter(Boolean).sort((a, b) => a[2] - b[2]);
  remember(box);
  const prefixes = new Set(wanted.map(([, letter, n]) => `${letter}${n}-`));
  for (const block of box.querySelectorAll("[data-block]:not([data-block=''])")) if (!prefixes.has(block.dataset.block)) block.remove();
  for (const [, letter, n] of wanted) if (!box.querySelector(`[data-block="${letter}${n}-"]`)) add(box, { need: letter === "c", prefix: `${letter}${n}-` });
  number(box);
  tell(box);
});

document.addEventListener("reset", (event) => {
  const box = within(event.target);
  if (!box || !given.has(box)) return;
  const now = [...box.querySelectorAll("[data-block]")];
  now[0].before(...given.get(box));
  for (const block of now) if (!given.get(box).includes(block)) block.remove();
  number(box);
  tell(box);
});
