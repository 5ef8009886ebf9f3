"""Notices on the desk: tried before they are filed, filed as shown, found with what they meet, acknowledged, ended."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parley.node import reading
from parley.texts import sentence
from parley.tracks.deconfliction.shortness import short_by_member
from tests.desk.cell import Cell, watch_list
from tests.desk.in_role import assert_shut, delegate_at
from tests.desk.planning import START, filed, form
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan, volume

# Each test stands on ground of its own: the cell serves them all.
GROUND = {"tried": 32.2, "whole": 32.3, "faulty": 32.4, "change": 32.5, "map": 32.6, "roles": 32.7, "ends": 32.8,
          "table": 33.5, "cited": 33.6}

NAMES = {"en": "Syria", "ar": "سورية", "he": "סוריה"}


def theirs(cell: Cell, latitude: float) -> str:
    """Let the other side notify a convoy over the same ground at the same time; return its notice."""
    e7 = round(latitude * 10_000_000)
    ring = [[358900000, e7 - 50000], [359100000, e7 - 50000], [359100000, e7 + 50000], [358900000, e7 + 50000]]
    content = plan(volume(begins_s=int(START.timestamp()), area=[[ring]]), subject="EXERCISE theirs")
    return cell.says("IL", "activity_notified", content)


def test_a_plan_is_tried_and_nothing_is_filed(cell: Cell, visitor: Visitor) -> None:
    """What it would meet is told with when and how high; the list knows nothing of it."""
    other = theirs(cell, GROUND["tried"])
    before = visitor.get("/notices").text
    answer = visitor.post("/notices/new", form(GROUND["tried"], step="try"))
    assert answer.status == 200
    assert f'href="/notices/{other}"' in answer.text and "Conflict" in answer.text and "EXERCISE theirs" in answer.text
    assert "Circle around a place" in answer.text and "r = 500 m" in answer.text
    assert visitor.get("/notices").text.count("<tr data-matter") == before.count("<tr data-matter")
    apart = visitor.post("/notices/new", form(GROUND["tried"] + 0.5, step="try"))
    assert "It meets no other notice and no zone" in apart.text


def in_the_area(visitor: Visitor) -> str:
    """Return the answer to an exercise tried within the area of separation, whose drawing is only proposed."""
    inside = {"places": "33.0900 N, 35.8560 E", "radius_m": "200", "class": "exercise"}
    return visitor.post("/notices/new", form(33.09, step="try", **inside)).text


@pytest.mark.parametrize(
    ("standing", "by", "word", "told"),
    [
        ("proposed", ("US",), "Would be forbidden there", "Proposed by United States"),
        ("asserted", ("IL",), "Would be forbidden there", "Asserted by Israel"),
        ("contested", ("SY", "IL"), "Would be forbidden there", "Contested by Syria, Israel"),
        ("agreed", (), "Forbidden there", "This zone and its rule are agreed."),
    ],
)
def test_only_what_is_agreed_is_called_forbidden(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, standing: str, by: tuple[str, ...], word: str,
    told: str,
) -> None:  # fmt: skip
    """A rule that is agreed under a drawing that is not judges nothing: said as that, and by whom."""
    node = cell.mechanism.nodes["SY"]
    charter = node.charter()
    zone = charter.zones["area_of_separation"]
    drawn = replace(zone.provenance, standing=standing, by=by)
    other = replace(charter, zones={zone.name: replace(zone, provenance=drawn)})
    monkeypatch.setattr(type(node), "charter", lambda self: other)
    text = in_the_area(visitor)
    assert f"<b>{word}</b>" in text and told in text
    assert ("Forbidden there" in text) == (standing == "agreed")


def test_what_members_hold_is_told_beside_what_the_charter_allows(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the list for each, and before a plan is filed with that plan; more than is allowed is told and not refused."""
    cell.says("SY", "activity_notified", plan(volume(begins_s=int(START.timestamp()))))
    listed = visitor.get("/notices").text.split('id="reserved"')[1].split("</section>")[0]
    # What keeps figures in their order is no sign that an officer sees.
    assert "U+2066" not in listed and "Syria holds" in listed and "the charter allows" in listed
    assert "more than" not in listed
    node = cell.mechanism.nodes["SY"]
    charter = node.charter()
    assert charter.activities is not None
    other = replace(charter, activities=replace(charter.activities, most_km2_hours=1))
    monkeypatch.setattr(type(node), "charter", lambda self: other)
    assert "more than" in visitor.get("/notices").text.split('id="reserved"')[1].split("</section>")[0]
    tried = visitor.post("/notices/new", form(GROUND["tried"] + 0.7, step="try"))
    assert tried.status == 200 and "that the charter allows" in tried.text


