"""What a notice meets that is no notice: one matter for both, checked by each node, cleared by what is so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.charter.dated import Span
from parley.matters.entry import Entry
from parley.tracks.deconfliction.encounters.duties import encounter_duties
from parley.tracks.deconfliction.encounters.entries import KINDS_MET
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.encounters import (
    ASIDE,
    ASSERTED,
    NAME,
    answers,
    encounter,
    matter_of,
    rule,
    tell_at_once,
    tells,
    to_say,
    zone,
    zoned,
)
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, height, notified, plan, volume
from tests.tracks.hotline.cell import ALL, Cell, said

BEGINS = START_S + 2 * DAY


def zone_cell(*zones: Any) -> Cell:
    """Return a cell whose charter has these zones; one in which all is forbidden where none is named."""
    return Cell(charter=zoned(*zones))


def changed(cell: Cell, notice: Entry, of: Entry, **changes: Any) -> Entry:
    """Let the author change its notice; everybody reads it."""
    return said(cell, notice.member, "activity_changed", notice, **plan(volume(**changes), of=of.id, why="Rain"))


def owing(cell: Cell, notice: Entry, met: Any = NAME, *, now_ms: int | None = None) -> dict[tuple[str, str], Any]:
    """Return the duties of an encounter by who owes what."""
    state = encounter(cell, notice, met)
    assert state is not None
    found = encounter_duties(state, charter=cell.charter, readings=cell, now_ms=now_ms or cell.now_ms)
    return {(each.owed_by, each.what): each for each in found}


def test_an_agreed_zone_opens_one_matter_for_the_author_and_whom_it_concerns() -> None:
    """It names the version, the rule and its standing, and when; it goes to all who may read the notice."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    found = tells(cell, "SY", notice)
    assert cell.refusal(found) is None and found.matter == "strip~SY/0"
    state = encounter(cell, notice)
    assert state is not None and (state.name, state.author, state.finding.concerns) == ("found", "SY", ("IL", "US"))
    assert [dict(pair) for pair in state.finding.pairs] == [{
        "volume": 0, "place": 0, "kind": "forbidden", "standing": "agreed", "from_s": BEGINS,
        "until_s": BEGINS + 4 * HOUR,
    }]  # fmt: skip
    assert state.opening.to == ALL and state.finding.binds and state.finding.by == ()


