"""Rows of lists, each rendered once and kept: of a hundred rows a change touches one, and the clocks run by themselves.

A row is kept under all that it shows: another value of anything is another row. What is left until it is due is written
in anew each time.
"""

from __future__ import annotations

import hashlib
import re
import threading
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from django.template.loader import get_template
from django.utils.translation import get_language

# About two kilobytes each, in three languages: the lists of a few roles.
MOST_KEPT = 4096
FIRST = re.compile(r"<[a-z]+[^<>]*")
DUE = re.compile(r"(<[^<>]*\bdata-due=\"(\d+)\"[^<>]*>)[^<]*")

# The text before a clock, then when it is due, and so on; a text comes last.
Pieces = tuple[str | int, ...]


class KeptRows:
    """The rows that were rendered last, by template, language and all that they show; safe from any thread."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Pieces] = OrderedDict()
        # By what a row is and not by what it says: asked first, since to compare all that a row says takes its time.
        self._same: OrderedDict[Hashable, tuple[Any, Pieces]] = OrderedDict()

    def pieces(self, name: str, row: Any, *, frame: Any, also: dict[str, Any]) -> Pieces:
        """Return a row, rendered by the template of this name with `also`, as texts and due times in turn."""
        about = (name, get_language(), _stale(row, frame.stale), *sorted(also.items()))
        same = (id(row), *about)
        with self._lock:
            known = self._same.get(same)
            if known is not None and known[0] is row:
                self._same.move_to_end(same)
                return known[1]
        made = self._made(name, row, (row, *about), frame=frame, also=also)
        with self._lock:
            _keep(self._same, same, (row, made))
        return made

    def _made(self, name: str, row: Any, key: Hashable, *, frame: Any, also: dict[str, Any]) -> Pieces:
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = _split(_versioned(get_template(name).render({"row": row, "frame": frame, **also})))
        with self._lock:
            _keep(self._kept, key, found)
        return found


def _keep(kept: OrderedDict[Any, Any], key: Hashable, value: Any) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)


def _stale(row: Any, stale: Any) -> tuple[tuple[str, Any], ...]:
    """Return of whom nothing current is held, as far as the row shows it, and since when."""
    codes = dict.fromkeys((row.from_code, getattr(row, "owed_by", row.from_code)))
    return tuple((code, stale[code]) for code in codes if code in stale)


def _versioned(text: str) -> str:
    """Return a row whose first element says which version it is: a browser leaves alone what it shows already."""
    still = DUE.sub(r"\1", text)
    version = hashlib.blake2b(still.encode(), digest_size=9).digest()
    return FIRST.sub(rf'\g<0> data-v="{urlsafe_b64encode(version).decode()}"', text, count=1)


def _split(text: str) -> Pieces:
    pieces: list[str | int] = []
    place = 0
    for clock in DUE.finditer(text):
        pieces += [text[place : clock.end(1)], int(clock[2])]
        place = clock.end()
    return (*pieces, text[place:])
