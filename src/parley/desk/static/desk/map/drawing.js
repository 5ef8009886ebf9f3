// One map over OpenLayers, behind a small interface: setData, setTime, setLayers, select, fit, mark, onPick, close.
// Nothing outside of this folder knows which library draws; in it, sketch.js besides.

import {
  Feature, GeoJSON, KeyboardPan, KeyboardZoom, LineString, Map as OpenMap, Point, VectorLayer, VectorSource, View,
  buffer, createEmpty, extend, fromLonLat, getPointResolution, interactions, isEmpty, toLonLat, transformExtent,
} from "../../vendor/ol.js";
import { isShown } from "./filter.js";
import { graticule } from "./graticule.js";
import { onPaletteChange, paletteOf } from "./palette.js";
import { baseNameStyles, baseStyles, factStyles, gridStyles, markStyles } from "./styles.js";

// Live changes are drawn at most so often.
const PACE_MS = 250;
// Of more facts than this only the selected one bears its label: they could not be read, and cost most.
const MOST_LABELS = 300;
const PROJECTED = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
const FIRST_VIEW = [34.5, 31.5, 37.5, 34.5];
// Keys act at once: a step that is still gliding is given up by the next key, and two quick ones would be one.
const keyboard = () => [new KeyboardPan({ duration: 0 }), new KeyboardZoom({ duration: 0 })];
const reader = new GeoJSON();
let bases = null;

async function baseFeatures(address) {
  bases ??= fetch(address).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  const base = await bases;
  // The node was away: facts stand on an empty ground, and the next map asks again.
  if (base === null) { bases = null; return []; }
  return reader.readFeatures(base, PROJECTED);
}

