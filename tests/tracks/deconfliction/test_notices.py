"""Notices of planned activity: what is refused with its clause, and how a notice stands after what was said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.tracks.deconfliction.duties import duties
from parley.tracks.deconfliction.track import TRACK
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.plans import DAY, HOUR, SQUARE, START_S, height, notified, plan, volume
from tests.tracks.hotline.cell import Cell, said

FAR = [[[[378000000, 331000000], [378100000, 331000000], [378100000, 331100000]]]]
BOW_TIE = [[[[358000000, 331000000], [358100000, 331100000], [358100000, 331000000], [358000000, 331300000]]]]
LARGE = [[[[348000000, 320000000], [371000000, 320000000], [371000000, 339000000], [348000000, 339000000]]]]


def test_a_notice_is_planned_until_its_author_begins_it() -> None:
    """Begun, deviating, ended: the author's newest word names the state."""
    cell = Cell()
    notice = notified(cell)
    assert cell.state(notice).name == "planned"
    assert cell.state(notice).version.short_by_min == 0
    said(cell, "SY", "activity_begun", notice, of=notice.id)
    assert cell.state(notice).name == "active"
    said(cell, "SY", "deviation_reported", notice, of=notice.id, text="Stopped by a flood.", lang="en")
    assert cell.state(notice).name == "deviating"
    said(cell, "SY", "activity_begun", notice, of=notice.id, text="Back on the route.")
    assert cell.state(notice).name == "active"
    ended = said(cell, "SY", "activity_ended", notice)
    assert cell.state(notice).name == "ended" and cell.state(notice).is_over
    again = cell.say("SY", "activity_begun", matter=notice, of=notice.id)
    assert cell.refusal(again) == ("deconfliction.notice_is_over", "N-7")
    assert cell.state(notice).steps[-1].entry == ended.id


def test_a_change_is_a_new_version_that_names_the_old() -> None:
    """The old one is kept; what names it afterwards is refused, and a receipt of it does not count for the new one."""
    cell = Cell()
    notice = notified(cell)
    said(cell, "IL", "activity_acknowledged", notice, of=notice.id, how="received")
    later = plan(volume(begins_s=START_S + 3 * DAY), why="Rain")
    change = said(cell, "SY", "activity_changed", notice, **later, of=notice.id)
    state = cell.state(notice)
    assert [version.entry for version in state.versions] == [notice.id, change.id]
    assert state.version.begins_s == START_S + 3 * DAY
    assert state.receipt("IL", of=change.id) is None and state.receipt("IL", of=notice.id) is not None
    stale = cell.say("SY", "activity_begun", matter=notice, of=notice.id)
    assert cell.refusal(stale) == ("deconfliction.older_version", "N-6")


@pytest.mark.parametrize(("hours_ahead", "name", "short"), [(24, "convoy", 0), (23, "convoy", 60),
                                                             (0, "medical_evacuation", 0), (47, "force_movement", 60)])
def test_short_notice_is_counted_not_refused(hours_ahead: int, name: str, short: int) -> None:
    """So many minutes later than the class asks; what needs no notice is never short."""
    cell = Cell()
    begins = START_S + 1 + hours_ahead * HOUR
    notice = notified(cell, **plan(volume(begins_s=begins), **{"class": name}))
    assert cell.refusal(notice) is None and cell.state(notice).version.short_by_min == short


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"class": "targeting"}, "deconfliction.class_unknown", "N-2"),
    ({"lang": "fr"}, "deconfliction.language_not_agreed", "N-2"),
    ({"volumes": [volume(begins_s=START_S - DAY)]}, "deconfliction.times_over", "N-3"),
    ({"volumes": [volume(), volume(begins_s=START_S + 200 * DAY)]}, "deconfliction.times_too_long", "N-3"),
    ({"volumes": [volume(area=FAR)]}, "deconfliction.outside_the_box", "N-4"),
    ({"volumes": [volume(area=LARGE)]}, "deconfliction.area_too_large", "N-4"),
    ({"volumes": [volume(lower=height(9_000), upper=height(0, "W84"))]}, "deconfliction.band_upside_down", "N-4"),
    ({"contingency": [volume(area=FAR)]}, "deconfliction.outside_the_box", "N-4"),
]


@pytest.mark.parametrize(("changes", "code", "clause"), REFUSED)
def test_a_plan_that_the_charter_does_not_allow_is_refused(changes: dict[str, Any], code: str, clause: str) -> None:
    """Opened or changed, with the clause."""
    cell = Cell()
    opened = cell.say("SY", "activity_notified", **plan(**changes))
    assert cell.refusal(opened) == (code, clause)
    notice = notified(cell)
    changed = cell.say("SY", "activity_changed", matter=notice, **plan(**changes), of=notice.id, why="Rain")
    assert cell.refusal(changed) == (code, clause)


def test_whose_activity_it_is_alone_speaks_of_it() -> None:
    """Another begins, changes, ends and cancels nothing, the author acknowledges nothing, nobody twice."""
    cell = Cell()
    notice = notified(cell)
    strange = [
        ("activity_changed", {**plan(), "of": notice.id, "why": "x"}), ("activity_begun", {"of": notice.id}),
        ("activity_ended", {}), ("activity_cancelled", {"why": "x"}),
        ("deviation_reported", {"of": notice.id, "text": "x", "lang": "en"}),
    ]  # fmt: skip
    for kind, content in strange:
        entry = cell.say("IL", kind, matter=notice, **content)
        assert cell.refusal(entry) == ("deconfliction.author_only", "N-5"), kind
    own = cell.say("SY", "activity_acknowledged", matter=notice, of=notice.id, how="received")
    assert cell.refusal(own) == ("deconfliction.own_notice", "N-5")
    said(cell, "US", "activity_acknowledged", notice, of=notice.id, how="received")
    again = cell.say("US", "activity_acknowledged", matter=notice, of=notice.id, how="received")
    assert cell.refusal(again) == ("deconfliction.already_acknowledged", "N-6")
    protest = cell.say("US", "activity_acknowledged", matter=notice, of=notice.id, how="under_protest")
    assert cell.refusal(protest) is None
    unknown = cell.say("US", "activity_acknowledged", matter=notice, of="SY/9", how="received")
    assert cell.refusal(unknown) == ("deconfliction.version_unknown", "N-6")


