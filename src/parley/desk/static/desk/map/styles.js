// How facts and the base map look. No meaning hangs on a colour: each style differs by outline, dash or hatch too.

import { Circle, Fill, MultiPoint, Point, RegularShape, Stroke, Style, Text } from "../../vendor/ol.js";
import { hatch } from "./palette.js";

const FONT = "Desk, system-ui, sans-serif";
const DASHES = { "line-agreed": undefined, "line-proposed": [12, 7], "line-asserted": [12, 5, 2, 5], "line-contested": [3, 5] };

const fill = (color) => new Fill({ color });
const stroke = (color, width, lineDash) => new Stroke({ color, width, lineDash });

// The canvas stands in a left-to-right box: each line of a right-to-left name is set as what it is.
const isRtl = document.documentElement.dir === "rtl";
const set = (words) => (isRtl ? words.split("\n").map((line) => `\u2067${line}\u2069`).join("\n") : words);

function text(words, colours, more = {}) {
  const { weight = 500, size = 12, colour = colours.name, ...rest } = more;
  return new Text({ text: set(words), font: `${weight} ${size}px ${FONT}`, fill: fill(colour), stroke: stroke(colours.halo, 3), ...rest });
}

// ---- facts ------------------------------------------------------------------------------------------------------

const POINTS = {
  "message": (c) => new Circle({ radius: 6, fill: fill(c.halo), stroke: stroke(c.line, 2.5) }),
  "flash": (c) => new RegularShape({ points: 4, angle: Math.PI / 4, radius: 9, fill: fill(c.flash), stroke: stroke(c.halo, 1.5) }),
  "read-back": (c) => new RegularShape({ points: 4, angle: 0, radius: 8, fill: fill(c.halo), stroke: stroke(c.line, 2) }),
  "incident": (c) => new RegularShape({ points: 8, radius: 10, radius2: 4, fill: fill(c.differs), stroke: stroke(c.halo, 1.5) }),
  "inspection": (c) => new RegularShape({ points: 5, radius: 8, fill: fill(c.halo), stroke: stroke(c.ink, 2) }),
  "place-summit": (c) => new RegularShape({ points: 3, radius: 6, fill: fill(c.name), stroke: stroke(c.halo, 1) }),
  "place-town": (c) => new Circle({ radius: 3, fill: fill(c.name), stroke: stroke(c.halo, 1) }),
};

