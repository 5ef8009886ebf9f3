"""The one writer of a node: a thread that takes jobs, shares one commit among them, and only then tells anybody."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from parley.matters.verdict import Refusal
from parley.node import queueing, repeats
from parley.node.changes import Changes
from parley.node.clock import Clock
from parley.node.drafts import Draft, Outcome, Queued
from parley.node.faults import reach
from parley.node.filing import sign_batch, write_draft
from parley.node.highwater import HighWater
from parley.node.ledger import Ledger
from parley.node.nextdue import put_few_right
from parley.node.projecting import recall_charter, write_unfolded
from parley.node.rebuilding import rebuild
from parley.node.store import logs
from parley.record.merkle import Frontier

T = TypeVar("T")
MAX_JOBS = 512
GATHER_S = 0.04
MARK_AGAIN_S = 1.0
BUSY = 8
ENOUGH = 128
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """Something to do with the ledger inside a transaction, and where its result goes."""

    act: Callable[[Ledger], Any]
    done: Future[Any]
    result: Any = None


class Writer:
    """Runs jobs in the order they came. Several share a transaction; a job that raises spoils only itself.

    `known_whole` says that nothing of the own log can be missing: from then on the high-water mark follows
    it. `may_sign` says so too, and that what waited was filed. `mark_fault` tells why the mark cannot be written.
    """

    def __init__(self, ledger: Ledger, *, changes: Changes, clock: Clock, highwater: HighWater) -> None:
        self._ledger, self._changes, self._clock, self._highwater = ledger, changes, clock, highwater
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._last_size = 0
        self._withheld: set[str] = set()
        self.may_sign, self.known_whole = threading.Event(), threading.Event()
        self.mark_fault: str | None = None
        self._worked_s = 0.0
        self._working_since_s: float | None = None
        self.ended: Future[None] = Future()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the jobs that wait and end the thread."""
        self._jobs.put(None)
        self._thread.join(timeout=10)

    def worked_s(self) -> float:
        """Return for how many seconds it has worked since it began, up to this moment: others make way by it."""
        since = self._working_since_s
        return self._worked_s + (time.monotonic() - since if since is not None else 0.0)

    def call(self, act: Callable[[Ledger], T]) -> Future[T]:
        """Do `act` inside a transaction; its result comes after the commit, its exception after the rollback."""
        done: Future[T] = Future()
        self._jobs.put(Job(act, done))
        return done

    def file(self, draft: Draft, *, at_ms: int) -> Future[Outcome]:
        """File a draft, or keep it unsigned while this node must not sign (after a restore, until all answered)."""
        return _storage_refused(self.call(lambda ledger: self._write(ledger, draft, at_ms=at_ms)))

    def _write(self, ledger: Ledger, draft: Draft, *, at_ms: int) -> Outcome:
        before = repeats.outcome_before(ledger, draft)
        if before is not None:
            return before
        outcome: Outcome = Queued("recovering")
        # Asked here and not by the caller: a job may wait while the leave to sign is taken back.
        if self.may_sign.is_set():
            outcome = write_draft(ledger, draft, at_ms=at_ms)
        else:
            queueing.put(ledger, draft, at_ms=at_ms)
        repeats.remember(ledger, draft, outcome, at_ms=at_ms)
        return outcome

    def _run(self) -> None:
        """Work until stopped. `ended` tells: a writer that failed must end the node, not leave it looking alive."""
        try:
            while (jobs := self._gather()) is not None:
                self._working_since_s = time.monotonic()
                if not self._transact(jobs) and len(jobs) > 1:
                    for job in jobs:
                        self._transact([job])
                self._worked_s, self._working_since_s = self.worked_s(), None
        except BaseException as error:
            self.ended.set_exception(error)
            raise
        self.ended.set_result(None)

    def _gather(self) -> list[Job] | None:
        """Take all that waits; under load wait a moment for more, since a commit and its signatures are the cost."""
        first = self._next_job()
        if first is None:
            return None
        if self._last_size > BUSY and self._jobs.qsize() < ENOUGH:
            time.sleep(GATHER_S)
        jobs = [first]
        while len(jobs) < MAX_JOBS:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._jobs.put(None)
                break
            jobs.append(job)
        self._last_size = len(jobs)
        return jobs

    def _next_job(self) -> Job | None:
        """Return the next job; while the mark cannot be written, try it again every second meanwhile."""
        while self.mark_fault is not None:
            try:
                return self._jobs.get(timeout=MARK_AGAIN_S)
            except queue.Empty:
                self._mark()
        return self._jobs.get()

    def _transact(self, jobs: list[Job]) -> bool:
        """Run jobs in one transaction; return False, with nothing changed, where more than one shared a failure."""
        ledger = self._ledger
        ledger.hour_ms = self._clock.now_ms()
        try:
            self._mark()
            ledger.conn.execute("BEGIN IMMEDIATE")
            for job in jobs:
                job.result = job.act(ledger)
            while ledger.rebuild_due:
                rebuild(ledger)
            write_unfolded(ledger)
            put_few_right(ledger)
            if ledger.unsigned and not self.may_sign.is_set():
                raise RuntimeError("nothing may be signed before the own log is known to be whole")
            if ledger.unsigned and self.mark_fault is not None:
                raise OSError(self.mark_fault)
            sign_batch(ledger, at_s=self._clock.now_ms() // 1000)
            reach("before_commit")
            ledger.conn.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - the job's own fault is handed to whoever asked for it
            self._roll_back(error)
            # Who asked may have gone meanwhile; a cancelled future takes no answer.
            if len(jobs) == 1 and jobs[0].done.set_running_or_notify_cancel():
                jobs[0].done.set_exception(error)
            return False
        reach("after_commit")
        self._announce(jobs)
        return True

    def _announce(self, jobs: list[Job]) -> None:
        """Write the high-water mark, then tell: a peer must never see an entry that we could still lose."""
        topics = frozenset(self._ledger.topics)
        self._ledger.topics.clear()
        self._mark()
        if self.mark_fault is not None:
            self._withheld |= topics
        reach("before_announce")
        if topics:
            self._changes.publish(topics)
        for job in jobs:
            if job.done.set_running_or_notify_cancel():
                job.done.set_result(job.result)

    def _mark(self) -> None:
        """Bring the mark up to the own log, once that is known to be whole; where it cannot be, `mark_fault` says why.

        Meanwhile the others' entries are taken in, and nothing is signed.
        """
        if not (self.known_whole.is_set() or self.may_sign.is_set()):
            return
        edge, mark = self._own_edge(), self._highwater
        if edge.size > mark.size or (edge.size == mark.size and (mark.copied or edge.root != mark.root)):
            try:
                mark.move(size=edge.size, root=edge.root)
            except OSError as error:
                if self.mark_fault is None:
                    log.error("the high-water mark cannot be written: nothing is signed until it can (%s)", error)
                self.mark_fault = str(error)
                return
        self.mark_fault = None
        if self._withheld:
            # Whoever follows the own log was told before, and found nothing beyond the mark.
            self._changes.publish(frozenset(self._withheld))
            self._withheld.clear()

    def _own_edge(self) -> Frontier:
        """Return the edge of the tree over all that is held of the own log, whether or not it counts."""
        at = self._ledger.cursor(self._ledger.own)
        if at.frozen_at is None and at.waits_for is None:
            return at.edge
        return logs.frontier(self._ledger.conn, self._ledger.own)

    def _roll_back(self, error: Exception) -> None:
        if not isinstance(error, sqlite3.Error):
            log.debug("a job failed: %r", error)
        if self._ledger.conn.in_transaction:
            self._ledger.conn.execute("ROLLBACK")
        self._ledger.forget()
        recall_charter(self._ledger)
        self._ledger.topics.clear()


def _storage_refused(inner: Future[Outcome]) -> Future[Outcome]:
    """Turn a full or broken disk into a Refusal: the officer is told that nothing was kept."""
    outer: Future[Outcome] = Future()

    def hand_on(done: Future[Outcome]) -> None:
        error = done.exception()
        if error is None:
            outer.set_result(done.result())
        elif isinstance(error, sqlite3.OperationalError | OSError):
            outer.set_result(Refusal("storage_failed", "F-4", {"reason": str(error)}))
        else:
            outer.set_exception(error)

    inner.add_done_callback(hand_on)
    return outer
