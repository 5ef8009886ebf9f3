"""Clocks that are wrong are shown, and change neither order nor state."""

from __future__ import annotations

import pytest

from tests.stories.nodes import Mechanism, acknowledgement, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]

AHEAD_MS, BEHIND_MS = 3 * 3_600_000, -26 * 3_600_000


def skew(mechanism: Mechanism, name: str, peer: str) -> int | None:
    """Return by how much a node believes a peer's clock to be ahead of its own."""
    links = {link["peer"]: link for link in mechanism.status(name)["links"]["peers"]}
    found: int | None = links[peer]["skew_ms"]
    return found


def test_clocks_hours_apart_are_shown_and_change_neither_order_nor_state(mechanism: Mechanism) -> None:
    """IL's clock is three hours ahead and US's a day behind: all agree on every state, and each link shows the skew."""
    skews = {"IL": {"PARLEY_CLOCK_SKEW_MS": str(AHEAD_MS)}, "US": {"PARLEY_CLOCK_SKEW_MS": str(BEHIND_MS)}}
    mechanism.make().begin(env=skews)
    until(lambda: skew(mechanism, "SY", "IL") is not None, what="SY knows IL's clock")
    until(lambda: skew(mechanism, "SY", "US") is not None, what="SY knows US's clock")
    assert abs((skew(mechanism, "SY", "IL") or 0) - AHEAD_MS) < 5000
    assert abs((skew(mechanism, "SY", "US") or 0) - BEHIND_MS) < 5000
    told = mechanism.verb("status", name="SY", code=1)
    assert "3:00:0" in told or "2:59:5" in told
    first = mechanism.say("IL", "First, by a clock ahead.")
    mechanism.reads("US", first)
    answer = mechanism.draft("US", acknowledgement(first, to=mechanism.codes))["id"]
    mechanism.reads("SY", answer)
    view = mechanism.ask("SY", {"op": "matter", "id": first})["entries"]
    assert [entry["id"] for entry in view] == [first, answer]
    assert view[1]["at_ms"] < view[0]["at_ms"], "the clocks really were that far apart"
    mechanism.agree()
    assert all(entry["refusal"] is None for entry in view)


def test_a_clock_that_is_put_right_goes_back_and_stops_nothing(mechanism: Mechanism) -> None:
    """After a restart with a clock hours earlier than its own last entry, a node goes on filing and is believed."""
    mechanism.make().begin(env={"SY": {"PARLEY_CLOCK_SKEW_MS": str(AHEAD_MS)}})
    early = mechanism.say("SY", "Too early.")
    mechanism.reads("IL", early)
    mechanism.stop("SY")
    mechanism.start("SY")
    late = mechanism.say("SY", "In time.")
    told = mechanism.reads("IL", late)
    assert told["void"] is None and told["written_at_ms"] < mechanism.opened("IL", early)["written_at_ms"]
    until(lambda: set(mechanism.opened("SY", late)["cosigned_by"]) == {"IL", "US"}, what="it is cosigned")
    mechanism.agree()
