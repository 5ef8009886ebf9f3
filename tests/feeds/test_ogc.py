"""OGC API Features as a client such as QGIS reads it: from the landing page on, by nothing but links, over HTTP."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from parley.feeds.door import with_feeds
from parley.feeds.ogc import CONFORMS
from parley.node.running import Node
from tests.desk.cell import serve
from tests.feeds.reading import Reader, feed, reader
from tests.feeds.saying import day, notice
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import HOUR, volume

HOLED = [[
    [[358000000, 331000000], [358100000, 331000000], [358100000, 331100000], [358000000, 331100000]],
    [[358020000, 331020000], [358020000, 331080000], [358080000, 331080000], [358080000, 331020000]],
]]  # fmt: skip


@contextmanager
def served(node: Node) -> Iterator[str]:
    """Serve the feeds of a node behind a real server; gives its address."""

    async def no_desk(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("a feed never reaches the desk")

    server = serve(with_feeds(no_desk, node=node), port=0)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True


def fetched(address: str, *, kind: str) -> dict[str, Any]:
    """Return the JSON of an address, which must have come as this type."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.headers["Content-Type"] == kind, address
        found: dict[str, Any] = json.load(answer)
        return found


def link(document: dict[str, Any], rel: str) -> str | None:
    """Return the address of a relation."""
    return next((each["href"] for each in document["links"] if each["rel"] == rel), None)


def test_a_client_finds_every_feature_by_links_alone(paris: Mechanism) -> None:
    """Landing page, conformance, definition, collection, pages of items, each item: as QGIS walks."""
    node, begins_s = paris.nodes["SY"], day()
    mine = [notice(paris, "SY", begins_s=begins_s + number * 5 * HOUR) for number in range(5)]
    with served(node) as address:
        landing = fetched(f"{address}/feeds/t/{feed(node)}/ogc", kind="application/json")
        conformance = fetched(str(link(landing, "conformance")), kind="application/json")
        assert set(CONFORMS) <= set(conformance["conformsTo"])
        kind = "application/vnd.oai.openapi+json;version=3.0"
        assert fetched(str(link(landing, "service-desc")), kind=kind)["openapi"] == "3.0.3"
        (collection,) = fetched(str(link(landing, "data")), kind="application/json")["collections"]
        assert fetched(str(link(collection, "self")), kind="application/json") == collection
        west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
        assert (west, south, east, north) == (35.8, 33.1, 35.81, 33.11)
        pages, following = [], f"{link(collection, 'items')}?limit=2"
        while following:
            pages.append(fetched(following, kind="application/geo+json"))
            following = link(pages[-1], "next") or ""
        assert [page["numberReturned"] for page in pages] == [2, 2, 1]
        features = [feature for page in pages for feature in page["features"]]
        assert [each["properties"]["notice"] for each in features] == mine
        for each in features:
            one = fetched(f"{link(collection, 'items')}/{each['id']}", kind="application/geo+json")
            assert {key: one[key] for key in each} == each


def items(client: Reader, query: str) -> list[str]:
    """Return the notices of the items that a query finds."""
    got = client.get(f"/feeds/ogc/collections/notices/items?{query}")
    assert got.status == 200, got.text
    return [each["properties"]["notice"] for each in got.json["features"]]


def test_items_are_asked_for_by_place_and_time(paris: Mechanism, client: Reader) -> None:
    """By box, by instant and by span; what ends at an instant is not there at it, a box may have heights."""
    begins_s = day()
    first = notice(paris, "SY", begins_s=begins_s)
    second = notice(paris, "SY", begins_s=begins_s + 4 * HOUR)
    from parley.feeds.written import instant

    at, end = instant(begins_s + 4 * HOUR), instant(begins_s + 8 * HOUR)
    assert items(client, f"datetime={at}") == [second]
    assert items(client, f"datetime={instant(begins_s)}/{at}") == [first, second]
    assert items(client, f"datetime={instant(begins_s)}/{instant(begins_s + HOUR)}") == [first]
    assert second not in items(client, f"datetime={end}/..") and first in items(client, f"datetime=../{end}")
    span = f"datetime={instant(begins_s)}/{at}"
    assert items(client, f"{span}&bbox=35.79,33.09,35.82,33.12") == [first, second]
    assert items(client, f"{span}&bbox=35.79,33.09,-100,35.82,33.12,9000") == [first, second]
    assert items(client, f"{span}&bbox=35.82,33.09,35.9,33.12") == []
    assert items(client, f"{span}&bbox=170,33.09,-170,33.12") == []
    assert items(client, f"{span}&bbox=35,33,-170,34") == [first, second]


