"""Settlements: one digest in every language, signed by the sides, one at a time, so that two never hold at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.signing import SIGNED
from parley.tracks.disputes.state import DisputeState
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.test_overlaps_converging import known_by
from tests.tracks.disputes.claims import (
    HOUR_MS,
    TEXTS,
    answered,
    claimed,
    owed,
    proposes,
    signs,
    state_of,
    states_of,
)
from tests.tracks.hotline.cell import Cell, said


def test_it_is_settled_once_all_sides_have_signed() -> None:
    """One signature settles nothing; the last one does, from the first whole second after it."""
    cell = Cell()
    matter = claimed(cell)
    text = proposes(cell, matter)
    signs(cell, "SY", matter, of=text)
    assert state_of(cell, matter).ending is None
    cell.now_ms += 1_500
    last = signs(cell, "IL", matter, of=text)
    ending = state_of(cell, matter).ending
    assert ending is not None and (ending.how, ending.entry) == ("settled", last.id)
    assert ending.at_ms == -(-last.point.at_ms // 1000) * 1000


def test_who_is_no_side_signs_nothing() -> None:
    """The supervisor proposes, and does not sign; other bytes, a second signature, a missing language fail."""
    cell = Cell()
    matter = claimed(cell)
    text = proposes(cell, matter)
    assert cell.refusal(signs(cell, "US", matter, of=text)) == ("disputes.not_bound", "DI-6")
    wrong = signs(cell, "SY", matter, of=text, digest="0" * 64)
    assert cell.refusal(wrong) == ("disputes.other_bytes", "DI-6")
    signs(cell, "SY", matter, of=text)
    assert cell.refusal(signs(cell, "SY", matter, of=text)) == ("disputes.signed_already", "DI-6")
    assert cell.refusal(proposes(cell, matter, texts=TEXTS[:2])) == ("disputes.languages_missing", "DI-6")


def test_what_binds_is_said_in_a_role_of_the_level() -> None:
    """A duty officer signs on the first level, and not once the dispute has risen to the chiefs (DI-5)."""
    cell = Cell()
    matter = claimed(cell)
    text = proposes(cell, matter)
    cell.now_ms = matter.point.at_ms + 5 * HOUR_MS
    low = signs(cell, "SY", matter, of=text, role="duty_officer")
    assert cell.refusal(low) == ("disputes.role_not_of_level", "DI-5")
    assert cell.refusal(signs(cell, "SY", matter, of=text, role="chief")) is None


def test_a_withdrawal_beside_the_last_signature_is_without_effect() -> None:
    """The claimant withdraws without having read that the other side signed: settled, whatever arrives first."""
    cell = Cell()
    matter = claimed(cell)
    text = proposes(cell, matter)
    signs(cell, "SY", matter, of=text)
    withdrawn = cell.say("SY", "dispute_withdrawn", matter=matter, why="Tired")
    signs(cell, "IL", matter, of=text, unread=True)
    state = folded_alike(cell, matter.id, rebuilt=5, live=7).state
    assert state.name == "settled" and state.without_effect == (withdrawn.id,)


def test_who_had_read_the_withdrawal_signs_no_more() -> None:
    """Known to the signer it has ended the dispute, and a signature is refused."""
    cell = Cell()
    matter = claimed(cell)
    text = proposes(cell, matter)
    signs(cell, "SY", matter, of=text)
    assert cell.refusal(said(cell, "IL", "dispute_withdrawn", matter, why="Not mine")) == (
        "disputes.claimant_only", "DI-4",
    )  # fmt: skip
    withdrawn = said(cell, "SY", "dispute_withdrawn", matter, why="Tired")
    late = signs(cell, "IL", matter, of=text)
    assert cell.refusal(late) == ("disputes.dispute_over", "DI-3")
    assert state_of(cell, matter).ending.entry == withdrawn.id  # type: ignore[union-attr]


def test_a_side_binds_itself_to_one_settlement_at_a_time() -> None:
    """Signed by it and still open, it signs no other; once the first is declined, which is for good, it may."""
    cell = Cell()
    matter = claimed(cell)
    one, two = proposes(cell, matter, "SY"), proposes(cell, matter, "IL", subject="EXERCISE other hours")
    signs(cell, "SY", matter, of=one)
    assert cell.refusal(signs(cell, "SY", matter, of=two)) == ("disputes.bound_to_another", "DI-7")
    said(cell, "IL", "settlement_declined", matter, of=one.id, why="Too short")
    assert cell.refusal(signs(cell, "IL", matter, of=one)) == ("disputes.declined_already", "DI-6")
    signs(cell, "IL", matter, of=two)
    assert cell.refusal(signs(cell, "SY", matter, of=two)) is None
    assert state_of(cell, matter).name == "settled"


def test_a_withdrawn_text_binds_until_all_who_had_not_signed_know() -> None:
    """Its proposer signs another only after the other side has shown that it read the withdrawal (DI-7)."""
    cell = Cell()
    matter = claimed(cell)
    one, two = proposes(cell, matter, "SY"), proposes(cell, matter, "IL", subject="EXERCISE other hours")
    signs(cell, "SY", matter, of=one)
    cell.say("SY", "settlement_withdrawn", matter=matter, of=one.id, why="Changed")
    early = signs(cell, "SY", matter, of=two)
    assert cell.refusal(early) == ("disputes.bound_to_another", "DI-7")
    answered(cell, matter)
    assert cell.refusal(signs(cell, "IL", matter, of=one)) == ("disputes.settlement_gone", "DI-6")
    assert cell.refusal(signs(cell, "SY", matter, of=two)) is None


_what = st.sampled_from(("propose", "sign", "sign", "sign", "decline", "withdraw", "read", "read"))
_acts = st.lists(st.tuples(_what, st.sampled_from(("SY", "IL", "US")), st.integers(0, 3)), min_size=4, max_size=16)


def _act(cell: Cell, matter: Any, what: str, member: str, which: int) -> None:
    if what == "read":
        cell.reads(member)
        return
    known = known_by(cell, member).state(matter)
    if what == "propose" or not isinstance(known, DisputeState) or not known.settlements:
        cell.say(member, "settlement_proposed", matter=matter, subject=f"EXERCISE {which}", texts=TEXTS)
        return
    about = known.settlements[which % len(known.settlements)]
    content: dict[str, Any] = {"of": about.entry, "role": "chief"}
    if what == "sign":
        cell.say(member, "settlement_signed", matter=matter, digest=about.digest, **content)
    else:
        kind = "settlement_declined" if what == "decline" else "settlement_withdrawn"
        cell.say(member, kind, matter=matter, why="Why", **content)


@settings(max_examples=150, deadline=None)
@given(acts=_acts)
def test_no_two_settlements_ever_hold(acts: list[tuple[str, str, int]]) -> None:
    """However the sides sign, decline and withdraw without having read each other, at most one is signed by all."""
    cell = Cell()
    matter = claimed(cell)
    for what, member, which in acts:
        _act(cell, matter, what, member, which)
    state = state_of(cell, matter)
    assert sum(each.name == SIGNED for each in state.settlements) <= 1
    assert cell.folded(matter).state == state


@settings(max_examples=25, deadline=None)
@given(acts=st.lists(st.tuples(_what, st.sampled_from(("SY", "IL")), st.integers(0, 1)), min_size=3, max_size=5))
def test_whatever_arrives_first_the_texts_stand_alike(acts: list[tuple[str, str, int]]) -> None:
    """Any order of arrival gives the same texts, signatures and verdicts."""
    cell = Cell()
    matter = claimed(cell)
    proposes(cell, matter)
    for what, member, which in acts:
        _act(cell, matter, what, member, which)
    folded_alike(cell, matter.id, rebuilt=53, live=97)


def test_a_settlement_waits_for_each_side_by_its_handling_time() -> None:
    """Owed from the first reading; done by a signature or a word that one declines; nobody owes what cannot hold."""
    cell = Cell()
    matter = claimed(cell)
    text = proposes(cell, matter)
    cell.say("SY", "settlement_declined", matter=matter, of=text.id, why="No")
    answered(cell, matter)
    found = states_of(owed(cell, matter, at_ms=cell.now_ms + HOUR_MS), "sign_settlement")
    assert found == {"SY": "done"}


@pytest.mark.parametrize("kind", ["settlement_signed", "settlement_declined", "settlement_withdrawn"])
def test_what_was_never_proposed_is_neither_signed_nor_declined(kind: str) -> None:
    """A settlement that the dispute does not know is refused by name (DI-6)."""
    cell = Cell()
    matter = claimed(cell)
    content = {"digest": "0" * 64} if kind == "settlement_signed" else {"why": "Why"}
    entry = said(cell, "SY", kind, matter, of="IL/99", role="chief", **content)
    assert cell.refusal(entry) == ("disputes.settlement_unknown", "DI-6")
