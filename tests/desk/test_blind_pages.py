"""Blind notices on the desk: offered only by the clause, with what the other learns; what was told, and its page."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from parley.node.blind.counting import Counter
from parley.node.filing import Filed
from tests.desk.blind import own_hour, tells_blind
from tests.desk.cell import ALL, Cell, watch_list
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan, volume
from tests.tracks.hotline.cell import CONTENTS

AREA = [[[[358400000, 331400000], [358600000, 331400000], [358600000, 331600000], [358400000, 331600000]]]]
FORM = {
    "class": "convoy", "to": "SY,US", "subject": "EXERCISE hidden convoy", "text": "EXERCISE. Six vehicles.",
    "lang": "en", "contact": "line 2", "way": "circle", "places": "33.15 N 35.85 E", "radius_m": "500",
    "lower": "0 m AGL", "upper": "50 m AGL",
}  # fmt: skip


def instant(at_s: int) -> str:
    """Return an instant as a form takes it."""
    return time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(at_s))


def gives(visitor: Visitor, *, begins_s: int | None = None) -> str:
    """Give a blind notice by the form of the desk; return its id."""
    begins_s = own_hour() if begins_s is None else begins_s
    times = {"begins": instant(begins_s), "ends": instant(begins_s + 3600)}
    answer = visitor.post("/notices/new", {**FORM, **times, "step": "send"})
    assert answer.status == 303, answer.text
    return re.search(r"(SY/\d+)", answer.location)[1]  # type: ignore[index]


def counted(cell: Cell) -> None:
    """Let SY's node count its looks, and let all read them."""
    outcomes = [waiting.result() for _, waiting in Counter(cell.mechanism.nodes["SY"]).count()]
    assert all(isinstance(outcome, Filed) for outcome in outcomes)
    cell.carry()


@pytest.fixture
def seat(monkeypatch: pytest.MonkeyPatch, cell: Cell) -> Iterator[Any]:
    """Let the desk speak for another member's node."""
    from parley.desk import cell as desk

    yield lambda member: monkeypatch.setattr(desk, "_attached", [cell.mechanism.nodes[member]])


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_form_says_who_will_read_it_and_what_the_other_learns(visitor: Visitor, language: str) -> None:
    """In every language, before anything is typed, and how many looks are used."""
    visitor.speak(language)
    page = visitor.get("/notices/new").text
    statement = page.partition('id="blind-clause"')[2].partition("</div>")[0]
    assert "0.25°" in statement and "15" in statement and 'href="/blind"' in statement
    assert re.search(r'<option value="SY,US"[^>]*>[^<]*\([^<]+\)</option>', page)
    if language == "en":
        assert "nobody else can open it" in statement and "a cell of" in statement