def test_the_author_answers_and_whom_it_concerns_receives_it_each_by_its_clock() -> None:
    """Within the handling time of the class from the first reading; then it rises."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    tells(cell, "SY", notice)
    cell.reads()
    cell.say("IL", "shift_noted")
    owed = owing(cell, notice)
    assert {key: each.state for key, each in owed.items()} == {
        ("SY", "answer_encounter"): "running", ("IL", "acknowledge_encounter"): "running",
        ("US", "acknowledge_encounter"): "waiting_for_receipt"}  # fmt: skip
    late = owing(cell, notice, now_ms=owed["SY", "answer_encounter"].due_at_ms + 3_600_000)["SY", "answer_encounter"]
    assert (late.state, late.clause) == ("lapsed", "ECD-1") and late.level > 0
    assert cell.refusal(answers(cell, "SY", notice, "received")) == ("deconfliction.encounter_not_yours", "EC-5")
    assert cell.refusal(answers(cell, "SY", notice, "keeps")) is None
    assert encounter(cell, notice).name == "answered_by_some"  # type: ignore[union-attr]
    for member in ("IL", "US"):
        assert cell.refusal(answers(cell, member, notice, "received", text=None)) is None
    assert encounter(cell, notice).name == "answered_by_all"  # type: ignore[union-attr]
    assert {each.state for each in owing(cell, notice).values()} == {"done"}
    assert {each.state for each in owing(cell, notice, now_ms=(BEGINS + DAY) * 1000).values()} == {"done"}


def test_of_what_is_only_asserted_nothing_is_owed_and_it_says_by_whom() -> None:
    """Only what is agreed can be broken: it is told with its standing, and asks nobody for anything."""
    cell = zone_cell(zone(rule(provenance=ASSERTED)))
    notice = notified(cell, "SY")
    assert cell.refusal(tells(cell, "US", notice)) is None
    state = encounter(cell, notice)
    assert state is not None and (state.finding.standing, state.finding.by, state.finding.binds) == (
        "asserted", ("IL",), False)  # fmt: skip
    assert owing(cell, notice) == {} and state.finding.asked == ()
    assert state.as_json()["by"] == ["IL"]
    cell.reads()
    assert cell.refusal(answers(cell, "SY", notice, "received", text=None)) is None


def test_an_agreed_rule_counts_before_an_asserted_one_of_the_same_zone() -> None:
    """What is owed, and when, follows from what is agreed alone."""
    later = rule(span=Span(BEGINS + HOUR, None))
    cell = zone_cell(zone(rule(provenance=ASSERTED), later))
    notice = notified(cell, "SY")
    tells(cell, "SY", notice)
    state = encounter(cell, notice)
    assert state is not None and (state.finding.standing, state.finding.from_s) == ("agreed", BEGINS + HOUR)
    assert len(state.finding.pairs) == 2 and state.finding.by == ("IL",)


MET: dict[str, Any] = {
    "forbidden": lambda: (zone(rule()), {}),
    "over_limit": lambda: (zone(rule("limit", limit=10)), {"strength": 11}),
    "outside": lambda: (zone(rule("only_inside"), corners=ASIDE), {}),
    "protected": lambda: (zone(rule("protected")), {}),
}
NOT_MET: dict[str, Any] = {
    "within the limit": lambda: (zone(rule("limit", limit=10)), {"strength": 10}),
    "no number is said": lambda: (zone(rule("limit", limit=10)), {}),
    "inside of where alone it may be": lambda: (zone(rule("only_inside")), {}),
    "another class": lambda: (zone(rule(classes=("live_fire_exercise",))), {}),
    "elsewhere": lambda: (zone(corners=ASIDE), {}),
    "no zone any more": lambda: (zone(span=Span(None, BEGINS)), {}),
}


@pytest.mark.parametrize("kind", MET)
def test_each_rule_of_a_zone_opens_one(kind: str) -> None:
    """Forbidden, over a limit, outside of where alone it may be, protected; checked by each node."""
    at, changes = MET[kind]()
    cell = zone_cell(at)
    notice = notified(cell, "SY", **changes)
    found = tells(cell, "IL", notice)
    assert cell.refusal(found) is None and [pair["kind"] for pair in found.content["pairs"]] == [kind]


@pytest.mark.parametrize("name", NOT_MET)
def test_where_nothing_is_met_no_matter_is_opened(name: str) -> None:
    """Nor by whoever makes one up."""
    at, changes = NOT_MET[name]()
    cell = zone_cell(at)
    notice = notified(cell, "SY", **changes)
    assert to_say(cell, notice) is None
    pair = {"volume": 0, "place": 0, "standing": "agreed", "from_s": BEGINS, "until_s": BEGINS + 4 * HOUR}
    side = {"member": "SY", "class": "convoy", "subject": "EXERCISE convoy", "short_by_min": 0}
    for kind in KINDS_MET:
        made_up = cell.say(
            "IL", "encounter_found", notice=notice.id, met={"kind": "zone", "name": NAME}, versions=[notice.id],
            side=side, concerns=["IL", "US"], pairs=[{**pair, "kind": kind}],
        )  # fmt: skip
        assert cell.refusal(made_up) == ("deconfliction.encounter_found_otherwise", "EC-3")


def test_the_protected_zone_and_the_zone_that_covers_it_are_found_together() -> None:
    """Two volumes and two rules are up to four pairs, each by its numbers, in their order."""
    cell = zone_cell(zone(rule(), rule("protected")))
    notice = notified(cell, "SY", volumes=[volume(), volume(begins_s=BEGINS + 9 * HOUR)])
    found = tells(cell, "SY", notice)
    assert [(p["volume"], p["place"], p["kind"]) for p in found.content["pairs"]] == [
        (0, 0, "forbidden"), (0, 1, "protected"), (1, 0, "forbidden"), (1, 1, "protected")]  # fmt: skip


def _of_pair(told: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"pairs": [{**told["pairs"][0], **changes}]}


WRONG: dict[str, Any] = {
    "another beginning": lambda told: _of_pair(told, from_s=told["pairs"][0]["from_s"] + 1),
    "a longer time": lambda told: _of_pair(told, until_s=told["pairs"][0]["until_s"] + 1),
    "another rule": lambda told: _of_pair(told, place=1),
    "another kind": lambda told: _of_pair(told, kind="protected"),
    "called agreed": lambda told: _of_pair(told, standing="asserted"),
    "a volume that is not there": lambda told: _of_pair(told, volume=1),
    "twice the same": lambda told: {"pairs": told["pairs"] * 2},
    "another class": lambda told: {"side": {**told["side"], "class": "flight_manned"}},
    "another member": lambda told: {"side": {**told["side"], "member": "IL"}},
    "somebody left out": lambda told: {"concerns": ["IL"]},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_finding_that_the_detector_does_not_make_is_void(name: str) -> None:
    """Each node runs the detector over the signed version and by the charter in force (EC-3)."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    told = to_say(cell, notice)
    assert told is not None
    found = cell.refusal(tells(cell, "US", notice, **WRONG[name](told[1])))
    otherwise = ("deconfliction.encounter_found_otherwise", "deconfliction.encounter_told_otherwise")
    assert found in [(code, "EC-3") for code in otherwise]


