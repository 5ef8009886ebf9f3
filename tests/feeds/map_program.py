"""A client of OGC API Features as QGIS's provider is one: from the landing page on by links, with a name and password.

It reads the definition for the largest page, looks at a few features to learn fields and geometry, and then asks page
by page for what lies within the extent and the time that is shown.
"""

from __future__ import annotations

import json
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

JSON, GEOJSON, OPENAPI = "application/json", "application/geo+json", "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
SAMPLE = 10


def link(document: dict[str, Any], rel: str, kind: str = "") -> str | None:
    """Return the address of a relation, of a type where one is named."""
    return next((each["href"] for each in document["links"] if each["rel"] == rel and kind in each["type"]), None)


@dataclass(frozen=True)
class Layer:
    """A collection as the list of layers shows it."""

    id: str
    title: str
    items: str
    box: tuple[float, ...] | None
    fields: frozenset[str]


@dataclass(frozen=True)
class MapProgram:
    """The program, with the address of the landing page and a token as password."""

    landing: str
    token: str

    def get(self, address: str, *, kind: str) -> dict[str, Any]:
        """Return the JSON of an address, which must have come as this type."""
        told = b64encode(f"qgis:{self.token}".encode()).decode()
        headers = {"Authorization": f"Basic {told}", "Accept": f"{kind}, {JSON}"}
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            assert answer.headers["Content-Type"] == kind, (address, answer.headers["Content-Type"])
            found: dict[str, Any] = json.load(answer)
            return found

    def layers(self) -> dict[str, Layer]:
        """Connect, and return what can be added."""
        landing = self.get(self.landing, kind=JSON)
        assert CORE in self.get(str(link(landing, "conformance")), kind=JSON)["conformsTo"]
        told = self.get(str(link(landing, "data")), kind=JSON)["collections"]
        return {each["id"]: self._layer(each) for each in told}

    def most(self) -> dict[str, int]:
        """Return by the path of a layer's items the largest page that the definition allows."""
        landing = self.get(self.landing, kind=JSON)
        paths = self.get(str(link(landing, "service-desc", "openapi+json")), kind=OPENAPI)["paths"]
        asked = {path: told["get"]["parameters"] for path, told in paths.items() if path.endswith("/items")}
        limits = {path: {each["name"]: each for each in told}["limit"]["schema"] for path, told in asked.items()}
        return {path: int(schema["maximum"]) for path, schema in limits.items()}

    def _layer(self, told: dict[str, Any]) -> Layer:
        assert told["itemType"] == "feature" and CRS84 in told["crs"]
        assert self.get(str(link(told, "self")), kind=JSON) == told
        items = str(link(told, "items", GEOJSON))
        some = self.get(f"{items}?limit={SAMPLE}", kind=GEOJSON)["features"]
        assert {each["geometry"]["type"] for each in some} <= {"MultiPolygon"}
        (fields,) = {frozenset(each["properties"]) for each in some} or {frozenset[str]()}
        box = told["extent"]["spatial"]["bbox"][0] if "extent" in told else None
        return Layer(told["id"], told["title"], items, tuple(box) if box else None, fields)

    def features(self, layer: Layer, *, page: int = 1_000, **asked: str) -> dict[str, dict[str, Any]]:
        """Return by id every feature of a layer that a box or a time finds; each must come once, and all must come."""
        found: dict[str, dict[str, Any]] = {}
        at: str | None = f"{layer.items}?{urlencode({'limit': page, **asked})}"
        while at:
            told = self.get(at, kind=GEOJSON)
            assert len(told["features"]) == told["numberReturned"] <= page
            for each in told["features"]:
                assert each["id"] not in found, f"{each['id']} came twice"
                found[each["id"]] = each
            at = link(told, "next")
        assert len(found) == told["numberMatched"]
        return found
