"""A message goes its whole way between real nodes, and what was said survives stops, kills and restarts."""

from __future__ import annotations

import pytest

from tests.stories.nodes import Mechanism, acknowledgement, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(60)]


def test_a_message_reaches_the_other_and_the_supervisor_and_survives_stops_and_kills(paris: Mechanism) -> None:
    """What SY says comes to IL and US with receipts and cosignatures, `explain` tells it, and nothing of it is lost."""
    said = paris.say("SY", "Ambulances wait at the crossing.")
    for code in ("IL", "US"):
        paris.reads(code, said)
    answer = paris.draft("IL", acknowledgement(said, to=paris.codes))
    assert answer["outcome"] == "filed"
    until(
        lambda: set(paris.opened("SY", said)["opened_by"]) == {"IL", "US"}, what="receipts of both come back"
    )
    for code in ("SY", "IL", "US"):
        until(
            lambda code=code: set(paris.opened(code, said)["cosigned_by"]) == {"IL", "US"}  # type: ignore[misc]
            and set(paris.opened(code, said)["mirrored_by"]) == {"IL", "US"},
            what=f"{code} holds the cosignatures of both",
        )
        told = paris.verb("explain", said, name=code)
        assert said in told and "message_sent" in told
    before = paris.agree()
    assert before["SY"][said][0]["acknowledgements"]["IL"]["how"] == "received"
    assert paris.stop("SY") == 0
    paris.kill("IL")
    paris.kill("US")
    paris.start()
    after = paris.agree()
    assert before["SY"].items() <= after["SY"].items()
    again = paris.say("IL", "Still here.")
    paris.reads("SY", again)
    paris.reads("US", again)