@pytest.mark.parametrize("query", [
    "bbox=1,2,3", "bbox=a,b,c,d", "bbox=0,50,1,40", "bbox=0,nan,1,40", "datetime=yesterday", "datetime=2026-01-06",
    "datetime=2026-01-06T10:00:00Z/2026-01-05T10:00:00Z", "datetime=2026-13-06T10:00:00Z", "limit=0", "limit=x",
    "limit=-1", "filter=state", "crs=EPSG:2039",
])  # fmt: skip
def test_a_query_that_cannot_be_is_refused(client: Reader, query: str) -> None:
    """With 400 and which parameter, as the standard has it; so is one that is not known."""
    got = client.get(f"/feeds/ogc/collections/notices/items?{query}")
    assert got.status == 400 and got.json["code"] == "InvalidParameterValue"
    assert query.partition("=")[0] in got.json["description"]


def test_more_than_may_be_asked_for_is_answered_with_the_most(client: Reader) -> None:
    """So the standard wants it."""
    assert client.get("/feeds/ogc/collections/notices/items?limit=100000").status == 200


def test_a_page_goes_on_where_the_last_one_ended_though_that_feature_went(paris: Mechanism) -> None:
    """Nothing is said twice and nothing is passed over."""
    from tests.feeds.saying import says

    client, begins_s = reader(paris.nodes["IL"]), day()
    first, second, third = (notice(paris, "IL", begins_s=begins_s + number * 5 * HOUR) for number in range(3))
    page = client.get("/feeds/ogc/collections/notices/items?limit=1").json
    assert page["features"][0]["properties"]["notice"] == first
    says(paris, "IL", "activity_cancelled", {"why": "Rain"}, matter=first)
    page = client.get(str(link(page, "next"))).json
    assert page["features"][0]["properties"]["notice"] == second
    assert client.get(str(link(page, "next"))).json["features"][0]["properties"]["notice"] == third


def test_outlines_come_as_signed_and_turn_the_right_way(paris: Mechanism) -> None:
    """A hole stays a hole: outer rings anticlockwise, holes clockwise, closed; read by another library."""
    client = reader(paris.nodes["US"])
    begins_s = day()
    height = {"value": 2_000, "unit": "ft", "reference": "AMSL"}
    notice(paris, "US", volumes=(volume(begins_s=begins_s, area=HOLED, upper=height),))
    (feature,) = client.get("/feeds/notices.geojson").json["features"]
    read = shape(feature["geometry"])
    assert read.is_valid and len(read.geoms[0].interiors) == 1
    assert shapely.is_ccw(read.geoms[0].exterior) and not shapely.is_ccw(read.geoms[0].interiors[0])
    assert read.area == pytest.approx(0.01 * 0.01 - 0.006 * 0.006)
    told = feature["properties"]
    assert (told["upper"], told["upper_unit"], told["upper_reference"]) == (2_000, "ft", "AMSL")
    assert told["exercise"] is False and told["part"] == "planned" and "contact" not in told


def test_what_is_not_there_is_not_found(client: Reader) -> None:
    """Another collection, another item, another page."""
    for path in ("collections/zones", "collections/notices/items/SY-9999-0", "collections/notices/tiles", "else"):
        assert client.get(f"/feeds/ogc/{path}").status == 404
