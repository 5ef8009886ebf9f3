// Which facts belong to the picture: `MapFact.is_shown` in src/parley/desk/map/adding.py says the same.

export function isShown(fact, { fromMs, untilMs, layers }) {
  if (layers && !layers.has(fact.layer)) return false;
  if ((fact.from_ms || 0) > untilMs || (fact.until_ms != null && untilMs >= fact.until_ms)) return false;
  return fact.said_at_ms == null || fact.said_at_ms >= fromMs;
}

// Newest first; what was never said, as the lines of the charter, comes after. As parley/desk/map/listing.py sorts.
export function inOrder(facts, layerOrder) {
  const place = new Map(layerOrder.map((name, at) => [name, at]));
  return [...facts].sort((a, b) => (b.said_at_ms || 0) - (a.said_at_ms || 0) || (place.get(a.layer) ?? 99) - (place.get(b.layer) ?? 99));
}
