"""Reports: how they are marked, what others find of them, disputes, retractions, tear-lines."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.information.report_duties import report_duties
from parley.tracks.information.track import TRACK
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.information.exchanged import AT_S, DAY_S, PLACE, SOME, WORDS, given, report, retracted, said

HOUR = 3_600_000


def duties(cell: Cell, matter: Any, *, later_ms: int = 0) -> dict[str, str]:
    """Return by clause and member how what is owed stands."""
    found = report_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms + later_ms)
    return {f"{each.clause} {each.owed_by}": each.state for each in found}


def test_a_report_keeps_both_grades_apart_and_says_its_marking() -> None:
    """What was given is read by all whom it names, with two grades, level, purpose, releasability, expiry and place."""
    cell = Cell()
    matter = given(cell)
    told = cell.state(matter).as_json()
    assert (told["form"], told["name"], told["precedence"]) == ("information_report", "standing", "priority")
    assert {name: told["terms"][name] for name in ("source", "credibility", "tlp")} == {
        "source": "B", "credibility": "2", "tlp": "amber_strict",
    }  # fmt: skip
    assert not TRACK.glance(cell.state(matter), charter=cell.charter).owing


@pytest.mark.parametrize(
    ("changes", "code", "clause"),
    [
        ({"purpose": "targeting"}, "purpose_unknown", "IR-1"),
        ({"lang": "fr"}, "language_not_agreed", "IR-1"),
        ({"seen": {"from_s": AT_S + DAY_S, "until_s": AT_S + DAY_S}}, "seen_ahead", "IR-1"),
        ({"expires_s": AT_S}, "expired_at_once", "IR-2"),
        ({"expires_s": AT_S + 91 * DAY_S}, "expires_too_late", "IR-2"),
        ({"place": {**PLACE, "radius_m": 999}}, "place_too_fine", "IR-3"),
        ({"place": {**PLACE, "lat_e7": 331_256_000}}, "place_figures_too_fine", "IR-3"),
        ({"place": {**PLACE, "lon_e7": 358_246_001}}, "place_figures_too_fine", "IR-3"),
        ({"releasable_to": ["IL", "SY", "US", "XX"], "tlp": "amber"}, "releasable_to_strangers", "IR-4"),
        ({"releasable_to": ["IL", "SY"]}, "addressee_not_releasable", "IR-4"),
    ],
)
def test_a_report_that_the_charter_does_not_allow_is_refused(changes: dict[str, Any], code: str, clause: str) -> None:
    """Purpose, language, time, expiry, precision and releasability are the charter's, each with its clause."""
    cell = Cell()
    assert cell.refusal(given(cell, **changes)) == (f"information.{code}", clause)


@pytest.mark.parametrize("level", ["red", "amber_strict"])
def test_what_is_for_its_addressees_alone_goes_on_to_nobody(level: str) -> None:
    """Marked RED or AMBER+STRICT it names nobody beyond its addressees; AMBER may."""
    cell = Cell()
    refused = given(cell, to=SOME, tlp=level, releasable_to=["IL", "SY", "US"])
    assert cell.refusal(refused) == ("information.level_forbids_release", "IR-4")
    assert cell.refusal(given(cell, to=SOME, tlp="amber", releasable_to=["IL", "SY", "US"])) is None


def test_nothing_leaves_without_a_second_officer() -> None:
    """A report without the role of who released it is void for everybody."""
    cell = Cell()
    refused = cell.say("SY", "report_given", **report(), without=("released_by",))
    assert cell.refusal(refused) == ("charter.not_released", "C-11")


def test_a_report_to_oneself_is_refused() -> None:
    """Who gives a report gives it to somebody."""
    cell = Cell()
    assert cell.refusal(given(cell, to=("SY",))) == ("information.to_nobody", "IR-1")


