"""Two days over three nodes: an incident becomes a dispute that is settled, a timetable moves; alike on all sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from parley.demo.exercise import open_stage
from parley.demo.ports import unwatched
from tests.house.tree import ROOT
from tests.stories.two_day_desks import LANGUAGES, Desks, desks_of
from tests.stories.two_day_script import Played, broken, carried_out, claimed, first_hours, moved, promised, settled
from tests.stories.two_days import TwoDays, two_days

HOUR_MS = 3_600_000
pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoDays]:
    """Three nodes as processes of their own, with desks, their charter signed."""
    template = (ROOT / "charters" / "paris-2026.yaml").read_bytes()
    stage = open_stage(tmp_path_factory.mktemp("d") / "x", template=template, first_port=unwatched())
    with two_days(stage) as opened:
        yield opened


@pytest.fixture(scope="module")
def desks(exercise: TwoDays, chromium: str) -> Iterator[Desks]:
    """One browser with an officer of each member, and those who release what binds a side."""
    with desks_of(exercise, chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def played(desks: Desks) -> Played:
    """The whole exercise, played once; what reports, disputes, settles and amends is filed by the desks' forms."""
    found = Played()
    first_hours(desks, found)
    promised(desks.exercise, found)
    claimed(desks, found)
    desks.move_to(6)
    found.look(desks.exercise, "sixth hour", "incident", "request")
    broken(desks, found)
    desks.move_to(31)
    settled(desks, found)
    moved(desks, found)
    desks.move_to(47)
    carried_out(desks, found)
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
    assert owed[road] == ("running", -(-left["at_ms"] // 1000) * 1000 + 6 * HOUR_MS)
    assert not any("look_together" in name for name in owed)


def test_an_explanation_is_owed_for_two_days_whatever_happened_to_the_nodes(played: Played) -> None:
    """The clock of forty-eight hours ran on while every node was down three times, and has not run out."""
    ((name, (state, due_ms)),) = standing(played, "last/incident", "explain_incident").items()
    read = played.states["first/incident"]["requests"][0]["at_ms"]
    assert name.startswith(played["explanation"]) and state == "running"
    assert 0 <= due_ms - read - 48 * HOUR_MS < 60_000


def test_nothing_differs_between_the_nodes_and_every_record_verifies(exercise: TwoDays, played: Played) -> None:
    """All verdicts and states are the same at each, and `parley verify` finds no fault in any home."""
    assert played and exercise.faults() == []


def test_the_dispute_rose_twice_by_itself(played: Played) -> None:
    """After four hours to the chiefs, a day later to the supervisor; each time all sides are told as late there."""
    claim, at_ms = played["dispute"], played.states["first/dispute"]["at_ms"]
    four, day = 4 * HOUR_MS, 24 * HOUR_MS
    expected = {
        "first": {"duty_officers": ("running", four)},
        "sixth hour": {"duty_officers": ("ceased", four), "liaison_chiefs": ("running", four + day)},
        "thirty-first hour": {
            "duty_officers": ("ceased", four), "liaison_chiefs": ("ceased", four + day),
            "supervisor_facilitation": ("running", four + 3 * day),
        },
    }  # fmt: skip
    for phase, levels in expected.items():
        found = standing(played, f"{phase}/dispute", "settle_dispute")
        assert found == {
            f"{claim}:settle_dispute.{level}:{code}": (state, at_ms + due)
            for level, (state, due) in levels.items()
            for code in ("IL", "SY")
        }, phase


def test_the_interim_measure_holds_and_its_breach_is_told(played: Played) -> None:
    """Agreed by both sides it holds; the movement that falls into it is told, and nothing of it is a finding."""
    first, after = (played.states[f"{phase}/dispute"] for phase in ("first", "broken"))
    assert first["measures"][0]["holds"] and not first["said"]["measure_breach_told"]
    (told,) = after["said"]["measure_breach_told"]
    assert (told["entry"], told["of"]) == (played["breach"], played["measure"])
    assert played["movement"] in told.values() and after["name"] == "answered"


def test_the_settlement_ends_the_dispute(played: Played) -> None:
    """Signed by both over the same bytes; nothing more is owed of any level, and the measure ends with it."""
    state = played.states["settled/dispute"]
    assert state["name"] == "settled" and state["settlements"][0]["name"] == "signed"
    owed = {each["state"] for each in played.duties["settled/dispute"].values()}
    assert not owed & {"running", "lapsed", "waiting_for_receipt"}
    assert state["measures"][0]["holds"][1] <= state["ending"]["at_ms"] // 1000 + 1


def assert_moved(steps: dict[str, dict[str, Any]]) -> None:
    """The first step was missed by its first terms and met by the amended ones; the others moved with it."""
    hill, road, look = (steps[name] for name in ("leave_hill", "open_road", "look_together"))
    assert [each["otherwise"] for each in hill["was"]] == ["missed"] and hill["state"].startswith("met")
    assert road["state"] == "due" and road["due_s"] == hill["certified_s"] + 6 * 3600
    assert look["state"] == "pending" and look["waits_for"] == ["open_road"]
    assert look["expected_s"] == hill["certified_s"] + 18 * 3600


# What the level to which the dispute rose is called, for each side.
FACILITATION = {"ar": "تيسير الجهة المشرفة", "he": "הנחיה של הגורם המפקח", "en": "Facilitation by the supervisor"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_side_sees_the_whole_of_it_in_its_own_language(desks: Desks, played: Played, code: str) -> None:
    """Lists and pages of the incident, the request, the dispute, the movement and the figures; no browser complains."""
    language, each = LANGUAGES[code], played.entries
    desk = desks[code]
    shown = {
        address: desk.visit(address)
        for address in (
            "/", "/incidents", f"/incidents/{each['incident']}", "/de-escalation", f"/hotline/{each['request']}",
            "/disputes?show=all", f"/disputes/{each['dispute']}", f"/notices/{each['movement']}", "/calendar",
            "/commitments", "/commitments/steps", f"/commitments/{each['arrangement']}",
            f"/timetables/{each['arrangement']}", "/figures", "/charter",
            f"/record/{each['settlement']}",
        )
    }  # fmt: skip
    assert desk.page.locator("html").get_attribute("lang") == language
    assert each["incident"] in shown["/incidents"] and each["request"] in shown["/de-escalation"]
    assert each["dispute"] in shown["/disputes?show=all"] and each["arrangement"] in shown["/commitments"]
    assert "EXERCISE open road" in shown[f"/commitments/{each['arrangement']}"]
    assert FACILITATION[language] in shown[f"/disputes/{each['dispute']}"]
    assert "EXERCISE" in shown[f"/incidents/{each['incident']}"]
    told = desk.page.request.get(f"/timetables/{each['arrangement']}/json").json()
    assert_moved({one["step"]: one for one in told["steps"]})
    assert desks.complaints == []
