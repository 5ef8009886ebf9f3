"""Makes headings and opens stanzas ahead of need, in a process of its own that runs while there is much to do.

Nothing waits for it and nothing depends on it: what is not there yet is done in place, as it is without it. What it
made is checked before it is used (docs/decisions/0019-keywork-ahead-of-need.md).
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from parley.node.keywork.forms import IDENTITIES, KEY, RECIPIENTS, UNWRAP, WRAP, cut, encode
from parley.node.keywork.process import KeyworkLost, Process
from parley.node.keywork.stock import AT_ONCE, Line, Stock
from parley.record.age import STANZA_TEXT, header_size
from parley.record.sealing import Heading, SealingError, check_heading
from parley.record.sealingkeys import SealingIdentity, SealingRecipient

# Together they fit into a pipe, so that neither end waits for the other to read.
IN_FLIGHT = 3
STANZAS_AT_ONCE = 12
MOST_STANZAS = 8_192
IDLE_S = 10.0
REST_S = 60.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request on its way: file keys to be wrapped for a line, or (without one) stanzas to be unwrapped."""

    line: Line | None
    parts: tuple[bytes, ...]


class Keywork:
    """What one node has made ahead. Safe from any thread."""

    def __init__(
        self,
        identities: Sequence[SealingIdentity],
        *,
        random: Callable[[int], bytes],
        launch: Callable[[], Process] = Process,
        idle_s: float = IDLE_S,
    ) -> None:
        self._seeds, self._random = b"".join(identity.seed for identity in identities), random
        self._launch, self._idle_s = launch, idle_s
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._rests_until_s = 0.0
        self._stock = Stock()
        self._wanted: dict[bytes, None] = {}
        self._found: dict[bytes, bytes] = {}

    def heading(self, recipients: Sequence[SealingRecipient]) -> Heading | None:
        """Return a heading for these very recipients that nobody was ever given, None where none is ready."""
        now_s = time.monotonic()
        with self._changed:
            line = self._stock.line(recipients)
            line.count(now_s=now_s)
            found = line.ready.popleft() if line.ready else None
            if line.is_short(now_s=now_s):
                self._call(now_s)
        return found

    def look_ahead(self, stanzas: Sequence[bytes]) -> None:
        """Begin to unwrap stanzas (as `age.stanza_text` gives them) that will be asked for soon."""
        with self._changed:
            fresh = [each for each in stanzas if len(each) == STANZA_TEXT and each not in self._found]
            self._wanted.update(dict.fromkeys(fresh[: max(0, MOST_STANZAS - len(self._wanted))]))
            if self._wanted:
                self._call(time.monotonic())

    def file_key(self, stanza: bytes) -> bytes | None:
        """Return the file key said to be in a stanza, once; None where it is not known or there is none for us.

        It counts only where the header of its body is made with it.
        """
        with self._changed:
            self._wanted.pop(stanza, None)
            return self._found.pop(stanza, None)

    def forget(self) -> None:
        """Throw away what was made ahead: keys have changed. What is on its way is thrown away when it comes."""
        with self._changed:
            self._stock.clear()

    def stop(self) -> None:
        """End the process and make nothing more."""
        with self._changed:
            self._stopped = True
            thread = self._thread
            self._changed.notify_all()
        if thread is not None:
            thread.join(timeout=10)

    def _call(self, now_s: float) -> None:
        """Have the work done, by a new process where none runs; the lock is held."""
        if self._thread is None and not self._stopped and now_s >= self._rests_until_s:
            self._thread = threading.Thread(target=self._run, name="keywork", daemon=True)
            self._thread.start()
        else:
            self._changed.notify_all()

    def _run(self) -> None:
        try:
            self._work(self._launch())
        except KeyworkLost as error:
            log.warning("the keywork process failed (%s): sealing and opening go on without it", error)
            with self._changed:
                self._rests_until_s = time.monotonic() + REST_S
                self._stock.lost()
                self._thread = None

    def _work(self, process: Process) -> None:
        """Ask and take answers, a few requests at a time, until there was nothing to do for a while."""
        asked: deque[Asked] = deque()
        told: set[int] = set()
        try:
            process.tell(encode(IDENTITIES, self._seeds))
            while self._go_on(is_waited_for=not asked):
                while len(asked) < IN_FLIGHT and (request := self._next()) is not None:
                    asked.append(request)
                    process.tell(_message(request, told=told))
                if asked:
                    self._take(asked[0], process.hear())
                    asked.popleft()
        finally:
            process.end()

    def _go_on(self, *, is_waited_for: bool) -> bool:
        """Return True when there is something to ask or to hear, False when this thread is to end."""
        with self._changed:
            if is_waited_for and not self._stopped and not self._is_due():
                self._changed.wait_for(lambda: self._stopped or self._is_due(), timeout=self._idle_s)
            if self._stopped or (is_waited_for and not self._is_due()):
                self._thread = None
                self._stock.clear()
                self._wanted.clear()
                self._found.clear()
                return False
            return True

    def _is_due(self) -> bool:
        return bool(self._wanted) or self._stock.short(now_s=time.monotonic()) is not None

    def _next(self) -> Asked | None:
        with self._changed:
            if self._wanted:
                first = tuple(islice(self._wanted, STANZAS_AT_ONCE))
                for stanza in first:
                    del self._wanted[stanza]
                return Asked(None, first)
            line = self._stock.short(now_s=time.monotonic())
            if line is None:
                return None
            line.asked += AT_ONCE
            return Asked(line, tuple(cut(self._random(AT_ONCE * KEY), size=KEY)))

    def _take(self, request: Asked, answer: tuple[int, int, bytes]) -> None:
        kind, place, content = answer
        if (kind, place) != (_kind(request), request.line.place if request.line else 0):
            raise KeyworkLost("an answer to another question")
        try:
            if request.line is None:
                self._take_keys(request, content)
            else:
                self._take_headings(request, request.line, content)
        except (ValueError, SealingError) as error:
            raise KeyworkLost("a wrong answer") from error

    def _take_headings(self, request: Asked, line: Line, content: bytes) -> None:
        stanzas = len(line.recipients)
        headers = cut(content, size=header_size(stanzas))
        headings = [Heading(header, key) for header, key in zip(headers, request.parts, strict=True)]
        for heading in headings:
            check_heading(heading, stanzas=stanzas)
        with self._changed:
            line.ready.extend(headings)
            line.asked -= len(headings)

    def _take_keys(self, request: Asked, content: bytes) -> None:
        answers = zip(request.parts, cut(content, size=1 + KEY), strict=True)
        found = {stanza: answer[1:] for stanza, answer in answers if answer[0]}
        with self._changed:
            self._found.update(found)
            while len(self._found) > MOST_STANZAS:
                del self._found[next(iter(self._found))]


def _kind(request: Asked) -> int:
    return UNWRAP if request.line is None else WRAP


def _message(request: Asked, *, told: set[int]) -> bytes:
    """Return a request, behind the list of recipients where the process was not told of it yet."""
    line = request.line
    if line is None:
        return encode(UNWRAP, b"".join(request.parts))
    before = b""
    if line.place not in told:
        told.add(line.place)
        before = encode(RECIPIENTS, b"".join(each.raw for each in line.recipients), place=line.place)
    return before + encode(WRAP, b"".join(request.parts), place=line.place)
