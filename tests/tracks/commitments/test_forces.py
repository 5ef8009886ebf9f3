"""Variances of a limit, which every party signs, and forces that a member declares of itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracks.arriving import folded_alike
from tests.tracks.commitments.instruments import DAY, OFFICER, START_S, TEXTS, signs
from tests.tracks.hotline.cell import Cell

ZONE, LIMIT = "area_of_limitation_west_0_10", "tanks"


def variance(**changes: Any) -> dict[str, Any]:
    """Return the content of a variance: IL may have 90 tanks in a zone where 75 are allowed, for ten days."""
    return {
        "subject": "EXERCISE variance", "texts": TEXTS, "zone": ZONE, "limit": LIMIT, "member": "IL", "at_most": 90,
        "from_s": START_S, "until_s": START_S + 10 * DAY, **OFFICER, **changes,
    }  # fmt: skip


def declared(**changes: Any) -> dict[str, Any]:
    """Return the content of a declaration of IL."""
    counts = [{"zone": ZONE, "limit": LIMIT, "count": 70}]
    return {"as_of_s": START_S - DAY, "counts": counts, **OFFICER, **changes}


def test_a_variance_holds_once_every_party_has_signed() -> None:
    """Both at once over a cut link: the same second in every order, never before the last signature."""
    cell = Cell()
    matter = cell.say("IL", "limit_variance_proposed", **variance())
    cell.reads()
    assert cell.state(matter).main.needed == ("IL", "SY") and cell.state(matter).is_variance
    signs(cell, "IL", matter, unread=True)
    last = signs(cell, "SY", matter, unread=True)
    state = folded_alike(cell, matter.id).state
    assert state.from_s == -(-last.point.at_ms // 1000) and state.as_json()["standing"] == "agreed"
    amended = cell.say("SY", "amendment_proposed", matter=matter, of=matter.id, texts=TEXTS, dropped=["a"], **OFFICER)
    assert cell.refusal(amended) == ("commitments.no_steps", "CO-8")


def test_a_variance_is_not_signed_when_its_time_is_over() -> None:
    """What comes too late allows nothing."""
    cell = Cell()
    matter = cell.say("IL", "limit_variance_proposed", **variance())
    cell.reads()
    cell.now_ms += 11 * DAY * 1000
    assert cell.refusal(signs(cell, "SY", matter)) == ("commitments.variance_is_over", "CO-12")


VARIANCES: list[tuple[dict[str, Any], str, str]] = [
    ({"zone": "nowhere"}, "commitments.zone_unknown", "CO-2"),
    ({"limit": "kites"}, "commitments.limit_unknown", "CO-12"),
    ({"member": "SY"}, "commitments.limit_of_others", "CO-12"),
    ({"at_most": 75}, "commitments.varies_nothing", "CO-12"),
    ({"from_s": START_S - 9 * DAY, "until_s": START_S - DAY}, "commitments.variance_is_over", "CO-12"),
    ({"until_s": START_S + 900 * DAY}, "commitments.variance_too_long", "CO-12"),
]


@pytest.mark.parametrize(("changes", "code", "clause"), VARIANCES)
def test_a_variance_that_the_charter_does_not_know_is_refused(changes: dict[str, Any], code: str, clause: str) -> None:
    """With the clause."""
    cell = Cell()
    assert cell.refusal(cell.say("IL", "limit_variance_proposed", **variance(**changes))) == (code, clause)


def test_a_member_declares_its_own_forces() -> None:
    """As of a time that has come, by limits that bind it; the matter goes on with nothing."""
    cell = Cell()
    matter = cell.say("IL", "forces_declared", **declared())
    state = cell.state(matter)
    assert cell.refusal(matter) is None and state.counts == ((ZONE, LIMIT, 70),) and state.as_json()["form"] == "forces"
    strange = cell.say("IL", "commitment_signed", matter=matter, of=matter.id, digest="0" * 64, **OFFICER)
    assert cell.refusal(strange) == ("commitments.other_matter", "CO-3")


DECLARATIONS: list[tuple[str, dict[str, Any], str]] = [
    ("IL", {"as_of_s": START_S + 9 * DAY}, "commitments.declared_ahead"),
    ("SY", {}, "commitments.limit_of_others"),
    ("IL", {"counts": [{"zone": ZONE, "limit": "kites", "count": 1}]}, "commitments.limit_unknown"),
]


@pytest.mark.parametrize(("member", "changes", "code"), DECLARATIONS)
def test_a_declaration_of_what_binds_others_is_refused(member: str, changes: dict[str, Any], code: str) -> None:
    """And of a time that has not come."""
    cell = Cell()
    assert cell.refusal(cell.say(member, "forces_declared", **declared(**changes))) == (code, "CO-13")
