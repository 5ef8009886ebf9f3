"""A mechanism of five parties, a chair and an observer runs on another charter file, and on no other line."""

from __future__ import annotations

import pytest

from tests.stories.nodes import Mechanism, acknowledgement

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]


@pytest.mark.slow
def test_five_parties_a_chair_and_an_observer_speak_over_the_hotline(mechanism: Mechanism) -> None:
    """Seven nodes bring their charter into force, all read what is for all, and two alone what is for two."""
    mechanism.make("five-parties.yaml").begin()
    assert len(mechanism.posts) == 7
    assert all(mechanism.status(name)["exercise"] for name in mechanism.posts)
    said = mechanism.say("OS", "To the whole commission.")
    aside = mechanism.say("NO", "Between the two of us.", to=("NO", "KA"))
    for name in mechanism.posts:
        mechanism.reads(name, said, within_s=90)
    answer = mechanism.draft("OBS", acknowledgement(said, to=mechanism.codes))
    assert answer["outcome"] == "filed", answer
    mechanism.reads("KA", aside)
    for name in ("CHAIR", "OBS", "TE", "MI", "OS"):
        assert not mechanism.holds(name, aside)["opened_here"]
    refused = mechanism.draft("TE", {
        "kind": "message_sent", "to": ["TE", "OS"], "role": "duty_officer",
        "content": {"precedence": "routine", "subject": "s", "text": "t", "lang": "en", "items": [],
                    "asks_read_back": False},
    })
    assert (refused["outcome"], refused["clause"]) == ("refused", "C-6")
    mechanism.level(within_s=90)
    assert mechanism.opened("OS", said)["void"] is None
