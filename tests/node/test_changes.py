"""Those who wait for changes are told, bounded, and can be stopped at any moment."""

from __future__ import annotations

import asyncio

from parley.node.changes import Changes


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
