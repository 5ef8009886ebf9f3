"""The line checks of real nodes: sent and answered by themselves, and alike at both ends when the other is silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.matters.duty import Duty
from parley.node import lining, owed, serving
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.tracks.hotline.line_checks import LineCheckState
from tests.node import owing
from tests.node.mechanism import TEMPLATES, Mechanism
from tests.tracks.hotline.cell import CONTENTS

HOUR_MS, MINUTE_MS = 3_600_000, 60_000
BOTH = ("SY", "IL")


def at(paris: Mechanism, *, hour: int, minutes: int = 0) -> None:
    """Set every clock to so long after the first slot that follows the signing of the charter."""
    since = owed.in_force_since(paris.nodes["SY"])
    assert since is not None
    every_ms = paris.nodes["SY"].charter().line_checks[0].every_minutes * MINUTE_MS
    first = (since // every_ms + 1) * every_ms
    for clock in paris.clocks.values():
        clock.at_ms = first + hour * HOUR_MS + minutes * MINUTE_MS + 2_000


def came(paris: Mechanism, *routes: str) -> None:
    """Let each node have seen all logs over these routes: the mechanism carries by hand and has no links."""
    for node in paris.nodes.values():
        for origin, head in serving.heads(node.reader()).items():
            for route in routes:
                node.board.saw(origin, size=head.size, route=route, now_ms=node.clock.now_ms())


def look(paris: Mechanism, *codes: str, noticed: dict[str, lining.Noticed] | None = None) -> int:
    """Let these nodes do what a look at the schedule makes them do; return how many entries they filed."""
    noticed = {} if noticed is None else noticed
    looks = [lining._due(paris.nodes[code], noticed.setdefault(code, {})) for code in codes]
    done = [waiting.result() for look in looks for waiting in look]
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
    return owing.duties(paris.nodes[code], now_ms=paris.clocks[code].at_ms)


def test_each_hour_one_end_sends_and_the_other_answers_in_turn(paris: Mechanism) -> None:
    """A check goes out each hour from alternating ends and is answered; nobody is alarmed, the supervisor neither."""
    began = []
    for hour in range(4):
        at(paris, hour=hour)
        look(paris, "SY", "IL")
        paris.carry_all()
        came(paris, "direct", "via:US")
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


def only_check(paris: Mechanism, code: str, *, begun_by: str) -> LineCheckState:
    """Return the newest check between the two that a node answers, sent by one of them."""
    checks = owed.line_checks(paris.nodes[code], from_ms=0)
    mine = (c for c in checks if c.opening.member == begun_by and c.other in BOTH and c.answered_by == "node")
    return max(mine, key=lambda check: check.opening.at_ms)


def sent_by_sy(paris: Mechanism, *, ahead_minutes: int = 0) -> int:
    """Let SY send its first check, by a clock that is so far ahead, and carry it; return the hour by IL's clock."""
    every = paris.nodes["SY"].charter().line_checks[0].every_minutes // 60
    for hour in (0, every):
        at(paris, hour=hour)
        paris.clocks["SY"].at_ms += ahead_minutes * MINUTE_MS
        look(paris, "SY")
        if any(c.other == "IL" and c.answered_by == "node" for c in owed.line_checks(paris.nodes["SY"], from_ms=0)):
            break
    paris.carry_all()
    return hour


def test_a_node_answers_in_time_whatever_the_senders_clock_says(paris: Mechanism) -> None:
    """SY is twelve minutes ahead: IL answers a quarter of a minute after the check came, by its own."""
    sent_by_sy(paris, ahead_minutes=12)
    noticed: dict[str, lining.Noticed] = {}
    for waited_ms in (0, 10_000):
        paris.clocks["IL"].at_ms += waited_ms
        look(paris, "IL", noticed=noticed)
        assert only_check(paris, "IL", begun_by="SY").answer is None, "other routes may still bring it"
    paris.clocks["IL"].at_ms += 6_000
    look(paris, "IL", noticed=noticed)
    assert only_check(paris, "IL", begun_by="SY").answer is not None


def test_a_node_whose_clock_is_set_back_still_answers(paris: Mechanism) -> None:
    """What was noticed at a time that has not come yet counts from now on."""
    sent_by_sy(paris)
    noticed = {"IL": {only_check(paris, "IL", begun_by="SY").opening.id: 1 << 60}}
    look(paris, "IL", noticed=noticed)
    assert only_check(paris, "IL", begun_by="SY").answer is None
    paris.clocks["IL"].at_ms += 16_000
    look(paris, "IL", noticed=noticed)
    assert only_check(paris, "IL", begun_by="SY").answer is not None


