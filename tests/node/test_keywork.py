"""Headings and file keys made ahead: only what is checked is used, each once, and nothing waits for them."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from parley.node.keywork import ahead
from parley.node.keywork.ahead import Keywork
from parley.node.keywork.forms import KEY, UNWRAP, WRAP, encode
from parley.node.keywork.process import KeyworkLost, Process
from parley.node.keywork.stock import BUSY, LINES, MOST, Stock
from parley.record import age
from parley.record.sealing import Heading, open_stanza, open_with_file_key, seal, seal_under
from parley.record.sealingkeys import SealingIdentity, SealingRecipient

MEMBERS = [SealingIdentity.from_seed(bytes([n]) * 32) for n in range(3)]
TO = [each.recipient for each in MEMBERS]
PATIENCE_S = 60.0


class Answering(Process):
    """A process that answers every request with what a test says, whatever was asked."""

    def __init__(self, answer: Callable[[tuple[int, int, bytes]], bytes]) -> None:
        super().__init__()
        self._answer = answer

    def hear(self) -> tuple[int, int, bytes]:
        """Return the answer of the real process with its content changed."""
        kind, place, content = super().hear()
        return kind, place, self._answer((kind, place, content))


@pytest.fixture
def started() -> list[Process]:
    """The processes that `keywork` has started."""
    return []


@pytest.fixture
def keywork(started: list[Process]) -> Iterator[Keywork]:
    """The keywork of the second member, with real processes."""

    def launch() -> Process:
        started.append(Process())
        return started[-1]

    made = Keywork([MEMBERS[1]], random=os.urandom, launch=launch)
    yield made
    made.stop()


def until(found: Callable[[], object]) -> object:
    """Return what `found` returns as soon as it is something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if (value := found()) is not None:
            return value
        time.sleep(0.005)
    raise AssertionError("nothing came")


def much(keywork: Keywork, to: list[SealingRecipient] = TO) -> None:
    """Ask for as many headings as make the work much."""
    for _ in range(BUSY):
        keywork.heading(to)


def first_heading(keywork: Keywork, to: list[SealingRecipient] = TO) -> Heading:
    """Return the first heading that was made ahead."""
    much(keywork, to)
    found = until(lambda: keywork.heading(to))
    assert isinstance(found, Heading)
    return found


def body(number: int) -> bytes:
    """Return a body sealed to all members."""
    return seal(
        b"%d" % number, recipients=TO, file_key=os.urandom(16), salt=os.urandom(32), nonce=os.urandom(16)
    ).file


def test_few_bodies_start_no_process(keywork: Keywork, started: list[Process]) -> None:
    """Below the rate of a busy node nothing is started and nothing made ahead."""
    assert [keywork.heading(TO) for _ in range(BUSY - 1)] == [None] * (BUSY - 1)
    assert started == []


def test_a_heading_made_ahead_seals_to_each_of_its_recipients(keywork: Keywork) -> None:
    """What is sealed under it opens by each stanza, as if it had been sealed in place."""
    heading = first_heading(keywork)
    file = seal_under(heading, b"hold fire", salt=bytes(32), nonce=bytes(16)).file
    for index, member in enumerate(MEMBERS):
        assert open_stanza(file, index=index, identity=member).payload == b"hold fire"


def test_no_heading_is_handed_out_twice(keywork: Keywork) -> None:
    """Of many headings no two share header or file key."""
    found = [first_heading(keywork)]
    while len(found) < 40:
        heading = keywork.heading(TO)
        found += [heading] if heading else []
        time.sleep(0.001)
    assert len({heading.header for heading in found}) == len({heading.file_key for heading in found}) == len(found)


def test_a_list_with_one_key_changed_gets_none_of_the_headings_of_the_old(keywork: Keywork) -> None:
    """A heading is for the very recipients it was made for; after a rotation it is never used."""
    first_heading(keywork)
    rotated = [*TO[:2], SealingIdentity.from_seed(bytes(32)).recipient]
    assert keywork.heading(rotated) is None
    fresh = first_heading(keywork, rotated)
    with pytest.raises(Exception, match=r"sealing\.stanza"):
        age.Header(fresh.header, 3).file_key(2, identity=MEMBERS[2])


def test_what_was_made_for_keys_that_changed_meanwhile_is_thrown_away(keywork: Keywork) -> None:
    """After `forget` no heading made before, or on its way then, is handed out."""
    before = first_heading(keywork)
    keywork.forget()
    assert keywork.heading(TO) is None
    assert first_heading(keywork).file_key != before.file_key


def test_a_killed_process_costs_nothing_but_its_work(keywork: Keywork, started: list[Process]) -> None:
    """Killed in the middle, it is missed by nobody; what it made and was checked before still serves."""
    first_heading(keywork)
    os.kill(started[0].pid, signal.SIGKILL)
    until(lambda: keywork._thread is None or None)
    much(keywork)
    assert len(started) == 1


