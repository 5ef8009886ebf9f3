// What is being drawn, without any screen: the lines of the field of places, the corner that is held, and what is undone.

// Metres of one degree on the WGS 84 ellipsoid, from its two radii of curvature; as scale_at in parley/geo/area.py.
const RADIUS_M = 6378137;
const E2 = 0.0066943799901413165;
const DEGREE = Math.PI / 180;
const MOST_UNDONE = 200;

export function metresOfDegree(lat) {
  const w2 = 1 - E2 * Math.sin(lat * DEGREE) ** 2;
  return { lon: (RADIUS_M / Math.sqrt(w2)) * Math.cos(lat * DEGREE) * DEGREE, lat: (RADIUS_M * (1 - E2)) / w2 ** 1.5 * DEGREE };
}

export function moved({ lon, lat }, { eastM, northM }) {
  const scale = metresOfDegree(lat);
  return { lon: Math.max(-180, Math.min(180, lon + eastM / scale.lon)), lat: Math.max(-85, Math.min(85, lat + northM / scale.lat)) };
}

// For the gesture alone: what counts is the figure in the field, and the outline that the node makes of it.
export function about(one, other) {
  const scale = metresOfDegree((one.lat + other.lat) / 2);
  return Math.hypot((other.lon - one.lon) * scale.lon, (other.lat - one.lat) * scale.lat);
}

// Of a move as small as a metre the sixth figure tells; fewer than four look as if less were known.
function figures(value, letters) {
  const text = Math.abs(value).toFixed(6).replace(/0{1,2}$/, "");
  return `${text} ${value < 0 ? letters[1] : letters[0]}`;
}
export const placeText = ({ lon, lat }) => `${figures(lat, "NS")}, ${figures(lon, "EW")}`;

const DECIMAL = /^(\d{1,2}\.\d+) ?([NS]),? (\d{1,3}\.\d+) ?([EW])$/;
// The form that this file writes; what is typed in any other way the node reads.
function placeOf(text) {
  const found = DECIMAL.exec(text);
  return found ? { lat: Number(found[1]) * (found[2] === "S" ? -1 : 1), lon: Number(found[3]) * (found[4] === "W" ? -1 : 1) } : null;
}

export function planOf(fields) {
  const known = new Map();
  const undone = [];
  const again = [];
  let current = fields.read();
  let lastAct = "";
  let held = -1;

  const lines = () => current.places.split("\n").map((line) => line.trim()).filter(Boolean);
  const places = () => lines().map((line) => known.get(line) ?? placeOf(line));

  // Moves of one corner in a row are one step back: nobody wants to undo fifty strokes of an arrow.
  function change(next, act) {
    if (act !== lastAct || act === "") {
      undone.push({ ...current, held });
      if (undone.length > MOST_UNDONE) undone.shift();
    }
    lastAct = act;
    again.length = 0;
    current = { ...current, ...next };
    // Whoever puts a corner draws anew what was taken over as it was signed, or the whole box; one step back it is that
    // again.
    if (["signed", "box"].includes(current.way) && current.places) current.way = "outline";
    fields.write(current);
  }

  function put(place, text) {
    if (place) known.set(text, place);
    return text;
  }

  function back(from, to) {
    const found = from.pop();
    if (!found) return false;
    to.push({ ...current, held });
    const { held: then, ...rest } = found;
    current = rest;
    held = Math.min(then, lines().length - 1);
    lastAct = "";
    fields.write(current);
    return true;
  }

  return {
    lines,
    places,
    get way() { return current.way; },
    get size() { return Number(current.way === "circle" ? current.radius : current.width) || 0; },
    get held() { return held; },
    hold(number) { held = number >= 0 && number < lines().length ? number : -1; lastAct = ""; },
    // What somebody typed, or a draft that was put back: the fields are the truth, and what was there is one step back.
    typed() {
      const next = fields.read();
      if (JSON.stringify(next) === JSON.stringify(current)) return false;
      if (lastAct !== "typed") undone.push({ ...current, held });
      lastAct = "typed";
      again.length = 0;
      current = next;
      if (held >= lines().length) held = -1;
      return true;
    },
    // Where the node says that a line lies.
    learn(text, place) { known.set(text, place); },
    add(place, { after = held, text = placeText(place) } = {}) {
      const all = lines();
      const at = current.way === "circle" ? 0 : after >= 0 ? after + 1 : all.length;
      all.splice(at, current.way === "circle" ? 1 : 0, put(place, text));
      held = at;
      change({ places: all.join("\n") }, "");
      return at;
    },
    move(number, place, { text = placeText(place), act = `move-${number}` } = {}) {
      const all = lines();
      all[number] = put(place, text);
      held = number;
      change({ places: all.join("\n") }, act);
    },
    remove(number) {
      const all = lines();
      if (number < 0 || number >= all.length) return false;
      all.splice(number, 1);
      held = Math.min(number, all.length - 1);
      change({ places: all.join("\n") }, "");
      return true;
    },
    resize(metres) {
      const name = { circle: "radius", corridor: "width" }[current.way];
      if (!name) return 0;
      const size = Math.max(1, Math.min(100000, Math.round(metres)));
      change({ [name]: String(size) }, name);
      return size;
    },
    undo: () => back(undone, again),
    redo: () => back(again, undone),
    get canUndo() { return undone.length > 0; },
    get canRedo() { return again.length > 0; },
  };
}
