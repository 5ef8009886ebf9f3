"""Those who wait for changes are told, bounded, and can be stopped at any moment."""

from __future__ import annotations

import asyncio

from parley.node.changes import REMEMBERED, Changes


def test_a_reader_can_be_stopped_in_the_moment_in_which_it_is_told() -> None:
    """A cancellation that comes together with a change is not lost: a node could not stop otherwise."""

    async def story() -> None:
        changes = Changes()
        reader = changes.subscribe()

        async def listen() -> None:
            while True:
                await reader.next(5)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.01)
        reader.add(1, {"log:x"})
        await asyncio.sleep(0)
        listening.cancel()
        done, _ = await asyncio.wait({listening}, timeout=1)
        assert done == {listening} and listening.cancelled()

    asyncio.run(story())


def test_when_a_topic_last_changed_is_known_as_soon_as_it_is_published() -> None:
    """By its name, or by its kind; a topic that never changed has not, and "everything" touches all."""
    changes = Changes()
    changes.publish({"matter:SY/1", "duties"})
    changes.publish({"links"})
    assert changes.last_touched(["duties"]) == changes.last_touched(["matter:SY/1"]) == 1
    assert changes.last_touched(["matter:*"]) == 1
    assert changes.last_touched(["duties", "links"]) == 2
    assert changes.last_touched(["receipts", "note:*"]) == 0
    changes.publish({"everything"})
    assert changes.last_touched(["receipts"]) == 3


def test_of_more_topics_than_are_remembered_none_counts_as_older_than_it_is() -> None:
    """What was forgotten counts as changed when the last of the forgotten was: too late, never too early."""
    changes = Changes()
    for number in range(REMEMBERED + 100):
        changes.publish({f"matter:SY/{number}"})
    assert len(changes._last) == REMEMBERED
    assert changes.last_touched(()) == 0, "nothing changed everything"
    assert changes.last_touched(["matter:SY/0"]) >= 1
    assert changes.last_touched(["matter:SY/4195"]) == 4196
    assert changes.last_touched(["matter:*"]) == REMEMBERED + 100
