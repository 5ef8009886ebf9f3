"""Looks each minute whether an announced key lost its officer: the shell locks an officer without asking the desk."""

from __future__ import annotations

import logging
import sqlite3
import threading

from django.db import DatabaseError, connections

from parley.desk.announcing.keeping import retire_lost
from parley.desk.cell import node

EVERY_S = 60.0
log = logging.getLogger(__name__)


def begin() -> None:
    """Begin to look, from a thread that ends with the process."""
    threading.Thread(target=_look_for_ever, name="desk-keys", daemon=True).start()


def look() -> int:
    """Revoke every standing key whose holder is gone; return how many were, 0 while nothing may be signed."""
    if not node().writer.may_sign.is_set():
        return 0
    try:
        return retire_lost(by="")
    except (DatabaseError, sqlite3.Error, OSError, RuntimeError):
        # A full disk, or a node that stops: the next look tries again.
        log.exception("the announced keys could not be looked at; they are looked at again in a minute")
        return 0
    finally:
        connections.close_all()


def _look_for_ever() -> None:
    never = threading.Event()
    while not never.wait(EVERY_S):
        look()
