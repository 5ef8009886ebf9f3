"""Every figure, clock, state, refusal and count on a screen answers "why", as a page and as a box."""

from __future__ import annotations

import dataclasses
import re
from html import unescape

import pytest

from parley.charter.model import ANNOUNCED_KEYS, Charter, SignatureRule
from parley.geo.place import place_text
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor


@pytest.fixture
def flash(cell: Cell) -> str:
    """A FLASH that waits for SY, with items to be read back."""
    item = {"n": 1, "type": "number", "label": "vehicles", "value": {"value": "4", "unit": "vehicles"}}
    return cell.says("IL", "message_sent", message(precedence="flash", asks_read_back=True, items=[item]))


def asked(page: str) -> set[str]:
    """Return every address at which a page answers why."""
    return {unescape(address) for address in re.findall(r'href="([^"]+)" data-why', page)}


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_every_why_on_the_screens_is_answered(flash: str, visitor: Visitor, language: str) -> None:
    """No control leads to nothing, and each answer comes as a box too."""
    visitor.speak(language)
    found = asked(visitor.get(f"/hotline/{flash}").text) | asked(visitor.get("/").text)
    kinds = {address.split("/")[2] for address in found}
    assert kinds >= {"duty", "state", "link", "clause", "count"}
    for address in sorted(found):
        if flash in address or "/duty/" not in address:
            answer = visitor.get(address)
            assert answer.status == 200, address
            box = visitor.get(address, **{"X-Parley-Part": "why"})
            assert "<html" not in box.text and 'id="why-title"' in box.text, address


def test_a_duty_tells_its_reckoning(flash: str, visitor: Visitor) -> None:
    """The entry, the first reading, the minutes of the charter, the sum and the ladder, each with its clause."""
    (address,) = [each for each in asked(visitor.get("/").text) if f"/duty/{flash}:acknowledge" in each]
    page = visitor.get(address).text
    for clause in ("D-1", "C-8", "C-10"):
        assert f'href="/why/clause/{clause}"' in page
    assert 'href="/charter#precedence-flash"' in page


def test_an_entry_of_ours_tells_how_far_it_got(cell: Cell, visitor: Visitor) -> None:
    """Mirrors and witnesses by name."""
    said = cell.says("SY", "message_sent", message())
    assert f"/why/entry/{said}" in asked(visitor.get(f"/hotline/{said}").text)
    assert visitor.get(f"/why/entry/{said}").status == 200


def test_a_refusal_leads_to_its_clause(flash: str, visitor: Visitor) -> None:
    """The sentence stands on the page of the refusal; its clause says what to do."""
    answer = visitor.post(f"/hotline/{flash}/acknowledge", {"how": "received", "to": "SY,IL", "wording": flash})
    assert answer.status == 422
    (address,) = re.findall(r'id="refused".*?href="(/why/clause/[^"]+)"', answer.text, re.DOTALL)
    assert "What to do" in visitor.get(address).text


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_charter_is_readable_with_source_and_standing(visitor: Visitor, language: str) -> None:
    """Every value with where it comes from, how it stands and since when; every clause with an anchor."""
    visitor.speak(language)
    page = visitor.get("/charter").text
    assert all(f'id="{anchor}"' in page for anchor in ("precedence-flash", "ladder-hotline", "member-SY"))
    assert page.count('class="standing"') >= 20 and 'href="/charter/clauses"' in page
    assert 'id="clause-H-6"' in visitor.get("/charter/clauses").text


def test_what_nobody_knows_is_not_explained(visitor: Visitor) -> None:
    """An unknown duty, matter, link or clause is no page."""
    for address in ("duty/IL/9999:x:SY", "state/IL/9999", "link/XX", "clause/Z-1", "entry/IL/9999"):
        assert visitor.get(f"/why/{address}").status == 404


SHOWN_AS = {
    "mechanism": "mechanism-itself", "members": "member-SY", "roles": "role-chief", "audiences": "audience-all",
    "tracks": "track-hotline", "precedences": "precedence-flash", "line_checks": "line-checks-SY-IL",
    "ladders": "ladder-hotline", "map": "map-box", "releases": "release-call_disputed", "glossary": "term-liaison_cell",
    "activities": "class-convoy", "zones": "zone-area_of_separation",
    "feeds": "feeds", "blind_notices": "blind-notices", "inspections": "inspections-terms",
    "findings": "findings-terms", "early_warning": "warning-terms",
    "de_escalation": "de-escalation", "incidents": "incidents-terms",
    "disputes": "disputes-terms", "commitments": "commitments-terms", "supervision": "supervision-terms",
    "talks": "talks-terms", "commerce": "commerce-terms", "information": "information-terms",
}  # fmt: skip
# Said at the mechanism and under versions, where there is something to say.
ELSEWHERE = {"digest", "predecessor", "since", "languages", "bases", "instead_of", "closes", "codes", "signatures"}


def test_the_page_of_the_charter_leaves_nothing_out(cell: Cell, visitor: Visitor) -> None:
    """Whoever adds a part to the charter shows it: each has its anchor, and each label of the map its member."""
    charter, page = cell.mechanism.nodes["SY"].charter(), visitor.get("/charter").text
    assert {each.name for each in dataclasses.fields(Charter)} <= {*SHOWN_AS, *ELSEWHERE}
    anchors = set(re.findall(r'<article class="value[^"]*" id="([^"]+)"', page))
    assert {anchor for name, anchor in SHOWN_AS.items() if getattr(charter, name)} - anchors == set()
    assert charter.map is not None
    for place in charter.map.places.values():
        assert f"place-{place.name}" in anchors and place_text(place.at) in page
    assert {f"line-{name}" for name in charter.map.lines} <= anchors
    assert {f"term-{name}" for name in charter.glossary} <= anchors
    assert "en, ar, he" in page or ", ".join(charter.languages) in page


