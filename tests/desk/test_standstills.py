"""Standstills on the desk: proposed, signed as shown, held against notices, over every page while in force."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parley.node import reading
from parley.texts import sentence
from tests.desk.cell import Cell, watch_list
from tests.desk.in_role import assert_shut, delegate_at
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan, volume
from tests.tracks.deconfliction.standstills import TEXTS, standstill

NOW = datetime.now(UTC).replace(microsecond=0, second=0)
# Each test stands on ground of its own: the cell serves them all.
GROUND = {"form": 33.5, "signed": 33.6, "held": 33.7, "variance": 33.8, "try": 33.9, "map": 33.55}


def ring(latitude: float) -> list[list[list[list[int]]]]:
    """Return a small square of ground."""
    e7 = round(latitude * 10_000_000)
    return [[[[368900000, e7 - 50000], [369100000, e7 - 50000], [369100000, e7 + 50000], [368900000, e7 + 50000]]]]


def form(latitude: float, **changes: Any) -> dict[str, Any]:
    """Return the form of a standstill around a place, from an hour ago on, of both parties."""
    at = {"begins": f"{NOW - timedelta(hours=1):%Y-%m-%d %H:%MZ}", "ends": f"{NOW + timedelta(days=3):%Y-%m-%d %H:%MZ}"}
    return {
        "subject": "EXERCISE quiet", "text_en": "EXERCISE nobody moves.", "text_ar": "تمرين: لا يتحرك أحد.",
        "to": "SY,IL,US", "precedence": "immediate", "party": ["IL", "SY"], "scope": "all",
        "class": ["medical_evacuation"], "way": "circle", "places": f"{latitude:.4f} N, 36.9000 E",
        "radius_m": "500", "step": "look", **at, **changes,
    }  # fmt: skip


def filed(visitor: Visitor, address: str, fields: dict[str, Any]) -> str:
    """File a form that was looked over; return where it leads."""
    looked = visitor.post(address, fields)
    assert looked.status == 200, looked.text
    sent = visitor.post(address, {**fields, "step": "send"})
    assert sent.status == 303, sent.text
    return sent.location


def proposed(cell: Cell, latitude: float, member: str = "US") -> str:
    """Let another member propose a standstill over a place, from now on."""
    from_s = int((NOW - timedelta(hours=1)).timestamp())
    content = standstill(areas=[{"area": ring(latitude)}], from_s=from_s, until_s=from_s + 3 * 86_400)
    return cell.says(member, "standstill_proposed", content)


def signature(cell: Cell, matter: str, of: str = "") -> dict[str, str]:
    """Return what is signed of an instrument."""
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    every = [row.state["main"], *row.state["variances"], *row.state["endings"]]
    return {"of": of or matter, "digest": next(x["digest"] for x in every if x["entry"] == (of or matter))}


def released(cell: Cell, matter: str, of: str = "") -> dict[str, str]:
    """Return a signature that a second officer has released, as the charter asks."""
    return {**signature(cell, matter, of), "released_by": "chief"}


def in_force(cell: Cell, latitude: float) -> str:
    """Return a standstill that both have signed."""
    matter = proposed(cell, latitude)
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, matter), matter=matter)
    return matter


def until_in_force(cell: Cell, matter: str) -> None:
    """Wait for the whole second from which a standstill holds: the first after its last signature."""
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    while cell.mechanism.nodes["SY"].clock.now_ms() < row.state["from_s"] * 1000:
        time.sleep(0.01)


def ended(cell: Cell, matter: str) -> None:
    """Let a standstill be ended by both, so that no other test meets it."""
    ending = cell.says("IL", "ending_proposed", {"of": matter, "texts": TEXTS, "ends_s": 1}, matter=matter)
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, matter, ending), matter=matter)


def test_it_is_proposed_as_shown_and_signed_by_each_on_its_own_page(cell: Cell, visitor: Visitor) -> None:
    """Looked over with every field; not in force before the other side has signed too; then over every page."""
    looked = visitor.post("/standstills/new", form(GROUND["signed"]))
    for words in ("EXERCISE quiet", "nobody moves", "لا يتحرك", "Medical evacuation", "at every height"):
        assert words in looked.text, words
    way = filed(visitor, "/standstills/new", form(GROUND["signed"]))
    matter = "/".join(way.partition("#")[0].split("/")[-2:])
    assert visitor.get(f"/hotline/{matter}").location == f"/standstills/{matter}"
    page = visitor.get(f"/standstills/{matter}").text
    assert "Not in force." in page and "waits for signatures" in page and "Sign this text" in page
    assert "except: Medical evacuation" in page and "without prejudice" in page
    cell.carry()
    fields: dict[str, Any] = {"to": "IL,SY,US", "step": "look", **signature(cell, matter)}
    assert fields["digest"] in page
    waits = filed(visitor, f"/standstills/{matter}/sign", fields)
    assert waits.startswith("/waiting#") and "Sign this text" in visitor.get(f"/standstills/{matter}").text
    # No officer alone binds the party: the second one's release lets it leave.
    assert visitor.post(f"/waiting/{waits.partition('#')[2]}/release").status == 422
    sent = cell.visitor("officer-2").post(f"/waiting/{waits.partition('#')[2]}/release")
    assert sent.status == 303 and sent.location.startswith(f"/hotline/{matter}"), sent.text
    page = visitor.get(f"/standstills/{matter}").text
    assert "Sign this text" not in page and "Not in force." in page
    assert f'href="/standstills/{matter}"' not in visitor.get("/standstills/banner").text
    cell.says("IL", "instrument_signed", released(cell, matter), matter=matter)
    until_in_force(cell, matter)
    assert "In force." in visitor.get(f"/standstills/{matter}").text
    for address in ("/", "/standstills/banner"):
        shown = visitor.get(address).text
        assert "Standstill in force" in shown and f'href="/standstills/{matter}"' in shown, address
    ended(cell, matter)
    while f'href="/standstills/{matter}"' in visitor.get("/standstills/banner").text:
        time.sleep(0.01)
    assert f'data-matter="{matter}"' in visitor.get("/standstills?show=all").text
    assert f'<tr data-matter="{matter}"' not in visitor.get("/standstills").text


def test_a_party_declines_with_its_reason_and_the_proposer_withdraws(cell: Cell, visitor: Visitor) -> None:
    """Each is told with who said it; another member's proposal is not withdrawn from here."""
    theirs = proposed(cell, GROUND["form"])
    watch = watch_list(visitor)
    assert "Sign or decline" in watch and f'data-matter="{theirs}"' in watch
    fields = {"to": "IL,SY,US", "of": theirs}
    assert visitor.post(f"/standstills/{theirs}/decline", {**fields, "why": ""}).status == 422
    assert visitor.post(f"/standstills/{theirs}/decline", {**fields, "why": "Harvest"}).status == 303
    page = visitor.get(f"/standstills/{theirs}").text
    assert "declined: " in page and "Harvest" in page and "it may still sign" in page
    refused = visitor.post(f"/standstills/{theirs}/withdraw", {**fields, "why": "x"})
    assert refused.status == 422 and "ST-7" in refused.text
    assert visitor.post(f"/standstills/{theirs}/approve", fields).status == 404


