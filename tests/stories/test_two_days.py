"""Two days over three nodes: an incident becomes a dispute that is settled, a timetable moves; alike on all sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parley.demo.exercise import open_stage
from parley.demo.ports import unwatched
from tests.house.tree import ROOT
from tests.stories.two_day_script import Played, carried_out, first_hours, moved, promised
from tests.stories.two_days import TwoDays, two_days

HOUR_MS = 3_600_000
pytestmark = [pytest.mark.story, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoDays]:
    """Three nodes as processes of their own, with desks, their charter signed."""
    template = (ROOT / "charters" / "paris-2026.yaml").read_bytes()
    stage = open_stage(tmp_path_factory.mktemp("d") / "x", template=template, first_port=unwatched())
    with two_days(stage) as opened:
        yield opened


@pytest.fixture(scope="module")
def played(exercise: TwoDays) -> Played:
    """The whole exercise, played once."""
    found = Played()
    first_hours(exercise, found)
    promised(exercise, found)
    exercise.move_to(6)
    found.look(exercise, "sixth hour", "incident", "request")
    exercise.move_to(31)
    moved(exercise, found)
    exercise.move_to(47)
    carried_out(exercise, found)
    return found


def test_the_request_to_hold_fire_was_ordered_and_done_in_time(played: Played) -> None:
    """On all three sides: the answer and the word that it is done are met, and nothing more is owed of it."""
    duties = played.duties["sixth hour/request"]
    told = {f"{each['what']}:{each['owed_by']}": each["state"] for each in duties.values()}
    assert told["answer:IL"] == told["tell_done:IL"] == told["read_back:IL"] == "done"


def standing(played: Played, phase: str, what: str) -> dict[str, tuple[str, int]]:
    """Return the duties of one sort at a phase: by their ids, how each stood and when it is due."""
    duties = played.duties[phase]
    return {name: (each["state"], each["due_at_ms"]) for name, each in duties.items() if each["what"] == what}


def test_the_timetable_moved_with_the_amendment(played: Played) -> None:
    """Missed at thirty hours by the first terms; by the amended ones due at forty-four, and met before that."""
    matter, amendment = played["arrangement"], played["amendment"]
    phases = ("first", "thirty-first hour", "amended", "last")
    first, missed, amended, last = (standing(played, f"{phase}/arrangement", "do_step") for phase in phases)
    before, after = f"{matter}:do_step.leave_hill:IL", f"{amendment}:do_step.leave_hill:IL"
    force_ms = played.states["first/arrangement"]["from_s"] * 1000
    assert first == {before: ("running", force_ms + 30 * HOUR_MS)}
    assert missed == {before: ("lapsed", force_ms + 30 * HOUR_MS)}
    assert amended == {before: ("ceased", force_ms + 30 * HOUR_MS), after: ("running", force_ms + 44 * HOUR_MS)}
    assert last[after] == ("done", force_ms + 44 * HOUR_MS)


def test_what_waited_for_the_step_is_owed_from_its_certificate(played: Played) -> None:
    """The road is owed six hours after that the hill was left is certified; what waits for the road is not owed yet."""
    left = next(each for each in played.states["last/arrangement"]["certificates"] if each["step"] == "leave_hill")
    owed = standing(played, "last/arrangement", "do_step")
    road = f"{played['arrangement']}:do_step.open_road:SY"
    assert owed[road] == ("running", left["at_ms"] // 1000 * 1000 + 6 * HOUR_MS)
    assert not any("look_together" in name for name in owed)


def test_an_explanation_is_owed_for_two_days_whatever_happened_to_the_nodes(played: Played) -> None:
    """The clock of forty-eight hours ran on while every node was down three times, and has not run out."""
    (name, (state, due_ms)), = standing(played, "last/incident", "explain_incident").items()
    read = played.states["first/incident"]["requests"][0]["at_ms"]
    assert name.startswith(played["explanation"]) and state == "running"
    assert 0 <= due_ms - read - 48 * HOUR_MS < 60_000


def test_nothing_differs_between_the_nodes_and_every_record_verifies(exercise: TwoDays, played: Played) -> None:
    """All verdicts and states are the same at each, and `parley verify` finds no fault in any home."""
    assert played and exercise.faults() == []
