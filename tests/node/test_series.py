"""Matters of one series: a newer watch or check takes over from the older ones, on every node and after a rebuild."""

from __future__ import annotations

from typing import Any

from parley.desk.seats import Seat, seats
from parley.node import owed, pressing, reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.store import series
from tests.node.comparing import rebuilt, tables
from tests.node.mechanism import Mechanism
from tests.node.test_line_checks import HOUR_MS, MINUTE_MS, at, between, came, look
from tests.node.test_line_checks import duties as shown_at
from tests.tracks.hotline.cell import CONTENTS

DAY_MS = 24 * HOUR_MS


def take(paris: Mechanism, member: str, *, matter: str | None = None, **changes: Any) -> str:
    """Let a member take its watch for a day, in a matter of its own or in an older one; return the matter."""
    until_s = (paris.clocks[member].now_ms() + DAY_MS) // 1000
    content = {**CONTENTS["watch_taken"], "role": "duty_officer", "name": "Major A.", "until_s": until_s, **changes}
    done = file(Draft("watch_taken", ("IL", "SY", "US"), content, matter), node=paris.nodes[member])
    assert isinstance(done, Filed), done
    paris.carry_all()
    return matter or done.id


def later(paris: Mechanism, *, days: int) -> None:
    """Set every clock on."""
    for clock in paris.clocks.values():
        clock.at_ms += days * DAY_MS


def seat(paris: Mechanism, *, at_node: str, of: str) -> Seat:
    """Return the seat of a member as another's desk shows it."""
    node = paris.nodes[at_node]
    return next(each for each in seats(node, now_ms=node.clock.now_ms()) if each.member == of)


def renewals(paris: Mechanism, code: str) -> dict[str, str]:
    """Return the state of each duty to renew a watch that a node shows, by its matter."""
    return {duty.matter: duty.state for duty in shown_at(paris, code) if duty.clause == "D-10"}


def test_a_watch_renewed_within_one_matter_is_shown_however_old_the_matter_is(paris: Mechanism) -> None:
    """Who renews each day in the matter that was opened forty days ago is on duty, here and opposite."""
    watch = take(paris, "SY")
    for _ in range(4):
        later(paris, days=10)
        take(paris, "SY", matter=watch)
    for code in paris.nodes:
        found = seat(paris, at_node=code, of="SY")
        assert (found.matter, found.officer, found.is_over) == (watch, "Major A.", False), code


def test_a_watch_in_place_of_which_another_was_opened_alarms_nobody(paris: Mechanism) -> None:
    """Once a member opened a newer watch, the end of the older one is no lapse: not in the list, nor on its page."""
    older = take(paris, "SY")
    newer = take(paris, "SY", name="Captain B.")
    later(paris, days=9)
    for code, node in paris.nodes.items():
        assert renewals(paris, code) == {newer: "lapsed"}, code
        assert owed.matter_duties(node, older, now_ms=node.clock.now_ms()) == [], code
        assert seat(paris, at_node=code, of="SY").officer == "Captain B."


def test_a_lapse_of_a_watch_ends_when_a_newer_one_is_opened(paris: Mechanism) -> None:
    """A watch that had lapsed before the newer one was taken ceased then, and is shown as that on its own page."""
    older = take(paris, "SY")
    later(paris, days=2)
    newer = take(paris, "SY")
    for code, node in paris.nodes.items():
        assert renewals(paris, code) == {newer: "running"}, code
        (duty,) = owed.matter_duties(node, older, now_ms=node.clock.now_ms())
        assert duty.state == "ceased", code


def test_two_days_of_silence_leave_one_check_of_each_direction_owing(paris: Mechanism) -> None:
    """While IL is silent each sender tries again and again; one check of each direction stays owing, and alarms."""
    for hour in range(48):
        at(paris, hour=hour)
        look(paris, "SY", "US")
        at(paris, hour=hour, minutes=6)
        look(paris, "SY", "US")
        paris.carry("SY", "US")
        paris.carry("US", "SY")
    for code in ("SY", "US"):
        node = paris.nodes[code]
        part = pressing.part(node, now_ms=paris.clocks[code].at_ms, limit=300)
        rows = [row.state for row in reading.shown(node, part.rows) if row.form == "line_check"]
        directions = [(*row["between"], row["answered_by"]) for row in rows if "IL" in row["between"]]
        assert len(directions) == len(set(directions)) > 1, code
        lapsed = {key for key, (state, _) in between(shown_at(paris, code), "SY", "IL").items() if state == "lapsed"}
        assert len({key for key in lapsed if "-officer:" not in key}) == 1, (code, lapsed)