def test_it_goes_to_all_who_may_read_both_and_to_nobody_else() -> None:
    """Whoever leaves one out, or names an older version or a notice that is over, says nothing."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    told = to_say(cell, notice)
    assert told is not None
    less = tells(cell, "SY", notice, audience=("IL", "SY"))
    assert cell.refusal(less) == ("deconfliction.encounter_readers", "EC-2")
    changed(cell, notice, notice, hours=3)
    old = cell.say("US", "encounter_found", **told[1])
    assert cell.refusal(old) == ("deconfliction.encounter_older_version", "EC-1")
    said(cell, "SY", "activity_cancelled", notice, why="Rain")
    over = cell.say("US", "encounter_found", **{**told[1], "versions": [cell.state(notice).version.entry]})
    assert cell.refusal(over) == ("deconfliction.overlap_notice_over", "EC-1")
    assert to_say(cell, notice) is None


def test_what_is_notified_to_nobody_concerned_opens_none() -> None:
    """A notice to an observer alone would tell nobody anything: there is no other side."""
    cell = zone_cell()
    alone = replace(cell.charter.member("US"), kind="observer")
    members = tuple(alone if each.code == "US" else each for each in cell.charter.members)
    cell.charter = replace(cell.charter, members=members)
    notice = cell.say("SY", "activity_notified", audience=("SY", "US"), **plan())
    cell.reads()
    assert to_say(cell, notice) is None


def test_two_nodes_that_find_it_at_once_speak_in_one_matter() -> None:
    """The first in canonical order counts, and what is said of either counts; nobody tells it again while it stands."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    told = tell_at_once(cell, ("SY", "IL"), notice)
    state = encounter(cell, notice)
    assert state is not None and len(state.findings) == 1
    assert set(state.finding.entries) == {entry.id for entry in told} and to_say(cell, notice) is None
    assert cell.refusal(answers(cell, "SY", notice, "keeps", of=state.finding.entries[1])) is None
    again = cell.say("US", "encounter_found", **told[0].content)
    assert cell.refusal(again) == ("deconfliction.encounter_known", "EC-4")


def test_a_change_that_still_meets_asks_anew_and_one_that_does_not_clears_it() -> None:
    """Who said that it will change has done so; a cancelled notice meets nothing."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    tells(cell, "SY", notice)
    cell.reads()
    answers(cell, "SY", notice, "will_change")
    assert owing(cell, notice)["SY", "change_activity"].due_at_ms == BEGINS * 1000
    change = changed(cell, notice, notice, hours=2)
    assert cell.refusal(tells(cell, "US", notice)) is None
    cell.reads()
    assert encounter(cell, notice).name == "found"  # type: ignore[union-attr]
    assert owing(cell, notice)["SY", "change_activity"].state == "done"
    far = [[[[359160000, 331000000], [359200000, 331000000], [359200000, 331100000], [359160000, 331100000]]]]
    changed(cell, notice, change, area=far)
    cleared = tells(cell, "SY", notice)
    assert cell.refusal(cleared) is None and cleared.content["how"] == "moved"
    assert encounter(cell, notice).name == "cleared"  # type: ignore[union-attr]
    other = notified(cell, "SY")
    tells(cell, "SY", other)
    cell.reads()
    lie = cell.say("SY", "encounter_cleared", notice=other.id, met={"kind": "zone", "name": NAME},
                   versions=[other.id], how="moved")  # fmt: skip
    assert cell.refusal(lie) == ("deconfliction.encounter_stands", "EC-6")
    said(cell, "SY", "activity_cancelled", other, why="Rain")
    assert tells(cell, "IL", other).content["how"] == "cancelled"


def test_a_zone_that_ends_clears_it_and_one_that_comes_back_is_found_anew() -> None:
    """By the charter that is in force for whoever tells it."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    tells(cell, "SY", notice)
    cell.reads()
    known = cell.charter
    cell.charter = zoned(zone(span=Span(None, BEGINS)))
    # The charter of this cell judges what was said before too: only what a node would say now is asked.
    ended = replace(known, zones={})
    cell.charter = known
    state, terms = encounter(cell, notice), known.activities
    assert state is not None and terms is not None
    from parley.tracks.deconfliction.encounters.next import next_entry
    from parley.tracks.deconfliction.encounters.places import zone_met

    said_now = next_entry(state, cell.state(notice), zone_met(NAME), charter=ended, terms=terms)
    assert said_now is not None and (said_now[0], said_now[1]["how"]) == ("encounter_cleared", "lifted")


def test_who_keeps_the_right_of_way_only_acknowledges() -> None:
    """An evacuation through a forbidden strip is told, and is not asked to move."""
    cell = zone_cell()
    notice = notified(cell, "SY", **{"class": "medical_evacuation"})
    tells(cell, "SY", notice)
    cell.reads()
    assert ("SY", "acknowledge_encounter") in owing(cell, notice)
    assert cell.refusal(answers(cell, "SY", notice, "received", text=None)) is None