export function factStyles(colours) {
  const kept = new Map();
  const crossed = fill(hatch(colours.differs, "cross")), barred = fill(hatch(colours.ink, "upright"));
  const hatched = fill(hatch(colours.disputed)), planned = fill(hatch(colours.line)), meeting = fill(hatch(colours.differs)), held = fill(hatch(colours.ink));
  // One style object for all facts that look alike: thousands are drawn each frame.
  function shape(name) {
    if (!kept.has(name)) kept.set(name, made(name));
    return kept.get(name);
  }
  function made(name) {
    if (name === "area-disputed") return [new Style({ fill: hatched, stroke: stroke(colours.disputed, 1.2, [5, 4]) })];
    if (name === "notice") return [new Style({ stroke: stroke(colours.halo, 4) }), new Style({ fill: planned, stroke: stroke(colours.line, 2) })];
    if (name === "notice-meets") return [new Style({ stroke: stroke(colours.halo, 6) }), new Style({ fill: meeting, stroke: stroke(colours.differs, 2.8, [10, 4]) })];
    if (name === "notice-contingency") return [new Style({ stroke: stroke(colours.line, 1.6, [4, 6]) })];
    if (name === "protected") return [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.line, 2.4) }), new Style({ stroke: stroke(colours.halo, 0.8, [1, 5]) })];
    if (name === "incident-area") return [new Style({ stroke: stroke(colours.halo, 4) }), new Style({ stroke: stroke(colours.differs, 1.6, [6, 5]) })];
    if (name === "inspection-area") return [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.ink, 2, [10, 3, 2, 3, 2, 3]) })];
    if (name === "sector") return [new Style({ stroke: stroke(colours.ink, 1, [1, 5]) })];
    if (name === "sector-raised") return [new Style({ zIndex: 1, stroke: stroke(colours.halo, 6) }), new Style({ zIndex: 1, stroke: stroke(colours.differs, 3.2, [16, 4]) })];
    if (name === "measure") return [new Style({ stroke: stroke(colours.halo, 6) }), new Style({ fill: barred, stroke: stroke(colours.ink, 2.6, [8, 3, 2, 3]) })];
    if (name === "measure-asked") return [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.ink, 1.6, [8, 3, 2, 3]) })];
    if (name === "obligation") return [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.line, 2.4, [14, 3, 2, 3]) })];
    if (name === "obligation-asked") return [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.line, 1.6, [3, 5]) })];
    if (name === "standstill") return [new Style({ stroke: stroke(colours.halo, 7) }), new Style({ fill: held, stroke: stroke(colours.ink, 3.2) }), new Style({ stroke: stroke(colours.halo, 1) })];
    if (name === "standstill-asked") return [new Style({ stroke: stroke(colours.halo, 6) }), new Style({ stroke: stroke(colours.ink, 2.4, [2, 6]) })];
    if (name === "overlap-conflict") return [new Style({ zIndex: 2, stroke: stroke(colours.halo, 5) }), new Style({ zIndex: 2, fill: crossed, stroke: stroke(colours.differs, 3.2) })];
    if (name === "overlap-zone") return [new Style({ zIndex: 2, stroke: stroke(colours.halo, 5) }), new Style({ zIndex: 2, fill: barred, stroke: stroke(colours.ink, 2.2, [2, 4]) })];
    if (name === "overlap-contact") return [new Style({ zIndex: 2, stroke: stroke(colours.halo, 7) }), new Style({ zIndex: 2, stroke: stroke(colours.differs, 3, [1, 6]) })];
    if (name === "overlap-near") return [new Style({ zIndex: 2, stroke: stroke(colours.halo, 6) }), new Style({ zIndex: 2, stroke: stroke(colours.differs, 2.4) }), new Style({ zIndex: 2, geometry: bothEnds, image: new RegularShape({ points: 4, radius: 8, angle: Math.PI / 4, fill: fill(colours.halo), stroke: stroke(colours.differs, 2.4) }) })];
    if (name === "line-disputed") return [new Style({ stroke: stroke(colours.halo, 4) }), new Style({ stroke: stroke(colours.disputed, 1.4, [6, 4]) })];
    if (name in DASHES) return [new Style({ stroke: stroke(colours.halo, 6) }), new Style({ stroke: stroke(colours.ink, 2.6, DASHES[name]) })];
    if (name === "differs") {
      return [
        new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.differs, 2.5, [7, 5]) }),
        new Style({ geometry: farEnd, image: new RegularShape({ points: 4, radius: 8, radius2: 0, angle: Math.PI / 4, stroke: stroke(colours.differs, 2.5) }) }),
      ];
    }
    return [new Style({ image: POINTS[name]?.(colours) })];
  }
  function label(fact) {
    // A zone has the dashes of a line and its names within it, a line each: along its edge they would run into one another.
    const isZone = fact.style.startsWith("line-") && fact.geometry?.type === "Polygon";
    const isLine = (fact.style.startsWith("line-") && !isZone) || fact.style === "differs";
    const isArea = isZone || ["place-area", "place-water", "area-disputed"].includes(fact.style) || /^(notice|standstill|protected|incident-area|inspection-area|sector|measure|obligation|overlap-)/.test(fact.style);
    const more = isLine ? { placement: fact.style === "differs" ? "point" : "line", offsetY: fact.style === "differs" ? -14 : -9 }
      : isArea ? { weight: "italic 500", overflow: true } : { offsetY: -15 };
    const colour = fact.style === "differs" || fact.style.startsWith("overlap-") ? colours.differs : colours.name;
    return new Style({ text: text(isLine ? fact.label.replaceAll("\n", " · ") : fact.label, colours, { ...more, colour }) });
  }
  return { shape, label, selected: selectedStyles(colours) };
}

// The far end alone is crossed: at the near one stands what was sent.
const bothEnds = (feature) => new MultiPoint([feature.getGeometry().getFirstCoordinate(), feature.getGeometry().getLastCoordinate()]);
const farEnd = (feature) => new Point(feature.getGeometry().getLastCoordinate());

function selectedStyles(colours) {
  return [
    new Style({ stroke: stroke(colours.select, 7), image: new Circle({ radius: 14, stroke: stroke(colours.select, 4) }) }),
    new Style({ stroke: stroke(colours.halo, 2), image: new Circle({ radius: 14, stroke: stroke(colours.halo, 1.2) }) }),
  ];
}

export function markStyles(colours) {
  const cross = (label) => new Style({
    image: new RegularShape({ points: 4, radius: 10, radius2: 0, stroke: stroke(colours.ink, 2.5) }), text: text(label, colours, { offsetX: 14, offsetY: -12, weight: 600 }),
  });
  return { A: cross("A"), B: cross("B"), way: [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.ink, 2, [2, 6]) })] };
}

