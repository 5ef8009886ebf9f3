"""Interim measures: agreed by all sides, held against notices; what meets them is told and checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parley.matters.entry import Entry
from parley.matters.signing import Signing
from parley.tracks.disputes.meeting import entries_meant, meets
from parley.tracks.disputes.state import DisputeState
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.plans import DAY, HOUR, SQUARE, START_S, notified, plan, volume
from tests.tracks.disputes.claims import TEXTS, claimed, owed, state_of, states_of
from tests.tracks.hotline.cell import Cell, said
from tests.tracks.incidents.reports import HERE, reported

FAR = [[[[368000000, 331000000], [368100000, 331000000], [368100000, 331100000]]]]


def measure(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound measure: all activity of both over a square, from a day on, for four days."""
    return {
        "subject": "EXERCISE keep still", "texts": TEXTS, "parties": ["IL", "SY"], "classes": [], "excepted": [],
        "areas": [{"area": SQUARE}], "from_s": START_S + DAY, "until_s": START_S + 5 * DAY, "precedence": "immediate",
        "role": "chief", **changes,
    }  # fmt: skip


def asks(cell: Cell, matter: Entry, member: str = "SY", **changes: Any) -> Entry:
    """Let a member ask for a measure that everybody reads."""
    return said(cell, member, "measure_asked", matter, **measure(**changes))


def agrees(cell: Cell, member: str, matter: Entry, of: Entry, **changes: Any) -> Entry:
    """Let a side agree to a measure."""
    about = state_of(cell, matter).measure(of.id)
    assert about is not None
    return said(
        cell, member, "measure_agreed", matter, **{"of": of.id, "digest": about.digest, "role": "chief", **changes}
    )


def agreed(cell: Cell, matter: Entry, **changes: Any) -> Entry:
    """Return a measure to which both sides have agreed."""
    asked = asks(cell, matter, **changes)
    agrees(cell, "IL", matter, asked)
    return asked


def planned(cell: Cell, member: str, where: dict[str, Any], name: str = "exercise") -> Entry:
    """Let a member notify an activity of a class, which everybody reads."""
    return notified(cell, member, **{**plan(where), "class": name})


