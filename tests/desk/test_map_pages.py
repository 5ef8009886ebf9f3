"""The map without a map: what its layers say, its list, its notations and its answers as data."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from parley.charter.dated import Span
from parley.node.disputes.held import disputes_of
from tests.desk.cell import Cell, message
from tests.desk.in_role import in_role
from tests.desk.test_commitments import in_force, says
from tests.desk.test_sectors import burst, long_in_force
from tests.desk.visitor import Visitor
from tests.tracks.commitments.instruments import step, terms
from tests.tracks.deconfliction.plans import plan, volume
from tests.tracks.disputes.claims import claim
from tests.tracks.disputes.test_measures import measure
from tests.tracks.incidents.inspections import WEST, request

__all__ = ["long_in_force"]
HERE = {"lat_e7": 331256000, "lon_e7": 358246000}
THERE = {"lat_e7": 331656000, "lon_e7": 358846000}


@pytest.fixture(autouse=True)
def one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show the list of the map in one part, whatever other tests left on it."""
    monkeypatch.setattr("parley.desk.map.listing.PAGE", 10_000)


def place(value: dict[str, int], **more: Any) -> dict[str, Any]:
    """Return a place item."""
    return {"n": 1, "type": "place", "value": value, **more}


def sent(cell: Cell, **more: Any) -> str:
    """Let IL send a message with a place that is to be read back, and return its matter."""
    items = [place(HERE, label="Gate 2")]
    return cell.says("IL", "message_sent", message(items=items, asks_read_back=True, **more))


def facts(visitor: Visitor, query: str = "") -> dict[str, Any]:
    """Return the answer of the map's facts."""
    answer = visitor.get(f"/map/features?{query}")
    assert answer.status == 200
    return dict(json.loads(answer.text))


def of_matter(answer: dict[str, Any], matter: str) -> list[dict[str, Any]]:
    """Return the facts of one matter."""
    return [fact for fact in answer["facts"] if fact.get("matter") == matter]


def test_the_place_of_a_message_is_a_fact_with_its_matter(cell: Cell, visitor: Visitor) -> None:
    """A message's place is drawn where it says, labelled by its matter, and leads to it."""
    matter = sent(cell, subject="Road works")
    (fact,) = of_matter(facts(visitor), matter)
    assert fact["geometry"] == {"type": "Point", "coordinates": [35.8246, 33.1256]}
    assert (fact["layer"], fact["style"], fact["name"]) == ("messages", "message", "Road works")
    assert fact["address"].startswith(f"/hotline/{matter}")


def test_a_read_back_that_differs_is_joined_to_what_was_sent_with_the_distance(cell: Cell, visitor: Visitor) -> None:
    """Read back elsewhere, the fact is a line from what was sent to what was read, and says how far."""
    matter = sent(cell)
    cell.says("SY", "read_back", {"items": [place(THERE)]}, matter=matter)
    read = next(fact for fact in of_matter(facts(visitor), matter) if fact["style"] == "differs")
    assert read["geometry"] == {"type": "LineString", "coordinates": [[35.8246, 33.1256], [35.8846, 33.1656]]}
    assert read["measure"] == "7,143 m"
    assert read["state"] == "Differs from what was sent"
    assert "7,143 m" in visitor.get("/map").text


def test_a_correction_ends_the_older_place_and_its_read_backs(cell: Cell, visitor: Visitor) -> None:
    """What was corrected is drawn for the time in which it was in force, and the new words from then on."""
    matter = sent(cell)
    cell.says("SY", "read_back", {"items": [place(THERE)]}, matter=matter)
    said = {"subject": "Road works", "text": "Corrected.", "lang": "en", "items": [place(THERE)]}
    cell.says("IL", "message_corrected", said, matter=matter)
    found = of_matter(facts(visitor), matter)
    assert len(found) == 3
    ended = [fact for fact in found if "until_ms" in fact]
    assert {fact["style"] for fact in ended} == {"message", "differs"}
    (current,) = [fact for fact in found if "until_ms" not in fact]
    assert current["geometry"]["coordinates"] == [35.8846, 33.1656]
    assert {fact["until_ms"] for fact in ended} == {current["from_ms"]}


