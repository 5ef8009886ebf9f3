"""What is only noted beside an entry fails alone where the disk is full: nobody is told that what was filed was not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

log = logging.getLogger(__name__)


@contextmanager
def unless_full(what: str) -> Iterator[None]:
    """Go on where the database says that its disk is full; `what` was not noted. Any other fault is left to crash."""
    try:
        yield
    except OperationalError as fault:
        if "full" not in str(fault):
            raise
        log.warning("the disk is full: %s was not noted", what)
