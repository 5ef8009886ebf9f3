// What the desk takes from OpenLayers. scripts/build_desk.py bundles this and nothing else into static/vendor/ol.js.
export { default as Feature } from "ol/Feature.js";
export { default as Map } from "ol/Map.js";
export { default as View } from "ol/View.js";
export { defaults as interactions } from "ol/interaction/defaults.js";
export { default as KeyboardPan } from "ol/interaction/KeyboardPan.js";
export { default as KeyboardZoom } from "ol/interaction/KeyboardZoom.js";
export { default as PointerInteraction } from "ol/interaction/Pointer.js";
export { default as GeoJSON } from "ol/format/GeoJSON.js";
export { default as LineString } from "ol/geom/LineString.js";
export { default as MultiLineString } from "ol/geom/MultiLineString.js";
export { default as Polygon } from "ol/geom/Polygon.js";
export { default as MultiPoint } from "ol/geom/MultiPoint.js";
export { default as Point } from "ol/geom/Point.js";
export { default as VectorLayer } from "ol/layer/Vector.js";
export { default as VectorSource } from "ol/source/Vector.js";
export { createEmpty, extend, isEmpty, buffer } from "ol/extent.js";
export { fromLonLat, getPointResolution, toLonLat, transformExtent } from "ol/proj.js";
export { Circle, Fill, Icon, RegularShape, Stroke, Style, Text } from "ol/style.js";
