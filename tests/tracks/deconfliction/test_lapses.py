"""A lapse of a duty of a notice, a standstill, a site or an answer about blind notices, cited in its matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.node.tracked import duties_of
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.blind import blind_cell, tells
from tests.tracks.deconfliction.plans import notified
from tests.tracks.deconfliction.sites import told
from tests.tracks.deconfliction.standstills import proposed
from tests.tracks.hotline.cell import Cell

Opened = tuple[Cell, Entry, dict[str, Any]]


def _notice() -> Opened:
    cell = Cell()
    return cell, notified(cell), {}


def _standstill() -> Opened:
    cell = Cell()
    return cell, proposed(cell, "US"), {}


def _site() -> Opened:
    cell = Cell()
    return cell, told(cell), {}


def _blind() -> Opened:
    cell = blind_cell()
    telling = tells(cell)
    return cell, telling, {name: telling.content[name] for name in ("parties", "cell", "hour_s")}


EACH = pytest.mark.parametrize(
    ("opened", "kind", "what", "clause"),
    [
        (_notice, "activity_lapse_cited", "acknowledge_notice", "N-9"),
        (_standstill, "standstill_lapse_cited", "sign_instrument", "ST-9"),
        (_site, "site_lapse_cited", "receive_site", "SI-7"),
        (_blind, "blind_lapse_cited", "acknowledge_blind_overlap", "BN-8"),
    ],
    ids=["notice", "standstill", "site", "blind"],
)


@EACH
def test_a_duty_that_was_due_is_cited(
    opened: Callable[[], Opened], kind: str, what: str, clause: str
) -> None:
    """By either side or the supervisor, not before it was due, not the same twice, and no duty of another matter."""
    cell, matter, named = opened()
    within = None if named else matter
    cell.reads()
    cell.say("IL", "shift_noted")
    owing = duties_of(cell.folded_matter(matter.matter).state, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    duty = next(each for each in owing if each.what == what and each.owed_by == "IL")
    assert duty.due_at_ms is not None
    content = {**named, "duty": duty.id, "due_at_ms": duty.due_at_ms, "level": 1}
    early = cell.say("SY", kind, matter=within, **content)
    assert cell.refusal(early) == ("deconfliction.lapse_not_yet", clause)
    cell.now_ms = duty.due_at_ms + 1000
    cited = [cell.say(member, kind, matter=within, **content) for member in ("SY", "US")]
    assert [cell.refusal(each) for each in cited] == [None, None]
    state = cell.folded_matter(matter.matter).state
    assert [each["entry"] for each in state.as_json()["lapses"]] == [each.id for each in cited]
    again = cell.say("SY", kind, matter=within, **content)
    assert cell.refusal(again) == ("deconfliction.lapse_cited_before", clause)
    assert cell.refusal(cell.say("SY", kind, matter=within, **{**content, "level": 2})) is None
    strange = cell.say("SY", kind, matter=within, **{**content, "duty": f"SY/99:{what}:IL"})
    assert cell.refusal(strange) == ("deconfliction.lapse_duty_unknown", clause)


@EACH
def test_citations_of_both_at_once_commute(
    opened: Callable[[], Opened], kind: str, what: str, clause: str
) -> None:
    """Whatever order they arrive in, the matter lists the same, and how it stands does not move."""
    cell, matter, named = opened()
    within = None if named else matter
    before = cell.folded_matter(matter.matter).state.name
    cell.now_ms += 40 * 86_400_000
    content = {**named, "duty": f"{matter.id}:{what}:IL", "due_at_ms": cell.now_ms - 86_400_000, "level": 1}
    for member in ("SY", "US", "IL"):
        cell.say(member, kind, matter=within, **content)
    whole = folded_alike(cell, matter.matter)
    assert len(whole.state.lapses) == 3 and whole.state.name == before