def test_it_holds_once_all_sides_agreed_and_no_longer_than_the_dispute() -> None:
    """Who asks has agreed by asking; it begins at its own time, and ends with the dispute at the latest."""
    cell = Cell()
    matter = claimed(cell)
    asked = asks(cell, matter)
    (one,) = state_of(cell, matter).measures
    assert one.missing == ("IL",) and state_of(cell, matter).measure_holds(one) is None
    assert cell.refusal(agrees(cell, "SY", matter, asked)) == ("disputes.signed_already", "DI-8")
    agrees(cell, "IL", matter, asked)
    state = state_of(cell, matter)
    assert state.measure_holds(state.measures[0]) == (START_S + DAY, START_S + 5 * DAY)
    cell.now_ms = (START_S + 2 * DAY) * 1000
    said(cell, "SY", "dispute_withdrawn", matter, why="Tired")
    state = state_of(cell, matter)
    assert state.measure_holds(state.measures[0]) == (START_S + DAY, -(-state.ending.at_ms // 1000))  # type: ignore[union-attr]


def test_the_supervisor_asks_and_binds_nobody_by_it() -> None:
    """It needs both sides then; one that declines declines for good (DI-8)."""
    cell = Cell()
    matter = claimed(cell)
    asked = asks(cell, matter, "US", role="supervisor_staff")
    assert state_of(cell, matter).measures[0].missing == ("IL", "SY")
    said(cell, "IL", "measure_declined", matter, of=asked.id, why="Not now")
    assert cell.refusal(agrees(cell, "IL", matter, asked)) == ("disputes.declined_already", "DI-8")
    assert states_of(owed(cell, matter, at_ms=cell.now_ms), "agree_measure") == {"IL": "done"}


def test_a_measure_is_refused_that_is_over_too_long_or_of_strangers() -> None:
    """Its times lie ahead and within the charter's days; it binds sides, and knows the charter's classes (DI-8)."""
    cell = Cell()
    matter = claimed(cell)
    wrong = {
        "disputes.times_over": {"from_s": START_S - DAY, "until_s": START_S - HOUR},
        "disputes.measure_too_long": {"until_s": START_S + 90 * DAY},
        "disputes.not_bound": {"parties": ["IL", "US"]},
        "disputes.class_unknown": {"classes": ["balloons"]},
        "disputes.classes_or_all": {"classes": ["convoy"], "excepted": ["exercise"]},
    }
    for code, changes in wrong.items():
        assert cell.refusal(asks(cell, matter, **changes)) == (code, "DI-8")


def test_a_notice_within_it_meets_it_and_another_does_not() -> None:
    """Ground, time, class and member: one that differs keeps apart; the answer is the same for who holds the same."""
    cell = Cell()
    matter = claimed(cell)
    agreed(cell, matter, classes=["exercise"])
    inside = volume(begins_s=START_S + 2 * DAY)
    notices = {
        "inside": planned(cell, "IL", inside, "exercise"),
        "other class": planned(cell, "IL", inside, "convoy"),
        "other time": planned(cell, "IL", volume(begins_s=START_S + 40 * DAY), "exercise"),
        "other member": planned(cell, "US", inside, "exercise"),
        "other ground": planned(cell, "IL", {**inside, "area": FAR}, "exercise"),
    }
    state = state_of(cell, matter)
    met = {}
    for name, notice in notices.items():
        said_of = cell.state(notice).as_json()
        met[name] = meets(state, state.measures[0], said_of, entry=entries_meant(said_of)[0], charter=cell.charter)
    assert [name for name, found in met.items() if found is not None] == ["inside"]
    found = met["inside"]
    assert found is not None and (found.member, found.by) == ("IL", notices["inside"].id)
    assert found.from_s == START_S + 2 * DAY


def test_a_report_meets_a_measure_of_all_activity() -> None:
    """Within its ground and time, and of a member that it binds or of nobody known; others keep apart."""
    cell = Cell()
    matter = claimed(cell)
    agreed(cell, matter, from_s=START_S - HOUR, until_s=START_S + DAY)
    cell.now_ms += 2 * HOUR * 1000
    now_s = cell.now_ms // 1000
    inside = {**HERE, "lat_e7": 331_050_000, "lon_e7": 358_050_000}
    when = {"from_s": now_s - 60, "until_s": now_s - 30, "precision": "minute"}
    accounts: dict[str, dict[str, Any]] = {
        "IL": {}, "": {"actors": [{"kind": "unknown"}]}, "third party": {"actors": [{"kind": "third_party"}]},
        "far": {"place": {**HERE, "lat_e7": 333_000_000}}, "before": {"time": {**when, "from_s": now_s - 5 * DAY,
        "until_s": now_s - 4 * DAY}},
    }  # fmt: skip
    state, found = state_of(cell, matter), {}
    for name, changes in accounts.items():
        report = reported(cell, "US", **{"place": inside, "time": when, **changes})
        told = cell.state(report).as_json()
        found[name] = meets(state, state.measures[0], told, entry=entries_meant(told)[0], charter=cell.charter)
    assert {name: met.member for name, met in found.items() if met is not None} == {"IL": "IL", "": ""}


def test_a_breach_is_told_of_what_meets_and_of_nothing_else() -> None:
    """The judge computes the meeting of the cited entries again; a measure not agreed cannot be met (DI-13)."""
    cell = Cell()
    matter = claimed(cell)
    inside = planned(cell, "IL", volume(begins_s=START_S + 2 * DAY))
    outside = planned(cell, "IL", volume(begins_s=START_S + 40 * DAY))
    asked = asks(cell, matter)
    early = said(cell, "SY", "measure_breach_told", matter, of=asked.id, by=inside.id)
    assert cell.refusal(early) == ("disputes.measure_not_agreed", "DI-13")
    agrees(cell, "IL", matter, asked)
    wrong = said(cell, "SY", "measure_breach_told", matter, of=asked.id, by=outside.id)
    assert cell.refusal(wrong) == ("disputes.meets_not", "DI-13")
    assert cell.refusal(said(cell, "SY", "measure_breach_told", matter, of=asked.id, by=inside.id)) is None
    (word,) = state_of(cell, matter).as_json()["said"]["measure_breach_told"]
    # Its author is who told it, and what meets the measure stands beside.
    assert (word["by"], word["met_by"], word["of"]) == ("SY", inside.id, asked.id)
    again = said(cell, "SY", "measure_breach_told", matter, of=asked.id, by=inside.id)
    assert cell.refusal(again) == ("disputes.breach_told_before", "DI-13")


def test_what_was_moved_away_meets_nothing_any_more() -> None:
    """A notice is held by its version in force: who cites an older one, having read the change, tells nothing."""
    cell = Cell()
    matter = claimed(cell)
    asked = agreed(cell, matter)
    notice = planned(cell, "IL", volume(begins_s=START_S + 2 * DAY))
    moved = plan(volume(begins_s=START_S + 40 * DAY), of=notice.id, why="Moved")
    said(cell, "IL", "activity_changed", notice, **moved)
    late = said(cell, "SY", "measure_breach_told", matter, of=asked.id, by=notice.id)
    assert cell.refusal(late) == ("disputes.meets_not", "DI-13")


def test_agreements_over_a_cut_link_give_one_second() -> None:
    """Asked by the supervisor, both agree without having read each other: every order of arrival gives one state."""
    cell = Cell()
    matter = claimed(cell)
    asked = asks(cell, matter, "US", from_s=START_S, role="supervisor_staff")
    digest = state_of(cell, matter).measures[0].digest
    cell.say("SY", "measure_agreed", matter=matter, of=asked.id, digest=digest, role="chief")
    cell.now_ms += 60_000
    last = cell.say("IL", "measure_agreed", matter=matter, of=asked.id, digest=digest, role="chief")
    state = folded_alike(cell, matter.id).state
    holds = state.measure_holds(state.measures[0])
    assert holds is not None and holds[0] == -(-last.point.at_ms // 1000)


def test_a_measure_ends_early_once_every_side_has_agreed_to_that() -> None:
    """Not by one alone; from the last word on nothing meets it, and what met it before did (DI-15)."""
    cell = Cell()
    matter = claimed(cell)
    unsigned = asks(cell, matter)
    assert _ends(cell, "SY", matter, unsigned) == ("disputes.measure_not_agreed", "DI-15")
    asked = agreed(cell, matter, subject="EXERCISE the other", from_s=START_S)
    works = planned(cell, "IL", volume(begins_s=START_S + 2 * DAY))
    assert _meets(cell, matter, asked, works)
    assert _ends(cell, "US", matter, asked) == ("disputes.no_side", "DI-15")
    assert _ends(cell, "SY", matter, asked) is None and _ends(cell, "SY", matter, asked) is not None
    state = state_of(cell, matter)
    assert state.measure_end(_of(state, asked)).missing == ("IL",) and _meets(cell, matter, asked, works)
    soon = planned(cell, "IL", volume(begins_s=START_S + DAY // 2))
    cell.now_ms += DAY * 1000
    assert _ends(cell, "IL", matter, asked) is None
    state = state_of(cell, matter)
    holds = state.measure_holds(_of(state, asked))
    assert holds is not None and holds[1] == -(-cell.now_ms // 1000) and not _meets(cell, matter, asked, works)
    assert _meets(cell, matter, asked, soon)
    shown = next(each for each in state.as_json()["measures"] if each["entry"] == asked.id)
    assert shown["end"]["missing"] == [] and len(shown["end"]["agreed"]) == 2
    assert _ends(cell, "IL", matter, asked) == ("disputes.end_agreed_before", "DI-15")


def test_early_ends_that_cross_give_one_instant() -> None:
    """Both say it without having read each other: the later clock counts, in every order of arrival."""
    cell = Cell()
    matter = claimed(cell)
    asked = agreed(cell, matter, from_s=START_S)
    for member in ("SY", "IL"):
        cell.now_ms += 60_000
        cell.say(member, "measure_end_agreed", matter=matter, of=asked.id, why="EXERCISE.", role="chief")
    state = folded_alike(cell, matter.id, rebuilt=17, live=17).state
    holds = state.measure_holds(state.measures[0])
    assert holds is not None and holds[1] == -(-cell.now_ms // 1000)


def test_an_end_comes_too_late_when_its_time_is_over() -> None:
    """It ended by itself."""
    cell = Cell()
    matter = claimed(cell)
    asked = agreed(cell, matter, from_s=START_S, until_s=START_S + HOUR)
    cell.now_ms += 2 * HOUR * 1000
    assert _ends(cell, "SY", matter, asked) == ("disputes.times_over", "DI-15")


def test_a_report_meets_a_measure_of_single_classes_by_what_its_type_tells_of() -> None:
    """By the charter, where that is agreed: tank fire tells of live fire, a crossing by vehicle of no class."""
    cell = Cell()
    matter = claimed(cell)
    only = agreed(cell, matter, from_s=START_S - HOUR, until_s=START_S + DAY, classes=["live_fire_exercise"])
    cell.now_ms += 2 * HOUR * 1000
    but = agreed(cell, matter, subject="EXERCISE all but", from_s=START_S - HOUR, until_s=START_S + DAY,
                 excepted=["live_fire_exercise"])  # fmt: skip
    cell.now_ms += 2 * HOUR * 1000
    now_s = cell.now_ms // 1000
    inside = {**HERE, "lat_e7": 331_050_000, "lon_e7": 358_050_000}
    when = {"from_s": now_s - 60, "until_s": now_s - 30, "precision": "minute"}
    met = {}
    for name in ("tank_fire", "crossing_by_vehicle", "overflight_manned"):
        report = reported(cell, "US", place=inside, time=when, type=name)
        met[name] = (_meets(cell, matter, only, report), _meets(cell, matter, but, report))
    expected = {"tank_fire": (True, False), "crossing_by_vehicle": (False, True), "overflight_manned": (False, True)}
    assert met == expected
    assert cell.charter.incidents is not None and cell.charter.incidents.classes is not None
    classes = cell.charter.incidents.classes
    proposed = replace(classes, provenance=replace(classes.provenance, standing="proposed", by=("SY",)))
    cell.charter = replace(cell.charter, incidents=replace(cell.charter.incidents, classes=proposed))
    tank = next(each for each in cell.entries if each.content.get("type") == "tank_fire")
    # What is only proposed is held against nobody: then it has no class, like every other report.
    assert (_meets(cell, matter, only, tank), _meets(cell, matter, but, tank)) == (False, True)


def _of(state: DisputeState, asked: Entry) -> Signing:
    one = state.measure(asked.id)
    assert one is not None
    return one


def _ends(cell: Cell, member: str, matter: Entry, of: Entry) -> tuple[str, str] | None:
    return cell.refusal(said(cell, member, "measure_end_agreed", matter, of=of.id, why="EXERCISE.", role="chief"))


def _meets(cell: Cell, matter: Entry, measure_asked: Entry, other: Entry) -> bool:
    state, told = state_of(cell, matter), cell.state(other).as_json()
    entry = entries_meant(told)[0]
    return meets(state, _of(state, measure_asked), told, entry=entry, charter=cell.charter) is not None