def test_a_variance_that_names_no_class_and_no_party_says_that_it_excepts_all(cell: Cell, visitor: Visitor) -> None:
    """Before it is sent and on the page where it is signed: whoever signs reads how far it reaches."""
    matter = proposed(cell, GROUND["form"])
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, matter), matter=matter)
    until_in_force(cell, matter)
    fields: dict[str, Any] = {
        "to": "IL,SY,US", "of": matter, "notice": "", "text_en": "EXERCISE for a day.", "way": "circle",
        "places": f"{GROUND['form']:.4f} N, 36.9000 E", "radius_m": "100", "begins": f"{NOW:%Y-%m-%d %H:%MZ}",
        "ends": f"{NOW + timedelta(days=1):%Y-%m-%d %H:%MZ}", "step": "look",
    }  # fmt: skip
    look = visitor.post(f"/standstills/{matter}/variance", fields)
    assert look.status == 200 and "all classes" in look.text and "all whom the standstill binds" in look.text
    filed(visitor, f"/standstills/{matter}/variance", fields)
    page = visitor.get(f"/standstills/{matter}").text
    assert "all classes" in page and "all whom the standstill binds" in page
    ended(cell, matter)


def test_a_standstill_whose_signed_ending_lies_ahead_is_said_to_be_ended_nowhere(cell: Cell, visitor: Visitor) -> None:
    """It holds until then: no screen tells an officer that it is over before its second."""
    matter = proposed(cell, GROUND["form"])
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, matter), matter=matter)
    until_in_force(cell, matter)
    ends_s = int((NOW + timedelta(days=2)).timestamp())
    ending = cell.says("IL", "ending_proposed", {"of": matter, "texts": TEXTS, "ends_s": ends_s}, matter=matter)
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, matter, ending), matter=matter)
    page = visitor.get(f"/standstills/{matter}").text
    assert "In force." in page and "its ending is signed by all" in page and "ended by all" not in page
    assert f'href="/standstills/{matter}"' in visitor.get("/standstills/banner").text
    ended(cell, matter)