def test_a_report_names_nothing_that_an_addressee_may_not_read() -> None:
    """What it is about is read by all who read it: else its number would tell of it."""
    cell = Cell()
    narrow = given(cell, to=SOME)
    assert cell.refusal(given(cell, about=[narrow.id])) == ("cited_unknown", "M-7")
    assert cell.refusal(given(cell, to=SOME, about=[narrow.id])) is None


def test_three_findings_are_three_different_things() -> None:
    """Corroborated, cannot say, looked and did not see; never of one's own report, never by itself, never after all."""
    cell = Cell()
    matter, own = given(cell), given(cell, member="IL")
    said(cell, "IL", "report_checked", matter, of=matter.id, how="corroborated", report=own.id, **WORDS)
    said(cell, "US", "report_checked", matter, of=matter.id, how="looked_did_not_see")
    said(cell, "US", "report_checked", matter, of=matter.id, how="cannot_say")
    found = cell.state(matter).as_json()["checks"]
    assert [each["how"] for each in found] == ["corroborated", "looked_did_not_see", "cannot_say"]
    mine = said(cell, "SY", "report_checked", matter, of=matter.id, how="corroborated")
    assert cell.refusal(mine) == ("information.own_report_checked", "IR-6")
    looped = said(cell, "IL", "report_checked", matter, of=matter.id, how="corroborated", report=matter.id)
    assert cell.refusal(looped) == ("information.corroborates_itself", "IR-6")
    other = said(cell, "IL", "report_checked", matter, of=own.id, how="cannot_say")
    assert cell.refusal(other) == ("information.other_report", "IR-6")
    retracted(cell, matter)
    late = said(cell, "IL", "report_checked", matter, of=matter.id, how="cannot_say")
    assert cell.refusal(late) == ("information.retracted_already", "IR-6")


def test_a_dispute_leaves_its_author_the_right_of_reply() -> None:
    """Another disputes; the author alone replies, to each dispute, also after a retraction; who disputed ends it."""
    cell = Cell()
    matter = given(cell)
    dispute = said(cell, "IL", "report_disputed", matter, of=matter.id, stands=True, **WORDS)
    assert cell.state(matter).name == "disputed"
    again = said(cell, "IL", "report_disputed", matter, of=matter.id, stands=True, **WORDS)
    assert cell.refusal(again) == ("information.dispute_said_before", "IR-7")
    never = said(cell, "US", "report_disputed", matter, of=matter.id, stands=False, **WORDS)
    assert cell.refusal(never) == ("information.dispute_said_before", "IR-7")
    own = said(cell, "SY", "report_disputed", matter, of=matter.id, stands=True, **WORDS)
    assert cell.refusal(own) == ("information.own_report_disputed", "IR-7")
    other = said(cell, "US", "report_dispute_replied", matter, of=dispute.id, **WORDS)
    assert cell.refusal(other) == ("information.reply_of_another", "IR-7")
    lost = said(cell, "SY", "report_dispute_replied", matter, of=matter.id, **WORDS)
    assert cell.refusal(lost) == ("information.dispute_unknown", "IR-7")
    retracted(cell, matter)
    reply = said(cell, "SY", "report_dispute_replied", matter, of=dispute.id, **WORDS)
    assert cell.refusal(reply) is None
    said(cell, "IL", "report_disputed", matter, of=matter.id, stands=False, **WORDS)
    told = cell.state(matter).as_json()
    assert (told["disputed_by"], told["disputes"][0]["replies"][0]["entry"]) == ([], reply.id)


