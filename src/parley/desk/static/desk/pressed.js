// Nothing moves under a finger: between pressing and letting go news waits, for a link that is replaced or pushed aside
// meanwhile would not be followed. Never for long: who holds a button down still sees what comes.

const LONGEST_MS = 1_000;

const waiting = new Map();
let timer = null;

function release() {
  clearTimeout(timer);
  timer = null;
  const acts = [...waiting.values()];
  waiting.clear();
  for (const act of acts) act();
}

addEventListener("pointerdown", () => {
  clearTimeout(timer);
  timer = setTimeout(release, LONGEST_MS);
}, { capture: true, passive: true });
for (const end of ["pointerup", "pointercancel", "blur"]) {
  addEventListener(end, () => {
    const ended = timer;
    // The click comes after the pointer is up, and before this; what is pressed next by then has a time of its own.
    if (ended !== null) setTimeout(() => { if (timer === ended) release(); }, 0);
  }, { capture: true, passive: true });
}

// True where something is pressed: `act` then comes once it is let go, and only the last of one name.
export function waits(name, act) {
  if (timer === null) return false;
  waiting.set(name, act);
  return true;
}