def answered_by_one_route(paris: Mechanism) -> int:
    """Let SY's check come over the direct line alone, and IL answer it; return its hour."""
    hour, noticed = sent_by_sy(paris), dict[str, lining.Noticed]()
    came(paris, "direct")
    look(paris, "IL", noticed=noticed)
    paris.clocks["IL"].at_ms += 16_000
    look(paris, "IL", noticed=noticed)
    paris.carry_all()
    return hour


def test_a_route_that_was_asked_and_not_answered_alarms_both_ends(paris: Mechanism) -> None:
    """The check came over the direct line alone: it is answered, and both ends owe the mending of the relay (D-13)."""
    hour = answered_by_one_route(paris)
    at(paris, hour=hour, minutes=20)
    for code, node in paris.nodes.items():
        check = only_check(paris, code, begun_by="SY")
        assert (check.name, check.silent_routes) == ("route_missing", ("relay",)), code
        mending = [d for d in owing.duties(node, now_ms=node.clock.now_ms()) if d.clause == "D-13"]
        assert {(d.owed_by, d.state, d.matter) for d in mending} == {(m, "lapsed", check.opening.id) for m in BOTH}
        assert all(duty.level for duty in mending)


def test_a_check_that_came_over_every_route_is_answered_at_once(paris: Mechanism) -> None:
    """Nothing is waited for that has come already, and nobody owes anything."""
    hour = sent_by_sy(paris)
    came(paris, "direct", "via:US")
    assert look(paris, "IL") > 0
    paris.carry_all()
    at(paris, hour=hour, minutes=20)
    assert only_check(paris, "SY", begun_by="SY").name == "answered"
    assert not [d for d in duties(paris, "SY") if d.clause == "D-13"]


@pytest.fixture
def weekly(tmp_path: Path) -> Iterator[Mechanism]:
    """The Paris mechanism with its checks each week in place of each hour."""
    template = tmp_path / "weekly.yaml"
    text = (TEMPLATES / "paris-2026.yaml").read_text(encoding="utf-8")
    template.write_text(text.replace("every_minutes: 60\n", "every_minutes: 10080\n"), encoding="utf-8")
    made = Mechanism(tmp_path / "homes", template=str(template), durable=False).make()
    yield made
    made.close_all()


def test_a_weekly_check_is_sent_once_where_it_is_answered(weekly: Mechanism) -> None:
    """Whatever time has passed since, an answered slot is not begun again."""
    hour = sent_by_sy(weekly)
    came(weekly, "direct", "via:US")
    look(weekly, "IL")
    weekly.carry_all()
    number = len(owed.line_checks(weekly.nodes["SY"], from_ms=0))
    for days in range(1, 6):
        at(weekly, hour=hour + 24 * days)
        look(weekly, "SY")
    later = [c for c in owed.line_checks(weekly.nodes["SY"], from_ms=0)[number:] if c.answered_by == "node"]
    assert [check for check in later if check.other == "IL"] == []


def test_a_route_that_is_back_ends_its_alarm_with_the_next_try(weekly: Mechanism) -> None:
    """The relay was dead and is mended: an hour later the check goes out again, and then nothing is owed (D-13)."""
    hour = answered_by_one_route(weekly)
    at(weekly, hour=hour, minutes=59)
    assert {d.owed_by for d in duties(weekly, "IL") if d.clause == "D-13"} == set(BOTH)
    at(weekly, hour=hour, minutes=61)
    look(weekly, "SY")
    weekly.carry_all()
    came(weekly, "direct", "via:US")
    look(weekly, "IL")
    weekly.carry_all()
    assert only_check(weekly, "SY", begun_by="SY").name == "answered"
    for code in weekly.nodes:
        assert not [d for d in duties(weekly, code) if d.clause == "D-13"], code


def test_a_weekly_slot_alarms_until_the_next(weekly: Mechanism) -> None:
    """A check that was not sent, and one that was not answered, are as late on the sixth day as on the first."""
    hour = sent_by_sy(weekly)
    for days in (1, 5):
        at(weekly, hour=hour + 24 * days)
        late = [d for d in duties(weekly, "SY") if d.state == "lapsed" and "officer" not in d.id]
        assert {d.clause for d in late if set(BOTH) <= {d.owed_by, *d.owed_to}} == {"D-8"}, days
        assert any(d.clause == "D-9" and d.state == "lapsed" for d in duties(weekly, "US") if "officer" not in d.id)
        look(weekly, "SY")
    tries = [c for c in owed.line_checks(weekly.nodes["SY"], from_ms=0) if c.other == "IL" and c.answered_by == "node"]
    assert len({check.slot_at_s for check in tries}) == 1 and len(tries) > 2


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
