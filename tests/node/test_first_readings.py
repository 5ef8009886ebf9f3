"""Who had read an entry when is remembered once it is known, and forgotten where all is judged anew."""

from __future__ import annotations

from parley.matters.duty import ReadAt
from parley.node import first_readings, reading
from parley.node.drafts import Draft, Filed
from parley.node.filing import file
from parley.node.first_readings import FirstReadings
from parley.node.owed import NodeReadings
from tests.node.mechanism import Mechanism


def say(paris: Mechanism) -> str:
    """Let SY file a message to all and return its id."""
    content = {
        "subject": "EXERCISE", "text": "EXERCISE.", "lang": "en", "items": [], "precedence": "routine",
        "asks_read_back": False,
    }  # fmt: skip
    outcome = file(Draft("message_sent", ("IL", "SY", "US"), content, role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(outcome, Filed), outcome
    return outcome.id


def test_what_was_not_read_is_asked_again_and_what_was_is_not(paris: Mechanism) -> None:
    """No reading is remembered as none."""
    node = paris.nodes["SY"]
    entry = say(paris)
    assert NodeReadings(node).first_reading(entry, "IL") is None
    paris.carry_all(rounds=1)
    paris.receipts("IL")
    paris.carry_all(rounds=1)
    found = NodeReadings(node).first_reading(entry, "IL")
    assert found is not None and node.first_readings.found[entry, "IL"] == found
    assert NodeReadings(node).first_reading(entry, "IL") is found


def test_nothing_outlives_a_new_judgement() -> None:
    """Found before the last rebuild, or too much of it: nothing of it is given."""
    kept = FirstReadings()
    kept.since(3)["SY/1", "IL"] = ReadAt(5, "IL/1")
    assert kept.since(3) == {("SY/1", "IL"): ReadAt(5, "IL/1")}
    assert kept.since(4) == {}
    kept.since(4).update({(f"SY/{n}", "IL"): ReadAt(n, "IL/1") for n in range(first_readings.MOST)})
    assert kept.since(4) == {}


def test_a_state_is_read_once_for_each_row(paris: Mechanism) -> None:
    """The same row gives the same state; another row another one."""
    node, entry = paris.nodes["SY"], say(paris)
    one, again = reading.matter(node, entry), reading.matter(node, entry)
    assert one is not None and again is not None and one.state is again.state
    node.states[entry] = (b"another row", {})
    found = reading.matter(node, entry)
    assert found is not None and found.state == one.state
