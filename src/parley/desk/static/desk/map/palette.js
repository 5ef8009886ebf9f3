// The map's colours come from the style sheet, so that dark mode, high contrast and print need no second list.

const NAMES = ["sea", "land", "water", "border", "name", "halo", "grid", "ink", "flash", "differs", "line", "disputed", "select"];

export function paletteOf(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim() || "#000"]));
}

export function onPaletteChange(changed) {
  const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"].map((text) => matchMedia(text));
  for (const query of queries) query.addEventListener("change", changed);
  return () => { for (const query of queries) query.removeEventListener("change", changed); };
}

export function hatch(colour) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 12;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 0.8;
  pen.globalAlpha = 0.55;
  pen.beginPath();
  for (const shift of [-12, 0, 12]) { pen.moveTo(shift, 12); pen.lineTo(shift + 12, 0); }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}
