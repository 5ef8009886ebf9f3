"""The event stream: what changed, at once, with resume, for officers who are signed in, and bounded."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from parley.desk import stream
from parley.desk.ring import RING, Ring
from parley.desk.stream import Session, Stream
from parley.node.changes import Changes
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor

Event = tuple[str, str, str]


@contextmanager
def listening(visitor: Visitor, *, path: str = "/stream", **headers: str) -> Iterator[Iterator[Event]]:
    """Open the stream and give its events as (name, id, text)."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=20)
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    connection.request("GET", path, headers={"Cookie": cookies, **headers})
    answer = connection.getresponse()
    assert answer.status == 200
    try:
        yield _events(answer)
    finally:
        connection.close()


def _events(answer: http.client.HTTPResponse) -> Iterator[Event]:
    told: dict[str, str] = {}
    while line := answer.readline():
        name, _, text = line.decode().rstrip("\n").partition(": ")
        if name:
            told[name] = text
        elif told:
            yield told.get("event", ""), told.get("id", ""), told.get("data", "")
            told = {}


def next_change(events: Iterator[Event], *, topic: str) -> Event:
    """Return the next change that names the topic."""
    return next(event for event in events if event[0] == "change" and topic in json.loads(event[2])["topics"])


def test_a_stranger_hears_nothing(cell: Cell) -> None:
    """Without a session the stream answers 401 and ends."""
    assert Visitor(cell.port).get("/stream").status == 401


def test_what_is_filed_reaches_the_stream_at_once(cell: Cell, visitor: Visitor) -> None:
    """A message that was filed is named on the stream within a quarter of a second."""
    with listening(visitor) as events:
        assert next(events)[0] == "hello"
        before = time.monotonic()
        form = {"to": "SY,IL,US", "lang": "en", "subject": "S", "text": "T", "precedence": "routine"}
        matter = visitor.post("/hotline/new", form).location.partition("#")[2]
        next_change(events, topic=f"matter:{matter}")
        assert time.monotonic() - before < 0.25


def test_a_stream_that_was_cut_goes_on_where_it_was(cell: Cell, visitor: Visitor) -> None:
    """A browser that names the last event it got is told what it missed."""
    with listening(visitor) as events:
        next(events)
        first = cell.says("IL", "message_sent", message())
        last_id = next_change(events, topic=f"matter:{first}")[1]
    missed = cell.says("IL", "message_sent", message())
    with listening(visitor, **{"Last-Event-ID": last_id}) as events:
        next(events)
        assert next_change(events, topic=f"matter:{missed}")


def test_a_stream_of_an_earlier_run_is_told_to_begin_again(visitor: Visitor) -> None:
    """An event of another run of the desk cannot be resumed from: everything is fetched anew."""
    with listening(visitor, **{"Last-Event-ID": "00000000-5"}) as events:
        assert [next(events)[0], next(events)[0]] == ["hello", "again"]


def test_the_ring_is_bounded_and_says_when_it_cannot_tell() -> None:
    """The ring keeps the last events only; who is further behind is told None, which means everything."""

    async def story() -> None:
        ring = Ring()
        for number in range(RING + 10):
            ring.add(frozenset({f"matter:{number}"}))
        assert ring.topics_after(ring.last) == frozenset()
        assert ring.topics_after(ring.last - 2) == {f"matter:{RING + 8}", f"matter:{RING + 9}"}
        assert ring.topics_after(10) == {f"matter:{n}" for n in range(10, RING + 10)}
        assert ring.topics_after(9) is None
        assert ring.topics_after(-1) is None
        assert ring.topics_after(ring.last + 1) is None

    asyncio.run(story())


def test_an_event_that_stands_for_everything_is_passed_on_as_everything() -> None:
    """Where the node says only that something changed, browsers are told to fetch everything."""

    async def story() -> None:
        ring = Ring()
        ring.add(frozenset({"everything"}))
        assert ring.topics_after(0) is None

    asyncio.run(story())


@pytest.mark.parametrize("named", ["", "x", "-", "0-", f"{'9' * 8}-{'9' * 40}", "é-1"])
def test_a_strange_event_id_is_no_place(named: str) -> None:
    """What no run of the desk gave as an id names no place in the ring."""
    assert Ring().place_of(named) is None


def test_a_session_that_ended_loses_its_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is asked for again and again; once it is over, the stream says so and ends."""
    monkeypatch.setattr(stream, "RECHECK_SECONDS", 0.0)
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.01)
    sent: list[dict[str, Any]] = []
    answers = iter([Session("duty_officer"), Session("duty_officer"), None])

    async def check(scope: Any) -> Session | None:
        return next(answers)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asyncio.wait_for(Stream(check=check, changes=Changes())({"headers": []}, receive, send), 5))
    assert sent[-2]["body"].startswith(b"event: over") and not sent[-1].get("more_body")


def test_a_session_that_acts_in_another_role_keeps_its_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is not over: the stream names the new role, says "again", and goes on."""
    monkeypatch.setattr(stream, "RECHECK_SECONDS", 0.0)
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.01)
    sent: list[bytes] = []
    answers = iter([Session("duty_officer"), Session("duty_officer"), Session("chief"), Session("chief"), None])

    async def check(scope: Any) -> Session | None:
        return next(answers)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body", b""))

    asyncio.run(asyncio.wait_for(Stream(check=check, changes=Changes())({"headers": []}, receive, send), 5))
    assert b"event: role\ndata: chief\n\n" in sent and any(b"event: again" in body for body in sent)
    assert sent[-2].startswith(b"event: over")


def test_a_burst_is_joined_and_nothing_of_it_is_lost() -> None:
    """A hundred changes within a moment come as few events that name all their topics."""

    async def story() -> list[bytes]:
        changes, sent = Changes(), []
        gone = asyncio.Event()

        async def check(scope: Any) -> Session | None:
            return Session("duty_officer")

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message.get("body", b""))

        task = asyncio.create_task(Stream(check=check, changes=changes)({"headers": []}, receive, send))
        await asyncio.sleep(0.05)
        for number in range(100):
            changes.publish({f"matter:{number}"})
        await asyncio.sleep(0.3)
        gone.set()
        changes.publish({"links"})
        await asyncio.wait_for(task, 5)
        return sent

    told = [json.loads(body.split(b"data: ")[1]) for body in asyncio.run(story()) if b"event: change" in body]
    topics = {topic for event in told for topic in event["topics"]}
    assert {f"matter:{n}" for n in range(100)} <= topics
    assert len(told) < 10


def test_what_runs_beside_is_begun_again_where_it_failed() -> None:
    """Once while it runs; anew, by whoever comes next, where it ended by a fault."""
    begun: list[int] = []

    async def beside() -> None:
        begun.append(1)
        await asyncio.sleep(0.01 if len(begun) == 1 else 3600)
        raise OSError("no disk")

    async def story() -> None:
        stream = Stream(check=lambda scope: None, changes=Changes(), beside=beside)  # type: ignore[arg-type, return-value]
        stream.follow()
        stream.follow()
        await asyncio.sleep(0.1)
        assert len(begun) == 1
        stream.follow()
        await asyncio.sleep(0.05)
        stream.follow()
        assert len(begun) == 2

    asyncio.run(story())
