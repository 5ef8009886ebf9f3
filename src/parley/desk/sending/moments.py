"""The ten seconds in which a send can still be stopped, counted on the node and not in the browser."""

from __future__ import annotations

import logging
import sqlite3
import threading

from django.db import DatabaseError, connections

from parley.desk.cell import node
from parley.desk.sending.models import Waiting
from parley.desk.sending.waiting import note_refused, send_now
from parley.matters.verdict import Refusal

log = logging.getLogger(__name__)


def send_later(waiting: Waiting) -> None:
    """Send it when its moment has come, unless it was stopped; at once where the moment is past."""
    if waiting.leaves_at_ms is None:
        return
    left_s = max(0.0, (waiting.leaves_at_ms - node().clock.now_ms()) / 1000)
    timer = threading.Timer(left_s, _send, args=(waiting.id,))
    timer.daemon = True
    timer.start()


def _send(waiting_id: str) -> None:
    try:
        waiting = Waiting.objects.get(id=waiting_id)
        outcome = send_now(waiting)
        if isinstance(outcome, Refusal) and outcome.clause != "DESK-20":
            note_refused(waiting, code=outcome.code)
    except (DatabaseError, sqlite3.Error, OSError, RuntimeError):
        # A full disk or a node that stops: it waits on, is shown as waiting, and an officer's word sends it.
        log.exception("a stoppable send could not be made; it waits for an officer")
    finally:
        connections.close_all()
