"""The one writer: a job that fails or that nobody waits for any more spoils only itself."""

from __future__ import annotations

import threading

import pytest

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.ledger import Ledger
from tests.node.mechanism import Mechanism
from tests.node.test_filing import message


def fail(ledger: Ledger) -> None:
    """Write something and raise: none of it may stay."""
    ledger.conn.execute("INSERT INTO queued (at_ms, locked) VALUES (1, x'00')")
    raise LookupError("spoilt on purpose")


def test_a_job_that_raises_changes_nothing_and_the_writer_goes_on(paris: Mechanism) -> None:
    """Its exception comes back to who asked, its changes are undone, and the next draft is filed."""
    node = paris.nodes["SY"]
    with pytest.raises(LookupError, match="spoilt"):
        node.writer.call(fail).result(timeout=60)
    assert node.reader().execute("SELECT count(*) FROM queued").fetchone()[0] == 0
    done = file(Draft("message_sent", ("IL", "US"), message(), role="duty_officer"), node=node)
    assert isinstance(done, Filed)


def test_a_failing_job_that_nobody_waits_for_does_not_end_the_writer(paris: Mechanism) -> None:
    """A request that was cancelled while it waited takes no answer, not even its own exception."""
    node = paris.nodes["SY"]
    entered, go = threading.Event(), threading.Event()

    def hold(ledger: Ledger) -> None:
        entered.set()
        go.wait(timeout=60)

    held = node.writer.call(hold)
    assert entered.wait(timeout=60)
    abandoned = node.writer.call(fail)
    assert abandoned.cancel()
    go.set()
    held.result(timeout=60)
    done = file(Draft("message_sent", ("IL", "US"), message(), role="duty_officer"), node=node)
    assert isinstance(done, Filed) and not node.writer.ended.done()


def test_one_spoilt_job_spares_those_that_share_its_commit(paris: Mechanism) -> None:
    """Jobs that were gathered with a failing one are done again, each by itself."""
    node = paris.nodes["SY"]
    entered, go = threading.Event(), threading.Event()

    def hold(ledger: Ledger) -> None:
        entered.set()
        go.wait(timeout=60)

    node.writer.call(hold)
    assert entered.wait(timeout=60)
    before = node.writer.call(lambda ledger: ledger.member)
    spoilt = node.writer.call(fail)
    after = node.writer.call(lambda ledger: ledger.member)
    go.set()
    assert before.result(timeout=60) == after.result(timeout=10) == "SY"
    with pytest.raises(LookupError):
        spoilt.result(timeout=60)


def test_a_stopped_writer_says_so(paris: Mechanism) -> None:
    """`ended` is open while the writer works, and told when it has stopped: a node must not look alive without it."""
    node = paris.nodes["US"]
    assert not node.writer.ended.done()
    node.writer.stop()
    assert node.writer.ended.result(timeout=60) is None
