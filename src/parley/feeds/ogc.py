"""OGC API Features, part 1: landing page, conformance, collections, items with their pages, one item. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from parley.feeds.features import Box, Feature, Span, read_box, read_span, within
from parley.feeds.written import instant

GEOJSON, JSON, OPENAPI = "application/geo+json", "application/json", "application/vnd.oai.openapi+json;version=3.0"
CRS = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMS = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{each}" for each in ("core", "oas30", "geojson")
)
USUAL, MOST = 100, 1_000
_ASKED = ("bbox", "datetime", "limit", "after")


@dataclass(frozen=True, slots=True)
class Collection:
    """Features of one kind, in their order, under a name that stands in addresses."""

    name: str
    title: str
    description: str
    features: Sequence[Feature]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its status, its type and what it says."""

    status: int
    kind: str
    says: Mapping[str, Any]


def wrong(code: str, description: str, *, status: int = 400) -> Page:
    """Return a refusal as the standard has it."""
    return Page(status, JSON, {"code": code, "description": description})


def page(
    path: str, query: Mapping[str, str], *, base: str, title: str, collections: Sequence[Collection], now_s: int
) -> Page:
    """Return what stands at a path below `base`; `title` names the mechanism and member, in words."""
    known = {each.name: each for each in collections}
    match [part for part in path.split("/") if part]:
        case []:
            return _plain(query, _landing(base, title))
        case ["api"]:
            return _plain(query, _api(base, title, known), kind=OPENAPI)
        case ["conformance"]:
            return _plain(query, {"conformsTo": list(CONFORMS)})
        case ["collections"]:
            told = [_collection(base, each) for each in collections]
            return _plain(query, {"links": [_link(f"{base}/collections", "self")], "collections": told})
        case ["collections", name] if name in known:
            return _plain(query, _collection(base, known[name]))
        case ["collections", name, "items"] if name in known:
            return _items(query, base=base, collection=known[name], now_s=now_s)
        case ["collections", name, "items", item] if name in known:
            return _item(item, query, base=base, collection=known[name])
    return wrong("NotFound", "There is nothing at this address.", status=404)


def _plain(query: Mapping[str, str], says: Mapping[str, Any], *, kind: str = JSON) -> Page:
    unknown = [name for name in query if name != "f"]
    return wrong("InvalidParameterValue", f"Unknown parameter: {unknown[0]}") if unknown else Page(200, kind, says)


def _link(href: str, rel: str, kind: str = JSON, **more: str) -> dict[str, str]:
    return {"href": href, "rel": rel, "type": kind, **more}


def _landing(base: str, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "description": "Notices of planned activity, as their author signed them, and standstills that all have "
        "signed. They are without prejudice to legality, sovereignty or claims, and what is missing here may still be "
        "planned.",
        "links": [
            _link(base, "self", title="This document"),
            _link(f"{base}/api", "service-desc", OPENAPI, title="The definition of this API"),
            _link(f"{base}/conformance", "conformance", title="What of the standard this keeps to"),
            _link(f"{base}/collections", "data", title="The collections"),
        ],
    }


def _collection(base: str, collection: Collection) -> dict[str, Any]:
    told = collection.features
    extent: dict[str, Any] = {}
    if told:
        corners = [c for each in told for polygon in each["geometry"]["coordinates"] for c in polygon[0]]
        lons, lats = [each[0] for each in corners], [each[1] for each in corners]
        times = [each["properties"] for each in told]
        extent = {
            "spatial": {"bbox": [[min(lons), min(lats), max(lons), max(lats)]], "crs": CRS},
            "temporal": {"interval": [[min(t["begins"] for t in times), max(t["ends"] for t in times)]]},
        }
    at = f"{base}/collections/{collection.name}"
    return {
        "id": collection.name,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "crs": [CRS],
        **({"extent": extent} if extent else {}),
        "links": [_link(at, "self"), _link(f"{at}/items", "items", GEOJSON, title="The features")],
    }