def test_after_its_rest_a_new_process_is_started(
    keywork: Keywork, started: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that failed is followed by another when the rest is over, and headings come again."""
    monkeypatch.setattr(ahead, "REST_S", 0.0)
    first_heading(keywork)
    os.kill(started[0].pid, signal.SIGKILL)
    until(lambda: keywork._thread is None or None)
    keywork.forget()
    first_heading(keywork)
    assert len(started) == 2


WRONG: dict[str, Callable[[tuple[int, int, bytes]], bytes]] = {
    "another header": lambda found: found[2][:-5] + bytes(5),
    "headers exchanged": lambda found: found[2][len(found[2]) // 2 :] + found[2][: len(found[2]) // 2],
    "too short": lambda found: found[2][:-1],
    "one too few": lambda found: found[2][age.header_size(3) :],
    "nothing": lambda found: b"",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_process_that_answers_garbage_is_ended_and_nothing_of_it_used(wrong: str) -> None:
    """A header that was not made with the file key it was asked for ends the process."""
    keywork = Keywork([MEMBERS[1]], random=os.urandom, launch=lambda: Answering(WRONG[wrong]))
    much(keywork)
    until(lambda: keywork._thread is None or None)
    assert keywork.heading(TO) is None
    assert keywork._rests_until_s > time.monotonic()


def test_an_answer_to_another_question_ends_the_process() -> None:
    """A process that answers out of turn is not listened to."""

    class OutOfTurn(Process):
        def hear(self) -> tuple[int, int, bytes]:
            return UNWRAP, 0, super().hear()[2]

    keywork = Keywork([MEMBERS[1]], random=os.urandom, launch=OutOfTurn)
    much(keywork)
    until(lambda: keywork._thread is None or None)
    assert keywork.heading(TO) is None


def test_a_process_that_cannot_be_started_is_done_without() -> None:
    """Where the system starts no process, sealing goes on in place."""
    keywork = Keywork([MEMBERS[1]], random=os.urandom, launch=lambda: Process(("/no/such/program",)))
    much(keywork)
    until(lambda: keywork._thread is None or None)
    assert keywork.heading(TO) is None


def test_a_silent_process_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that never answers is lost after a while, and nobody but its own thread has waited."""
    monkeypatch.setattr("parley.node.keywork.process.SILENT_S", 0.2)
    process = Process((sys.executable, "-c", "import time; time.sleep(600)"))
    try:
        process.tell(encode(WRAP, bytes(KEY), place=1))
        with pytest.raises(KeyworkLost):
            process.hear()
    finally:
        process.end()


def test_the_process_ends_with_its_node() -> None:
    """When the pipe from the node ends, whatever the node died of, the process ends by itself."""
    process = Process()
    process._asking.close()
    assert process._child.wait(PATIENCE_S) == 0
    process.end()


def test_an_idle_process_is_ended_and_leaves_no_secrets() -> None:
    """After a while without work the process is gone, and what it had made is thrown away."""
    started: list[Process] = []

    def launch() -> Process:
        started.append(Process())
        return started[-1]

    keywork = Keywork([MEMBERS[1]], random=os.urandom, launch=launch, idle_s=0.1)
    first_heading(keywork)
    until(lambda: keywork._thread is None or None)
    assert until(lambda: started[0]._child.returncode) == -signal.SIGKILL
    assert keywork.heading(TO) is None


def test_stanzas_are_unwrapped_ahead_and_each_key_is_given_once(keywork: Keywork) -> None:
    """The file key found in the own stanza opens the body; asked again, there is none."""
    bodies = [body(number) for number in range(30)]
    keywork.look_ahead([age.stanza_text(file, 1) for file in bodies])
    until(lambda: keywork._found.get(age.stanza_text(bodies[-1], 1)))
    for number, file in enumerate(bodies):
        file_key = keywork.file_key(age.stanza_text(file, 1))
        assert file_key is not None
        assert open_with_file_key(file, file_key=file_key).payload == b"%d" % number
    assert keywork.file_key(age.stanza_text(bodies[0], 1)) is None


def test_a_stanza_for_somebody_else_gives_no_key(keywork: Keywork) -> None:
    """What the process cannot unwrap is left to be tried in place, where the verdict is made."""
    strange, ours = body(1), body(2)
    texts = [age.stanza_text(strange, 0), b"x" * age.STANZA_TEXT, b"short", age.stanza_text(ours, 1)]
    keywork.look_ahead(texts)
    until(lambda: keywork._found.get(texts[-1]))
    assert [keywork.file_key(text) for text in texts[:3]] == [None] * 3


def test_the_stock_keeps_few_lists_and_no_more_than_its_measure() -> None:
    """The list that was used longest ago goes first, and a line is never filled beyond its measure."""
    stock = Stock()
    lists = [[SealingIdentity.from_seed(bytes([n]) * 32).recipient] for n in range(LINES + 1)]
    lines = [stock.line(each) for each in lists]
    assert stock.line(lists[0]) is not lines[0]
    assert stock.line(lists[-1]) is lines[-1]
    for _ in range(BUSY):
        lines[-1].count(now_s=5.0)
    assert lines[-1].is_short(now_s=5.0)
    lines[-1].asked = MOST
    assert not lines[-1].is_short(now_s=5.0)