def test_only_what_changed_is_answered_since_a_mark(cell: Cell, visitor: Visitor) -> None:
    """The mark of an answer leads to the matters that an entry came to since, whatever its author's clock said."""
    before = facts(visitor)
    assert before["whole"]
    matter = sent(cell)
    news = facts(visitor, f"since={before['mark']}")
    assert not news["whole"]
    assert news["matters"] == [matter]
    assert {fact.get("matter") for fact in news["facts"]} == {matter}
    assert facts(visitor, f"since={news['mark']}")["facts"] == []
    assert facts(visitor, "since=strange-1.x_")["whole"]


def test_every_fact_stands_in_the_list_without_javascript(cell: Cell, visitor: Visitor) -> None:
    """The page itself holds a row for each fact of its time and layers: place, whose word it is, where it leads."""
    matter = sent(cell, subject="Row of the list")
    page = visitor.get("/map").text
    assert "Row of the list" in page
    assert f'href="/hotline/{matter}' in page
    assert "33.1256 N, 35.8246 E" in page
    assert "Line A (approximate)" in page
    assert "proposed by: United States" in page


def test_messages_that_one_picture_does_not_reach_are_told(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where more was said than is looked at, the list says so and what to do."""
    for n in range(2):
        sent(cell, subject=f"Many {n}")
    assert "messages:rest" not in visitor.get("/map/features").text
    monkeypatch.setattr("parley.desk.map.messages.MOST_MATTERS", 1)
    monkeypatch.setattr("parley.desk.map.messages.PAGE", 1)
    assert "messages:rest" in visitor.get("/map/features").text
    assert "The newest 1 are looked at" in visitor.get("/map?chosen=1&layer=messages").text


def test_a_zone_is_named_by_each_member_in_its_own_word(visitor: Visitor) -> None:
    """On the map, in the list and on the page of the charter: the name with its standing, and whose word each is."""
    (zone,) = [each for each in facts(visitor)["facts"] if each["id"] == "zone:area_of_separation"]
    told = re.sub("[\u2068\u2069]", "", zone["label"]).split("\n")
    assert told == [
        "Area of separation (approximate) (proposed by: United States)", "Buffer zone (Syria, Israel)",
        "Area of separation (United States)",
    ]  # fmt: skip
    assert "Buffer zone" in visitor.get("/map?chosen=1&layer=zones").text
    assert "Israel says: Buffer zone" in visitor.get("/charter").text


def test_every_style_of_the_map_that_says_something_has_its_sign_in_the_legend(visitor: Visitor) -> None:
    """Overlaps by their kind, notices, standstills signed or not: each has a sign and a word beside the map."""
    legend = visitor.get("/map").text.partition("map-legend")[2]
    for words in ("Notice that meets another", "Overlap: conflict", "Overlap: too close", "Overlap: contact",
                  "What meets a zone", "Standstill that is signed", "Standstill that waits"):  # fmt: skip
        assert words in legend


def test_a_layer_that_is_not_ticked_has_no_rows(visitor: Visitor) -> None:
    """The list follows the layers as the map does."""
    page = visitor.get("/map?chosen=1&layer=places").text
    assert "Line A (approximate)" not in page
    assert "Area of separation" in page
    assert "Nothing of these layers" in visitor.get("/map?chosen=1").text


def test_each_members_label_is_shown_as_its_own(visitor: Visitor) -> None:
    """A place that members name differently has every label, each with its member, in each language of the reader."""
    for language, labels in {
        "en": ("Occupied Syrian Golan (Syria)", "Golan Heights (Israel, United States)"),
        "ar": ("الجولان السوري المحتل (سورية)", "هضبة الجولان (إسرائيل، الولايات المتحدة)"),
        "he": ("הגולן הסורי הכבוש (סוריה)", "רמת הגולן (ישראל, ארצות הברית)"),
    }.items():
        visitor.speak(language)
        page = visitor.get("/map").text
        assert all(label in page for label in labels), language


def test_what_natural_earth_calls_disputed_is_attributed_and_unnamed_where_members_differ(visitor: Visitor) -> None:
    """Its areas and lines are dashed styles with its name as source; a name that members dispute is not repeated."""
    drawn = [fact for fact in facts(visitor)["facts"] if fact["layer"] == "disputed"]
    assert len(drawn) > 10
    assert {fact["style"] for fact in drawn} == {"area-disputed", "line-disputed"}
    assert all(fact["by"] == "Natural Earth" for fact in drawn)
    assert not any("Golan" in fact["name"] or "West Bank" in fact["name"] for fact in drawn)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("33.1256 N, 35.8246 E", "36S YB 63531 68762"),
        ("36S YB 63531 68762", "33.1255982 N, 35.8246033 E"),
        ("33 07 32.16 N 35 49 28.56 E", "33.1256 N, 35.8246 E"),
    ],
)
def test_a_place_is_said_in_every_notation(visitor: Visitor, typed: str, said: str) -> None:
    """Typed in any notation, a place is answered in all of them, each to be read from left to right."""
    answer = visitor.get("/map/point?place=" + typed.replace(" ", "+").replace(",", "%2C")).text
    assert said in answer
    assert re.search(r'<bdi dir="ltr">36S YB \d{5} \d{5}</bdi>', answer)


def test_two_places_have_a_distance_and_bearings(visitor: Visitor) -> None:
    """From A to B: the length on the ellipsoid and the bearing, there and back."""
    answer = visitor.get("/map/point?place=33.1256+N+35.8246+E&other=33.1656+N+35.8846+E").text
    assert "7,143 m" in answer
    assert "052°" in answer
    assert "232°" in answer
    assert "on the WGS 84 ellipsoid" in answer


def test_a_place_that_is_not_understood_says_why(visitor: Visitor) -> None:
    """A faulty place is refused with its sentence, and the other one is read out all the same."""
    answer = visitor.get("/map/point?place=33.1+35.8&other=33.1656+N+35.8846+E").text
    assert "class=\"fault\"" in answer
    assert "33.1656 N, 35.8846 E" in answer


def test_as_of_shows_what_was_known_then(cell: Cell, visitor: Visitor) -> None:
    """A page as of yesterday holds nothing that was said today, and says that it is not live."""
    sent(cell, subject="Said today")
    page = visitor.get("/map?at=2026-01-10+10%3A00Z&step=day").text
    assert "Said today" in visitor.get("/map").text.partition('id="map-list"')[2]
    assert "Said today" not in page.partition('id="map-list"')[2]
    assert "2026-01-10 10:00Z" in page


@pytest.mark.parametrize(("go", "step"), [("back", "hour"), ("back-far", "day"), ("ahead", "hour"), ("live", "day")])
def test_time_is_moved_by_buttons_without_javascript(visitor: Visitor, go: str, step: str) -> None:
    """Each button of the time leads to a page: a step, a day or a week back, ahead, and back to now."""
    page = visitor.get(f"/map?at=2026-11-20+10%3A00Z&step={step}&go={go}").text
    wanted = {"back": "2026-11-20 09:00Z", "back-far": "2026-11-13 00:00Z", "ahead": "2026-11-20 11:00Z"}
    assert f'name="at" form="map-form" value="{wanted.get(go, "")}"' in page


def test_the_map_shows_what_is_planned_without_javascript(cell: Cell, visitor: Visitor) -> None:
    """Days ahead a notice stands in the list on its day and on no other, and the page says that plans may change."""
    begins = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=40)
    ring = [[371000000, 321000000], [371100000, 321000000], [371100000, 321100000]]
    later = volume(begins_s=int(begins.timestamp()), hours=2, area=[[ring]])
    content = plan(later, subject="EXERCISE in forty days")
    cell.says("IL", "activity_notified", content)
    for days, is_there in ((39, False), (40, True), (41, False)):
        at = quote(f"{begins + timedelta(days=days - 40):%Y-%m-%d} 00:00Z")
        page = visitor.get(f"/map?at={at}&step=day&chosen=1&layer=notices").text
        assert ("EXERCISE in forty days" in page.partition('id="map-list"')[2]) is is_there
        assert "Plans may change" in page and "is-ahead" in page
    ahead = visitor.get("/map?go=ahead").text
    assert 'class="map-time is-ahead"' in ahead and "As planned for" in ahead


def test_an_instant_that_is_not_understood_is_told_at_its_field(visitor: Visitor) -> None:
    """What was typed stays in the field, with the reason; the picture stays live."""
    page = visitor.get("/map?at=half+past+nine").text
    assert 'value="half past nine"' in page
    assert 'role="alert"' in page


def test_a_fact_is_selected_by_its_address(cell: Cell, visitor: Visitor) -> None:
    """Without JavaScript a row leads to a page on which it is marked and its place is read out."""
    matter = sent(cell)
    page = visitor.get(f"/map?fact={matter.replace('/', '%2F')}%231").text
    assert f'<tr data-fact="{matter}#1" data-matter="{matter}" aria-current="true">' in page
    assert "36S YB 63531 68762" in page


def test_a_conversation_with_a_place_has_a_small_map_and_one_without_has_none(cell: Cell, visitor: Visitor) -> None:
    """The panel stands beside a matter in which somebody named a place, with the places as text."""
    with_place, without = sent(cell), cell.says("IL", "message_sent", message())
    assert 'data-map="small"' in visitor.get(f"/hotline/{with_place}").text
    assert 'data-map="small"' not in visitor.get(f"/hotline/{without}").text


def test_pages_without_a_map_load_none_of_it(cell: Cell, visitor: Visitor) -> None:
    """Only a few lines that look for a map are on every page; what draws one is fetched by a map alone."""
    page = visitor.get("/shift").text
    assert "ol.js" not in page
    assert "map.css" not in page
    assert "vendor/desk/desk.js" in page


def test_nobody_reads_the_map_without_signing_in(cell: Cell) -> None:
    """Page, facts and notations lead a stranger to the sign-in form."""
    stranger = Visitor(cell.port)
    for path in ("/map", "/map/features", "/map/point?place=33.1256+N+35.8246+E"):
        assert stranger.get(path).status == 302


def test_in_a_charter_that_not_all_have_signed_no_line_is_agreed(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What will be agreed is drawn as what is proposed, and says why."""
    node = cell.mechanism.nodes["SY"]
    charter = node.charter()
    assert charter.map is not None
    line = charter.map.lines["line_a"]
    agreed = replace(line, provenance=replace(line.provenance, standing="agreed", by=()))
    drawn = replace(charter, map=replace(charter.map, lines={"line_a": agreed}), zones={})
    monkeypatch.setattr(type(node), "charter", lambda self: drawn)
    for stands, style in ((True, "line-agreed"), (False, "line-proposed")):
        monkeypatch.setattr(type(node), "in_force", lambda self, stands=stands: stands)
        (fact,) = [fact for fact in facts(visitor)["facts"] if fact["id"] == "line:line_a"]
        assert fact["style"] == style and ("not all members have signed" in fact["state"]) != stands


def test_zones_and_lines_are_drawn_for_their_dates_alone(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From when until when each holds goes with it: "as of" shows the line of then; what has no course is not drawn."""
    node = cell.mechanism.nodes["SY"]
    charter = node.charter()
    zone = replace(charter.zones["area_of_separation"], span=Span(0, 1_900_000_000), windows=((60, 120), (180, 240)))
    monkeypatch.setattr(type(node), "charter", lambda self: replace(charter, zones={zone.name: zone}))
    shown = {fact["id"]: (fact["from_ms"], fact.get("until_ms")) for fact in facts(visitor)["facts"]}
    assert shown["zone:area_of_separation"] == (60_000, 120_000)
    assert shown["zone:area_of_separation:1"] == (180_000, 240_000)
    assert shown["line:line_a"] == (139_190_400_000, None)
    assert "line:line_a1" not in shown


def test_what_is_inspected_is_drawn_by_its_zone_and_place(cell: Cell, visitor: Visitor) -> None:
    """A request by zone and place, each with its row."""
    asked = request(zones=[WEST], place={**HERE, "radius_m": 0}, subject="EXERCISE look")
    matter = cell.says("IL", "verification_requested", asked)
    found = of_matter(facts(visitor), matter)
    assert {(each["style"], each["geometry"]["type"]) for each in found} == {
        ("inspection-area", "Polygon"), ("inspection", "Point")
    }  # fmt: skip
    assert {each["name"] for each in found} == {"EXERCISE look"} and all(each["where"] for each in found)


def test_an_interim_measure_is_drawn_as_asked_and_as_agreed(cell: Cell, visitor: Visitor) -> None:
    """Drawn otherwise once the other side agrees; gone from the picture where a side declines."""
    now_s = int(datetime.now(UTC).timestamp())
    matter = cell.says("SY", "dispute_claimed", claim(subject="EXERCISE mapped"))
    asked = cell.says("SY", "measure_asked", measure(from_s=now_s - 60, until_s=now_s + 86_400), matter=matter)
    (fact,) = of_matter(facts(visitor), matter)
    assert (fact["style"], fact["geometry"]["type"]) == ("measure-asked", "MultiPolygon")
    state = disputes_of(cell.mechanism.nodes["SY"]).one(matter)
    assert state is not None
    agreed = {"of": asked, "digest": state.measures[0].digest}
    cell.says("IL", "measure_agreed", agreed, matter=matter)
    (fact,) = of_matter(facts(visitor), matter)
    assert fact["style"] == "measure" and fact["address"] == f"/disputes/{matter}#{asked}-text"


def test_the_area_of_an_obligation_is_drawn_as_proposed_and_as_agreed(cell: Cell, visitor: Visitor) -> None:
    """For whoever reads commitments, with how its step stands; gone once the instrument is withdrawn."""
    area = [[[[358_000_000, 331_000_000], [358_500_000, 331_000_000], [358_500_000, 331_500_000]]]]
    proposed = says(cell, "US", "commitment_proposed", terms(step("leave", by="D+30", area=area), subject="EXERCISE"))
    assert of_matter(facts(visitor), proposed) == []
    with in_role(cell, "delegate") as delegate:
        (fact,) = of_matter(facts(delegate), proposed)
        assert (fact["style"], fact["geometry"]["type"]) == ("obligation-asked", "MultiPolygon")
        says(cell, "US", "commitment_withdrawn", {"of": proposed, "why": "EXERCISE no more"}, matter=proposed)
        assert of_matter(facts(delegate), proposed) == []
        matter = in_force(cell, step("leave", by="D+30", area=area), subject="EXERCISE mapped")
        (fact,) = of_matter(facts(delegate), matter)
        assert fact["style"] == "obligation" and fact["address"] == f"/commitments/{matter}#step-leave"


@pytest.mark.usefixtures("long_in_force")
def test_a_sector_is_drawn_where_it_is_raised_and_where_it_is_watched(cell: Cell, visitor: Visitor) -> None:
    """Five reports raise one sector, one report is watched in another."""
    raised, _ = burst(cell, 5, lat_e7=333_000_000)
    quiet, _ = burst(cell, 1, lat_e7=336_000_000)
    styles = {each["id"]: each["style"] for each in facts(visitor)["facts"] if each["layer"] == "sectors"}
    assert (styles[f"sector:{raised}"], styles[f"sector:{quiet}"]) == ("sector-raised", "sector")
