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

// "slant" is planned, "cross" shared, "upright" in a zone: told apart without colour.
export function hatch(colour, form = "slant") {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 12;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = form === "slant" ? 0.8 : 1.2;
  pen.globalAlpha = form === "slant" ? 0.55 : 0.8;
  pen.beginPath();
  if (form === "upright") for (const x of [3, 9]) { pen.moveTo(x, 0); pen.lineTo(x, 12); }
  else for (const shift of [-12, 0, 12]) { pen.moveTo(shift, 12); pen.lineTo(shift + 12, 0); }
  if (form === "cross") for (const shift of [-12, 0, 12]) { pen.moveTo(shift, 0); pen.lineTo(shift + 12, 12); }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}
