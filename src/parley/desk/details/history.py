"""The history of a matter: what was written, read and opened, in the order of the clocks that said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.desk.hotline.facts import entry_word
from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame

MOST_EVENTS = 60


@dataclass(frozen=True, slots=True)
class Event:
    """One event: when, by whose clock, what, and which entry proves it."""

    at_ms: int
    name: str
    shape: str
    word: str
    entry: str
    member_code: str
    number: int


def history_of(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return the newest events of a matter, newest first; None where this node has no such matter."""
    view = reading.conversation(frame.node, matter)
    if view is None:
        return None
    events = sorted(_events(frame, view), key=lambda event: event.at_ms, reverse=True)
    return {"events": events[:MOST_EVENTS], "hidden": max(0, len(events) - MOST_EVENTS)}


def _events(frame: Frame, view: reading.MatterView) -> Iterator[Event]:
    for entry in view.entries:
        number = int(entry.id.rpartition("/")[2])
        told = (entry.id, entry.member, number)
        word = entry_word(entry, names=frame.name_of)
        is_void = entry.refusal is not None
        yield Event(entry.at_ms, frame.name_of(entry.member), "bad" if is_void else "pen", word, *told)
        for code in entry.to:
            if code == entry.member:
                continue
            if code in entry.transport.opened:
                yield Event(entry.transport.opened[code], frame.name_of(code), "done", gettext("opened"), *told)
            elif code in entry.transport.read:
                yield Event(entry.transport.read[code], frame.name_of(code), "todo", gettext("received"), *told)