def _items(query: Mapping[str, str], *, base: str, collection: Collection, now_s: int) -> Page:
    asked = _asked(query)
    if isinstance(asked, Page):
        return asked
    box, span, limit = asked
    found = [each for each in collection.features if within(each, box, span)]
    start = _start(found, query.get("after", ""))
    shown = found[start : start + limit]
    at = f"{base}/collections/{collection.name}/items"
    own = f"{at}?{urlencode(query)}" if query else at
    links = [_link(own, "self", GEOJSON), _link(at[: -len("/items")], "collection")]
    if start + limit < len(found):
        onward = urlencode({**query, "limit": str(limit), "after": shown[-1]["id"]})
        links.append(_link(f"{at}?{onward}", "next", GEOJSON))
    says = {
        "type": "FeatureCollection",
        "features": shown,
        "links": links,
        "timeStamp": instant(now_s),
        "numberMatched": len(found),
        "numberReturned": len(shown),
    }
    return Page(200, GEOJSON, says)


def _asked(query: Mapping[str, str]) -> tuple[Box | None, Span | None, int] | Page:
    unknown = [name for name in query if name not in (*_ASKED, "f")]
    if unknown:
        return wrong("InvalidParameterValue", f"Unknown parameter: {unknown[0]}")
    box = read_box(query["bbox"]) if "bbox" in query else None
    if "bbox" in query and box is None:
        return wrong("InvalidParameterValue", "bbox: four numbers, west, south, east and north, in degrees.")
    span = read_span(query["datetime"]) if "datetime" in query else None
    if "datetime" in query and span is None:
        return wrong("InvalidParameterValue", "datetime: an instant of RFC 3339, or two with / between.")
    limit = query.get("limit", str(USUAL))
    if not limit.isascii() or not limit.isdigit() or int(limit[:9]) < 1:
        return wrong("InvalidParameterValue", "limit: a whole number from 1 on.")
    # More than may be asked for is answered with the most: so the standard wants it (requirement 21).
    return box, span, min(int(limit[:9]), MOST)


def _start(found: list[Feature], after: str) -> int:
    """Return where a page begins: behind the feature that ended the last one, also where that one has gone since."""
    if not after:
        return 0
    ids = [each["id"] for each in found]
    if after in ids:
        return ids.index(after) + 1
    return sum(_place(each) <= _place(after) for each in ids)


def _place(feature_id: str) -> tuple[str, int, int]:
    """Return the order of features: log, number of the notice, number of the volume."""
    name, number, volume = ["", *feature_id.rsplit("-", 2)][-3:]
    return name, int(number) if number.isdigit() else 0, int(volume) if volume.isdigit() else 0


def _item(item: str, query: Mapping[str, str], *, base: str, collection: Collection) -> Page:
    at = f"{base}/collections/{collection.name}"
    for each in collection.features:
        if each["id"] == item:
            links = [_link(f"{at}/items/{quote(item)}", "self", GEOJSON), _link(at, "collection")]
            return _plain(query, {**each, "links": links}, kind=GEOJSON)
    return wrong("NotFound", "There is no such feature, or no more.", status=404)


def _api(base: str, title: str, names: Iterable[str]) -> dict[str, Any]:
    """Return the definition of this API in OpenAPI 3.0."""
    text: dict[str, Any] = {"schema": {"type": "string"}}
    asked: list[dict[str, Any]] = [
        {"name": "bbox", "in": "query", "style": "form", "explode": False,
         "schema": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}},
        {"name": "datetime", "in": "query", **text},
        {"name": "limit", "in": "query",
         "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}},
    ]  # fmt: skip
    one: dict[str, Any] = {"name": "featureId", "in": "path", "required": True, **text}
    paths: dict[str, Any] = {}
    for name in names:
        at = f"/collections/{name}"
        paths[at] = _operation(f"{name}.collection")
        paths[f"{at}/items"] = _operation(f"{name}.items", GEOJSON, asked)
        paths[f"{at}/items/{{featureId}}"] = _operation(f"{name}.item", GEOJSON, [one])
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1.0.0"},
        "servers": [{"url": base}],
        "paths": {
            "/": _operation("landingPage"),
            "/conformance": _operation("conformance"),
            "/collections": _operation("collections"),
            **paths,
        },
    }


def _operation(name: str, kind: str = JSON, parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    answer = {"description": name, "content": {kind: {"schema": {"type": "object"}}}}
    return {"get": {"operationId": name, "parameters": parameters or [], "responses": {"200": answer}}}