def test_other_bytes_are_not_signed(cell: Cell, visitor: Visitor) -> None:
    """A digest that the page did not show is refused with the clause."""
    theirs = proposed(cell, GROUND["form"])
    fields = {"to": "IL,SY,US", "of": theirs, "digest": "0" * 64, "step": "look"}
    waits = visitor.get("/waiting").text.count('<li class="card-block"')
    for step in ("look", "send"):
        refused = visitor.post(f"/standstills/{theirs}/sign", {**fields, "step": step})
        assert refused.status == 422 and "ST-6" in refused.text
    # Nor does it wait for a second officer, who would be the first to be told.
    assert visitor.get("/waiting").text.count('<li class="card-block"') == waits


def test_a_notice_that_falls_into_it_is_shown_on_every_side(cell: Cell, visitor: Visitor) -> None:
    """On the notice, on the standstill, in the list, on the map, and before a plan is filed; a variance lets it go."""
    begins = int((NOW + timedelta(days=1)).timestamp())
    content = plan(volume(begins_s=begins, area=ring(GROUND["held"])), subject="EXERCISE caught")
    notice = cell.says("SY", "activity_notified", content)
    matter = proposed(cell, GROUND["held"])
    page = visitor.get(f"/notices/{notice}").text
    assert "Would fall into a standstill" in page and "it holds nothing yet" in page
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, matter), matter=matter)
    until_in_force(cell, matter)
    page = visitor.get(f"/notices/{notice}").text
    assert f'href="/standstills/{matter}"' in page and "may not go on as planned" in page
    assert f'href="/notices/{notice}"' in visitor.get(f"/standstills/{matter}").text
    why = visitor.get(f"/why/duty/{notice}:clear_standstill:SY")
    assert why.status == 200 and "STD-2" in why.text
    assert "It falls into a standstill" in watch_list(visitor)
    told = visitor.get("/map/features").text
    assert '"standstill"' in told and "notice-meets" in told
    end = f"{NOW + timedelta(days=1, hours=4):%Y-%m-%d %H:%MZ}"
    tried = visitor.post("/notices/new", {
        "class": "convoy", "to": "SY,IL,US", "subject": "EXERCISE x", "text": "x", "lang": "en", "contact": "2",
        "way": "circle", "places": f"{GROUND['held']:.4f} N, 36.9000 E", "radius_m": "100", "lower": "0 m AGL",
        "upper": "50 m AGL", "begins": f"{NOW + timedelta(days=1):%Y-%m-%d %H:%MZ}", "ends": end, "step": "try",
    })  # fmt: skip
    assert tried.status == 200 and f'href="/standstills/{matter}"' in tried.text
    fields: dict[str, Any] = {
        "to": "IL,SY,US", "of": matter, "notice": notice, "text_en": "EXERCISE for this convoy.", "begins":
        f"{NOW:%Y-%m-%d %H:%MZ}", "ends": f"{NOW + timedelta(days=2):%Y-%m-%d %H:%MZ}", "step": "look",
    }  # fmt: skip
    filed(visitor, f"/standstills/{matter}/variance", fields)
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    entry = row.state["variances"][-1]["entry"]
    cell.carry()
    for member in ("SY", "IL"):
        cell.says(member, "instrument_signed", released(cell, matter, entry), matter=matter)
    page = visitor.get(f"/notices/{notice}").text
    assert "Excepted from a standstill" in page and entry in page and "may not go on as planned" not in page
    ended(cell, matter)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_each_field_that_cannot_be_read_is_told(visitor: Visitor, language: str) -> None:
    """All at once, in the reader's language, with what was typed and ticked still there."""
    visitor.speak(language)
    wrong = form(GROUND["form"], places="33.1, 35.8", lower="50", begins="tomorrow", radius_m="0")
    answer = visitor.post("/standstills/new", wrong)
    assert answer.status == 422
    for code in ("geo.hemisphere_missing", "geo.unit_missing", "geo.time_not_understood"):
        assert sentence(code, language=language, data={}) in answer.bare, code
    assert "tomorrow" in answer.text and "33.1, 35.8" in answer.text
    assert re.search(r'value="medical_evacuation" checked', answer.text)


def test_the_whole_box_can_stand_still_and_rules_refuse_with_their_clause(visitor: Visitor) -> None:
    """The box of the charter as an outline; a standstill of one party alone is none."""
    looked = visitor.post("/standstills/new", form(GROUND["form"], way="box", places=""))
    assert looked.status == 200 and "34.0000 N, 37.2000 E" in looked.text
    alone = visitor.post("/standstills/new", form(GROUND["form"], party=["SY"]))
    assert alone.status == 422 and "ST-1" in alone.text


def test_a_role_that_is_not_on_the_track_sees_no_standstill(cell: Cell) -> None:
    """Neither list nor page nor banner."""
    matter = in_force(cell, GROUND["map"])
    try:
        with delegate_at(cell) as visitor:
            assert_shut(visitor, "/standstills", "/standstills/new", f"/standstills/{matter}")
            assert matter not in visitor.get("/standstills/banner").text
            assert matter not in visitor.get("/map/features").text
    finally:
        ended(cell, matter)
