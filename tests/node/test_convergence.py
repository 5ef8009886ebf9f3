"""Whatever the order and the cuts, nodes that hold the same entries show the same state (property)."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from parley.matters import order
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.schedule import (
    AMENDMENTS,
    MEMBERS,
    PARIS,
    SEVEN,
    STEPS,
    STEPS_OF_SEVEN,
    Cast,
    Course,
    amended,
    begin,
)
from tests.node.speaking import TRACKS, speak
from tests.tracks.hotline.cell import CONTENTS

_counter = itertools.count()


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def play(made: Path, steps: list[tuple[object, ...]], *, cast: Cast) -> None:
    """Play a course to its end, and assert that all nodes agree and that live equals rebuilt."""
    folder = made.parent / str(next(_counter))
    mechanism = begin(made, folder, cast)
    try:
        course = Course(mechanism, cast)
        for step in steps:
            course.play(step)
        course.finish()
        nodes = list(mechanism.nodes.values())
        comparing.assert_converged(nodes)
        comparing.assert_alike(nodes)
    finally:
        mechanism.close_all()
        shutil.rmtree(folder)


@pytest.mark.timeout(600)
@settings(max_examples=30, suppress_health_check=QUIET)
@given(steps=STEPS)
def test_nodes_that_hold_the_same_entries_show_the_same(
    made: Path, undurable: None, steps: list[tuple[object, ...]]
) -> None:
    """After any course all nodes agree, live equals rebuilt, and no verdict ever flipped but by a fork's proof."""
    play(made, steps, cast=PARIS)


@pytest.fixture(scope="session")
def made_of_seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The homes of five parties, a chair and an observer, their charter in force."""
    folder = tmp_path_factory.mktemp("seven") / "homes"
    Mechanism(folder, template=SEVEN.template, durable=False).make_anew().close_all()
    return folder


@pytest.mark.timeout(600)
@settings(max_examples=5, suppress_health_check=QUIET)
@given(steps=STEPS_OF_SEVEN)
def test_seven_nodes_that_hold_the_same_entries_show_the_same(
    made_of_seven: Path, undurable: None, steps: list[tuple[object, ...]]
) -> None:
    """The same holds of a mechanism of seven, with another charter and other audiences."""
    play(made_of_seven, steps, cast=SEVEN)


def test_a_course_opens_and_continues_matters_of_every_track(made: Path, undurable: None) -> None:
    """What the random steps say on the tracks beside the line may stand, and crosses behind cuts with one end."""
    folder = made.parent / str(next(_counter))
    mechanism = begin(made, folder, PARIS)
    try:
        for number, speakers in ((0, ("SY",)), (1, ("SY", "IL"))):
            for track, member in itertools.product(TRACKS, speakers):
                said = speak(mechanism.nodes[member], track, number)
                assert isinstance(said, Filed) or (track, member, number) == ("information", "SY", 1), said
            mechanism.carry_all(rounds=1)
        nodes = list(mechanism.nodes.values())
        comparing.assert_converged(nodes)
        comparing.assert_alike(nodes)
    finally:
        mechanism.close_all()
        shutil.rmtree(folder)


# Two members propose the same, neither knowing of the other; whatever else is played, somebody reads the one first.
CONTRADICTION = (("amend", "IL", 0, {"IL"}), ("amend", "US", 0, {"US"}))


@pytest.mark.timeout(600)
def test_random_courses_fail_when_arrival_decides(
    made: Path, undurable: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the order of arrival in place of the canonical one, random courses around a contradiction do not agree."""
    monkeypatch.setattr(order, "place", lambda entry: 0)
    # No shrinking: that it fails is what is asked for, and not how little is enough.
    few = settings(max_examples=10, derandomize=True, phases=[Phase.generate], suppress_health_check=QUIET)

    @few
    @given(steps=STEPS)
    def property_of(steps: list[tuple[object, ...]]) -> None:
        play(made, [*CONTRADICTION, *steps], cast=PARIS)

    with pytest.raises(AssertionError, match="state of|verdicts of|flipped|matter at"):
        property_of()