def test_a_notice_to_nobody_is_refused() -> None:
    """What one notes for oneself is no notice."""
    cell = Cell()
    entry = cell.say("SY", "activity_notified", audience=("SY",), **plan())
    assert cell.refusal(entry) == ("deconfliction.nobody_addressed", "N-1")


FORMS: list[tuple[dict[str, Any], str, str]] = [
    ({"volumes": []}, "volumes", "hotline.list_length"),
    ({"volumes": [volume(area=BOW_TIE)]}, "volumes.0.area", "geo.area_crosses_itself"),
    ({"volumes": [volume(area=[])]}, "volumes.0.area", "geo.area_form"),
    ({"volumes": [volume(lower=height(50), upper=height(50))]}, "volumes.0.upper", "geo.band_upside_down"),
    ({"volumes": [volume(upper={"value": 5, "unit": "yd", "reference": "AGL"})]}, "volumes.0.upper.unit",
     "geo.unit_unknown"),
    ({"volumes": [volume(windows=[[9, 5]])]}, "volumes.0.windows.0", "geo.window_ends_first"),
    ({"volumes": [volume(windows=[[5, 9], [8, 12]])]}, "volumes.0.windows", "geo.windows_unsorted"),
    ({"volumes": [volume(windows=[[n, n + 1] for n in range(0, 802, 2)])]}, "volumes.0.windows",
     "hotline.list_length"),
    ({"volumes": [{**volume(), "target": "x"}]}, "volumes.0.target", "hotline.field_unknown"),
    ({"volumes": [volume(windows=[[n, n + 1] for n in range(0, 800, 2)])] * 3}, "volumes",
     "deconfliction.too_many_pieces"),
    ({"strength": -1}, "strength", "hotline.number_out_of_bounds"),
    ({"slack": {"time_min": 10}}, "slack.lateral_m", "hotline.field_missing"),
]


@pytest.mark.parametrize(("changes", "where", "code"), FORMS)
def test_a_content_that_is_none_is_told_field_by_field(changes: dict[str, Any], where: str, code: str) -> None:
    """Every fault with its place."""
    found = TRACK.kinds["activity_notified"].check(plan(**changes))
    assert (where, code) in {(fault.where, fault.code) for fault in found}, found


def test_the_state_does_not_depend_on_the_order_of_arrival() -> None:
    """Receipts that cross a change, in every order, give the same state."""
    cell = Cell()
    notice = notified(cell)
    cell.say("IL", "activity_acknowledged", matter=notice, of=notice.id, how="received")
    cell.say("US", "activity_acknowledged", matter=notice, of=notice.id, how="referred_upward")
    cell.say("SY", "activity_changed", matter=notice, **plan(volume(hours=6)), of=notice.id, why="Longer")
    cell.reads()
    cell.say("SY", "activity_begun", matter=notice, of=cell.entries[-1].id)
    state = folded_alike(cell, notice.id).state
    assert state.name == "active" and state.as_json()["receipts"].keys() == {"IL", "US"}


def test_each_version_is_acknowledged_and_the_end_is_told() -> None:
    """The clock of a receipt runs from receipt by the class's precedence; that of the end is the end itself."""
    cell = Cell()
    notice = notified(cell)
    cell.say("IL", "shift_noted", audience=("IL",))
    found = {each.id: each for each in duties(
        cell.state(notice), charter=cell.charter, readings=cell, now_ms=cell.now_ms)}  # fmt: skip
    owed = found[f"{notice.id}:acknowledge_notice:IL"]
    assert (owed.state, owed.clause, owed.due_at_ms) == ("running", "ND-1", cell.now_ms + 180 * 60_000)
    assert found[f"{notice.id}:acknowledge_notice:US"].state == "waiting_for_receipt"
    end = found[f"{notice.id}:end_activity:SY"]
    assert (end.clause, end.due_at_ms) == ("ND-2", (START_S + 2 * DAY + 4 * HOUR) * 1000)
    said(cell, "IL", "activity_acknowledged", notice, of=notice.id, how="received")
    said(cell, "SY", "activity_cancelled", notice, why="Rain")
    later = {each.id: each.state for each in duties(
        cell.state(notice), charter=cell.charter, readings=cell, now_ms=cell.now_ms)}  # fmt: skip
    assert later[f"{notice.id}:acknowledge_notice:IL"] == "done" and later[f"{notice.id}:end_activity:SY"] == "done"


def test_a_charter_without_activities_takes_no_notice() -> None:
    """Nothing is judged by what nobody agreed."""
    cell = Cell()
    cell.charter = replace(cell.charter, activities=None)
    assert cell.refusal(cell.say("SY", "activity_notified", **plan())) == ("deconfliction.no_activities", "N-2")


def test_an_outline_is_kept_as_it_was_signed() -> None:
    """Corner by corner: nothing is rounded or repaired on its way through the state."""
    cell = Cell()
    assert cell.state(notified(cell)).as_json()["volumes"][0]["area"] == SQUARE