def test_without_the_clause_nothing_offers_it(cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """No choice, no statement, and the page of what was told says that it is off."""
    node = cell.mechanism.nodes["SY"]
    off = dataclasses.replace(node.charter(), blind_notices=None)
    monkeypatch.setattr(type(node), "charter", lambda self: off)
    page = visitor.get("/notices/new").text
    assert 'value="SY,US"' not in page and "blind-clause" not in page and 'value="SY,IL,US"' in page
    assert "Off: no clause" in visitor.get("/blind").text


def test_a_blind_notice_is_given_counted_and_listed(cell: Cell, visitor: Visitor) -> None:
    """Its page says who reads it, and whether it is held against others'; the ledger names its look."""
    matter = gives(visitor)
    page = visitor.get(f"/notices/{matter}").text
    assert "Not counted yet" in page and 'id="blind"' in page
    counted(cell)
    page = visitor.get(f"/notices/{matter}").text
    look = re.search(r'href="/blind#(SY/\d+)"', page)
    assert "Counted as a look" in page and look is not None
    assert f'id="{look[1]}"' in visitor.get("/blind").text
    assert f"/notices/{matter}" in visitor.get("/notices").text


def test_the_other_sides_desk_shows_nothing_of_it(cell: Cell, visitor: Visitor, seat: Any) -> None:
    """Neither list, page, map nor ledger of the other member knows of it; the frame around is kept for one node."""
    matter = gives(visitor)
    counted(cell)
    seat("IL")
    assert visitor.get(f"/notices/{matter}").status == 404
    for address in ("/notices?show=all", "/blind"):
        stage = visitor.get(address).text.partition('id="stage"')[2].partition("</main>")[0]
        assert "<h1>" in stage and "hidden convoy" not in stage and f"{matter}<" not in stage
    assert "hidden convoy" not in visitor.get("/map/features").text
    seat("US")
    assert "hidden convoy" in visitor.get(f"/notices/{matter}").text


def test_an_answer_is_read_acknowledged_and_explained(cell: Cell, visitor: Visitor) -> None:
    """With the cell, the hour and whom to contact; in the ledger, by which entry it was told to whom."""
    matter, entry = tells_blind(cell)
    address = f"/blind/{matter}"
    page = visitor.get(address).text
    assert "N 33–33.25, E 35.75–36" in page and "Contact" in page
    assert 'href="/hotline/new?to=SY,US"' in page
    assert visitor.get(f"/hotline/{matter}").location == address
    assert f"/hotline/{matter}" in watch_list(visitor)
    answer = visitor.post(f"{address}/acknowledge", {"how": "under_protest", "of": entry, "to": ",".join(ALL)})
    assert (answer.status, answer.location) == (303, address)
    again = visitor.post(f"{address}/acknowledge", {"how": "under_protest", "of": entry, "to": ",".join(ALL)})
    assert again.status == 422 and "/why/clause/BN-7" in again.text
    row = visitor.get("/blind").text.partition(f'id="{entry}"')[2].partition("</tr>")[0]
    assert "Received under protest" in row and "Israel" in row and "Syria" in row
    assert entry in visitor.get(f"/why/state/{matter}").text
    duty = visitor.get(f"/why/duty/{entry}:acknowledge_blind_overlap:SY")
    assert duty.status == 200 and "BND-1" in duty.text
    assert visitor.get(f"/why/duty/{entry}:settle_blind_overlap:US").status == 200
    assert "grid" in visitor.get("/why/clause/BN-5").text
    assert visitor.get(f"{address}/part/found").status == 200 and visitor.get(f"{address}/part/x").status == 404


def test_the_supervisor_sees_what_lies_behind_and_settles(cell: Cell, visitor: Visitor, seat: Any) -> None:
    """Its desk alone lists the notices; when it says that it is settled, both read that and nothing else."""
    begins_s = own_hour()
    mine, elsewhen = gives(visitor, begins_s=begins_s), gives(visitor)
    theirs = cell.says("IL", "activity_notified", plan(volume(begins_s=begins_s, hours=1, area=AREA)))
    matter, entry = tells_blind(cell, hour_s=begins_s)
    assert f"id={mine}" not in visitor.get(f"/blind/{matter}").text
    seat("US")
    page = visitor.get(f"/blind/{matter}").text
    assert f"id={mine}" in page and f"id={theirs}" in page and f"id={elsewhen}" not in page
    assert "It is settled with both" in page
    answer = visitor.post(f"/blind/{matter}/settle", {"of": entry, "to": ",".join(ALL)})
    assert answer.status == 303
    cell.carry()
    seat("SY")
    assert "The supervisor says that it is settled." in visitor.get(f"/blind/{matter}").text


def test_a_handover_told_to_all_names_no_matter_that_not_all_read(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A blind notice waits for the supervisor's receipt: it stands at this desk, and not in what is handed over."""
    # However much else is open in the cell.
    monkeypatch.setattr("parley.desk.handing.MOST_ITEMS", 10_000)
    matter = gives(visitor)
    cell.carry()
    until_s = cell.mechanism.nodes["SY"].clock.now_ms() // 1000 + 3600
    cell.says("SY", "watch_taken", {**CONTENTS["watch_taken"], "until_s": until_s})
    page = visitor.get("/shift").text
    assert f">{matter} EXERCISE hidden convoy<" in page.partition('id="among-fewer"')[2].partition("</section>")[0]
    offered = re.findall(r'name="open_items" value="([^"]*)"', page)
    assert offered and not any(matter in each.split() or "hidden convoy" in each for each in offered)