def test_each_holder_acknowledges_a_retraction() -> None:
    """From receipt each other reader has the charter's hours; who retracted owes nothing; it owes till all did."""
    cell = Cell()
    matter = given(cell)
    cell.say("SY", "report_retracted", matter=matter, of=matter.id, why="EXERCISE. Mistaken", role="analyst")
    assert duties(cell, matter) == {"IRD-1 IL": "waiting_for_receipt", "IRD-1 US": "waiting_for_receipt"}
    cell.reads()
    gone = cell.state(matter).retraction
    said(cell, "IL", "retraction_acknowledged", matter, of=gone.entry, how="used", text="EXERCISE. In a brief.")
    said(cell, "US", "report_checked", given(cell), of="SY/0", how="cannot_say")
    assert duties(cell, matter, later_ms=25 * HOUR) == {"IRD-1 IL": "done", "IRD-1 US": "lapsed"}
    assert TRACK.glance(cell.state(matter), charter=cell.charter).owing
    lapse = {"duty": f"{gone.entry}:acknowledge_retraction:US", "due_at_ms": cell.now_ms, "level": 1}
    assert cell.refusal(said(cell, "SY", "report_lapse_cited", matter, **lapse)) is None
    twice = said(cell, "SY", "report_lapse_cited", matter, **lapse)
    assert cell.refusal(twice) == ("information.lapse_cited_before", "IR-17")
    wrong = said(cell, "SY", "report_lapse_cited", matter, **{**lapse, "duty": f"{matter.id}:explain:US"})
    assert cell.refusal(wrong) == ("information.lapse_duty_unknown", "IR-17")
    early = said(cell, "SY", "report_lapse_cited", matter, **{**lapse, "level": 2, "due_at_ms": cell.now_ms + HOUR})
    assert cell.refusal(early) == ("information.lapse_not_yet", "IR-17")
    said(cell, "US", "retraction_acknowledged", matter, of=gone.entry, how="not_used")
    assert not TRACK.glance(cell.state(matter), charter=cell.charter).owing


def test_a_retraction_is_its_authors_and_for_good() -> None:
    """Another does not retract it, nobody twice; who retracted acknowledges nothing; in its place stands a report."""
    cell = Cell()
    matter, better = given(cell), given(cell)
    others = said(cell, "IL", "report_retracted", matter, of=matter.id, why="EXERCISE")
    assert cell.refusal(others) == ("information.retracts_anothers", "IR-10")
    itself = said(cell, "SY", "report_retracted", matter, of=matter.id, why="EXERCISE", instead=matter.id)
    assert cell.refusal(itself) == ("information.replaces_itself", "IR-10")
    early = said(cell, "IL", "retraction_acknowledged", matter, of=matter.id, how="used")
    assert cell.refusal(early) == ("information.retraction_unknown", "IR-10")
    gone = retracted(cell, matter, instead=better.id)
    assert cell.state(matter).as_json()["retraction"]["instead"] == better.id
    assert cell.refusal(retracted(cell, matter)) == ("information.retracted_already", "IR-10")
    own = said(cell, "SY", "retraction_acknowledged", matter, of=gone.id, how="used")
    assert cell.refusal(own) == ("information.own_retraction", "IR-10")
    said(cell, "IL", "retraction_acknowledged", matter, of=gone.id, how="used")
    twice = said(cell, "IL", "retraction_acknowledged", matter, of=gone.id, how="used")
    assert cell.refusal(twice) == ("information.acknowledged_already", "IR-10")


def test_a_tear_line_is_a_new_report_and_its_origin_is_said_where_that_is_read() -> None:
    """The link stands in the narrow matter alone; nothing in the new report tells that there is another."""
    cell = Cell()
    narrow = given(cell, to=SOME, tlp="red")
    tear = given(cell, place=None, seen=None, cover=None)
    linked = said(cell, "SY", "tearline_noted", narrow, of=narrow.id, made=tear.id)
    assert cell.refusal(linked) is None
    assert narrow.id not in repr(cell.state(tear).as_json())
    wide = said(cell, "SY", "tearline_noted", tear, of=tear.id, made=narrow.id)
    assert cell.refusal(wide) == ("cited_unknown", "M-7")
    twice = said(cell, "SY", "tearline_noted", narrow, of=narrow.id, made=tear.id)
    assert cell.refusal(twice) == ("information.tearline_noted_before", "IR-8")
    itself = said(cell, "SY", "tearline_noted", narrow, of=narrow.id, made=narrow.id)
    assert cell.refusal(itself) == ("information.tearline_no_report", "IR-8")
    others = said(cell, "US", "tearline_noted", narrow, of=narrow.id, made=tear.id)
    assert cell.refusal(others) == ("information.tearline_of_another", "IR-8")


