"""OGC API Features as a client such as QGIS reads it: from the landing page on, by nothing but links, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from parley.feeds.door import with_feeds
from parley.feeds.ogc import MOST
from parley.feeds.written import instant
from parley.node.running import Node
from tests.desk.cell import serve
from tests.feeds.map_program import GEOJSON, MapProgram, link
from tests.feeds.reading import Reader, feed, reader
from tests.feeds.saying import day, notice, says, sign
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import HOUR, SQUARE, volume
from tests.tracks.deconfliction.standstills import standstill

PAIR = ("IL", "SY")
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


def stands_still(paris: Mechanism, *, begins_s: int) -> str:
    """Let all sign a standstill over two areas, and return its id."""
    areas = [{"area": SQUARE}, {"area": HOLED}]
    content = standstill(from_s=begins_s, until_s=begins_s + 4 * HOUR, areas=areas)
    matter = says(paris, "US", "standstill_proposed", content)
    sign(paris, matter, matter)
    return matter


def test_a_client_finds_every_feature_once_by_links_alone(paris: Mechanism) -> None:
    """Landing page, conformance, definition, collections, items whatever the size of a page: as QGIS walks."""
    node, begins_s = paris.nodes["SY"], day()
    mine = [notice(paris, "SY", begins_s=begins_s + number * 5 * HOUR) for number in range(5)]
    theirs, still = notice(paris, "IL", begins_s=begins_s), stands_still(paris, begins_s=day())
    with served(node) as address:
        program = MapProgram(f"{address}/feeds/ogc", feed(node, per_minute=6_000))
        layers = program.layers()
        assert list(layers) == ["notices", "standstills"]
        assert program.most() == {f"/collections/{each}/items": MOST for each in layers}
        assert layers["notices"].box == (35.8, 33.1, 35.81, 33.11)
        found = {page: program.features(layers["notices"], page=page) for page in (1, 2, 3, 5, 1_000)}
        assert all(list(each) == list(found[1]) for each in found.values())
        told = [each["properties"]["notice"] for each in found[1].values()]
        assert [each for each in told if each in mine] == mine and theirs not in told
        areas = program.features(layers["standstills"], page=1)
        assert [each["properties"]["standstill"] for each in areas.values()] == [still, still]
        for layer, features in (("notices", found[1]), ("standstills", areas)):
            for name, each in features.items():
                one = program.get(f"{layers[layer].items}/{name}", kind=GEOJSON)
                assert {key: one[key] for key in each} == each


def test_a_client_asks_for_what_its_window_shows(paris: Mechanism) -> None:
    """By extent and by time, in both layers, and page by page."""
    node, begins_s = paris.nodes["SY"], day()
    mine = [notice(paris, "SY", begins_s=begins_s + number * HOUR) for number in range(3)]
    still = stands_still(paris, begins_s=begins_s)
    span, before = (f"{instant(begins_s + at)}/{instant(begins_s + at + HOUR)}" for at in (0, -2 * HOUR))
    here, there = "35.79,33.09,35.82,33.12", "40,33,41,34"
    with served(node) as address:
        program = MapProgram(f"{address}/feeds/ogc", feed(node, per_minute=6_000))
        layers = program.layers()
        for layer, name, expected in (("notices", "notice", mine[:2]), ("standstills", "standstill", [still] * 2)):
            shown = program.features(layers[layer], page=1, bbox=here, datetime=span)
            assert [each["properties"][name] for each in shown.values()] == expected
            assert program.features(layers[layer], page=1, bbox=there, datetime=span) == {}
            assert program.features(layers[layer], page=1, bbox=here, datetime=before) == {}


def test_a_standstill_is_shown_once_all_have_signed_it_and_as_it_was_signed(paris: Mechanism) -> None:
    """With its text in the feed's language where it has one, whom it binds, and from when until when it holds."""
    node, begins_s = paris.nodes["IL"], day()
    texts = [{"lang": "en", "text": "EXERCISE. All stands still."}, {"lang": "he", "text": "תרגיל. הכול עומד."}]
    content = standstill(from_s=begins_s, until_s=begins_s + HOUR, texts=texts, classes=["convoy"])
    matter = says(paris, "SY", "standstill_proposed", content)
    client = reader(node, language="he")
    assert matter not in {each["standstill"] for each in standstills(client)}
    sign(paris, matter, matter)
    (told,) = [each for each in standstills(client) if each["standstill"] == matter]
    assert (told["text"], told["lang"], told["parties"]) == (texts[1]["text"], "he", "IL, SY")
    assert (told["begins"], told["ends"], told["state"]) == (instant(begins_s), instant(begins_s + HOUR), "signed")
    assert told["lower"] is None and told["upper_reference"] is None
    narrow = says(paris, "SY", "standstill_proposed", standstill(from_s=begins_s, until_s=begins_s + HOUR), to=PAIR)
    sign(paris, narrow, narrow, to=PAIR)
    assert narrow in {each["standstill"] for each in standstills(client)}
    assert narrow not in {each["standstill"] for each in standstills(reader(node, audience="all"))}


def standstills(client: Reader) -> list[dict[str, Any]]:
    """Return what is told of each area of each standstill."""
    told = client.get("/feeds/ogc/collections/standstills/items?limit=1000").json["features"]
    return [each["properties"] for each in told]


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
    client, begins_s = reader(paris.nodes["IL"]), day()
    first, second, third = (notice(paris, "IL", begins_s=begins_s + number * 5 * HOUR) for number in range(3))
    since = f"datetime={instant(begins_s)}/.."
    page = client.get(f"/feeds/ogc/collections/notices/items?limit=1&{since}").json
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
