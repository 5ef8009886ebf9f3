"""A lapse of a duty of an overlap, cited in its matter: once for each level, and it moves nothing there."""

from __future__ import annotations

from tests.tracks.deconfliction.meetings import both, overlap, tells
from tests.tracks.deconfliction.test_overlap_matters import owing
from tests.tracks.hotline.cell import Cell


def test_a_duty_of_an_overlap_that_was_due_is_cited() -> None:
    """By either side or the supervisor, not before it was due, and not the same twice (O-8)."""
    cell = Cell()
    notices = both(cell)
    tells(cell, "SY", notices)
    cell.reads()
    cell.say("IL", "shift_noted")
    duty = next(each for each in owing(cell, notices) if each.owed_by == "IL")
    content = {"notices": [notice.id for notice in notices], "duty": duty.id, "due_at_ms": duty.due_at_ms, "level": 1}
    early = cell.say("SY", "overlap_lapse_cited", **content)
    assert cell.refusal(early) == ("deconfliction.lapse_not_yet", "O-8")
    cell.now_ms = duty.due_at_ms + 1000
    cited = [cell.say(member, "overlap_lapse_cited", **content) for member in ("SY", "US")]
    assert [cell.refusal(each) for each in cited] == [None, None]
    state = overlap(cell, notices)
    assert state is not None and state.name == "found"
    assert [each["entry"] for each in state.as_json()["lapses"]] == [each.id for each in cited]
    again = cell.say("SY", "overlap_lapse_cited", **content)
    assert cell.refusal(again) == ("deconfliction.lapse_cited_before", "O-8")
    higher = cell.say("SY", "overlap_lapse_cited", **{**content, "level": 2})
    assert cell.refusal(higher) is None
    strange = cell.say("SY", "overlap_lapse_cited", **{**content, "duty": "SY/0:answer_overlap:IL"})
    assert cell.refusal(strange) == ("deconfliction.lapse_duty_unknown", "O-8")
