"""Each role reads the tracks that admit it and nothing of another (C-3), at whatever address, panel or fragment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parley.charter.reading import read_template
from parley.charter.rules import tracks_of_role
from parley.node.tracked import TRACKS
from tests.desk.cell import PASSWORD, Cell, message
from tests.desk.visitor import Visitor

SECRET = "Quincewater"
CHARTERS = Path(__file__).parents[2] / "charters"
PLACE = {"n": 1, "type": "place", "label": f"{SECRET} well", "value": {"lat_e7": 331256000, "lon_e7": 358246000}}
FILLED = {"member": "IL", "place": 0, "panel": "facts", "clause": "C-3", "name": "flash", "language": "en"}


@pytest.fixture(scope="module")
def roles(cell: Cell) -> None:
    """One officer in each role of the charter that may read."""
    from parley.desk.people import add_officer

    for role in ("analyst", "chief", "delegate", "translator"):
        at = datetime.now(UTC)
        add_officer(f"reach-{role}", role=role, password=PASSWORD, shown_as=f"The {role}", language="en", at=at)


@pytest.fixture
def analyst(cell: Cell, roles: None) -> Visitor:
    """A browser of an officer whose role is not on the hotline."""
    return cell.visitor("reach-analyst")


@pytest.fixture(scope="module")
def said(cell: Cell) -> str:
    """A FLASH message, so that it stands in every list, with a word that nothing else says."""
    words = message(subject=f"{SECRET} subject", text=f"{SECRET} text", items=[PLACE], precedence="flash")
    return cell.says("IL", "message_sent", words)


def addresses(number: int) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of every page, filled in with a message of IL."""
    from django.urls import NoReverseMatch, get_resolver, reverse

    for name in {name for name in get_resolver().reverse_dict if isinstance(name, str)}:
        asked = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
        given = {each: FILLED.get(each, number) for each in asked}
        given |= {"duty": f"IL/{number}:acknowledge:SY"} if "duty" in asked else {}
        try:
            yield name, reverse(name, kwargs=given)
        except NoReverseMatch:
            yield name, reverse(name, kwargs={each: str(value) for each, value in given.items()})


def test_no_address_shows_an_analyst_a_word_of_the_hotline(cell: Cell, analyst: Visitor, said: str) -> None:
    """Every address of the desk is asked; what a duty officer reads is refused with its clause."""
    number, seen, officer = int(said.partition("/")[2]), set(), cell.visitor()
    for name, address in addresses(number):
        if name in ("sign-out", "account_logout", "lock", "sign-in", "account_login"):
            continue
        shown, allowed = analyst.get(address), officer.get(address)
        assert SECRET not in shown.text, name
        if SECRET in allowed.text:
            seen.add(name)
            assert shown.status != 403 or allowed.status == 403 or "C-3" in shown.text, name
    assert {"desk", "hotline", "conversation", "entries", "map", "map-features", "details"} <= seen


def test_what_is_refused_names_the_clause(analyst: Visitor, said: str) -> None:
    """A conversation, its files, its record page and its explanations answer 403 with C-3; so does an act in it."""
    for address in (f"/hotline/{said}", f"/record/{said}", f"/record/{said}/attachment/0", f"/why/state/{said}",
                    "/hotline", "/hotline/new", "/shift"):  # fmt: skip
        answer = analyst.get(address)
        assert answer.status == 403 and "C-3" in answer.text, address
    assert analyst.post(f"/hotline/{said}/acknowledge", {"how": "received"}).status == 403


def test_the_desk_says_why_its_lists_are_empty(analyst: Visitor, said: str) -> None:
    """Neither the watch list, which holds what the role reads, nor the conversations pass for empty."""
    page = analyst.get("/").text
    assert "Nothing is waiting." not in page and "No conversations yet." not in page
    assert page.count("the track does not admit that role") >= 2


def test_what_is_pushed_is_made_for_what_a_role_reads(cell: Cell, said: str) -> None:
    """Of every panel an analyst is sent a sheet without the word; roles that read the same share one."""
    from parley.desk.fragments import render_fragments
    from parley.desk.pushed import FRAGMENTS

    for each in FRAGMENTS:
        panel = each.of(said) if each.of_matter else each
        off, duty = (panel.audience(role, language="en") for role in ("analyst", "duty_officer"))
        assert SECRET not in render_fragments((panel,), off)[panel.name]
        assert off != duty and (duty.role == "") == (not panel.by_role)


def test_the_roles_of_the_hotline_read_as_before(cell: Cell, roles: None, said: str) -> None:
    """Chief, delegate and translator find the message at its own address, on the map and in the lists."""
    for role in ("chief", "delegate", "translator"):
        visitor = cell.visitor(f"reach-{role}")
        for address in (f"/hotline/{said}", "/", "/hotline", "/map", f"/record/{said}"):
            assert visitor.get(address).status == 200, (role, address)
        assert SECRET in visitor.get(f"/hotline/{said}").text


@pytest.mark.parametrize("name", ["paris-2026", "five-parties"])
def test_who_reads_the_hotline_by_the_charters_of_the_tree(name: str) -> None:
    """Duty officer, chief, supervisor's staff and delegate; the analyst reads what is on its own tracks alone."""
    charter = read_template((CHARTERS / f"{name}.yaml").read_bytes())
    readers = {role for role in charter.roles if "hotline" in tracks_of_role(charter, role)}
    assert {"duty_officer", "chief", "supervisor_staff", "delegate"} <= readers
    assert not {"analyst", "administrator"} & readers
    # Its console and its packs tell of all of them.
    assert {track.name for track in TRACKS} & set(charter.tracks) <= set(tracks_of_role(charter, "supervisor_staff"))