@pytest.mark.parametrize(("language", "words"), [("en", "later than their class asks"), ("ar", "متأخرًا"),
                                                 ("he", "סוגן")])  # fmt: skip
def test_notices_at_short_notice_are_counted_for_each_member(
    cell: Cell, visitor: Visitor, language: str, words: str
) -> None:  # fmt: skip
    """In the list, in each language, of the notices that it looks at; whoever gave none late stands there too."""
    visitor.speak(language)
    for hours in (2, 24 * 5):
        begins = int((datetime.now(UTC) + timedelta(hours=hours)).timestamp())
        cell.says("SY", "activity_notified", plan(volume(begins_s=begins)))
    page = visitor.get("/notices?show=all").text
    (told,) = re.findall(r'id="short">(.*?)</section>', page, re.DOTALL)
    assert "/why/clause/N-8" in told
    (line,) = [each for each in re.findall(r"<p.*?</p>", told) if NAMES[language] in each]
    rows = reading.of_form(cell.mechanism.nodes["SY"], "notice", from_ms=0, limit=200)
    short, every = short_by_member(row.state for row in rows)["SY"]
    assert words in line and 0 < short < every
    assert re.findall(r"\u2066([\d,]+)\u2069", line) == [str(short), str(every)]


def test_in_a_charter_that_not_all_have_signed_nothing_is_forbidden(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What will be agreed is only proposed until then, zones too."""
    node = cell.mechanism.nodes["SY"]
    charter = node.charter()
    zone = charter.zones["area_of_separation"]
    drawn = replace(zone.provenance, standing="agreed", by=())
    other = replace(charter, zones={zone.name: replace(zone, provenance=drawn)})
    monkeypatch.setattr(type(node), "charter", lambda self: other)
    monkeypatch.setattr(type(node), "in_force", lambda self: False)
    text = in_the_area(visitor)
    assert "Would be forbidden there" in text and "Not all members have signed the charter" in text


def test_a_notice_is_filed_as_it_was_shown_and_stands_at_the_others(cell: Cell, visitor: Visitor) -> None:
    """Looked over with every field, filed, and held by the other side with the same outline; its page tells all."""
    looked = visitor.post("/notices/new", form(GROUND["whole"]))
    assert "EXERCISE six vehicles" in looked.text and "r = 500 m" in looked.text and "line 2" in looked.text
    assert "It meets no other notice and no zone" in looked.text
    matter = filed(visitor, form(GROUND["whole"]))
    cell.carry()
    here, there = (reading.matter(cell.mechanism.nodes[code], matter) for code in ("SY", "IL"))
    assert here is not None and there is not None and here.state == there.state
    page = visitor.get(f"/hotline/{matter}")
    assert (page.status, page.location) == (302, f"/notices/{matter}")
    text = visitor.get(page.location).text
    for words in ("EXERCISE water", "Convoy", "planned", "0 m AGL", "50 m AGL", "without prejudice", "contact:"):
        assert words in text or words == "without prejudice", words
    assert "It has begun" in text and "Received under protest" not in text


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_each_field_that_cannot_be_read_is_told(cell: Cell, visitor: Visitor, language: str) -> None:
    """All at once, in the reader's language, with what was typed still there."""
    visitor.speak(language)
    wrong = form(
        GROUND["faulty"], places="33.1, 35.8", lower="50", upper="100 yd AGL", begins="tomorrow", strength="many",
        radius_m="0",
    )  # fmt: skip
    answer = visitor.post("/notices/new", wrong)
    assert answer.status == 422
    for code in ("geo.hemisphere_missing", "geo.unit_missing", "geo.unit_unknown", "geo.time_not_understood",
                 "geo.count_asked"):  # fmt: skip
        assert sentence(code, language=language, data={}) in answer.bare, code
    assert "tomorrow" in answer.text and "33.1, 35.8" in answer.text


@pytest.mark.parametrize(("changes", "code"), [
    ({"radius_m": "0"}, "geo.radius_out_of_range"),
    ({"way": "corridor", "width_m": "100"}, "geo.route_points"),
    ({"way": "outline", "places": "32.1 N, 35.1 E\n32.2 N, 35.2 E"}, "geo.area_too_few_corners"),
    ({"places": "32.1 N, 35.1 E\n32.2 N, 35.2 E"}, "geo.circle_has_one_place"),
    ({"places": ""}, "geo.places_asked"),
])  # fmt: skip
def test_an_area_that_is_none_is_refused(visitor: Visitor, changes: dict[str, str], code: str) -> None:
    """With its own sentence."""
    answer = visitor.post("/notices/new", form(GROUND["faulty"], **changes))
    data: dict[str, Any] = {"lowest": 1, "highest": 100_000, "least": 2, "most": 201 if "route" in code else 200}
    assert answer.status == 422 and sentence(code, language="en", data=data) in answer.text


def test_a_plan_that_would_be_refused_is_not_tried(visitor: Visitor) -> None:
    """Upside down, or of too many days: told at once, and never that it meets nothing."""
    for changes, said in (({"lower": "90 m AGL"}, "does not lie above"), ({"days": "9999999"}, "400 times")):
        answer = visitor.post("/notices/new", form(GROUND["faulty"], step="try", **changes))
        assert answer.status == 422 and said in answer.text and "It meets no other" not in answer.text


def test_a_rule_of_the_charter_refuses_with_its_clause(visitor: Visitor) -> None:
    """Outside of the box, and over before it is written."""
    for changes, clause in (({"places": "31.0000 N, 35.9000 E"}, "N-4"),
                            ({"begins": "2026-01-01 10:00Z", "ends": "2026-01-01 11:00Z"}, "N-3")):  # fmt: skip
        answer = visitor.post("/notices/new", form(GROUND["faulty"], **changes))
        assert answer.status == 422 and clause in answer.text


def test_a_change_is_filed_from_the_plan_in_force_and_clears_the_overlap(cell: Cell, visitor: Visitor) -> None:
    """The form begins with the plan as drawn; the new version is filed on the old, and what it met it meets no more."""
    other = theirs(cell, GROUND["change"])
    assert f'href="/notices/{other}"' in visitor.post("/notices/new", form(GROUND["change"])).text
    matter = filed(visitor, form(GROUND["change"]))
    page = visitor.get(f"/notices/{matter}").text
    assert f'href="/notices/{other}"' in page and "filed after its author had seen" in page
    begun = visitor.get(f"/notices/new?change={matter}").text
    assert f'name="change" value="{matter}"' in begun and "EXERCISE water" in begun
    assert ">32.5000 N, 35.9000 E<" in begun
    later = START + timedelta(hours=5)
    fields = form(
        GROUND["change"], change=matter, of=matter, why="Makes room",
        begins=f"{later:%Y-%m-%d %H:%MZ}", ends=f"{later + timedelta(hours=1):%Y-%m-%d %H:%MZ}",
    )  # fmt: skip
    assert filed(visitor, fields) == matter
    page = visitor.get(f"/notices/{matter}").text
    assert "Changed plan" in page and "It meets no other notice and no zone" in page
    stale = visitor.post("/notices/new", {**fields, "step": "send", "why": "Again"})
    assert stale.status == 422 and "N-6" in stale.text


def test_the_others_notice_is_acknowledged_by_one_key_and_ours_begins_and_ends(cell: Cell, visitor: Visitor) -> None:
    """What is owed leads there from the watch list; after each act the page offers what fits next."""
    other = theirs(cell, GROUND["ends"])
    watch = watch_list(visitor)
    assert "Acknowledge the notice" in watch and f'data-matter="{other}"' in watch
    page = visitor.get(f"/notices/{other}").text
    assert 'data-key="KeyA"' in page and "concedes nothing" in page and "It has begun" not in page
    fields = {"to": "IL,SY,US", "version": other}
    assert visitor.post(f"/notices/{other}/acknowledge", {**fields, "how": "under_protest"}).status == 303
    assert "Received under protest" in visitor.get(f"/notices/{other}").text
    refused = visitor.post(f"/notices/{other}/begin", fields)
    assert refused.status == 422 and "N-5" in refused.text
    ours = filed(visitor, form(GROUND["ends"] + 0.1))
    fields = {"to": "IL,SY,US", "version": ours}
    assert visitor.post(f"/notices/{ours}/begin", fields).status == 303
    empty = visitor.post(f"/notices/{ours}/deviate", {**fields, "text": "", "lang": "en"})
    assert empty.status == 422
    assert visitor.post(f"/notices/{ours}/deviate", {**fields, "text": "Flood", "lang": "en"}).status == 303
    assert "deviating" in visitor.get(f"/notices/{ours}").text
    assert visitor.post(f"/notices/{ours}/end", fields).status == 303
    assert f'<tr data-matter="{ours}"' not in visitor.get("/notices").text
    assert f'<tr data-matter="{ours}"' in visitor.get("/notices?show=all").text
    assert visitor.post(f"/notices/{ours}/target", fields).status == 404


def test_notices_stand_on_the_map_and_in_its_list(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outline as signed, with the version's time; a change takes the place of the older one."""
    # Whatever other tests said, by clocks that went ahead.
    monkeypatch.setattr("parley.desk.map.listing.PAGE", 10_000)
    matter = filed(visitor, form(GROUND["map"]))
    theirs(cell, GROUND["map"])
    told = visitor.get("/map/features").text
    assert f'"matter": "{matter}"' in told or f'"matter":"{matter}"' in told
    assert "MultiPolygon" in told and "notice-meets" in told
    listed = visitor.get("/map").text
    assert re.search(rf'data-fact="{matter}/0"', listed)


def test_a_role_that_is_not_on_the_track_reads_no_notice(cell: Cell) -> None:
    """The list, a notice and the form are refused with the clause (C-3)."""
    other = theirs(cell, GROUND["roles"])
    with delegate_at(cell) as visitor:
        assert_shut(visitor, "/notices", "/notices/new", "/notices/table.csv", f"/notices/{other}")
        assert other not in visitor.get("/map/features").text


def test_the_list_is_downloaded_as_a_table_of_own_notices(cell: Cell, visitor: Visitor) -> None:
    """In the reader's language, the others' left out, what is over only where it is asked for."""
    ours, other = filed(visitor, form(GROUND["table"], subject="=EXERCISE()")), theirs(cell, GROUND["table"])
    over = filed(visitor, form(GROUND["table"] + 0.05))
    to = {"to": "IL,SY,US", "version": over}
    assert visitor.post(f"/notices/{over}/cancel", {**to, "why": "Rain"}).status == 303
    (address,) = re.findall(r'href="(/notices/table\.csv\?show=open)" download', visitor.get("/notices").text)
    answer = visitor.get(address)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="SY-notices.csv"'
    assert f'"{ours}"' in answer.text and f'"{other}"' not in answer.text and f'"{over}"' not in answer.text
    assert '"\'=EXERCISE()"' in answer.text
    visitor.speak("ar")
    assert f'"{over}"' in (everything := visitor.get("/notices/table.csv?show=all").text) and "الإخطار" in everything


def test_a_lapse_of_a_notice_is_cited_from_the_list_and_from_its_page(cell: Cell, visitor: Visitor) -> None:
    """The list leads to every matter by one address; too early is told on the page of the notice, with the clause."""
    matter = theirs(cell, GROUND["cited"])
    node = cell.mechanism.nodes["SY"]
    early = {"to": "IL,SY,US", "duty": f"{matter}:end_activity:IL", "due_at_ms": "9" * 13, "level": "1"}
    for address in (f"/hotline/{matter}/cite", f"/notices/{matter}/cite"):
        refused = visitor.post(address, {**early, "step": "send"})
        assert refused.status == 422 and "was not yet overdue" in refused.text and "/why/clause/N-9" in refused.text
    due = str(node.clock.now_ms() - 60_000)
    cited = visitor.post(f"/hotline/{matter}/cite", {**early, "due_at_ms": due, "step": "send"})
    assert cited.status == 303 and cited.location.startswith(f"/notices/{matter}"), cited.text
    row = reading.matter(node, matter)
    assert row is not None and [each["due_at_ms"] for each in row.state["lapses"]] == [int(due)]
    assert "Lapse cited" in visitor.get(f"/notices/{matter}").text
