"""The matter that an overlap opens: one for both, checked by each node, answered by both, cleared by what is so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.tracks.deconfliction.overlap_duties import duties
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.blind import blind_cell
from tests.tracks.deconfliction.meetings import answers, both, overlap, tell_at_once, tells, to_say
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, notified, plan, volume
from tests.tracks.hotline.cell import ALL, Cell, said

BESIDE = [[[[358160000, 331000000], [358200000, 331000000], [358200000, 331100000], [358160000, 331100000]]]]
STRIP = [[[[358099999, 331000000], [358200000, 331000000], [358200000, 331100000], [358099999, 331100000]]]]
APART = [[[[359160000, 331000000], [359200000, 331000000], [359200000, 331100000], [359160000, 331100000]]]]


def changed(cell: Cell, member: str, notice: Any, of: Any, **changes: Any) -> Any:
    """Let a member change its notice; everybody reads it."""
    content = plan(volume(**changes), of=of.id, why="Makes room")
    return said(cell, member, "activity_changed", notice, **content)


def test_a_collision_opens_one_matter_for_both_sides() -> None:
    """It names both versions, what they share in whole numbers, and goes to all who may read both."""
    cell = Cell()
    notices = both(cell)
    found = tells(cell, "SY", notices)
    assert cell.refusal(found) is None and found.matter == "IL.0+SY/0"
    state = overlap(cell, notices)
    assert state is not None
    assert (state.name, state.authors, state.finding.kind, state.finding.knew) == (
        "found", ("IL", "SY"), "conflict", "concurrent")  # fmt: skip
    begins = START_S + 2 * DAY
    assert [dict(pair) for pair in state.finding.pairs] == [
        {"volumes": [0, 0], "kind": "conflict", "from_s": begins, "until_s": begins + 4 * HOUR}
    ]
    assert state.opening.to == ALL and state.finding.asked_to_move == ("IL", "SY")
    assert [side.short_by_min for side in state.finding.sides] == [0, 0]


def test_the_id_of_the_matter_follows_from_the_two_notices() -> None:
    """In whichever order; no entry's id looks so."""
    assert overlap_id(["SY/10", "IL/7"]) == overlap_id(["IL/7", "SY/10"]) == "IL.7+SY/10"


def test_who_had_seen_the_other_ignored_it_and_short_notice_is_told() -> None:
    """Both are verified by whoever judges."""
    cell = Cell()
    first = notified(cell, "IL")
    second = notified(cell, "SY", volumes=[volume(begins_s=START_S + 20 * HOUR, hours=60)])
    found = tells(cell, "IL", [first, second])
    assert cell.refusal(found) is None
    state = overlap(cell, [first, second])
    assert state is not None and state.finding.knew == "ignored"
    assert [side.short_by_min > 0 for side in state.finding.sides] == [False, True]


def _of_pair(pair: dict[str, Any], **changes: Any) -> list[dict[str, Any]]:
    return [{**pair, **changes}]