// What is being drawn: a thick dashed outline with hatches, numbered corners, the one held is filled and ringed.
export function sketchStyles(colours) {
  const square = (radius, inside, width) => new RegularShape({ points: 4, angle: Math.PI / 4, radius, fill: fill(inside), stroke: stroke(colours.ink, width) });
  const corner = (image, words) => new Style({ image, text: words ? text(words, colours, { offsetX: 13, offsetY: -11, weight: 600, colour: colours.ink }) : undefined });
  const plain = {
    outline: [new Style({ stroke: stroke(colours.halo, 6) }), new Style({ fill: fill(hatch(colours.ink)), stroke: stroke(colours.ink, 2.6) })],
    other: [new Style({ stroke: stroke(colours.halo, 4) }), new Style({ stroke: stroke(colours.ink, 1.6, [2, 4]) })],
    near: [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.ink, 2, [6, 5]) })],
    path: [new Style({ stroke: stroke(colours.halo, 5) }), new Style({ stroke: stroke(colours.ink, 2, [6, 5]) })],
    edge: undefined,
    middle: new Style({ image: new RegularShape({ points: 4, radius: 5, radius2: 0, stroke: stroke(colours.ink, 1.6) }) }),
    rim: new Style({ image: new Circle({ radius: 6, fill: fill(colours.halo), stroke: stroke(colours.ink, 2.4) }) }),
  };
  return (feature) => {
    const part = feature.get("part");
    if (part === "corner") return corner(square(8, colours.halo, 2.2), feature.get("words"));
    if (part === "held") return [new Style({ image: new Circle({ radius: 14, stroke: stroke(colours.halo, 6) }) }), new Style({ image: new Circle({ radius: 14, stroke: stroke(colours.select, 3.2) }) }), corner(square(8, colours.ink, 2.2), feature.get("words"))];
    return plain[part];
  };
}

// ---- base map ---------------------------------------------------------------------------------------------------

// Towns of fewer people are named from nearer by; metres a pixel.
const TOWN_LIMITS = [[1000000, 1500], [200000, 700], [60000, 400], [0, 250]];

export function baseStyles(colours, { language, unnamed }) {
  const plain = {
    land: new Style({ fill: fill(colours.land), stroke: stroke(colours.border, 0.6) }),
    lake: new Style({ fill: fill(colours.sea), stroke: stroke(colours.water, 0.8) }),
    river: new Style({ stroke: stroke(colours.water, 1.2) }),
    boundary: new Style({ stroke: stroke(colours.border, 1.3, [10, 3, 2, 3]) }),
  };
  const names = new Map();
  const named = (feature, make) => {
    const item = feature.get("item");
    const words = feature.get("names")?.[language];
    if (!words || (item && unnamed.has(item))) return undefined;
    if (!names.has(feature)) names.set(feature, make(words));
    return names.get(feature);
  };
  return (feature, resolution) => {
    const kind = feature.get("kind");
    if (kind === "country") return named(feature, (words) => new Style({ text: text(words, colours, { size: 14, weight: 600 }) }));
    if (kind === "town") {
      const [, limit] = TOWN_LIMITS.find(([people]) => feature.get("rank") >= people);
      return resolution > limit ? undefined : named(feature, (words) => new Style({
        image: new Circle({ radius: 2.4, fill: fill(colours.name) }), text: text(words, colours, { offsetY: -9, size: 11, weight: 400 }),
      }));
    }
    if (kind === "summit") {
      return resolution > 300 ? undefined : named(feature, (words) => new Style({
        image: new RegularShape({ points: 3, radius: 4, fill: fill(colours.name) }), text: text(words, colours, { offsetY: -9, size: 11, weight: 400 }),
      }));
    }
    return plain[kind];
  };
}

export function baseNameStyles(colours, { language, unnamed }) {
  return (feature, resolution) => {
    const kind = feature.get("kind");
    if ((kind !== "lake" && kind !== "river") || resolution > 400) return undefined;
    const words = feature.get("names")?.[language];
    if (!words || unnamed.has(feature.get("item"))) return undefined;
    return new Style({ text: text(words, colours, { size: 11, weight: "italic 400", placement: kind === "river" ? "line" : "point", overflow: kind === "lake" }) });
  };
}

export function gridStyles(colours) {
  const lines = new Style({ stroke: stroke(colours.grid, 0.8) });
  return (feature) => {
    const at = feature.get("edge");
    if (!at) return lines;
    const more = at === "start" ? { textAlign: "left", offsetX: 4, offsetY: -7 } : { textBaseline: "bottom", offsetY: -3 };
    return new Style({ text: text(feature.get("words"), colours, { size: 10, weight: 400, ...more }) });
  };
}
