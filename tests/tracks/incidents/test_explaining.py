"""Requests for explanation: their clock from receipt, their three ends, and what crosses them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.incidents.incident_duties import incident_duties
from parley.tracks.incidents.track import TRACK
from tests.tracks.arriving import arrived, folded_alike
from tests.tracks.hotline.cell import Cell, said
from tests.tracks.incidents.reports import account, asked, countered, explained, judged, reported

HOUR = 3_600_000


def duties(cell: Cell, matter: Entry, *, later_ms: int = 0) -> dict[str, tuple[str, str]]:
    """Return by member and clause how what is owed stands."""
    state = cell.state(matter)
    found = incident_duties(state, charter=cell.charter, readings=cell, now_ms=cell.now_ms + later_ms)
    return {f"{each.clause} {each.owed_by}": (each.state, each.what) for each in found}


def test_the_clock_runs_from_receipt_and_its_end_is_a_lapse() -> None:
    """Before the other side showed that it read the request no clock runs; 48 hours after that it is late."""
    cell = Cell()
    matter = reported(cell)
    cell.say("SY", "explanation_requested", matter=matter, of=matter.id, asked="IL", text="EXERCISE?", lang="en")
    assert duties(cell, matter)["IND-1 IL"] == ("waiting_for_receipt", "explain_incident")
    cell.reads()
    cell.say("IL", "evidence_added", matter=matter, evidence=[{"n": 1, "form": "log", "name": "x", "sha256": "0" * 64}])
    assert duties(cell, matter, later_ms=48 * HOUR)["IND-1 IL"][0] == "running"
    assert duties(cell, matter, later_ms=48 * HOUR + 1)["IND-1 IL"][0] == "lapsed"
    assert TRACK.glance(cell.state(matter), charter=cell.charter).owing


def test_an_explanation_ends_in_one_of_three_ways() -> None:
    """None came; judged insufficient, with reasons; accepted. Each is named by entries, and none is set."""
    cell = Cell()
    matter = reported(cell)
    first, second = asked(cell, matter), asked(cell, matter, member="US")

    def ends() -> list[str]:
        return [cell.state(matter).end_of(each.id) for each in (first, second)]

    assert ends() == ["asked", "asked"]
    given = explained(cell, matter, first)
    assert ends() == ["answered", "asked"]
    judged(cell, matter, given, "insufficient")
    assert ends() == ["insufficient", "asked"]
    better = explained(cell, matter, first, text="EXERCISE. A drill at the old quarry.")
    judged(cell, matter, better, "accepted")
    assert ends() == ["accepted", "asked"]
    done = explained(cell, matter, first, text="EXERCISE. More.")
    assert cell.refusal(done) == ("incidents.accepted_already", "IN-9")


def test_an_answer_after_the_clock_is_taken_and_was_late() -> None:
    """It stands, its duty says that it was late, and the asker judges it like any other."""
    cell = Cell()
    matter = reported(cell)
    request = asked(cell, matter)
    countered(cell, "IL", matter)
    cell.now_ms += 49 * HOUR
    late = explained(cell, matter, request)
    assert cell.refusal(late) is None
    found = duties(cell, matter)
    assert found["IND-1 IL"][0] == "done_late" and found["IND-2 SY"][0] == "waiting_for_receipt"
    judged(cell, matter, late, "insufficient")
    assert duties(cell, matter)["IND-2 SY"][0] == "done"


def test_reasons_are_asked_where_an_explanation_does_not_suffice() -> None:
    """Who asked says why; nobody else judges, and what was accepted is not taken back."""
    cell = Cell()
    matter = reported(cell)
    given = explained(cell, matter, asked(cell, matter))
    mute = cell.say("SY", "explanation_judged", matter=matter, of=given.id, how="insufficient", lang="en")
    assert cell.refusal(mute) == ("content_faulty", "M-3")
    other = judged(cell, matter, given, "accepted", member="US")
    assert cell.refusal(other) == ("incidents.asker_only", "IN-9")
    judged(cell, matter, given, "accepted")
    back = judged(cell, matter, given, "insufficient")
    assert cell.refusal(back) == ("incidents.judged_already", "IN-9")
    nothing = cell.say("SY", "explanation_judged", matter=matter, of=matter.id, how="accepted", lang="en")
    assert cell.refusal(nothing) == ("incidents.explanation_unknown", "IN-9")


def test_one_member_is_asked_at_a_time_and_explains_itself() -> None:
    """Not oneself, not a stranger, not twice while it is open, not about what was withdrawn."""
    cell = Cell()
    matter = reported(cell)
    assert cell.refusal(asked(cell, matter, whom="SY")) == ("incidents.asked_nobody", "IN-8")
    assert cell.refusal(asked(cell, matter, whom="XX")) == ("incidents.asked_nobody", "IN-8")
    assert cell.refusal(asked(cell, matter, of="US/5")) == ("incidents.account_unknown", "IN-8")
    request = asked(cell, matter)
    assert cell.refusal(asked(cell, matter)) == ("incidents.asked_already", "IN-8")
    assert cell.refusal(explained(cell, matter, request, member="US")) == ("incidents.asked_only", "IN-9")
    assert cell.refusal(explained(cell, matter, matter)) == ("incidents.request_unknown", "IN-9")
    said(cell, "SY", "incident_withdrawn", matter, of=matter.id, why="x")
    assert cell.refusal(asked(cell, matter, member="US")) == ("incidents.account_withdrawn", "IN-8")
    assert "IND-1 IL" not in duties(cell, matter, later_ms=50 * HOUR)


def test_a_lapse_is_cited_once_it_is_one() -> None:
    """It names a duty of this incident that was due, and moves nothing."""
    cell = Cell()
    matter = reported(cell)
    request = asked(cell, matter)
    duty = f"{request.id}:explain_incident:IL"
    early = cell.say("SY", "incident_lapse_cited", matter=matter, duty=duty, due_at_ms=cell.now_ms + HOUR, level=1)
    assert cell.refusal(early) == ("incidents.lapse_not_yet", "IN-11")
    odd = cell.say("SY", "incident_lapse_cited", matter=matter, duty="SY/0:answer:IL", due_at_ms=0, level=1)
    assert cell.refusal(odd) == ("incidents.lapse_duty_unknown", "IN-11")
    before = cell.state(matter)
    said(cell, "SY", "incident_lapse_cited", matter, duty=duty, due_at_ms=cell.now_ms, level=1)
    after = cell.state(matter)
    assert after.end_of(request.id) == before.end_of(request.id) and len(after.lapses) == 1
    again = cell.say("SY", "incident_lapse_cited", matter=matter, duty=duty, due_at_ms=cell.now_ms, level=1)
    assert cell.refusal(again) == ("incidents.lapse_cited_before", "IN-11")


def test_what_crosses_an_explanation_changes_it_in_no_order() -> None:
    """An explanation beside a withdrawal, a judgement beside a second explanation: all fold alike."""
    cell = Cell()
    matter = reported(cell)
    request = asked(cell, matter)
    given = explained(cell, matter, request)
    cell.say("SY", "explanation_judged", matter=matter, of=given.id, how="accepted", lang="en")
    cell.say("IL", "explanation_given", matter=matter, of=request.id, text="EXERCISE. More.", lang="en")
    cell.say("US", "explanation_requested", matter=matter, of=matter.id, asked="IL", text="EXERCISE?", lang="en")
    folded = folded_alike(cell, matter.id, rebuilt=7, live=11)
    assert folded.state.end_of(request.id) == "accepted"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_is_said_and_read_folds_to_one_state(data: st.DataObject) -> None:
    """Random acts of three members that have read random parts of each other: any order of arrival gives the same."""
    cell = Cell()
    matter = reported(cell)
    for _ in range(data.draw(st.integers(2, 7))):
        _something(cell, matter.id, data)
    mine = [entry for entry in cell.entries if entry.matter == matter.id]
    whole = cell.folded_matter(matter.id)
    found = arrived(cell, data.draw(st.permutations(mine)), matter.id)
    assert (found.state, found.verdicts) == (whole.state, whole.verdicts)


def _something(cell: Cell, matter: str, data: st.DataObject) -> None:
    member = data.draw(st.sampled_from(("SY", "IL", "US")))
    cell.reads(member, of=data.draw(st.sampled_from(("SY", "IL", "US"))))
    known = [entry.id for entry in cell.entries]
    of = data.draw(st.sampled_from(known))
    kind, content = data.draw(st.sampled_from((
        ("incident_countered", account(of=matter)), ("incident_corrected", account(of=of, why="x")),
        ("incident_withdrawn", {"of": of, "why": "x"}),
        ("explanation_requested", {"of": of, "asked": "IL", "text": "?", "lang": "en"}),
        ("explanation_given", {"of": of, "text": "!", "lang": "en"}),
        ("explanation_judged", {"of": of, "how": "accepted", "lang": "en"}),
    )))  # fmt: skip
    cell.say(member, kind, matter=matter, **content)
