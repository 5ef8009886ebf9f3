"""A member that runs two copies of its node signs two histories: it is found out, shown, and harms only itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.lines import CUT, OPEN
from tests.stories.nodes import Mechanism, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]

HONEST = ("IL", "US")


def forks(mechanism: Mechanism, name: str) -> list[dict[str, Any]]:
    """Return the forks that a node shows."""
    found: list[dict[str, Any]] = mechanism.status(name)["forks"]
    return found


def frozen_at(mechanism: Mechanism, name: str, code: str) -> int | None:
    """Return from which entry a node has frozen a member's log."""
    return next(log["frozen_at"] for log in mechanism.status(name)["logs"] if log["member"] == code)


def run_twice(paris: Mechanism) -> None:
    """Run SY and a copy of it: IL sees the one alone, US the other, and they do not see each other."""
    paris.stop("SY")
    copy = paris.clone("SY-2", of="SY")
    paris.lines.lead("US", "SY", to="SY-2", port=copy.port)
    for pair in (("SY", "US"), ("SY-2", "IL"), ("IL", "US")):
        paris.lines.make(CUT, *pair)
    paris.start("SY", "SY-2")


def test_two_copies_of_a_node_are_found_out_and_the_others_go_on(paris: Mechanism) -> None:
    """IL and US see another SY each; when they meet, both show the proof, freeze its log alike, and talk on."""
    before = paris.say("SY", "Before the copy.")
    for name in HONEST:
        paris.reads(name, before)
    paris.agree()
    run_twice(paris)
    one, other = paris.say("SY", "The bridge is ours."), paris.say("SY-2", "The bridge is yours.")
    paris.reads("IL", one)
    paris.reads("US", other)
    paris.lines.make(OPEN, "IL", "US")
    for name in HONEST:
        until(lambda name=name: forks(paris, name), what=f"{name} shows the fork", within_s=90)  # type: ignore[misc]
        assert {fork["member"] for fork in forks(paris, name)} == {"SY"}
        assert "two histories were proven" in paris.verb("status", name=name, code=1)
    until(lambda: frozen_at(paris, "IL", "SY") == frozen_at(paris, "US", "SY"), what="frozen alike", within_s=20)
    said = paris.say("US", "We go on.")
    paris.reads("IL", said)
    paris.reads("US", paris.say("IL", "So do we."))
    for name in HONEST:
        assert paris.opened(name, before)["opened_here"] and paris.opened(name, before)["void"] is None
    shown = {name: paris.states(name) for name in HONEST}
    messages = [{m: s for m, s in shown[n].items() if s[0].get("form") == "message"} for n in HONEST]
    assert messages[0] == messages[1] and said in messages[0]


def test_who_forked_its_own_log_is_told_so_by_its_own_node(paris: Mechanism) -> None:
    """A node that finds out that its own log was continued elsewhere shows it and signs nothing more."""
    paris.agree()
    run_twice(paris)
    paris.reads("IL", paris.say("SY", "One."))
    paris.reads("US", paris.say("SY-2", "Another."))
    paris.lines.make(OPEN, "IL", "US")
    for name in ("SY", "SY-2"):
        until(lambda name=name: forks(paris, name), what=f"{name} shows its own fork", within_s=90)  # type: ignore[misc]
        told = paris.verb("status", name=name, code=1)
        assert "two histories were proven of this node's own log" in told
