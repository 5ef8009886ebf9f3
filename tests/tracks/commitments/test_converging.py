"""Instruments: what is refused before anybody signs, and one state whatever the order of arrival."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.commitments.entries import KINDS
from parley.tracks.commitments.stepping import timetable_json
from parley.tracks.commitments.track import TRACK
from tests.tracks.arriving import arrived, folded_alike
from tests.tracks.commitments.instruments import DAY, HOUR, OFFICER, START_S, TEXTS, proposed, signs, step, terms
from tests.tracks.commitments.test_forces import declared, variance
from tests.tracks.hotline.cell import ALL, Cell, permitted

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


SAID = (
    "commitment_signed", "commitment_declined", "commitment_withdrawn", "amendment_proposed", "step_reported",
    "step_certified", "step_disputed", "step_waived", "commitment_lapse_cited", "commitment_superseded",
)  # fmt: skip
OF_VARIANCES = ("commitment_signed", "commitment_declined", "commitment_withdrawn", "commitment_lapse_cited")
OPENING = {"commitment_proposed", "limit_variance_proposed", "forces_declared"}
STEP = st.tuples(
    st.sampled_from(ALL), st.sampled_from(("reads", "say", "say", "say")), st.sampled_from(SAID), st.integers(0, 5)
)


def _cited(entry: str, cell: Cell, number: int) -> dict[str, Any]:
    """Return a lapse that somebody cites: of a signature that is owed, of one that is not, and of a step."""
    what = ("sign_commitment", "do_step.a", "certify_step.b")[number % 3]
    return {"duty": f"{entry}:{what}:{ALL[number % 3]}", "due_at_ms": cell.now_ms - number, "level": number % 2}


def _successor(cell: Cell, matter: Entry, number: int) -> Entry:
    """Return an instrument that takes the place of another, signed by all or by one; members read it as they may."""
    signed = [entry for entry in cell.entries if entry.content.get("supersedes") == matter.id]
    if signed or cell.state(matter).from_s is None:
        return signed[0] if signed else matter
    new = cell.say("US", "commitment_proposed", **terms(supersedes=matter.id))
    cell.reads()
    # Void where its author had not read the last signature.
    for member in ("SY", "IL")[: 1 + number % 2] if cell.state(new) is not None else ():
        signs(cell, member, new)
    return new


def _superseded(cell: Cell, matter: Entry, number: int) -> dict[str, Any]:
    new = _successor(cell, matter, number)
    state = cell.state(new)
    return {"by": new.id, "from_s": 0 if state is None or state.from_s is None else state.from_s + number // 5}


def test_every_kind_is_said_in_the_courses() -> None:
    """What is added to the track is played here too."""
    assert set(SAID) | OPENING == set(KINDS) and set(OF_VARIANCES) < set(SAID)


def played(steps: list[tuple[str, str, str, int]]) -> tuple[Cell, Entry]:
    """Return an instrument and what three members say of it, each knowing only what it happened to read."""
    cell = Cell()
    matter = proposed(cell, step("a", by="D+2"), step("b", by="a+1d", to=["IL", "US"], verifier=None))
    signs(cell, "SY", matter, unread=True)
    if len(steps) % 2:
        signs(cell, "IL", matter)
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
            "commitment_lapse_cited": {**_cited(about.entry, cell, number), "role": "chief"},
            "commitment_superseded": _superseded(cell, matter, number) if kind == "commitment_superseded" else {},
        }.get(kind, {"of": about.entry, "why": "x"})
        cell.say(member, kind, matter=matter, **{**OFFICER, **content})
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
    _assert_no_verdict_flips(cell, matter)
    now_s = cell.now_ms // 1000 + 30 * DAY
    assert timetable_json(live.state, now_s=now_s) == timetable_json(whole.state, now_s=now_s)


def _assert_no_verdict_flips(cell: Cell, matter: Entry) -> None:
    """Ask that what an entry's own past decides stays decided, whatever came beside it."""
    whole = cell.folded(matter)
    for entry in whole.entries:
        known = [each for each in cell.entries if entry.point.covers(each.point) or each.id == entry.id]
        assert Cell(charter=cell.charter, entries=known).verdict(entry) == whole.verdicts[entry.id]


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(OF_VARIANCES), st.integers(0, 5)), max_size=14),
    data=st.data(),
)  # fmt: skip
def test_a_variance_of_a_limit_gives_one_state_in_every_order(steps: list[tuple[str, str, int]], data: Any) -> None:
    """Signed, declined, withdrawn and cited by members of whom each had read only some."""
    cell = Cell()
    matter = cell.say("IL", "limit_variance_proposed", **variance())
    cell.reads()
    for member, kind, number in steps:
        digest = {"digest": cell.state(matter).main.digest}
        content = {
            "commitment_signed": {"of": matter.id, **digest},
            "commitment_lapse_cited": _cited(matter.id, cell, number),
        }.get(kind, {"of": matter.id, "why": "x"})
        cell.say(member, kind, matter=matter, **{**OFFICER, **content})
        if number > 2:
            cell.reads(member, of=ALL[number % 3])
    whole = cell.folded(matter)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), matter.id)
    assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    _assert_no_verdict_flips(cell, matter)


def test_declared_forces_stand_alone_whatever_else_names_them() -> None:
    """A declaration is a matter of one entry: what others write into it is void in every order."""
    cell = Cell()
    matter = cell.say("IL", "forces_declared", **declared())
    cell.reads()
    cell.say("SY", "commitment_signed", matter=matter, of=matter.id, digest="0" * 64, **OFFICER)
    cell.say("US", "step_waived", matter=matter, step="a", why="x", **OFFICER)
    cell.say("IL", "commitment_lapse_cited", matter=matter, **{**OFFICER, **_cited(matter.id, cell, 0)})
    found = folded_alike(cell, matter.id)
    assert found.state.counts == cell.state(matter).counts and len(permitted(found)) == 1
