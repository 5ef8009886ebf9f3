// Which facts belong to the picture: `MapFact.is_shown` in src/parley/desk/map/adding.py says the same.

import { instantOf } from "./time.js";

const HOUR_MS = 3600000;
// What one of a measure is in metres of its own reference, as parley/geo/band.py has it.
const METRES = { m: 1, ft: 0.3048, FL: 30.48 };

export function isShown(fact, { fromMs, untilMs, layers, heights = null, aheadMs = null, linesMs = null }) {
  if (layers && !layers.has(fact.layer)) return false;
  const atMs = fact.is_dated && linesMs !== null ? linesMs : untilMs;
  if ((fact.from_ms || 0) > atMs || (fact.until_ms != null && atMs >= fact.until_ms)) return false;
  if (fact.said_at_ms != null && fact.said_at_ms < fromMs) return false;
  if (heights && fact.heights && !shares(fact.heights, heights)) return false;
  return aheadMs === null || !fact.windows || fact.windows.some(([start, end]) => start <= untilMs + aheadMs && end > untilMs);
}

// As Heights.shares: two of one reference as written, else above the ellipsoid at the widest; null is no limit.
function shares(one, other) {
  const asWritten = one.reference && one.reference === other.reference;
  const [low, high] = asWritten ? one.written : [one.low, one.high];
  const [from, to] = asWritten ? other.written : [other.low, other.high];
  return (low === null || to === null || low < to) && (from === null || high === null || from < high);
}

// The filter that the fields spell; null for none, undefined for what is none. `offsets` tells how far each reference
// lies above the ellipsoid, at least and at most.
export function heightsOf({ low, high, measure }, offsets) {
  const texts = [low.trim(), high.trim()];
  if (!texts[0] && !texts[1]) return null;
  if (texts.some((text) => text && !/^-?\d{1,6}$/.test(text))) return undefined;
  const [unit, reference = unit] = measure.split(" ");
  const written = texts.map((text) => (text ? Number(text) * METRES[unit] : null));
  if (written[0] !== null && written[1] !== null && written[0] >= written[1]) return undefined;
  const wide = written.map((value, end) => (value === null ? null : value + offsets[reference][end]));
  return { reference, written, low: wide[0], high: wide[1] };
}

export const aheadOf = (hours) => (hours === "" ? null : Number(hours) * HOUR_MS);

// The middle of the day: what begins or ends at its edge is that day's. null for none, undefined for what is no day.
export function dayOf(text) {
  const typed = text.trim();
  if (!typed) return null;
  return instantOf(/^\d{4}-\d{2}-\d{2}$/.test(typed) ? `${typed} 12:00Z` : typed) ?? undefined;
}

// Newest first; what was never said, as the lines of the charter, comes after. As parley/desk/map/listing.py sorts.
export function inOrder(facts, layerOrder) {
  const place = new Map(layerOrder.map((name, at) => [name, at]));
  return [...facts].sort((a, b) => (b.said_at_ms || 0) - (a.said_at_ms || 0) || (place.get(a.layer) ?? 99) - (place.get(b.layer) ?? 99));
}
