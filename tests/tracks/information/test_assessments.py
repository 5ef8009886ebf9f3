"""Joint assessments: signed by those who agree, with dissents beside; what they rest on, and its retraction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.tracks.information.assessments import assessment_duties
from parley.tracks.information.basis import basis_duties, fallen
from parley.tracks.information.track import TRACK
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.information.exchanged import AT_S, DAY_S, SOME, TEXTS, WORDS, given, proposed, retracted, said, signed

HOUR = 3_600_000
WHY = {"why": "EXERCISE. One witness is none.", "lang": "en"}


def entry_named(cell: Cell, named: str) -> Entry:
    """Return the entry of this id."""
    return next(each for each in cell.entries if each.id == named)


def duties(cell: Cell, matter: Any, *, later_ms: int = 0) -> dict[str, str]:
    """Return by clause and member how what is owed stands, by the matter and those of its reports."""
    state, asked = cell.state(matter), {"charter": cell.charter, "readings": cell, "now_ms": cell.now_ms + later_ms}
    found = assessment_duties(state, **asked)
    found += basis_duties(state, fallen(state, state_of=lambda named: cell.state(entry_named(cell, named))), **asked)
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


def test_a_language_that_came_since_is_missing_at_signing() -> None:
    """Proposed in all languages there were: under a charter with a further one nobody signs it any more."""
    cell = Cell()
    matter = proposed(cell, [given(cell).id])
    state, wider = cell.state(matter), replace(cell.charter, languages=(*cell.charter.languages, "fr"))
    content = {"of": matter.id, "digest": state.main.digest, "role": "analyst"}
    signature = replace(matter, id="SY/99", member="SY", kind="assessment_signed", content=content)
    assert not isinstance(TRACK.judge(state, signature, charter=cell.charter, cited={}), Refusal)
    verdict = TRACK.judge(state, signature, charter=wider, cited={})
    assert isinstance(verdict, Refusal)
    assert (verdict.code, verdict.clause) == ("information.language_missing", "IR-15")


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
        ({"texts": TEXTS[:2]}, "language_missing", "IR-14"),
        ({"texts": [*TEXTS, {"lang": "fr", "text": "EXERCISE"}]}, "language_not_agreed", "IR-14"),
    ],
)
def test_what_is_wider_than_its_reports_is_refused(changes: dict[str, Any], code: str, clause: str) -> None:
    """It is marked no looser than its reports, named signatories read it, and it is said in each language."""
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


def test_after_a_retraction_of_what_it_rests_on_each_signer_reviews() -> None:
    """Without a word in the assessment each signer owes one, once it is joint; who no longer holds is told as such."""
    cell = Cell()
    basis, other = given(cell), given(cell, member="US")
    matter = proposed(cell, [basis.id, other.id])
    signed(cell, matter, "US")
    gone = retracted(cell, basis)
    assert "IRD-5 US" not in duties(cell, matter)
    signed(cell, matter, "SY")
    said(cell, "IL", "assessment_dissented", matter, of=matter.id, **WHY)
    given(cell, member="US")
    told = duties(cell, matter, later_ms=71 * HOUR)
    assert {name: state for name, state in told.items() if "IRD-5" in name} == dict.fromkeys(
        ("IRD-5 SY", "IRD-5 US"), "running"
    )
    assert duties(cell, matter, later_ms=73 * HOUR)["IRD-5 US"] == "lapsed"
    other_one = said(cell, "IL", "assessment_reviewed", matter, of=gone.id, how="holds")
    assert cell.refusal(other_one) == ("information.no_signer", "IR-16")
    for named in (matter.id, basis.id, other.id):
        lost = said(cell, "SY", "assessment_reviewed", matter, of=named, how="holds")
        assert cell.refusal(lost) in {("information.basis_unknown", "IR-16"), ("cited_unknown", "M-7")}, named
    lapse = {"duty": f"{gone.id}:review_assessment:US", "due_at_ms": cell.now_ms, "level": 1}
    assert cell.refusal(said(cell, "SY", "assessment_lapse_cited", matter, **lapse)) is None
    for duty in (":review_assessment:IL", ":sign_assessment:US", ":review_assessment:XX"):
        wrong = f"{gone.id}{duty}"
        cited = said(cell, "SY", "assessment_lapse_cited", matter, **{**lapse, "duty": wrong})
        assert cell.refusal(cited) == ("information.lapse_duty_unknown", "IR-17"), wrong
    said(cell, "SY", "assessment_reviewed", matter, of=gone.id, how="no_longer", **WORDS)
    said(cell, "US", "assessment_reviewed", matter, of=gone.id, how="holds")
    assert cell.state(matter).as_json()["no_longer"] == ["SY"]
    assert {duties(cell, matter)[f"IRD-5 {code}"] for code in ("SY", "US")} == {"done"}
    retracted(cell, other)
    again = duties(cell, matter)
    assert {again[f"IRD-5 {code}"] for code in ("SY", "US")} == {"waiting_for_receipt", "running"}


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


def test_what_has_expired_is_neither_signed_nor_dissented_from() -> None:
    """By the clock of who would: a second before it is; after it nothing is owed, and a lapse before stays told."""
    cell = Cell()
    expires_s = AT_S + 2 * DAY_S
    matter = proposed(cell, [given(cell).id], expires_s=expires_s)
    given(cell, member="IL")
    cell.now_ms = expires_s * 1000 - 3_600_000
    assert cell.refusal(signed(cell, matter, "US")) is None
    assert duties(cell, matter)["IRD-4 IL"] == "running"
    cell.now_ms = expires_s * 1000
    assert cell.refusal(signed(cell, matter, "IL")) == ("information.assessment_expired", "IR-15")
    late = said(cell, "SY", "assessment_dissented", matter, of=matter.id, **WHY)
    assert cell.refusal(late) == ("information.assessment_expired", "IR-15")
    assert duties(cell, matter) == {"IRD-4 US": "done"}
    assert cell.state(matter).name == "proposed"


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