def same_proposal_twice(mechanism: Mechanism) -> None:
    """IL and US propose the same amendment, neither knowing of the other's; each reads its own first."""
    for code in ("IL", "US"):
        node = mechanism.nodes[code]
        text = amended(node.home.charter.read_bytes().decode(), node.founding.digest, *AMENDMENTS[0])
        assert isinstance(file(Draft("charter_proposed", MEMBERS, {"text": text}, role="chief"), node=node), Filed)
    mechanism.carry_all(rounds=1)


def opening_read_last(mechanism: Mechanism) -> None:
    """SY seals a message wrongly for IL; US answers it; IL, to whom it is disclosed, reads the message after all."""
    sound = {**CONTENTS["message_sent"], "role": "duty_officer"}
    opening = forging.say(mechanism.nodes["SY"], "message_sent", sound, unreadable_for=("IL",))
    mechanism.carry_all(rounds=1)
    answer = Draft("message_answered", MEMBERS, CONTENTS["message_answered"], opening, role="duty_officer")
    assert isinstance(file(answer, node=mechanism.nodes["US"]), Filed)
    for _ in range(2):
        mechanism.carry_all(rounds=1)
        for code in MEMBERS:
            mechanism.receipts(code)
    mechanism.carry_all(rounds=1)
    assert len(comparing.matters(mechanism.nodes["IL"])[opening]) == 2


def proposals_over_sticks(mechanism: Mechanism) -> None:
    """The same proposal twice, carried by bundles alone: old ones, repeated ones, and in other orders."""
    course = Course(mechanism)
    il, sy, us = (course.names().index(code) for code in ("IL", "SY", "US"))
    stale = 2 * us
    course.play(("export", us, stale))
    for code in ("IL", "US"):
        node = mechanism.nodes[code]
        text = amended(node.home.charter.read_bytes().decode(), node.founding.digest, *AMENDMENTS[0])
        assert isinstance(file(Draft("charter_proposed", MEMBERS, {"text": text}, role="chief"), node=node), Filed)
    for source in (il, us):
        course.play(("export", source, 0))
    old, of_il, of_us = 0, 1, 2
    for target, order_of_reading in ((us, (of_il, old)), (il, (old, of_us)), (sy, (of_us, of_us, old, of_il))):
        for which in order_of_reading:
            course.play(("import", target, which))


def overlap_told_twice(mechanism: Mechanism) -> None:
    """SY and IL plan over the same ground, and both tell that the plans meet, neither knowing of the other's word."""
    course = Course(mechanism)
    for code in ("SY", "IL"):
        course.play(("plan", code, 0))
    mechanism.carry_all(rounds=1)
    for code in ("SY", "IL"):
        course.play(("tell", code))
    mechanism.carry_all(rounds=1)
    found = [state for state in comparing.states(mechanism.nodes["US"]).values() if state.get("form") == "overlap"]
    assert [len(state["found_by"]) for state in found] == [2]


SCHEDULES = {
    f.__name__: f for f in (same_proposal_twice, opening_read_last, proposals_over_sticks, overlap_told_twice)
}


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_fixed_schedules_converge(paris: Mechanism, schedule: str) -> None:
    """In the canonical order, each of these schedules ends alike on all nodes, live and rebuilt."""
    SCHEDULES[schedule](paris)
    comparing.assert_converged(list(paris.nodes.values()))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_property_fails_when_arrival_decides(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch, schedule: str
) -> None:
    """With the order of arrival in place of the canonical one, the same entries show two states: the property bites."""
    # A sort by one key for all leaves entries as they came.
    monkeypatch.setattr(order, "place", lambda entry: 0)
    SCHEDULES[schedule](paris)
    with pytest.raises(AssertionError, match="state of|verdicts of"):
        comparing.assert_alike(list(paris.nodes.values()))
