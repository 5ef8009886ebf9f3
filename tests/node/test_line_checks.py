"""The line checks of real nodes: sent and answered by themselves, and alike at both ends when the other is silent."""

from __future__ import annotations

import pytest

from parley.matters.duty import Duty
from parley.node import lining, owed
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

HOUR_MS, MINUTE_MS = 3_600_000, 60_000
BOTH = ("SY", "IL")


def at(paris: Mechanism, *, hour: int, minutes: int = 0) -> None:
    """Set every clock to so long after the full hour that follows the signing of the charter."""
    since = owed.in_force_since(paris.nodes["SY"])
    assert since is not None
    first = (since // HOUR_MS + 1) * HOUR_MS
    for clock in paris.clocks.values():
        clock.at_ms = first + hour * HOUR_MS + minutes * MINUTE_MS + 2_000


def look(paris: Mechanism, *codes: str) -> int:
    """Let these nodes do what a look at the schedule makes them do; return how many entries they filed."""
    done = [waiting.result() for code in codes for waiting in lining._due(paris.nodes[code])]
    assert all(isinstance(each, Filed) for each in done), done
    return len(done)


def between(duties: list[Duty], *codes: str) -> dict[str, tuple[str, int]]:
    """Return state and level of each duty to check or answer between these members, by its id."""
    return {
        d.id: (d.state, d.level)
        for d in duties
        if d.clause in ("D-8", "D-9") and d.owed_by in codes and set(codes) <= {d.owed_by, *d.owed_to}
    }


def duties(paris: Mechanism, code: str) -> list[Duty]:
    """Return what a node shows as owed now."""
    return owed.duties(paris.nodes[code], now_ms=paris.clocks[code].at_ms)


def test_each_hour_one_end_sends_and_the_other_answers_in_turn(paris: Mechanism) -> None:
    """A check goes out each hour from alternating ends and is answered; nobody is alarmed, the supervisor neither."""
    began = []
    for hour in range(4):
        at(paris, hour=hour)
        look(paris, "SY", "IL")
        paris.carry_all()
        at(paris, hour=hour, minutes=1)
        look(paris, "SY", "IL")
        paris.carry_all()
        checks = owed.line_checks(paris.nodes["SY"], from_ms=paris.clocks["SY"].at_ms - 2 * MINUTE_MS)
        check = next(c for c in checks if {c.opening.member, c.other} == set(BOTH) and c.answered_by == "node")
        assert check.answer is not None
        began.append(check.opening.member)
        at(paris, hour=hour, minutes=30)
        for code in paris.nodes:
            shown = between(duties(paris, code), *BOTH)
            assert "lapsed" not in {state for key, (state, _) in shown.items() if "-node:" in key}, code
    assert began[0] != began[1] and began[:2] == began[2:]


def test_no_node_sends_for_a_slot_before_the_charter_was_in_force(paris: Mechanism) -> None:
    """Right after the signing nothing is sent for the hour that had begun before; the next full hour is the first."""
    since = owed.in_force_since(paris.nodes["SY"])
    assert since is not None
    for clock in paris.clocks.values():
        clock.at_ms = since + 1_000
    assert look(paris, "SY", "IL", "US") == 0
    at(paris, hour=0)
    assert look(paris, "SY", "IL", "US") > 0


def test_an_unanswered_check_is_tried_again_and_alarms_both_ends(paris: Mechanism) -> None:
    """While the line is cut one end goes on trying, and both ends show the same lapse, risen to the next level."""
    at(paris, hour=0)
    assert look(paris, "SY", "IL")
    at(paris, hour=0, minutes=11)
    again = look(paris, "SY", "IL")
    assert again, "it is tried again"
    at(paris, hour=0, minutes=30)
    shown = {code: between(duties(paris, code), *BOTH) for code in BOTH}
    assert all(any(state == "lapsed" and level > 0 for state, level in each.values()) for each in shown.values())


def test_a_silent_hour_is_one_alarm_that_the_next_takes_over(paris: Mechanism) -> None:
    """After three silent hours each end, and the supervisor, shows one lapsed check between the two, not three."""
    at(paris, hour=3, minutes=20)
    for code in paris.nodes:
        shown = between(duties(paris, code), *BOTH)
        lapsed = [key for key, (state, _) in shown.items() if state == "lapsed" and "-node:" in key]
        assert len(lapsed) == 1, (code, lapsed)


@pytest.mark.parametrize("code", BOTH)
def test_a_handling_clock_lapses_alike_at_both_ends_and_reaches_the_supervisor(paris: Mechanism, code: str) -> None:
    """A FLASH that was read and not acknowledged in time is late at every node, and rises level by level."""
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    done = file(Draft("message_sent", ("IL", "US"), content), node=paris.nodes["SY"])
    assert isinstance(done, Filed)
    paris.carry_all()
    paris.receipts("IL")
    paris.carry_all()
    found = {}
    for minutes in (9, 11, 60):
        now_ms = done.at_ms + minutes * MINUTE_MS
        owing = owed.matter_duties(paris.nodes[code], done.id, now_ms=now_ms)
        found[minutes] = next((d.state, d.level, d.told) for d in owing if d.id == f"{done.id}:acknowledge:IL")
    assert found[9][0] == "running" and found[11][:2] == ("lapsed", 1)
    assert found[60][2] is not None and found[60][2].of == "supervisor"
