"""The one event stream of a browser: what changed, by topic, and the panels themselves, within milliseconds.

A raw ASGI endpoint beside Django: a Django view would hold a thread and a database connection for as
long as the browser listens. All browsers share one bounded ring of events; each keeps only the number
of the last event it was sent and the versions of the panels that it holds, so that a slow one costs nothing
and harms nobody. One that falls out of the ring, or comes back after a restart, is told "again".
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from parley.desk.feeding import feed
from parley.desk.fragments import Press
from parley.desk.ring import PART, Ring, parts_of
from parley.texts import LANGUAGES

HEARTBEAT_SECONDS = 5.0
RECHECK_SECONDS = 60.0
# A screen that was unlocked waits no longer for what it may be sent again.
RECHECK_LOCKED_SECONDS = 1.0
# A browser that takes nothing in for so long is cut off; it comes back and is told what it missed.
STUCK_SECONDS = 20.0

Send = Callable[[Any], Awaitable[None]]
# What a locked screen still shows.
WHILE_LOCKED = frozenset({"links", "flash", "watch-mine", "watch-desk", "watch-all"})


@dataclass(frozen=True, slots=True)
class Session:
    """The running session of an officer: the role, and whether the screen is locked."""

    role: str
    is_locked: bool = False


# From the scope of a request to the session that it carries; None for strangers.
SessionCheck = Callable[[Any], Awaitable[Session | None]]
Beside = Callable[[], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class Listener:
    """One browser: whose audience it belongs to, which panels it asked for, and the versions that it holds."""

    session: Session
    language: str
    asked: frozenset[str]
    # What it asked for beside those, and what is not pushed to it: it fetches that by itself.
    left: tuple[str, ...]
    after: str
    held: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> frozenset[str]:
        """Return the panels that it is sent: while its screen is locked, no more than that shows."""
        return self.asked & WHILE_LOCKED if self.session.is_locked else self.asked


class Stream:
    """The ASGI endpoint over one ring, fed from the node's changes."""

    def __init__(
        self, *, check: SessionCheck, changes: Any, press: Press | None = None, beside: Beside | None = None
    ) -> None:
        """Take the check of a session, the node's changes, and what renders the panels; nothing runs yet.

        `beside` runs for as long as the node is followed.
        """
        self._check = check
        self._beside = beside
        self._companion: asyncio.Task[None] | None = None
        self._changes = changes
        self.press = press or Press(())
        self._ring: Ring | None = None
        self._feeder: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one browser until it goes away or its session ends; 401 without a session."""
        session = await self._check(scope)
        if session is None:
            await send({"type": "http.response.start", "status": 401, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        ring = self.follow()
        gone = asyncio.ensure_future(_gone(receive))
        listener = self._listener(scope, session=session)
        try:
            with self.press.heard_by(listener.asked):
                await self._serve(scope, send, listener=listener, ring=ring, gone=gone)
        except TimeoutError:
            # Nothing more is written: the server closes a connection whose answer is not complete.
            return
        finally:
            gone.cancel()

    def follow(self) -> Ring:
        """Return the ring, which follows the node from the first call on; called on the event loop only."""
        if self._ring is None or self._feeder is None or self._feeder.done():
            self._ring = self._ring or Ring()
            feeding = feed(self._ring, changes=self._changes, fragments=self.press.shown)
            self._feeder = asyncio.ensure_future(feeding)
        if self._beside is not None and (self._companion is None or self._companion.done()):
            self._companion = asyncio.ensure_future(self._beside())
        return self._ring

    def _listener(self, scope: Any, *, session: Session) -> Listener:
        asked = parse_qs(scope.get("query_string", b"").decode("latin1"))
        wanted = tuple(name for name in ",".join(asked.get("parts", ())).split(",") if name)
        parts = self.press.known(wanted)
        named = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin1")
        language = asked.get("language", ["en"])[0]
        after = named or asked.get("after", [""])[0]
        left = tuple(name for name in wanted if name not in parts)
        return Listener(session, language if language in LANGUAGES else "en", parts, left, after)

    async def _serve(
        self, scope: Any, send: Send, *, listener: Listener, ring: Ring, gone: asyncio.Future[None]
    ) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        place = ring.place_of(listener.after) if listener.after else ring.last
        number = -1 if place is None else place
        before = ring.topics_after(number) or frozenset()
        # Without an id: a browser cut off right after it must still be told what it missed before.
        await _write(send, f"retry: 1000\nevent: hello\ndata: {_now_ms()}\n\n")
        if listener.left:
            await _write(send, f"event: left\ndata: {json.dumps(listener.left)}\n\n")
        checked = time.monotonic()
        while not gone.done():
            if not await ring.wait_past(number, timeout=HEARTBEAT_SECONDS):
                await _write(send, f"event: beat\ndata: {_now_ms()}\n\n")
            else:
                topics, number = ring.topics_after(number), ring.last
                # What touched a matter before anybody listened to it was noted for nobody.
                if topics is not None and before:
                    topics |= {PART + name for name in self.press.touched_by(before, listener.asked)}
                before = frozenset()
                await self._tell(send, topics, event_id=f"{ring.run}-{number}", listener=listener, ring=ring)
                await ring.rest_after(number)
            if time.monotonic() - checked > (RECHECK_LOCKED_SECONDS if listener.session.is_locked else RECHECK_SECONDS):
                checked = time.monotonic()
                session, was = await self._check(scope), listener.session
                if session is None:
                    await _write(send, "event: over\ndata: \n\n")
                    break
                listener.session = session
                if session.role != was.role:
                    await _write(send, f"event: role\ndata: {session.role}\n\n")
                if session.role != was.role or (was.is_locked and not session.is_locked):
                    await self._tell(send, None, event_id=f"{ring.run}-{number}", listener=listener, ring=ring)
        await send({"type": "http.response.body", "body": b""})

    async def _tell(
        self, send: Send, topics: frozenset[str] | None, *, event_id: str, listener: Listener, ring: Ring
    ) -> None:
        """Say at once what changed, then the panels; only the last frame carries the id from which to go on."""
        due = listener.parts if topics is None else listener.parts & parts_of(topics)
        said = _frame(topics, event_id="" if due else event_id)
        if said:
            await _write(send, said)
        turns = self.press.in_turns(due)
        for number, names in enumerate(turns, start=1):
            role, language = listener.session.role, listener.language
            sheets = await self.press.newest(names, role=role, language=language, ring=ring)
            told = [
                sheet.as_json(name=name, known=listener.held.get(name, ""))
                for name, sheet in sheets.items()
                if listener.held.get(name) != sheet.version
            ]
            listener.held |= {name: sheet.version for name, sheet in sheets.items()}
            place = event_id if number == len(turns) else ""
            if told or place:
                await _write(send, _parts(told, event_id=place, printed=self.press.renderings))


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    async with asyncio.timeout(STUCK_SECONDS):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _frame(topics: frozenset[str] | None, *, event_id: str) -> str:
    place = f"id: {event_id}\n" if event_id else ""
    if topics is None:
        return f"{place}event: again\ndata: {_now_ms()}\n\n"
    plain = sorted(topic for topic in topics if not topic.startswith(PART))
    if not plain:
        return f"{place}\n" if place else ""
    said = json.dumps({"at_ms": _now_ms(), "topics": plain}, separators=(",", ":"))
    return f"{place}event: change\ndata: {said}\n\n"


def _parts(told: list[str], *, event_id: str, printed: int) -> str:
    place = f"id: {event_id}\n" if event_id else ""
    if not told:
        return f"{place}\n"
    # One line: the texts are JSON, in which a line feed is written as two signs.
    said = f'{{"at_ms":{_now_ms()},"printed":{printed},"parts":[{",".join(told)}]}}'
    return f"{place}event: parts\ndata: {said}\n\n"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