def test_a_lapse_is_cited_once_for_each_level_and_moves_nothing() -> None:
    """A duty of this matter that was due before; who had the duty is told by its id."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    tells(cell, "SY", notice)
    cell.reads()
    cell.say("IL", "shift_noted")
    duty = owing(cell, notice)["IL", "acknowledge_encounter"]
    content = {"notice": notice.id, "met": {"kind": "zone", "name": NAME}, "duty": duty.id,
               "due_at_ms": duty.due_at_ms, "level": 1}  # fmt: skip
    assert cell.refusal(cell.say("SY", "encounter_lapse_cited", **content)) == ("deconfliction.lapse_not_yet", "EC-7")
    cell.now_ms = duty.due_at_ms + 1000
    cited = cell.say("SY", "encounter_lapse_cited", **content)
    assert cell.refusal(cited) is None
    state = encounter(cell, notice)
    assert state is not None and state.name == "found" and state.as_json()["lapses"][0]["entry"] == cited.id
    again = cell.say("SY", "encounter_lapse_cited", **content)
    assert cell.refusal(again) == ("deconfliction.lapse_cited_before", "EC-7")
    strange = cell.say("US", "encounter_lapse_cited", **{**content, "duty": f"{notice.id}:end_activity:SY"})
    assert cell.refusal(strange) == ("deconfliction.lapse_duty_unknown", "EC-7")


def test_a_supervisor_that_is_asked_owes_its_advice() -> None:
    """Which binds nobody; it acknowledged before, as one whom it concerns."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    tells(cell, "SY", notice)
    cell.reads()
    answers(cell, "US", notice, "received", text=None)
    answers(cell, "SY", notice, "asks_supervisor")
    cell.say("US", "shift_noted")
    assert owing(cell, notice)["US", "advise_on_encounter"].state == "running"
    assert cell.refusal(answers(cell, "US", notice, "advises")) is None
    assert owing(cell, notice)["US", "advise_on_encounter"].state == "done"
    assert cell.refusal(answers(cell, "IL", notice, "advises")) == ("deconfliction.encounter_not_yours", "EC-5")
    assert cell.refusal(answers(cell, "US", notice, "keeps")) == ("deconfliction.encounter_not_yours", "EC-5")


def test_sides_are_exchanged_and_the_finding_is_mirrored() -> None:
    """The same plan by the other member meets the same, in the same pairs; only the names change."""
    found = []
    for member in ("SY", "IL"):
        cell = zone_cell()
        notice = notified(cell, member)
        found.append(tells(cell, member, notice).content)
    assert found[0]["pairs"] == found[1]["pairs"]
    assert [each["concerns"] for each in found] == [["IL", "US"], ["SY", "US"]]


def test_a_thin_strip_is_a_drawings_and_height_and_time_count() -> None:
    """Touching borders, other heights and other hours meet nothing."""
    edge = tuple((lon + 200001, lat) for lon, lat in ((357900000, 330900000), (358200000, 330900000),
                                                      (358200000, 331200000), (357900000, 331200000)))  # fmt: skip
    later = zone(windows=((BEGINS + 4 * HOUR, BEGINS + DAY),))
    for other in (zone(corners=edge), zone(upper=None, lower=_high()), later):
        cell = zone_cell(other)
        assert to_say(cell, notified(cell, "SY")) is None


def _high() -> Any:
    from parley.geo.height import Height

    return Height(4000, "m", "AMSL")


def a_long_story() -> tuple[Cell, Entry]:
    """Return a cell in which one was found twice at once, answered, changed, found anew and cleared twice at once."""
    cell = zone_cell()
    notice = notified(cell, "SY")
    tell_at_once(cell, ("SY", "IL"), notice)
    answers(cell, "SY", notice, "will_change")
    change = changed(cell, notice, notice, hours=2)
    tells(cell, "US", notice)
    cell.reads("SY")
    cell.say("SY", "activity_changed", matter=notice, **plan(
        volume(lower=height(3500, "AMSL"), upper=height(3600, "AMSL"), area=_far()), of=change.id, why="Room"))
    cell.reads()
    tell_at_once(cell, ("SY", "IL"), notice)
    return cell, notice


def _far() -> Any:
    return [[[[359160000, 331000000], [359200000, 331000000], [359200000, 331100000], [359160000, 331100000]]]]


def test_the_order_of_arrival_leaves_no_trace() -> None:
    """Folded in every order, and one by one as they came, the same state and the same verdicts."""
    cell, notice = a_long_story()
    whole = folded_alike(cell, matter_of(cell, notice), rebuilt=7, live=60)
    assert whole.state.name == "cleared" and len(whole.state.findings) == 2
