"""What is owed at an instant that a plan, a standstill or a promise sets: explained by it, and by no handling time."""

from __future__ import annotations

from typing import Any

from parley.matters.duty import Duty
from parley.node import owed
from parley.node.running import Node
from parley.node.why.duties import why_owed
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, BEGINS_S, NOW_S, in_force, notice, says, tell
from tests.tracks.deconfliction.plans import DAY, HOUR, volume
from tests.tracks.deconfliction.sites import site


def owes(node: Node, matter: str, what: str) -> Duty:
    """Return the one duty of that sort in a matter."""
    (found,) = (each for each in owed.matter_duties(node, matter, now_ms=node.clock.now_ms()) if each.what == what)
    return found


def explained(node: Node, duty: Duty) -> dict[str, Any]:
    """Return the steps by their codes, once it was seen that no sum contradicts the time that is counted down to."""
    steps = {step.code: step for step in why_owed(node, duty)}
    assert "why.duty.sum" not in steps and "why.duty.handling" not in steps
    return steps


def test_the_end_of_an_activity_is_explained_by_its_last_window(paris: Mechanism) -> None:
    """It is owed once that has ended (ND-2)."""
    mine, node = notice(paris, "SY"), paris.nodes["SY"]
    duty = owes(node, mine, "end_activity")
    assert duty.due_at_ms == (BEGINS_S + 4 * HOUR) * 1000
    assert explained(node, duty)["why.duty.last_window"].data == {"at_ms": duty.due_at_ms}


def test_a_promised_change_is_explained_by_when_the_two_meet(paris: Mechanism) -> None:
    """Their first shared second (OD-2)."""
    mine, theirs = notice(paris, "SY"), notice(paris, "IL")
    paris.carry_all(1)
    (found,) = (each for each in tell(paris, "SY") if each)
    paris.carry_all(1)
    said = {"notices": sorted((mine, theirs)), "of": found, "how": "will_change", "lang": "en", "text": "EXERCISE"}
    matter, node = overlap_id((mine, theirs)), paris.nodes["SY"]
    says(paris, "SY", "overlap_answered", said)
    duty = owes(node, matter, "change_activity")
    assert explained(node, duty)["why.duty.before_meeting"].data == {"at_ms": BEGINS_S * 1000}


def test_what_falls_into_a_standstill_is_explained_by_when_it_begins_there(paris: Mechanism) -> None:
    """Its author clears it before that second (STD-2)."""
    mine, node = notice(paris, "SY"), paris.nodes["SY"]
    paris.carry_all(1)
    in_force(paris)
    duty = owes(node, mine, "clear_standstill")
    assert explained(node, duty)["why.duty.before_standstill"].data == {"at_ms": duty.due_at_ms}


def test_a_confirmation_is_explained_by_the_days_that_its_author_named(paris: Mechanism) -> None:
    """They end before the site's validity does (SD-3)."""
    consent = [{"member": code, "use": "pass_on"} for code in ALL if code != "US"]
    told = site(consent=consent, volumes=[volume(begins_s=NOW_S, hours=24 * 90)])
    matter, node = says(paris, "US", "site_notified", told), paris.nodes["US"]
    duty = owes(node, matter, "confirm_site")
    state = comparing.states(node)[matter]
    assert duty.due_at_ms is not None and duty.due_at_ms < (NOW_S + 90 * DAY) * 1000, state
    assert explained(node, duty)["why.duty.confirm_days"].data == {"at_ms": duty.due_at_ms}