def test_who_was_given_a_report_passes_it_on_only_where_it_may_go() -> None:
    """A reader's new report to whom the first may not go is not said to come of it; where it may go it is."""
    cell = Cell()
    closed, open_one = given(cell, to=SOME), given(cell, to=SOME, tlp="amber", releasable_to=list(ALL))
    wider = given(cell, member="US")
    refused = said(cell, "US", "tearline_noted", closed, of=closed.id, made=wider.id)
    assert cell.refusal(refused) == ("information.not_releasable", "IR-8")
    assert cell.refusal(said(cell, "US", "tearline_noted", open_one, of=open_one.id, made=wider.id)) is None


def test_what_was_taken_from_a_retracted_report_is_followed() -> None:
    """Who gave the tear-line owes a word: retracted too, which is checked, or stands, with the reason."""
    cell = Cell()
    narrow, tear = given(cell, to=SOME, tlp="amber", releasable_to=list(ALL)), given(cell, member="US")
    said(cell, "US", "tearline_noted", narrow, of=narrow.id, made=tear.id)
    gone = retracted(cell, narrow)
    said(cell, "US", "retraction_acknowledged", narrow, of=gone.id, how="used")
    assert duties(cell, narrow, later_ms=49 * HOUR) == {"IRD-1 US": "done", "IRD-2 US": "lapsed"}
    bare = said(cell, "US", "retraction_followed", narrow, of=gone.id, made=tear.id, how="stands")
    assert cell.refusal(bare) == ("information.stands_without_reason", "IR-11")
    early = said(cell, "US", "retraction_followed", narrow, of=gone.id, made=tear.id, how="retracted")
    assert cell.refusal(early) == ("information.tearline_not_retracted", "IR-11")
    others = said(cell, "SY", "retraction_followed", narrow, of=gone.id, made=tear.id, how="stands", text="EXERCISE")
    assert cell.refusal(others) == ("information.tearline_unknown", "IR-11")
    retracted(cell, tear)
    followed = said(cell, "US", "retraction_followed", narrow, of=gone.id, made=tear.id, how="retracted")
    assert cell.refusal(followed) is None
    assert duties(cell, narrow)["IRD-2 US"] == "done"
    assert cell.state(narrow).as_json()["tearlines"][0]["followed"]["how"] == "retracted"
    assert set(duties(cell, tear)) == {"IRD-1 IL", "IRD-1 SY"}


def test_an_expired_report_is_not_cited_and_stays_to_be_read() -> None:
    """By the clock of who cites: a second later it corroborates nothing more, and its own matter goes on."""
    cell = Cell()
    matter, old = given(cell), given(cell, member="IL", expires_s=AT_S + 3600)
    cell.now_ms = (AT_S + 3600) * 1000 - 1000
    late = said(cell, "IL", "report_checked", matter, of=matter.id, how="corroborated", report=old.id)
    assert cell.refusal(late) == ("information.cited_expired", "IR-9")
    assert cell.refusal(said(cell, "US", "report_checked", old, of=old.id, how="cannot_say")) is None


def test_a_retraction_that_crosses_a_citation_leaves_it_standing() -> None:
    """Who had not read the retraction cited rightly; who had read it does not cite the report."""
    cell = Cell()
    matter, own = given(cell), given(cell, member="IL")
    cell.say("IL", "report_retracted", matter=own, of=own.id, why="EXERCISE", role="analyst")
    beside = cell.say("US", "report_checked", matter=matter, of=matter.id, how="corroborated", report=own.id,
                      role="analyst")  # fmt: skip
    cell.reads()
    assert cell.refusal(beside) is None
    late = said(cell, "US", "report_checked", matter, of=matter.id, how="corroborated", report=own.id)
    assert cell.refusal(late) == ("information.cited_retracted", "IR-9")
