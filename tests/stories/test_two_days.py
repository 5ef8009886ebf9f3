"""Two days over three nodes: an incident becomes a dispute that is settled, a timetable moves; alike on all sides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parley.demo.exercise import open_stage
from parley.demo.ports import unwatched
from tests.house.tree import ROOT
from tests.stories.two_day_script import Played, first_hours
from tests.stories.two_days import TwoDays, two_days

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
    exercise.move_to(6)
    found.look(exercise, "sixth hour", "incident", "request")
    return found


def test_the_request_to_hold_fire_was_ordered_and_done_in_time(played: Played) -> None:
    """On all three sides: the answer and the word that it is done are met, and nothing more is owed of it."""
    duties = played.duties["sixth hour/request"]
    told = {f"{each['what']}:{each['owed_by']}": each["state"] for each in duties.values()}
    assert told["answer:IL"] == told["tell_done:IL"] == told["read_back:IL"] == "done"
