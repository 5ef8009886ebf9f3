"""What must stand at the end of the exercise: every track, held against what each node shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parley.charter.reading import read_template
from parley.demo.homes import Post
from parley.demo.looking import Sight
from parley.demo.playing import Stage
from parley.demo.script import Played, Stand, the_exercise
from parley.demo.slots import days_behind, slot_within
from parley.demo.standing import told, unmet
from parley.node.tracked import TRACKS
from parley.texts import LANGUAGES, sentence
from tests.house.tree import ROOT

CHARTER = read_template((ROOT / "charters" / "paris-2026.yaml").read_bytes())
STAGE = Stage(Path("exercise"), {code: Post(code, Path(code), 1, 2) for code in CHARTER.codes}, CHARTER)
NOW_S = 1_796_000_000
PLAYED = {"plan": Played("SY/1", NOW_S), "signed": Played("IL/2", NOW_S)}
STAND = Stand("deconfliction", "plan", "signed", ("signed",), "demo.stands.standstill", in_force=True)
SEEN = Sight({}, {f"{CHARTER.member('IL').origin}#2": "allowed"},
             {"SY/1": {"name": "signed", "from_s": NOW_S - 1, "until_s": NOW_S + 1}})  # fmt: skip
WEEK_S, HOUR_S = 604_800, 3_600


def faults(of: Sight, *, at: str = "US") -> list[str]:
    """Return what is wrong where one node shows this and the others all that must stand."""
    sights = {code: of if code == at else SEEN for code in CHARTER.codes}
    return unmet(STAGE, (STAND,), played=PLAYED, sights=sights, now_s=NOW_S)


def state(**other: object) -> Sight:
    """Return a sight with another state of the matter."""
    return replace(SEEN, states={"SY/1": {**SEEN.states["SY/1"], **other}})


def test_what_stands_at_all_three_is_no_fault() -> None:
    """All is as the script says."""
    assert faults(SEEN) == []


def test_every_track_is_touched_and_stands() -> None:
    """A track of which nothing must stand at the end is not shown by the exercise."""
    assert {stand.track for stand in the_exercise().stands} == {track.name for track in TRACKS}


def test_the_entries_that_bring_it_about_are_of_its_track() -> None:
    """What must stand is brought about by entries of that track, or of one on which it rests."""
    kinds = {step.label: step.kind for step in the_exercise().steps}
    tracks = {track.name: track.kinds for track in TRACKS}
    for stand in the_exercise().stands:
        assert stand.by and any(kinds[label] in tracks[stand.track] for label in stand.by), stand


def test_what_was_not_given_to_a_member_is_not_shown_to_it() -> None:
    """A matter that stands at some nodes alone is a fault where another shows it."""
    apart = replace(STAND, at=("SY", "IL"))
    sights = {"SY": SEEN, "IL": SEEN, "US": replace(SEEN, states={})}
    assert unmet(STAGE, (apart,), played=PLAYED, sights=sights, now_s=NOW_S) == []
    (found,) = unmet(STAGE, (apart,), played=PLAYED, sights={**sights, "US": SEEN}, now_s=NOW_S)
    assert found.startswith("US, deconfliction: ") and "not given" in found


WRONG = {
    "no such matter": (replace(SEEN, states={}), "not there"),
    "another state": (state(name="proposed"), "is proposed, not signed"),
    "not yet in force": (state(from_s=NOW_S + 1), "not in force"),
    "over": (state(until_s=NOW_S), "not in force"),
    "never in force": (state(from_s=None), "not in force"),
    "void": (replace(SEEN, verdicts={f"{CHARTER.member('IL').origin}#2": "released_by_nobody"}), "released_by_nobody"),
    "not read": (replace(SEEN, verdicts={}), "not read"),
}


@pytest.mark.parametrize("why", WRONG)
@pytest.mark.parametrize("at", CHARTER.codes)
def test_what_does_not_stand_at_one_node_is_a_fault_that_names_it(why: str, at: str) -> None:
    """Whatever node shows otherwise: the fault says which, of which track, and why."""
    sight, said = WRONG[why]
    (found,) = faults(sight, at=at)
    assert found.startswith(f"{at}, deconfliction: ") and said in found


def test_what_stands_is_told_in_each_language_with_its_entries() -> None:
    """Each sentence names the matter, what brought it about and where it stands."""
    script = the_exercise()
    played = {step.label: Played(f"{step.by}/{number}", NOW_S) for number, step in enumerate(script.steps)}
    for language in LANGUAGES:
        for each in told(STAGE, script.stands, played=played):
            said = sentence(str(each.pop("code")), language=language, data=each)
            assert all(str(value) in said for value in each.values())


@pytest.mark.parametrize("hours", range(0, 168, 5))
def test_the_convoy_finds_a_slot_at_whatever_hour_of_the_week_the_exercise_begins(hours: int) -> None:
    """The clocks are set back by as few days as it takes; the slot begins and ends within the two days."""
    now_s = NOW_S // WEEK_S * WEEK_S + hours * HOUR_S
    days = days_behind(CHARTER, now_s=now_s)
    begins_s = now_s - 26 * HOUR_S - days * 24 * HOUR_S
    slot_s = slot_within(CHARTER, "quneitra", begins_s=begins_s)
    assert CHARTER.commerce is not None and CHARTER.commerce.points["quneitra"].is_slot(slot_s)
    assert 0 <= days <= 3 and begins_s < slot_s < now_s - days * 24 * HOUR_S - HOUR_S
