"""Directives, certificates and changes of the mechanism's state: who may, by which clause, and what then stands."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.supervision.duties import change_duties, directive_duties
from tests.tracks.arriving import folded_alike
from tests.tracks.hotline.cell import Cell, charter
from tests.tracks.supervision.said import CHIEF, DAY, HOUR, TEXTS, certified, changed, directed, issued, signs


def owed(cell: Cell, duties: Any, matter: Any, *, hours: int = 0) -> dict[str, str]:
    """Return who owes what, and how it stands so many hours after now."""
    now_ms = cell.now_ms + hours * HOUR * 1000
    found = duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=now_ms)
    return {f"{each.owed_by} {each.what}": each.state for each in found}


def test_a_directive_is_answered_and_binds_nobody_by_itself() -> None:
    """A date alone makes no duty to do it; who says that it will owes it from then on."""
    cell = Cell()
    given = directed(cell, by_s=cell.now_ms // 1000 + 2 * DAY)
    cell.say("SY", "directive_answered", matter=given, answer="will_do", **CHIEF)
    cell.say("IL", "directive_answered", matter=given, answer="noted", **CHIEF)
    cell.reads()
    assert cell.state(given).name == "answered"
    assert owed(cell, directive_duties, given, hours=72) == {
        "IL answer_directive": "done", "SY answer_directive": "done", "SY follow_directive": "lapsed",
    }  # fmt: skip
    cell.say("SY", "directive_done", matter=given, done_s=cell.now_ms // 1000, **CHIEF)
    cell.reads()
    assert owed(cell, directive_duties, given, hours=72)["SY follow_directive"] == "done"


def test_a_directive_by_a_clause_binds_whom_it_is_given_to() -> None:
    """Whatever they answer; a date that passes without word lapses at each, read or not."""
    cell = Cell()
    given = directed(cell, clause="safety_of_monitors", by_s=cell.now_ms // 1000 + DAY)
    cell.say("IL", "directive_answered", matter=given, answer="will_not", text="EXERCISE", **CHIEF)
    cell.reads()
    assert owed(cell, directive_duties, given, hours=48) == {
        "IL answer_directive": "done", "IL follow_directive": "lapsed", "SY answer_directive": "waiting_for_receipt",
        "SY follow_directive": "lapsed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"by": "SY", "role": "chief"}, "supervisor_only"),
        ({"given_to": ["IL", "XX"]}, "not_all_read"),
        ({"given_to": ["US"]}, "not_all_read"),
        ({"clause": "no_such"}, "clause_unknown"),
        ({"by_s": 1}, "date_is_over"),
        ({"by_s": 4_000_000_000}, "date_too_far"),
        ({"texts": [{"lang": "fr", "text": "EXERCISE"}]}, "language_not_agreed"),
    ],
)
def test_a_directive_is_refused(more: dict[str, Any], code: str) -> None:
    """By the clause that it would break."""
    cell = Cell()
    refused = cell.refusal(directed(cell, **more))
    assert refused is not None and refused[0] == f"supervision.{code}"


def test_what_only_some_propose_binds_nobody() -> None:
    """A clause that is not agreed makes no directive bind, and certifies nothing."""
    cell = Cell(charter=charter("five-parties.yaml"), seen={code: {} for code in ("NO", "KA", "CHAIR", "OBS")})
    audience = cell.charter.codes
    said = {"subject": "EXERCISE", "texts": TEXTS, "role": "supervisor_staff", "audience": audience}
    given = cell.say("CHAIR", "directive_given", given_to=["NO"], clause="coast_patrols", **said)
    assert cell.refusal(given) == ("supervision.clause_not_agreed", "SU-2")
    cell.reads("OBS", of="CHAIR")
    now_s, about = cell.now_ms // 1000, [given.id]
    open_ = cell.say("CHAIR", "certificate_given", clause="coast_open", as_of_s=now_s, about=about, **said)
    assert cell.refusal(open_) == ("supervision.clause_not_agreed", "SU-4")
    calm = cell.say(
        "OBS", "certificate_given", clause="calm_observed", as_of_s=now_s, about=about, **{**said, "role": "chief"}
    )
    assert cell.refusal(calm) is None
    unread = cell.say(
        "OBS", "certificate_given", clause="calm_observed", as_of_s=now_s, about=["KA/0"], **{**said, "role": "chief"}
    )
    assert cell.refusal(unread) == ("supervision.rests_on_unread", "SU-4")


def test_a_withdrawn_directive_is_answered_no_more() -> None:
    """By whoever had read that; who had not spoke beside it, and its word stays."""
    cell = Cell()
    given = directed(cell)
    cell.say("US", "directive_withdrawn", matter=given, why="EXERCISE", role="supervisor_staff")
    beside = cell.say("SY", "directive_answered", matter=given, answer="noted", **CHIEF)
    cell.reads()
    late = cell.say("IL", "directive_answered", matter=given, answer="noted", **CHIEF)
    assert cell.refusal(beside) is None and cell.refusal(late) == ("supervision.directive_gone", "SU-3")
    assert folded_alike(cell, given.id).state.name == "withdrawn"
    assert owed(cell, directive_duties, given, hours=99) == {"SY answer_directive": "done"}


def test_a_certificate_is_contested_and_stays_its_authors_word() -> None:
    """Contested by who disagrees, with why; taken back, it stands uncontested; the author alone withdraws."""
    cell = Cell()
    given = certified(cell)
    assert cell.refusal(certified(cell, by="SY", role="chief")) == ("supervision.clause_of_others", "SU-4")
    cell.say("SY", "certificate_contested", matter=given, stands=True, why="EXERCISE", **CHIEF)
    cell.reads()
    assert (cell.state(given).name, cell.state(given).contested_by) == ("contested", ("SY",))
    twice = cell.say("SY", "certificate_contested", matter=given, stands=True, why="EXERCISE", **CHIEF)
    assert cell.refusal(twice) == ("supervision.contested_already", "SU-5")
    cell.say("SY", "certificate_contested", matter=given, stands=False, why="EXERCISE", **CHIEF)
    cell.reads()
    assert cell.state(given).name == "stands"
    gone = cell.say("SY", "certificate_withdrawn", matter=given, why="EXERCISE", **CHIEF)
    assert cell.refusal(gone) == ("supervision.author_only", "SU-5")
    cell.say("US", "certificate_withdrawn", matter=given, why="EXERCISE", role="supervisor_staff")
    assert folded_alike(cell, given.id, rebuilt=7, live=7).state.name == "withdrawn"


def test_all_whom_the_charter_names_sign_a_change() -> None:
    """Both parties suspend; the supervisor does not sign; it holds from the second of the last signature."""
    cell = Cell()
    change = changed(cell)
    assert cell.refusal(signs(cell, "US", change)) == ("supervision.not_a_signer", "SU-7")
    signs(cell, "SY", change)
    assert cell.state(change).from_s is None
    last = signs(cell, "IL", change)
    assert cell.state(change).from_s == -(-last.point.at_ms // 1000)
    assert owed(cell, change_duties, change, hours=99) == {
        "IL sign_mechanism_change": "done", "SY sign_mechanism_change": "done",
    }  # fmt: skip
    back = cell.say("SY", "mechanism_change_withdrawn", matter=change, of=change.id, why="EXERCISE", **CHIEF)
    assert cell.refusal(back) == ("supervision.all_have_signed", "SU-8")


def test_one_party_alone_suspends_where_the_charter_lets_it() -> None:
    """Its own signature is enough; to end the mechanism all members sign."""
    cell = Cell(charter=charter("five-parties.yaml"), seen={code: {} for code in ("NO", "KA", "CHAIR", "OBS")})
    now_s, audience = cell.now_ms // 1000, cell.charter.codes
    said = {"texts": TEXTS, "from_s": now_s, "audience": audience, **CHIEF}
    change = cell.say("NO", "mechanism_change_proposed", becomes="suspended", until_s=now_s + DAY, **said)
    ending = cell.say("NO", "mechanism_change_proposed", becomes="ended", **said)
    assert cell.state(change).main.needed == ("NO",)
    assert cell.state(ending).main.needed == tuple(sorted(audience))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"until_s": None}, "suspension_without_end"),
        ({"until_s": 1_772_361_720 + 40 * DAY}, "suspension_too_long"),
        ({"from_s": 1, "until_s": 2}, "date_is_over"),
        ({"becomes": "active", "from_s": 1_772_361_720 + 40 * DAY}, "change_too_far"),
        ({"audience": ("SY", "US")}, "all_members_asked"),
    ],
)
def test_a_change_is_refused(more: dict[str, Any], code: str) -> None:
    """By the times of the charter, and where not every member would know of it."""
    cell = Cell()
    assert cell.refusal(changed(cell, **more)) == (f"supervision.{code}", "SU-6")


def test_a_withdrawal_beside_the_last_signature_has_no_effect() -> None:
    """Nobody takes back alone what all have signed, in whatever order both arrive."""
    cell = Cell()
    change = changed(cell)
    signs(cell, "SY", change)
    cell.say("SY", "mechanism_change_withdrawn", matter=change, of=change.id, why="EXERCISE", **CHIEF)
    digest = cell.state(change).main.digest
    cell.say("IL", "mechanism_change_signed", matter=change, of=change.id, digest=digest, **CHIEF)
    cell.reads()
    state = folded_alike(cell, change.id).state
    assert state.name == "signed" and len(state.main.crossed) == 1


def test_a_signature_names_the_bytes_that_were_proposed() -> None:
    """Over other bytes it is void, with both digests told."""
    cell = Cell()
    change = changed(cell)
    wrong = cell.say("SY", "mechanism_change_signed", matter=change, of=change.id, digest="0" * 64, **CHIEF)
    assert cell.refusal(wrong) == ("supervision.other_bytes", "SU-7")


def test_a_pack_is_issued_and_stands() -> None:
    """Of a day that is over, by its hour, from entries that its author had read; a later one stands beside it."""
    cell = Cell()
    directed(cell)
    cell.now_ms += 2 * DAY * 1000
    first, second = issued(cell), issued(cell)
    assert [cell.state(each).name for each in (first, second)] == ["issued", "issued"]
    assert cell.state(first).as_json()["positions"][0]["log"] == "US"
    assert folded_alike(cell, first.id).state == cell.state(first)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"by": "SY", "role": "chief"}, "pack_of_supervisor"),
        ({"until_s": 6 * HOUR + 30_000 * DAY}, "pack_ahead"),
        ({"until_s": 7 * HOUR}, "pack_other_end"),
        ({"span": "week", "until_s": 6 * HOUR}, "pack_other_end"),
        ({"positions": [{"log": "US", "size": 900, "root": "c" * 64}]}, "pack_not_read"),
        ({"positions": [{"log": "XX", "size": 1, "root": "c" * 64}]}, "pack_not_read"),
    ],
)
def test_a_pack_that_is_not_its_authors_to_issue_is_void(more: dict[str, Any], code: str) -> None:
    """By whom, of which end, and from which entries."""
    cell = Cell()
    directed(cell)
    verdict = cell.verdict(issued(cell, **more))
    assert (verdict.code, verdict.clause) == (f"supervision.{code}", "SU-12")
