"""Joint assessments: signed by those who agree, with dissents beside; what they rest on, and its retraction."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.information.assessments import assessment_duties
from parley.tracks.information.track import TRACK
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.information.exchanged import AT_S, SOME, WORDS, given, proposed, retracted, said, signed

HOUR = 3_600_000
WHY = {"why": "EXERCISE. One witness is none.", "lang": "en"}


def duties(cell: Cell, matter: Any, *, later_ms: int = 0) -> dict[str, str]:
    """Return by clause and member how what is owed stands."""
    found = assessment_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms + later_ms)
    return {f"{each.clause} {each.owed_by}": each.state for each in found}


def test_it_stands_for_those_who_signed_and_dissents_stand_beside() -> None:
    """Two sign the same bytes, the third says why it does not: it is joint, with a dissent, and nobody is outvoted."""
    cell = Cell()
    matter = proposed(cell, [given(cell).id])
    assert cell.state(matter).name == "proposed"
    signed(cell, matter, "US")
    signed(cell, matter, "SY")
    assert (cell.state(matter).name, TRACK.glance(cell.state(matter), charter=cell.charter).owing) == ("proposed", True)
    said(cell, "IL", "assessment_dissented", matter, of=matter.id, **WHY)
    state = cell.state(matter)
    assert (state.name, state.signers, state.dissenters) == ("joint_with_dissent", ("SY", "US"), ("IL",))
    assert set(duties(cell, matter).values()) == {"done"}
    twice = said(cell, "IL", "assessment_dissented", matter, of=matter.id, **WHY)
    assert cell.refusal(twice) == ("information.dissented_already", "IR-15")
    signed(cell, matter, "IL")
    assert cell.state(matter).name == "joint"
    assert cell.refusal(signed(cell, matter, "IL")) == ("information.signed_already", "IR-15")
    late = said(cell, "US", "assessment_dissented", matter, of=matter.id, **WHY)
    assert cell.refusal(late) == ("information.signed_already", "IR-15")


def test_it_is_not_joint_where_all_but_one_dissent() -> None:
    """One signature alone makes nothing joint."""
    cell = Cell()
    matter = proposed(cell, [given(cell).id])
    signed(cell, matter, "US")
    for member in ("SY", "IL"):
        said(cell, member, "assessment_dissented", matter, of=matter.id, **WHY)
    assert cell.state(matter).name == "not_joint"
    assert not TRACK.glance(cell.state(matter), charter=cell.charter).owing


def test_other_bytes_are_not_signed() -> None:
    """A signature names the digest of what was proposed; who is not asked signs nothing; nobody without release."""
    cell = Cell()
    matter = proposed(cell, [given(cell).id], signatories=["SY", "US"])
    assert cell.refusal(signed(cell, matter, "SY", digest="ab" * 32)) == ("information.other_bytes", "IR-15")
    assert cell.refusal(signed(cell, matter, "IL")) == ("information.no_signatory", "IR-15")
    bare = said(cell, "SY", "assessment_signed", matter, of=matter.id, digest=cell.state(matter).main.digest,
                without=("released_by",))  # fmt: skip
    assert cell.refusal(bare) == ("charter.not_released", "C-11")
    other = said(cell, "SY", "assessment_dissented", matter, of="SY/0", **WHY)
    assert cell.refusal(other) == ("information.other_assessment", "IR-15")


@pytest.mark.parametrize(
    ("changes", "code", "clause"),
    [
        ({"tlp": "green"}, "marked_looser", "IR-14"),
        ({"tlp": "amber", "releasable_to": ["IL", "SY", "US"]}, "marked_looser", "IR-14"),
        ({"signatories": ["SY", "XX"]}, "signatory_not_reading", "IR-14"),
        ({"purpose": "targeting"}, "purpose_unknown", "IR-14"),
        ({"expires_s": AT_S}, "expired_at_once", "IR-2"),
    ],
)
def test_what_is_wider_than_its_reports_is_refused(changes: dict[str, Any], code: str, clause: str) -> None:
    """It is marked no looser than its reports, and named signatories read it."""
    cell = Cell()
    assert cell.refusal(proposed(cell, [given(cell).id], **changes)) == (f"information.{code}", clause)


def test_it_goes_to_nobody_to_whom_a_report_may_not() -> None:
    """Neither by its addressees, which the kernel refuses, nor by its releasability."""
    cell = Cell()
    narrow = given(cell, to=SOME)
    assert cell.refusal(proposed(cell, [narrow.id])) == ("cited_unknown", "M-7")
    half = given(cell, to=SOME, tlp="amber")
    beyond = proposed(cell, [half.id], to=SOME, tlp="amber", releasable_to=list(ALL))
    assert cell.refusal(beyond) == ("information.beyond_its_reports", "IR-14")
    assert cell.refusal(proposed(cell, [narrow.id], to=SOME)) is None


def test_an_expired_or_retracted_report_is_not_what_it_rests_on() -> None:
    """Nor an entry that is no report."""
    cell = Cell()
    old, gone = given(cell, expires_s=AT_S + 3600), given(cell)
    retracted(cell, gone)
    assert cell.refusal(proposed(cell, [gone.id])) == ("information.cited_retracted", "IR-9")
    first = proposed(cell, [old.id])
    assert cell.refusal(first) is None
    cell.now_ms = (AT_S + 3601) * 1000
    assert cell.refusal(proposed(cell, [old.id])) == ("information.cited_expired", "IR-9")
    assert cell.refusal(proposed(cell, [first.id])) == ("information.no_report", "IR-9")
    assert cell.refusal(signed(cell, first, "US")) is None


def test_a_retraction_of_what_it_rests_on_is_said_and_each_signer_reviews() -> None:
    """A reader says so once; each signer owes a word whether it still holds; who no longer does is told as such."""
    cell = Cell()
    basis = given(cell)
    matter = proposed(cell, [basis.id])
    signed(cell, matter, "US")
    signed(cell, matter, "SY")
    said(cell, "IL", "assessment_dissented", matter, of=matter.id, **WHY)
    gone = retracted(cell, basis)
    wrong = said(cell, "US", "assessment_basis_retracted", matter, report=basis.id, retraction=basis.id)
    assert cell.refusal(wrong) == ("information.basis_unknown", "IR-16")
    told = said(cell, "US", "assessment_basis_retracted", matter, report=basis.id, retraction=gone.id)
    again = said(cell, "SY", "assessment_basis_retracted", matter, report=basis.id, retraction=gone.id)
    assert cell.refusal(again) == ("information.basis_said_before", "IR-16")
    assert duties(cell, matter)["IRD-5 SY"] == "running"
    assert TRACK.glance(cell.state(matter), charter=cell.charter).owing
    other = said(cell, "IL", "assessment_reviewed", matter, of=told.id, how="holds")
    assert cell.refusal(other) == ("information.no_signer", "IR-16")
    lost = said(cell, "SY", "assessment_reviewed", matter, of=matter.id, how="holds")
    assert cell.refusal(lost) == ("information.basis_unknown", "IR-16")
    said(cell, "SY", "assessment_reviewed", matter, of=told.id, how="no_longer", **WORDS)
    said(cell, "US", "assessment_reviewed", matter, of=told.id, how="holds")
    assert cell.state(matter).as_json()["no_longer"] == ["SY"]
    assert {duties(cell, matter)[f"IRD-5 {code}"] for code in ("SY", "US")} == {"done"}
    assert not TRACK.glance(cell.state(matter), charter=cell.charter).owing


def test_who_proposed_it_withdraws_it_while_it_is_not_joint() -> None:
    """Another does not; joint it stands; a withdrawal that crosses the last word is without effect."""
    cell = Cell()
    matter = proposed(cell, [given(cell).id])
    others = said(cell, "SY", "assessment_withdrawn", matter, of=matter.id, why="EXERCISE")
    assert cell.refusal(others) == ("information.withdraws_anothers", "IR-15")
    signed(cell, matter, "US")
    signed(cell, matter, "SY")
    digest = cell.state(matter).main.digest
    cell.say("US", "assessment_withdrawn", matter=matter, of=matter.id, why="EXERCISE", role="analyst")
    cell.say("IL", "assessment_signed", matter=matter, of=matter.id, digest=digest, role="analyst")
    cell.reads()
    assert cell.state(matter).name == "joint"
    late = said(cell, "US", "assessment_withdrawn", matter, of=matter.id, why="EXERCISE")
    assert cell.refusal(late) == ("information.assessment_stands", "IR-15")


def test_what_was_withdrawn_is_not_signed_and_nothing_is_owed_of_it() -> None:
    """And a lapse of its duty to sign is cited while it lasts."""
    cell = Cell()
    matter = proposed(cell, [given(cell).id])
    given(cell, member="IL")
    assert duties(cell, matter, later_ms=73 * HOUR)["IRD-4 IL"] == "lapsed"
    cited = {"duty": f"{matter.id}:sign_assessment:IL", "due_at_ms": cell.now_ms, "level": 1}
    assert cell.refusal(said(cell, "SY", "assessment_lapse_cited", matter, **cited)) is None
    said(cell, "US", "assessment_withdrawn", matter, of=matter.id, why="EXERCISE")
    assert cell.refusal(signed(cell, matter, "IL")) == ("information.assessment_withdrawn", "IR-15")
    assert (cell.state(matter).name, duties(cell, matter)) == ("withdrawn", {})
