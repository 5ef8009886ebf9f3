"""Instruments: what is refused before anybody signs, and one state whatever the order of arrival."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.commitments.stepping import timetable_json
from parley.tracks.commitments.track import TRACK
from tests.tracks.arriving import arrived
from tests.tracks.commitments.instruments import DAY, HOUR, OFFICER, START_S, TEXTS, proposed, signs, step, terms
from tests.tracks.hotline.cell import ALL, Cell

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"texts": [{"lang": "fr", "text": "x"}]}, "commitments.language_not_agreed", "CO-2"),
    ({"made": "elsewhere", "made_s": START_S + 9 * DAY}, "commitments.made_ahead", "CO-1"),
    ({"obligations": [step("a", zone="nowhere")]}, "commitments.zone_unknown", "CO-2"),
    ({"obligations": [step("a", line="nowhere")]}, "commitments.line_unknown", "CO-2"),
    ({"obligations": [step("a", begins=["nowhere"])]}, "commitments.line_unknown", "CO-2"),
    ({"obligations": [step("a", to=["XX"])]}, "commitments.not_all_read", "CO-1"),
    ({"obligations": [step("a", verifier="XX")]}, "commitments.not_all_read", "CO-1"),
]


@pytest.mark.parametrize(("changes", "code", "clause"), REFUSED)
def test_what_the_charter_does_not_know_is_refused(changes: dict[str, Any], code: str, clause: str) -> None:
    """With the clause."""
    cell = Cell()
    assert cell.refusal(cell.say("SY", "commitment_proposed", **terms(**changes))) == (code, clause)


FORMS: list[tuple[dict[str, Any], str, str]] = [
    ({"obligations": []}, "obligations", "hotline.list_length"),
    ({"sort": "treaty"}, "sort", "hotline.word_unknown"),
    ({"made": "elsewhere"}, "made_s", "commitments.made_when"),
    ({"made_s": 5}, "made_s", "commitments.made_when"),
    ({"obligations": [step("a", by="soon or later")]}, "obligations.0.by", "commitments.term_unread"),
    ({"obligations": [step("1a")]}, "obligations.0.id", "commitments.name_asked"),
    ({"obligations": [step("a"), step("a")]}, "obligations", "hotline.listed_twice"),
    ({"obligations": [step("a", quantity={"value": 5, "unit": "tanks"}, share={"percent": 30, "of": "tanks"})]},
     "obligations.0.share", "commitments.one_measure"),
    ({"obligations": [step("a", recurring={"every": "0d", "from": "D", "until": "D+1y"})]},
     "obligations.0.recurring.every", "commitments.length_unread"),
    ({"target": "x"}, "target", "hotline.field_unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "where", "code"), FORMS)
def test_a_content_that_is_none_is_told_field_by_field(changes: dict[str, Any], where: str, code: str) -> None:
    """Every fault with its place."""
    found = TRACK.kinds["commitment_proposed"].check(terms(**changes))
    assert (where, code) in {(fault.where, fault.code) for fault in found}, found


KINDS = (
    "commitment_signed", "commitment_declined", "commitment_withdrawn", "amendment_proposed", "step_reported",
    "step_certified", "step_disputed", "step_waived",
)  # fmt: skip
STEP = st.tuples(
    st.sampled_from(ALL), st.sampled_from(("reads", "say", "say", "say")), st.sampled_from(KINDS), st.integers(0, 5)
)


def played(steps: list[tuple[str, str, str, int]]) -> tuple[Cell, Entry]:
    """Return an instrument and what three members say of it, each knowing only what it happened to read."""
    cell = Cell()
    matter = proposed(cell, step("a", by="D+2"), step("b", by="a+1d", to=["IL", "US"], verifier=None))
    signs(cell, "SY", matter, unread=True)
    for member, what, kind, number in steps:
        if what == "reads":
            cell.reads(member, of=ALL[number % 3])
            continue
        cell.now_ms += number * 12 * HOUR * 1000
        state = cell.state(matter)
        about = state.instruments[number % len(state.instruments)]
        name = "ab"[number % 2]
        content: dict[str, Any] = {
            "commitment_signed": {"of": about.entry, "digest": about.digest},
            "amendment_proposed": {"of": about.entry, "texts": TEXTS, "obligations": [step(name, by=f"D+{number}")]},
            "step_reported": {"step": name, "percent": 100, "done_s": cell.now_ms // 1000},
            "step_certified": {"step": name, "percent": 25 * (number % 5), "done_s": cell.now_ms // 1000},
            "step_disputed": {"step": name, "stands": number > 2, "why": "x"},
            "step_waived": {"step": name, "why": "x"},
        }.get(kind, {"of": about.entry, "why": "x"})
        cell.say(member, kind, matter=matter, **OFFICER, **content)
    return cell, matter


@settings(max_examples=120, deadline=None)
@given(steps=st.lists(STEP, min_size=4, max_size=24), data=st.data())
def test_every_order_of_arrival_gives_one_state(steps: list[tuple[str, str, str, int]], data: Any) -> None:
    """Whatever crosses: state, verdicts and the timetable at any hour do not depend on the order of arrival."""
    cell, matter = played(steps)
    whole = cell.folded(matter)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), matter.id)
    assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    assert live.state.as_json() == whole.state.as_json()
    now_s = cell.now_ms // 1000 + 30 * DAY
    assert timetable_json(live.state, now_s=now_s) == timetable_json(whole.state, now_s=now_s)