WRONG: dict[str, Any] = {
    "another end": lambda told: {"pairs": _of_pair(told["pairs"][0], until_s=told["pairs"][0]["until_s"] + 1)},
    "another kind": lambda told: {"kind": "near", "pairs": _of_pair(told["pairs"][0], kind="near")},
    "a volume that is not there": lambda told: {"pairs": _of_pair(told["pairs"][0], volumes=[0, 1])},
    "more than there is": lambda told: {"pairs": [*told["pairs"], {**told["pairs"][0], "volumes": [1, 0]}]},
    "twice the same": lambda told: {"pairs": told["pairs"] * 2},
    "another class": lambda told: {"sides": [{**told["sides"][0], "class": "flight_manned"}, told["sides"][1]]},
    "another member": lambda told: {"sides": [{**told["sides"][0], "member": "US"}, told["sides"][1]]},
    "no short notice": lambda told: {"sides": [{**told["sides"][0], "short_by_min": 9}, told["sides"][1]]},
    "who knew": lambda told: {"knew": "ignored"},
    "another separation": lambda told: {"apart": {**told["apart"], "lateral_m": 9}},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_finding_that_the_detector_does_not_make_is_void(name: str) -> None:
    """Each node runs the detector over the two signed versions and by the charter in force (O-3)."""
    cell = Cell()
    notices = both(cell)
    told = to_say(cell, notices)
    assert told is not None
    found = cell.say("US", "overlap_found", **{**told[1], **WRONG[name](told[1])})
    assert cell.refusal(found) in (
        ("deconfliction.overlap_found_otherwise", "O-3"), ("deconfliction.overlap_told_otherwise", "O-3"))  # fmt: skip


def test_a_finding_that_leaves_out_what_meets_is_void() -> None:
    """Two volumes of one meet one of the other; naming one alone makes it look smaller than it is."""
    cell = Cell()
    two = plan(volume(), volume(begins_s=START_S + 2 * DAY + HOUR, hours=9))
    notices = both(cell, first=two)
    told = to_say(cell, notices)
    assert told is not None and [pair["volumes"] for pair in told[1]["pairs"]] == [[0, 0], [1, 0]]
    less = cell.say("US", "overlap_found", **{**told[1], "pairs": told[1]["pairs"][:1]})
    assert cell.refusal(less) == ("deconfliction.overlap_found_otherwise", "O-3")


def test_a_finding_of_notices_that_its_author_had_not_read_is_void() -> None:
    """Versions outside its past count for nothing, whatever this node holds (M-7)."""
    cell = Cell()
    notices = both(cell)
    told = to_say(cell, notices)
    assert told is not None
    cell.seen["US"] = {}
    found = cell.say("US", "overlap_found", **told[1])
    assert cell.refusal(found) == ("cited_unknown", "M-7")


def test_a_finding_of_an_older_version_or_of_what_is_over_is_void() -> None:
    """As far as its author had read (O-1)."""
    cell = Cell()
    notices = both(cell)
    told = to_say(cell, notices)
    assert told is not None
    changed(cell, "SY", notices[1], notices[1], hours=3)
    assert cell.refusal(cell.say("US", "overlap_found", **told[1])) == ("deconfliction.overlap_older_version", "O-1")
    said(cell, "IL", "activity_cancelled", notices[0], why="Rain")
    assert to_say(cell, notices) is None
    over = Cell()
    pair = both(over)
    content = to_say(over, pair)
    assert content is not None
    said(over, "IL", "activity_cancelled", pair[0], why="Rain")
    assert over.refusal(over.say("US", "overlap_found", **content[1])) == ("deconfliction.overlap_notice_over", "O-1")


@pytest.mark.parametrize("audience", [("IL", "SY"), ("SY", "US")])
def test_a_finding_goes_to_all_who_may_read_both_and_to_nobody_else(audience: tuple[str, ...]) -> None:
    """Whoever leaves one out, or tells of a notice that a reader may not see, says nothing (O-2, M-7)."""
    cell = Cell()
    notices = both(cell)
    told = to_say(cell, notices)
    assert told is not None
    found = cell.say("SY", "overlap_found", audience=audience, **told[1])
    assert cell.refusal(found) == ("deconfliction.overlap_readers", "O-2")


def test_a_notice_told_to_fewer_is_not_given_away() -> None:
    """One notice goes to its author and the supervisor alone: no finding of it is ever right for the other author."""
    cell = blind_cell()
    one = cell.say("IL", "activity_notified", **plan())
    other = cell.say("SY", "activity_notified", audience=("SY", "US"), **plan())
    cell.reads()
    told = to_say(cell, [one, other])
    assert told is not None
    assert cell.refusal(cell.say("US", "overlap_found", **told[1])) == ("cited_unknown", "M-7")
    among = cell.say("US", "overlap_found", audience=("SY", "US"), **told[1])
    assert cell.refusal(among) == ("deconfliction.overlap_readers", "O-2")


def test_two_nodes_that_find_it_at_once_speak_in_one_matter() -> None:
    """Neither had read the other's: the first in canonical order counts, and what is said of either counts."""
    cell = Cell()
    notices = both(cell)
    told = tell_at_once(cell, ("SY", "IL"), notices)
    state = overlap(cell, notices)
    assert state is not None and len(state.findings) == 1
    assert set(state.finding.entries) == {entry.id for entry in told}
    assert to_say(cell, notices) is None
    for entry in told:
        assert cell.refusal(entry) is None
    last = state.finding.entries[1]
    given = answers(cell, "SY", notices, "keeps", of=last)
    assert cell.refusal(given) is None
    assert overlap(cell, notices).name == "answered_by_one"  # type: ignore[union-attr]
    again = cell.say("US", "overlap_found", **told[0].content)
    assert cell.refusal(again) == ("deconfliction.overlap_known", "O-4")


def test_both_authors_answer_and_only_they() -> None:
    """States are named by the answers; a supervisor advises, and nobody else says anything."""
    cell = Cell()
    notices = both(cell)
    tells(cell, "SY", notices)
    cell.reads()
    answers(cell, "SY", notices, "will_change")
    assert overlap(cell, notices).name == "answered_by_one"  # type: ignore[union-attr]
    asks = answers(cell, "IL", notices, "asks_supervisor")
    assert overlap(cell, notices).name == "answered_by_both"  # type: ignore[union-attr]
    assert cell.refusal(answers(cell, "US", notices, "keeps")) == ("deconfliction.overlap_not_a_side", "O-5")
    assert cell.refusal(answers(cell, "US", notices, "advises")) is None
    assert cell.refusal(answers(cell, "IL", notices, "advises")) == ("deconfliction.overlap_not_a_supervisor", "O-5")
    assert cell.refusal(answers(cell, "IL", notices, "received")) == ("deconfliction.overlap_asked_to_move", "O-6")
    same = answers(cell, "IL", notices, "asks_supervisor")
    assert cell.refusal(same) == ("deconfliction.overlap_answered_before", "O-5")
    other = answers(cell, "IL", notices, "keeps", of=notices[0].id)
    assert cell.refusal(other) == ("deconfliction.overlap_older_finding", "O-5")
    french = answers(cell, "IL", notices, "keeps", lang="fr")
    assert cell.refusal(french) == ("deconfliction.language_not_agreed", "N-2")
    wordless = answers(cell, "IL", notices, "keeps", text=None)
    assert cell.refusal(wordless) == ("content_faulty", "M-3")
    state = overlap(cell, notices)
    assert state is not None and state.as_json()["answers"]["IL"]["entry"] == asks.id


def test_who_has_the_right_of_way_only_acknowledges() -> None:
    """A medical evacuation meets a convoy: the convoy is asked to move, the evacuation to say that it knows (O-6)."""
    cell = Cell()
    notices = both(cell, second={"class": "medical_evacuation"})
    tells(cell, "SY", notices)
    cell.reads()
    state = overlap(cell, notices)
    assert state is not None and state.finding.asked_to_move == ("IL",)
    owed = {(each.owed_by, each.what) for each in owing(cell, notices)}
    assert owed == {("IL", "answer_overlap"), ("SY", "acknowledge_overlap")}
    received = answers(cell, "SY", notices, "received", text=None)
    assert cell.refusal(received) is None
    done = {each.owed_by: each.state for each in owing(cell, notices)}
    assert done == {"IL": "waiting_for_receipt", "SY": "done"}


def owing(cell: Cell, notices: list[Any], *, now_ms: int | None = None) -> Any:
    """Return the duties of an overlap."""
    state = overlap(cell, notices)
    assert state is not None
    return duties(state, charter=cell.charter, readings=cell, now_ms=cell.now_ms if now_ms is None else now_ms)


def test_the_clock_is_that_of_the_higher_precedence_from_the_first_reading() -> None:
    """Of an evacuation and a convoy that of the evacuation; who has not read it owes nothing yet; then it rises."""
    cell = Cell()
    notices = both(cell, second={"class": "medical_evacuation"})
    found = tells(cell, "SY", notices)
    by = {each.owed_by: each for each in owing(cell, notices)}
    assert by["IL"].state == "waiting_for_receipt" and by["SY"].state == "running"
    cell.reads("IL")
    read = cell.say("IL", "shift_noted")
    minutes = cell.charter.precedences[_precedence(cell, "medical_evacuation")].handling_minutes
    due = {each.owed_by: each for each in owing(cell, notices)}["IL"].due_at_ms
    assert due == read.point.at_ms + minutes * 60_000
    late = {each.owed_by: each for each in owing(cell, notices, now_ms=due + 3_600_000)}["IL"]
    assert (late.state, late.clause, late.entry) == ("lapsed", "OD-1", found.id) and late.level > 0
    after = owing(cell, notices, now_ms=(START_S + 10 * DAY) * 1000)
    assert {each.state for each in after} == {"ceased"}


def _precedence(cell: Cell, name: str) -> str:
    assert cell.charter.activities is not None
    return cell.charter.activities.classes[name].precedence


def test_who_says_that_it_will_change_owes_it_before_they_meet() -> None:
    """Done by the change; a supervisor that is asked owes its word."""
    cell = Cell()
    notices = both(cell)
    tells(cell, "SY", notices)
    cell.reads()
    answers(cell, "SY", notices, "will_change")
    answers(cell, "IL", notices, "asks_supervisor")
    cell.say("US", "shift_noted")
    owed = {each.what: each for each in owing(cell, notices) if each.state == "running"}
    assert owed["change_activity"].owed_by == "SY" and owed["change_activity"].due_at_ms == (START_S + 2 * DAY) * 1000
    assert owed["advise_on_overlap"].owed_by == "US" and owed["advise_on_overlap"].clause == "OD-3"
    answers(cell, "US", notices, "advises")
    changed(cell, "SY", notices[1], notices[1], begins_s=START_S + 2 * DAY + 4 * HOUR)
    cleared = tells(cell, "SY", notices)
    assert cell.refusal(cleared) is None and cleared.content["how"] == "moved"
    cell.reads()
    assert {each.state for each in owing(cell, notices)} == {"done"}
    state = overlap(cell, notices)
    assert state is not None and state.name == "cleared" and state.clearing is not None


def test_a_supervisor_that_is_a_side_owes_no_advice() -> None:
    """It could not give any (O-5): of IL's overlap with the supervisor's own notice nobody is asked for advice."""
    cell = Cell()
    notices = [notified(cell, "IL"), notified(cell, "US")]
    tells(cell, "SY", notices)
    cell.reads()
    assert cell.refusal(answers(cell, "IL", notices, "asks_supervisor")) is None
    cell.say("US", "shift_noted")
    assert cell.refusal(answers(cell, "US", notices, "advises")) == ("deconfliction.overlap_not_a_supervisor", "O-5")
    assert {each.what for each in owing(cell, notices)} == {"answer_overlap"}


def test_it_is_not_cleared_while_it_stands() -> None:
    """Nor for another reason than the true one, nor twice, nor by older versions (O-7, O-4, O-1)."""
    cell = Cell()
    notices = both(cell)
    ids, versions = [n.id for n in notices], [n.id for n in notices]
    early = cell.say("SY", "overlap_cleared", notices=ids, versions=versions, how="moved")
    assert cell.refusal(early) == ("matter_unknown", "M-5")
    tells(cell, "SY", notices)
    cell.reads()
    lie = cell.say("SY", "overlap_cleared", notices=ids, versions=versions, how="moved")
    assert cell.refusal(lie) == ("deconfliction.overlap_stands", "O-7")
    said(cell, "IL", "activity_cancelled", notices[0], why="Rain")
    wrong = cell.say("SY", "overlap_cleared", notices=ids, versions=versions, how="ended")
    assert cell.refusal(wrong) == ("deconfliction.overlap_stands", "O-7")
    right = tells(cell, "US", notices)
    cell.reads()
    assert cell.refusal(right) is None and right.content["how"] == "cancelled"
    twice = cell.say("SY", "overlap_cleared", **right.content)
    assert cell.refusal(twice) == ("deconfliction.overlap_cleared_before", "O-4")
    assert cell.refusal(answers(cell, "SY", notices, "keeps")) == ("deconfliction.overlap_cleared_before", "O-4")


def test_a_change_that_still_collides_asks_both_anew() -> None:
    """The same matter goes on with a newer finding; answers to the older one do not count for it."""
    cell = Cell()
    notices = both(cell)
    tells(cell, "SY", notices)
    cell.reads()
    for member in ("IL", "SY"):
        answers(cell, member, notices, "keeps")
    change = changed(cell, "SY", notices[1], notices[1], hours=2)
    again = tells(cell, "SY", notices)
    cell.reads()
    assert cell.refusal(again) is None and again.content["sides"][1]["version"] == change.id
    state = overlap(cell, notices)
    assert state is not None and (state.name, len(state.findings)) == ("found", 2)
    cell.say("IL", "shift_noted")
    running = {(each.entry, each.owed_by) for each in owing(cell, notices) if each.state == "running"}
    assert running == {(again.id, "IL"), (again.id, "SY")}
    assert len(state.as_json()["earlier"]) == 1


def test_contacts_open_nothing_and_what_is_near_does() -> None:
    """A strip of a centimetre is nobody's matter; a shot beside a flight is, by the separation of their classes."""
    for area in (APART, STRIP):
        cell = Cell()
        notices = both(cell, second=plan(volume(area=area)))
        assert to_say(cell, notices) is None
    shots, flight = {"class": "live_fire_exercise"}, plan(volume(area=BESIDE), **{"class": "flight_unmanned"})
    near = Cell()
    notices = both(near, first=shots, second=flight)
    found = tells(near, "IL", notices)
    assert near.refusal(found) is None and found.content["kind"] == "near"
    assert found.content["apart"]["lateral_m"] > 0


def test_a_last_figure_of_another_build_voids_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this build measures a hair wider apart than the separation, another told as near: it stands here too."""
    cell = Cell()
    shots, flight = {"class": "live_fire_exercise"}, plan(volume(area=BESIDE), **{"class": "flight_unmanned"})
    notices = both(cell, first=shots, second=flight)
    found = tells(cell, "IL", notices)
    terms = cell.charter.activities
    assert terms is not None
    apart = found.content["apart"]["lateral_m"]
    measured = _distance(cell, notices)
    for asked, stands in ((int(measured), True), (int(measured) - 2, False)):
        rules = tuple(
            replace(rule, separation=replace(rule.separation, lateral_m=asked)) if rule.separation.lateral_m == apart
            else rule for rule in terms.separations
        )  # fmt: skip
        cell.charter = replace(cell.charter, activities=replace(terms, separations=rules))
        told = {**found.content, "apart": {**found.content["apart"], "lateral_m": asked}}
        other = cell.say("SY", "overlap_found", **told)
        assert (cell.refusal(other) is None) is stands


def _distance(cell: Cell, notices: list[Any]) -> float:
    from parley.geo.area import flattened, scale_at
    from parley.tracks.deconfliction.meeting import volumes_of

    shapes = [flattened(volumes_of(n.content)[0].shape, scale=scale_at(33.105)) for n in notices]
    return float(shapes[0].distance(shapes[1]))


def a_long_story() -> tuple[Cell, list[Any]]:
    """Return a cell in which an overlap was found twice at once, answered, changed, found anew and cleared at once."""
    cell = Cell()
    notices = both(cell)
    tell_at_once(cell, ("SY", "IL"), notices)
    answers(cell, "SY", notices, "will_change")
    change = changed(cell, "SY", notices[1], notices[1], hours=2)
    tells(cell, "US", notices)
    cell.reads("SY")
    # IL has not read that finding when it moves; SY and IL then tell that it is cleared, neither knowing of the other.
    moved = cell.say("IL", "activity_changed", matter=notices[0], **plan(
        volume(begins_s=START_S + 4 * DAY), of=notices[0].id, why="Makes room"))  # fmt: skip
    cell.reads()
    assert change.id and moved.id
    tell_at_once(cell, ("SY", "IL"), notices)
    return cell, notices


def test_the_order_of_arrival_leaves_no_trace() -> None:
    """Folded in every order, and one by one as they came, the same state and the same verdicts."""
    cell, notices = a_long_story()
    whole = folded_alike(cell, overlap_id([notice.id for notice in notices]), rebuilt=5, live=60)
    assert whole.state.name == "cleared" and len(whole.state.findings) == 2
