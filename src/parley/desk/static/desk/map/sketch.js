// The drawing of a volume on the map: its corners can be dragged and put by mouse and touch. Knows OpenLayers, as
// drawing.js does; what is drawn, plan.js knows, and how large it is, the node says.

import {
  Feature, GeoJSON, LineString, PointerInteraction, Point, Polygon, VectorLayer, VectorSource, fromLonLat, toLonLat,
} from "../../vendor/ol.js";
import { about, moved } from "./plan.js";
import { onPaletteChange, paletteOf } from "./palette.js";
import { sketchStyles } from "./styles.js";

// Fingers are wider than the point of a mouse.
const NEAR_PX = { mouse: 10, pen: 14, touch: 22 };
const PROJECTED = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
const reader = new GeoJSON();
const on = (place) => fromLonLat([place.lon, place.lat]);

function at(coordinate) {
  const [lon, lat] = toLonLat(coordinate);
  return { lon, lat };
}

function round(middle, radiusM) {
  const turns = Array.from({ length: 65 }, (_, n) => (n / 32) * Math.PI);
  return turns.map((turn) => on(moved(middle, { eastM: radiusM * Math.sin(turn), northM: radiusM * Math.cos(turn) })));
}

export function sketchOn(map, element, { put, drag, resize, take, done }) {
  const source = new VectorSource();
  const layer = new VectorLayer({ source, updateWhileInteracting: true, zIndex: 5 });
  let told = { way: "", places: [], held: -1, size: 0, outline: null, others: [] };
  let grip = null;

  const feature = (geometry, values) => { const made = new Feature(geometry); made.setProperties(values, true); source.addFeature(made); };

  function show(next) {
    told = { ...told, ...next };
    const { way, places, held, size, outline } = told;
    const known = places.filter(Boolean);
    source.clear(true);
    for (const other of told.others) for (const made of reader.readFeatures(other, PROJECTED)) { made.set("part", "other", true); source.addFeature(made); }
    if (outline) for (const made of reader.readFeatures(outline, PROJECTED)) { made.set("part", "outline", true); source.addFeature(made); }
    else if (way === "circle" && known.length === 1 && size) feature(new Polygon([round(known[0], size)]), { part: "near" });
    if (way !== "circle" && known.length > 1) {
      const path = known.map(on);
      feature(new LineString(way === "outline" && known.length > 2 ? [...path, path[0]] : path), { part: outline && way === "outline" ? "edge" : "path" });
    }
    for (const [number, place] of places.entries()) {
      if (!place) continue;
      const next_ = way === "outline" && places.length > 2 ? places[(number + 1) % places.length] : places[number + 1];
      if (way !== "circle" && next_) feature(new Point(between(on(place), on(next_))), { part: "middle", after: number });
      feature(new Point(on(place)), { part: number === held ? "held" : "corner", number, words: way === "circle" ? "" : String(number + 1) });
    }
    if (way === "circle" && known.length === 1 && size) feature(new Point(on(moved(known[0], { eastM: size, northM: 0 }))), { part: "rim" });
  }
  const between = (one, other) => [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];

  function nearest(event) {
    const most = NEAR_PX[event.originalEvent.pointerType] ?? NEAR_PX.mouse;
    let best = null;
    for (const made of source.getFeatures()) {
      const part = made.get("part");
      if (!["corner", "held", "middle", "rim"].includes(part)) continue;
      const pixel = map.getPixelFromCoordinate(made.getGeometry().getCoordinates());
      // A corner goes before the middle of a side that lies as near.
      const far = Math.hypot(pixel[0] - event.pixel[0], pixel[1] - event.pixel[1]) + (part === "middle" ? 4 : 0);
      if (far <= most && (!best || far < best.far)) best = { far, part, number: made.get("number"), after: made.get("after") };
    }
    return best;
  }

  const pointing = new PointerInteraction({
    handleDownEvent(event) {
      if (event.originalEvent.button > 0) return false;
      grip = nearest(event);
      if (!grip) return false;
      if (grip.part === "middle") grip = { part: "corner", number: put(at(event.coordinate), { after: grip.after }) };
      else if (grip.part !== "rim") take(grip.number);
      return true;
    },
    handleDragEvent(event) {
      if (grip.part === "rim") resize(about(told.places.find(Boolean), at(event.coordinate)));
      else drag(grip.number, at(event.coordinate));
    },
    handleUpEvent() { grip = null; done(); return false; },
    handleMoveEvent(event) { element.classList.toggle("is-at-grip", nearest(event) !== null); },
    stopDown: () => true,
  });
  map.addInteraction(pointing);
  map.on("click", (event) => { if (!nearest(event)) put(at(event.coordinate), {}); });

  const style = () => { const styles = sketchStyles(paletteOf(element)); layer.setStyle((made) => styles(made)); };
  style();
  const forget = onPaletteChange(style);
  map.addLayer(layer);
  return { show, close() { forget(); } };
}
