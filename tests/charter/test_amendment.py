"""Amendments: what changed is told value by value, and what none may change is refused."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.amendment import SECTIONS, Change, changes_between, refusals_of_amendment
from parley.charter.model import Charter, Member
from parley.charter.reading import read_charter
from parley.cli.charter_outline import outline
from tests.charter.making import FIVE, PARIS, assembled, changed, charter_of, keys_of

BEFORE = charter_of(PARIS)
AMENDED = changed(
    assembled(PARIS),
    ("format: parley-charter-v1\n", f"format: parley-charter-v1\npredecessor: {BEFORE.digest}\n"),
    ("handling_minutes: 30,", "handling_minutes: 20,"),
)


def test_an_amendment_that_changes_one_figure_shows_one_change() -> None:
    """The signers see the path, what it said and what it will say."""
    assert changes_between(BEFORE, read_charter(AMENDED)) == (
        Change("precedences.immediate.handling_minutes", "30", "20"),
    )


def test_an_amendment_of_its_predecessor_may_follow() -> None:
    """Nothing is refused of an amendment that names the charter in force."""
    assert refusals_of_amendment(read_charter(AMENDED), earlier=[BEFORE]) == ()


def test_a_comment_changes_the_bytes_and_no_value() -> None:
    """Two files that say the same differ in no value, though each needs its own signatures."""
    again = read_charter(assembled(PARIS) + b"# a note\n")
    assert again.digest != BEFORE.digest
    assert changes_between(BEFORE, again) == ()


def test_what_comes_and_goes_is_told_with_what_it_says() -> None:
    """A new member, a dropped schedule and a new order of members all show."""
    after = charter_of(FIVE)
    changes = {change.where: change for change in changes_between(BEFORE, after)}
    assert changes["members"] == Change("members", "SY IL US", "NO KA TE MI OS CHAIR OBS")
    assert changes["members.SY.origin"].after is None
    assert changes["members.NO.kind"] == Change("members.NO.kind", None, "party")
    swapped = replace(BEFORE, members=BEFORE.members[::-1])
    assert changes_between(BEFORE, swapped) == (Change("members", "SY IL US", "US IL SY"),)


@given(st.sampled_from(["roles", "audiences", "tracks", "precedences", "ladders", "bases"]), st.randoms())
def test_no_dropped_value_goes_unseen(section: str, random: object) -> None:
    """Dropping any value of any section shows as a change, and undoing it shows none."""
    values = dict(getattr(BEFORE, section))
    values.pop(random.choice(sorted(values)))  # type: ignore[attr-defined]
    assert changes_between(BEFORE, replace(BEFORE, **{section: values}))
    assert changes_between(BEFORE, BEFORE) == ()


def test_whoever_signs_is_told_of_every_part_of_a_charter() -> None:
    """Whoever adds a part to the charter adds it to what a change shows: nobody signs what he was not told."""
    told_elsewhere = {"digest", "predecessor", "codes", "members", "line_checks", "instead_of", "closes"}
    assert {each.name for each in fields(Charter)} == {*SECTIONS, *told_elsewhere}


def test_that_notices_of_others_may_leave_is_told_before_it_is_signed() -> None:
    """With the formats, and with how it stands."""
    again = read_charter(assembled(PARIS) + b"feeds: {others_notices: [map, cot], basis: this_charter}\n")
    told = {change.where: change.after for change in changes_between(BEFORE, again)}
    assert told["feeds.others_notices"] == "map cot" and told["feeds.provenance.standing"] == "agreed"
    assert "feeds: other members' notices may leave in map cot  [this_charter, agreed]" in outline(again, language="en")
    assert "feeds: other members' notices may leave in no format" in outline(BEFORE, language="en")


def after(**changes: object) -> Charter:
    """Return an amendment that may follow, but for the changes."""
    return replace(BEFORE, predecessor=BEFORE.digest, digest="f" * 64, **changes)  # type: ignore[arg-type]


def members(code: str, /, **changes: object) -> tuple[Member, ...]:
    """Return the members with one of them changed."""
    return tuple(replace(m, **changes) if m.code == code else m for m in BEFORE.members)  # type: ignore[arg-type]


ORIGIN = "paris-2026.parley.example/"
REFUSED = [
    ({"predecessor": "0" * 64}, "A-1"),
    ({"predecessor": None}, "A-1"),
    ({"mechanism": replace(BEFORE.mechanism, id="other")}, "A-2"),
    ({"mechanism": replace(BEFORE.mechanism, exercise=True)}, "A-2"),
    ({"since": date(2026, 11, 22)}, "A-3"),
    ({"members": members("SY", origin=f"{ORIGIN}sy2")}, "A-4"),
    ({"members": members("SY", code="ZZ")}, "A-4"),
    ({"members": members("IL", keys=keys_of(f"{ORIGIN}sy"))}, "A-5"),
    ({"precedences": {**BEFORE.precedences, "flash": replace(BEFORE.precedences["flash"], code="F")}}, "A-6"),
]


@pytest.mark.parametrize(("changes", "clause"), REFUSED, ids=[f"{r[1]}-{n}" for n, r in enumerate(REFUSED)])
def test_what_no_amendment_may_change_is_refused(changes: dict[str, object], clause: str) -> None:
    """Each clause refuses what it names."""
    amended = replace(after(), **changes)  # type: ignore[arg-type]
    assert clause in {refusal.clause for refusal in refusals_of_amendment(amended, earlier=[BEFORE])}


def test_a_log_of_a_member_that_left_is_not_given_to_another_later() -> None:
    """An origin of the founding charter is refused to a new member two amendments later (A-4)."""
    without = after(members=tuple(m for m in BEFORE.members if m.code != "IL"))
    comer = replace(BEFORE.member("IL"), code="XX")
    later = replace(without, members=(*without.members, comer), predecessor=without.digest, digest="e" * 64)
    assert {r.clause for r in refusals_of_amendment(later, earlier=[BEFORE, without])} == {"A-4", "A-5"}
    assert refusals_of_amendment(later, earlier=[without]) == ()


def test_new_keys_and_a_new_address_of_the_same_member_may_follow() -> None:
    """A member may change its keys and its address by amendment: all sign it."""
    renewed = after(members=members("SY", keys=keys_of(f"{ORIGIN}sy", of="new"), address="new.example:1"))
    assert refusals_of_amendment(renewed, earlier=[BEFORE]) == ()
