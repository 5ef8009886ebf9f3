"""A running node's feeds, opened by its operator: read by a map program, pushed to receivers of Cursor-on-Target."""

from __future__ import annotations

import asyncio
import ssl
import time
from pathlib import Path
from typing import Any

import pytest

from tests.feeds.listening import Listener, certificate
from tests.feeds.map_program import MapProgram
from tests.stories.nodes import Mechanism, free_port
from tests.tracks.deconfliction.plans import HOUR, plan, volume

pytestmark = [pytest.mark.story, pytest.mark.slow]


def says(cell: Mechanism, name: str, kind: str, content: dict[str, Any], **more: Any) -> str:
    """Let the duty officer of a node file an entry; return its id."""
    draft = {"kind": kind, "to": list(cell.codes), "content": content, "role": "duty_officer", **more}
    answer = cell.draft(name, draft)
    assert answer["outcome"] == "filed", answer
    return str(answer["id"])


def added(cell: Mechanism, name: str, *words: str) -> str:
    """Add a feed at SY as an operator does, and return its token; one that is only pushed shows none."""
    told = cell.verb("feed", "add", name, *words, name="SY")
    return "".join(word for word in told.split() if word.startswith(f"{name}."))


async def received(listeners: dict[str, Listener], kind: str, name: str) -> set[str]:
    """Return the uids by which each listener hears the next event of this type that names this."""
    heard = await asyncio.gather(*(each.next(kind, name) for each in listeners.values()))
    return {str(event.get("uid")) for event in heard}


def test_a_map_program_and_two_receivers_see_a_running_nodes_own_notices(mechanism: Mechanism, tmp_path: Path) -> None:
    """By token over HTTP, over TCP and over TLS; again after a power cut, and taken back when it is cancelled."""
    mechanism.desks["SY"] = free_port()
    cell = mechanism.make().begin()
    theirs, ours = certificate(tmp_path, "tak.example"), certificate(tmp_path, "node.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(theirs)
    context.load_verify_locations(ours)
    context.verify_mode = ssl.CERT_REQUIRED

    async def story() -> None:
        listeners, servers = {"tcp": Listener(), "tls": Listener()}, []
        for name, listener in listeners.items():
            tls = context if name == "tls" else None
            servers.append(await asyncio.start_server(listener.hear, "127.0.0.1", 0, ssl=tls))
            to = f"{name}://127.0.0.1:{servers[-1].sockets[0].getsockname()[1]}"
            known = ("--push-ca", str(theirs), "--push-cert", str(ours), "--push-name", "tak.example") if tls else ()
            await asyncio.to_thread(added, cell, name, "--format", "cot", "--push-to", to, *known)
        begins_s = int(time.time()) + HOUR // 2
        hers = await asyncio.to_thread(says, cell, "IL", "activity_notified", plan(volume(begins_s=begins_s)))
        await asyncio.to_thread(cell.reads, "SY", hers)
        mine = await asyncio.to_thread(says, cell, "SY", "activity_notified", plan(volume(begins_s=begins_s)))
        (uid,) = await received(listeners, "u-d-f", mine)
        await asyncio.to_thread(reads_the_map, cell, mine, hers)
        await asyncio.to_thread(cell.kill, "SY")
        await asyncio.to_thread(cell.start, "SY")
        assert await received(listeners, "u-d-f", mine) == {uid}
        await asyncio.to_thread(says, cell, "SY", "activity_cancelled", {"why": "Rain"}, matter=mine)
        await received(listeners, "t-x-d-d", uid)
        assert not any(each.startswith(hers.replace("/", "-")) for one in listeners.values() for each in one.uids)
        for server in servers:
            server.close()

    asyncio.run(story())


def reads_the_map(cell: Mechanism, mine: str, hers: str) -> None:
    """Let a map program connect by a token and find our notice alone; without the right one it finds nothing."""
    token = added(cell, "map", "--format", "map")
    landing = f"http://127.0.0.1:{cell.desks['SY']}/feeds/ogc"
    program = MapProgram(landing, token)
    layers = program.layers()
    assert set(layers) == {"notices", "standstills"} and "subject" in layers["notices"].fields
    found = program.features(layers["notices"], page=1)
    assert [each["properties"]["notice"] for each in found.values()] == [mine] and hers
    with pytest.raises(OSError, match="401"):
        MapProgram(landing, f"{token}x").layers()