def test_zones_and_lines_are_shown_as_of_a_day(cell: Cell, visitor: Visitor) -> None:
    """Each with limits, confidence and dates; before 1974 none of them; a day that is none is told."""
    page = visitor.get("/charter").text
    for words in (
        'id="zone-area_of_limitation_east_0_10-tanks"', "At most: <bdi dir=\"ltr\">75</bdi>", "1974-05-31",
        "A: read in the primary text", "Counted by inspection", 'id="line-line_a1"', "not drawn: nobody could",
    ):  # fmt: skip
        assert words in page, words
    before = visitor.get("/charter?on=1974-05-30").text
    assert 'id="line-line_' not in before and 'id="zone-' not in before and 'id="place-golan"' in before
    assert "only those that held on this day" in before
    since = visitor.get("/charter?on=1974-05-31").text
    assert 'id="line-line_a"' in since and 'id="zone-area_of_separation"' in since
    assert "No calendar has this day:" in visitor.get("/charter?on=1974-02-31").text


def test_signatures_and_versions_are_told(cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which kinds a passkey signs, which keys count, and which version this one takes the place of."""
    node = cell.mechanism.nodes["SY"]
    charter = node.charter()
    basis = charter.mechanism.provenance
    rule = SignatureRule("message_sent", ("chief",), basis, ANNOUNCED_KEYS)
    other = dataclasses.replace(charter, signatures={"message_sent": rule}, predecessor="ab" * 32)
    monkeypatch.setattr(type(node), "charter", lambda self: other)
    page = visitor.get("/charter").text
    assert 'id="signature-message_sent"' in page and "Only keys that were announced count." in page
    assert "ab" * 32 in page


def test_what_has_not_left_answers_why(cell: Cell, visitor: Visitor) -> None:
    """The count of what waits, and the clock of what can still be stopped, in the list and in the banner."""
    visitor.post("/shift/note", {"text": "Why does it wait?"})
    assert "/why/count/held" in asked(visitor.get("/waiting/moments").text)
    page = visitor.get("/waiting").text
    # Notes of the tests before may wait beside it.
    for stop in re.findall(r'action="(/waiting/[0-9a-f]{32}/stop)"', visitor.get("/waiting/moments").text):
        assert visitor.post(stop).status == 303
    assert page.count('href="/why/count/held"') >= 3
    told = visitor.get("/why/count/held").text
    assert 'href="/why/clause/C-11"' in told and "its author can stop it" in told


def test_marks_of_the_time_line_and_rows_of_the_record_answer_why(flash: str, visitor: Visitor) -> None:
    """Each mark by the state of its matter, each log by who holds and signed its newest entry; none leads nowhere."""
    marks, logs, entry = (asked(visitor.get(path).text) for path in ("/timeline", "/record", f"/record/{flash}"))
    assert f"/why/state/{flash}" in marks and f"/why/entry/{flash}" in entry
    assert {address.split("/")[3] for address in logs if address.startswith("/why/entry/")} == {"IL", "SY", "US"}
    for address in sorted(marks | logs | entry):
        if "/duty/" not in address:
            assert visitor.get(address).status == 200, address


def test_numbers_of_the_rail_and_of_the_time_line_answer_why(cell: Cell, visitor: Visitor) -> None:
    """The badge of a part is itself the way to its reckoning; several marks at one place say which they are."""
    first, _ = (cell.says("US", "message_sent", message(subject=f"Beside each other {n}")) for n in range(2))
    visitor.post("/shift/note", {"text": "Counted."})
    page = visitor.get("/").text
    for stop in re.findall(r'action="(/waiting/[0-9a-f]{32}/stop)"', visitor.get("/waiting/moments").text):
        assert visitor.post(stop).status == 303
    rail = page.partition('class="rail"')[2].partition("</nav>")[0]
    tallies = re.findall(r'<a class="tally" href="([^"]+)" data-why.*?<b class="badge"[^>]*>(\d+)</b>', rail)
    assert [address for address, _ in tallies] == ["/why/count/waiting", "/why/count/held"]
    numbers = len(re.findall(r'class="tl-text"[^>]*>×\d+<', page))
    marks = [unescape(address) for address in re.findall(r'href="(/why/marks[^"]+)" data-why', page)]
    assert 0 < numbers <= len(marks)
    by_us = [visitor.get(each, **{"X-Parley-Part": "why"}).text for each in marks if "row=by-US" in each]
    (crowd,) = [text for text in by_us if f"/why/state/{first}" in text]
    assert "Beside each other 1" in crowd and "<html" not in crowd
    assert all(visitor.get(each).status == 200 for each in marks)
    assert visitor.get("/why/marks?line=12&row=by-IL&from=1&until=2").status == 404


def test_the_clock_of_a_challenged_call_answers_why(cell: Cell, visitor: Visitor) -> None:
    """The bar over every page names the clause of the five minutes, and leads to the state of the call."""
    group = {"words": [1, 2, 3], "figure": 17}
    matter = cell.says("IL", "call_challenged", {"to": "SY", "far": group, "near": group}, to=("IL", "SY"))
    found = asked(visitor.get("/part/flash").text)
    assert {"/why/clause/H-19", f"/why/state/{matter}"} <= found
    assert visitor.get(f"/why/state/{matter}").status == 200