export async function openMap(element, { base, language, unnamed, box, isStill = false, isDrawing = false }) {
  const sources = { base: new VectorSource(), facts: new VectorSource(), grid: new VectorSource(), chosen: new VectorSource(), marks: new VectorSource() };
  const layers = {
    base: new VectorLayer({ source: sources.base }),
    grid: new VectorLayer({ source: sources.grid, updateWhileAnimating: false }),
    names: new VectorLayer({ source: sources.base, declutter: true }),
    // Over the names: one that would stand in the row of figures makes way.
    figures: new VectorLayer({ source: sources.grid, declutter: true }),
    facts: new VectorLayer({ source: sources.facts, updateWhileInteracting: false }),
    labels: new VectorLayer({ source: sources.facts, declutter: true }),
    chosen: new VectorLayer({ source: sources.chosen }),
    marks: new VectorLayer({ source: sources.marks }),
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new OpenMap({
    target: element, controls: [], layers: [layers.base, layers.grid, layers.facts, layers.names, layers.figures, layers.labels, layers.chosen, layers.marks],
    interactions: isStill ? [] : [
      ...interactions({ altShiftDragRotate: false, pinchRotate: false, doubleClickZoom: !isDrawing, keyboard: false, zoomDuration: calm ? 0 : 200 }).getArray(), ...keyboard(),
    ],
    view: new View({ enableRotation: false, minZoom: 4, maxZoom: 17, constrainResolution: false }),
  });
  const state = { facts: new Map(), features: new Map(), shown: new Set(), time: { fromMs: -Infinity, untilMs: Infinity }, layers: null, selected: "", timer: null, drawnAt: 0 };
  const fitBox = (corners, more = {}) => map.getView().fit(transformExtent(corners, "EPSG:4326", "EPSG:3857"), { padding: [20, 20, 20, 20], ...more });

  function paint() {
    const colours = paletteOf(element);
    const told = { language, unnamed: new Set(unnamed) };
    const facts = factStyles(colours);
    layers.base.setStyle(layered(baseStyles(colours, told), ["land", "lake", "river", "boundary"]));
    layers.names.setStyle(both(layered(baseStyles(colours, told), ["country", "town", "summit"]), baseNameStyles(colours, told)));
    const grid = gridStyles(colours);
    layers.grid.setStyle((feature) => (feature.get("edge") ? undefined : grid(feature)));
    layers.figures.setStyle((feature) => (feature.get("edge") ? grid(feature) : undefined));
    layers.facts.setStyle((feature) => facts.shape(feature.get("fact").style));
    layers.labels.setStyle((feature) => {
      const fact = feature.get("fact");
      return fact.label && (state.shown.size <= MOST_LABELS || fact.said_at_ms == null) ? (feature.get("said") ?? keep(feature, facts.label(fact))) : undefined;
    });
    for (const feature of state.features.values()) feature.unset("said", true);
    layers.chosen.setStyle([...facts.selected]);
    const marks = markStyles(colours);
    layers.marks.setStyle((feature) => marks[feature.get("mark")]);
  }
  const keep = (feature, style) => { feature.set("said", style, true); return style; };
  const layered = (style, kinds) => (feature, resolution) => (kinds.includes(feature.get("kind")) ? style(feature, resolution) : undefined);
  const both = (one, other) => (feature, resolution) => one(feature, resolution) ?? other(feature, resolution);

  function featureOf(fact) {
    const known = state.features.get(fact.id);
    if (known && known.get("fact") === fact) return known;
    const feature = new Feature(reader.readGeometry(fact.geometry, PROJECTED));
    feature.set("fact", fact, true);
    state.features.set(fact.id, feature);
    return feature;
  }

  // Facts outside of the time and of the layers chosen are not in the source at all: what is not seen costs nothing.
  function refresh() {
    state.drawnAt = performance.now();
    const wanted = new Map();
    for (const fact of state.facts.values()) if (fact.geometry && isShown(fact, { ...state.time, layers: state.layers })) wanted.set(fact.id, fact);
    const gone = [...state.shown].filter((feature) => wanted.get(feature.get("fact").id) !== feature.get("fact"));
    const come = [...wanted.values()].map(featureOf).filter((feature) => !state.shown.has(feature));
    if (gone.length + come.length > 200) {
      state.shown = new Set([...wanted.values()].map(featureOf));
      sources.facts.clear(true);
      sources.facts.addFeatures([...state.shown]);
    } else {
      for (const feature of gone) { sources.facts.removeFeature(feature); state.shown.delete(feature); }
      for (const feature of come) { sources.facts.addFeature(feature); state.shown.add(feature); }
    }
    showSelected();
  }

  function soon() {
    const wait = state.drawnAt + PACE_MS - performance.now();
    if (wait <= 0) refresh();
    else state.timer ??= setTimeout(() => { state.timer = null; refresh(); }, wait);
  }

  function showSelected() {
    sources.chosen.clear();
    const fact = state.facts.get(state.selected);
    if (fact?.geometry && state.shown.has(featureOf(fact))) sources.chosen.addFeature(new Feature(featureOf(fact).getGeometry()));
  }

  function scale() {
    const bar = element.parentElement?.querySelector("[data-scale]");
    const centre = map.getView().getCenter();
    if (!bar || !centre) return;
    const metres = getPointResolution("EPSG:3857", map.getView().getResolution(), centre);
    const most = metres * 110;
    const power = 10 ** Math.floor(Math.log10(most));
    const length = [5, 2, 1].map((each) => each * power).find((each) => each <= most);
    bar.style.inlineSize = `${length / metres}px`;
    bar.querySelector("bdi").textContent = length >= 1000 ? `${length / 1000} km` : `${length} m`;
  }

  function moved() {
    const size = map.getSize();
    if (!size || !size[0]) return;
    sources.grid.clear(true);
    sources.grid.addFeatures(graticule(map.getView().calculateExtent(size), size[0]));
    scale();
  }

  const pickers = [];
  if (!isStill) {
    map.on("singleclick", (event) => {
      const feature = map.forEachFeatureAtPixel(event.pixel, (found) => found, { layerFilter: (layer) => layer === layers.facts, hitTolerance: 7 });
      const [lon, lat] = toLonLat(event.coordinate);
      for (const picked of pickers) picked({ fact: feature?.get("fact") ?? null, lon, lat });
    });
  }
  const print = (isPrinting) => () => { element.classList.toggle("is-printed", isPrinting); paint(); map.renderSync(); };
  const [before, after] = [print(true), print(false)];
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  const forget = onPaletteChange(() => paint());
  map.on("moveend", moved);
  paint();
  fitBox(box ?? FIRST_VIEW);
  sources.base.addFeatures(await baseFeatures(base));

  return {
    get view() { return map; },
    get shown() { return state.shown.size; },
    setData(facts) {
      state.facts = new Map(facts.map((fact) => [fact.id, fact]));
      for (const id of state.features.keys()) if (!state.facts.has(id)) state.features.delete(id);
      soon();
    },
    setTime(time) { state.time = time; refresh(); },
    setLayers(names) { state.layers = names; refresh(); },
    select(id) { state.selected = id; showSelected(); },
    fit(ids) {
      const extent = createEmpty();
      for (const id of ids) { const fact = state.facts.get(id); if (fact?.geometry) extend(extent, featureOf(fact).getGeometry().getExtent()); }
      if (!isEmpty(extent)) map.getView().fit(buffer(extent, 3000), { padding: [40, 40, 40, 40], maxZoom: 12, duration: calm || isStill ? 0 : 250 });
    },
    fitPlaces(places) {
      const extent = createEmpty();
      for (const { lon, lat } of places) extend(extent, new Point(fromLonLat([lon, lat])).getExtent());
      map.getView().fit(buffer(extent, 3000), { padding: [40, 40, 40, 40], maxZoom: 15, duration: calm ? 0 : 250 });
    },
    // Moves the map only where the place would be out of sight.
    show({ lon, lat }) {
      const [x, y] = fromLonLat([lon, lat]);
      const [west, south, east, north] = map.getView().calculateExtent(map.getSize());
      const edge = (east - west) * 0.05;
      if (x < west + edge || x > east - edge || y < south + edge || y > north - edge) map.getView().setCenter([x, y]);
    },
    fitBox() { fitBox(box ?? FIRST_VIEW, { duration: calm ? 0 : 250 }); },
    zoom(step) { map.getView().animate({ zoom: map.getView().getZoom() + step, duration: calm ? 0 : 200 }); },
    middle() { const [lon, lat] = toLonLat(map.getView().getCenter()); return { lon, lat }; },
    mark(first, second) {
      sources.marks.clear();
      const put = (place, name) => { const feature = new Feature(new Point(fromLonLat(place))); feature.set("mark", name, true); sources.marks.addFeature(feature); };
      if (first && second) { const feature = new Feature(new LineString([fromLonLat(first), fromLonLat(second)])); feature.set("mark", "way", true); sources.marks.addFeature(feature); }
      if (first) put(first, "A");
      if (second) put(second, "B");
    },
    onPick(picked) { pickers.push(picked); },
    close() {
      clearTimeout(state.timer);
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
      forget();
      map.setTarget(null);
      map.dispose();
    },
  };
}
