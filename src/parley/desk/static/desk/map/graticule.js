// Lines of latitude and longitude, as many as can be read, with their figures at the edges.

import { Feature, fromLonLat, LineString, Point, transformExtent } from "../../vendor/ol.js";

const STEPS = [10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005];
const WANTED = 6;
// A figure of longitude and the room around it, in pixels; on a small map fewer lines are drawn.
const FIGURE = 72;

function figure(value, letters, decimals) {
  // Isolated, so that no right-to-left name beside it turns the figures around.
  return `\u2066${Math.abs(value).toFixed(decimals)}° ${value < 0 ? letters[1] : letters[0]}\u2069`;
}

// No figure stands where an edge would cut it, and none of latitude in the row of those of longitude.
const HALF = 26;
const HIGH = 16;

export function graticule(extent, width) {
  const pixels = width / (extent[2] - extent[0]);
  const [west, south, east, north] = transformExtent(extent, "EPSG:3857", "EPSG:4326");
  const wide = Math.max(east - west, north - south);
  const fits = (each) => ((east - west) / each) * FIGURE <= width;
  const wanted = STEPS.findIndex((each) => wide / each >= WANTED);
  const finest = STEPS.findLastIndex(fits);
  const step = STEPS[Math.max(0, Math.min(wanted < 0 ? STEPS.length - 1 : wanted, finest < 0 ? 0 : finest))];
  const decimals = step >= 1 ? 0 : String(step).split(".")[1].length;
  const found = [];
  for (let lon = Math.ceil(west / step) * step; lon <= east; lon += step) {
    found.push(line([lon, south], [lon, north]));
    // The corner is the figure's of latitude.
    const across = ((lon - west) / (east - west)) * width;
    if (across > FIGURE && across < width - HALF) {
      found.push(edge([lon, south], "end", figure(lon, "EW", decimals)));
    }
  }
  for (let lat = Math.ceil(south / step) * step; lat <= north; lat += step) {
    found.push(line([west, lat], [east, lat]));
    const [, y] = fromLonLat([west, lat]);
    if ((extent[3] - y) * pixels > HIGH && (y - extent[1]) * pixels > HIGH) found.push(edge([west, lat], "start", figure(lat, "NS", decimals)));
  }
  return found;
}

const line = (a, b) => new Feature(new LineString([fromLonLat(a), fromLonLat(b)]));

function edge(at, which, words) {
  const feature = new Feature(new Point(fromLonLat(at)));
  feature.setProperties({ edge: which, words }, true);
  return feature;
}