def test_trying_again_does_not_put_the_alarm_off(paris: Mechanism) -> None:
    """The answer is owed to the first check of the slot: tried again each five minutes, it rises all the same."""
    first = next(hour for hour in (0, 1) if _begins(paris, "SY", hour=hour))
    for minutes in range(0, 40, 5):
        at(paris, hour=first, minutes=minutes)
        look(paris, "SY")
    late = {key: level for key, (state, level) in between(shown_at(paris, "SY"), "SY", "IL").items() if level}
    assert len(late) == 1 and max(late.values()) >= 2, late


def test_an_answer_to_a_later_try_ends_the_alarm_of_the_first(paris: Mechanism) -> None:
    """Whichever check of the slot is answered, nothing is owed any more in that direction."""
    first = next(hour for hour in (0, 1) if _begins(paris, "SY", hour=hour))
    at(paris, hour=first, minutes=6)
    look(paris, "SY")
    paris.carry_all()
    node, checks = paris.nodes["SY"], owed.line_checks(paris.nodes["SY"], from_ms=0)
    again = max((c for c in checks if c.opening.member == "SY" and c.other == "IL"), key=lambda c: c.attempt)
    assert again.attempt == 2
    answer = {"text_no": again.text_no, "routes": ["direct", "relay"]}
    file(Draft("line_check_answered", again.opening.to, answer, again.opening.id), node=paris.nodes["IL"])
    paris.carry_all()
    at(paris, hour=first, minutes=20)
    assert not any(level for _, level in between(shown_at(paris, "SY"), "SY", "IL").values())
    tried = [c for c in checks if c.slot_at_s == again.slot_at_s and c.other == "IL"]
    assert all(series.ended_ms(node.reader(), c.opening.id) is not None for c in tried if c.attempt == 1)


def test_each_check_sent_by_hand_is_answered_and_alarms(paris: Mechanism) -> None:
    """A second one within the hour is answered like the first; unanswered, both alarm until one is answered."""
    content = {"to": "IL", "text_no": 3, "routes": ["direct"], "role": "duty_officer"}
    sent = []
    for _ in range(3):
        done = file(Draft("line_check_sent", ("IL", "SY", "US"), content), node=paris.nodes["SY"])
        assert isinstance(done, Filed)
        sent.append(done.id)
        paris.carry_all()
        if len(sent) == 1:
            came(paris, "direct")
            look(paris, "IL")
            paris.carry_all()
    for clock in paris.clocks.values():
        clock.at_ms += 20 * MINUTE_MS
    late = [duty.matter for duty in shown_at(paris, "SY") if duty.clause == "D-8" and duty.state == "lapsed"]
    assert sorted(late) == sent[1:]
    came(paris, "direct")
    look(paris, "IL")
    paris.carry_all()
    assert not [duty for duty in shown_at(paris, "SY") if duty.clause == "D-8" and duty.matter in sent]
    assert series.owing_of(paris.nodes["SY"].reader(), "line_check") == []


def test_a_rebuild_and_an_older_database_give_the_same_series(paris: Mechanism) -> None:
    """What is owing is the same when made again from the logs, also where the database had no series yet."""
    take(paris, "SY")
    take(paris, "SY")
    at(paris, hour=0)
    look(paris, "SY", "IL", "US")
    paris.carry_all()
    for code, node in list(paris.nodes.items()):
        before = tables(node)
        assert len(before["in_series"]) > 2
        assert rebuilt(node) == before, code
        node.writer.call(lambda ledger: ledger.conn.execute("DELETE FROM in_series").fetchall()).result()
        paris.close(code)
        assert tables(paris.open(code)) == before, code


def _begins(paris: Mechanism, member: str, *, hour: int) -> bool:
    """Return whether the member begins with IL in this hour; its check is then sent."""
    at(paris, hour=hour)
    look(paris, member)
    checks = owed.line_checks(paris.nodes[member], from_ms=paris.clocks[member].now_ms() - HOUR_MS // 2)
    return any(check.other == "IL" for check in checks)
