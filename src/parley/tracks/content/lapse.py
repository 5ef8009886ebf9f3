"""A lapse of a duty, cited in the matter where it was owed, of whichever track. Pure.

It moves nothing there. Whether the duty was met is not asked: that depends on what was read when, and a citation says
what its author saw; the screens show both.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, added, newest, said_of
from parley.tracks.content.form import empty_or, is_entry_id, whole, word
from parley.tracks.content.usual import NOTE, ROLE

# What a citation says, beside naming its matter where that follows from no entry.
CITED = {"duty": word(200), "due_at_ms": whole(0), "level": whole(0, 16), "role": empty_or(ROLE)}
BESIDE = {"text": NOTE}


@dataclass(frozen=True, slots=True)
class Lapse(Said):
    """A citation of a duty that was not met in time, and the level to which it was taken."""

    duty: str
    due_at_ms: int
    level: int

    @property
    def about(self) -> Hashable:
        """Return the duty and the level: each is cited once by a member."""
        return self.duty, self.level


class Citable(Protocol):
    """The state of a matter in which lapses are cited."""

    @property
    def opening(self) -> Opening:
        """Return how the matter began."""

    @property
    def lapses(self) -> Sequence[Lapse]:
        """Return the lapses that were cited in it."""

    @property
    def entry_ids(self) -> Container[str]:
        """Return the entries from which a duty may come."""


def names_duty(state: Citable, entry: Entry, *, duties: tuple[str, ...]) -> bool:
    """Return whether a citation names one of these duties, from an entry of the matter and of a member of it."""
    cause, _, rest = entry.content["duty"].partition(":")
    what, _, owed_by = rest.partition(":")
    return is_entry_id(cause) and cause in state.entry_ids and what in duties and owed_by in state.opening.to


def was_due(entry: Entry) -> bool:
    """Return whether what is cited was due when the author wrote."""
    return bool(entry.content["due_at_ms"] <= entry.point.at_ms)


def is_cited(state: Citable, entry: Entry) -> bool:
    """Return whether its author has cited the same duty at the same level before."""
    same = (entry.content["duty"], entry.content["level"])
    return newest(state.lapses, member=entry.member, of=same) is not None


def with_lapse(state: Citable, entry: Entry) -> Sequence[Lapse]:
    """Return the lapses with one more, whatever order they came in."""
    said = said_of(entry, of=state.opening.id)
    told = {name: entry.content[name] for name in ("duty", "due_at_ms", "level")}
    return added(state.lapses, Lapse(**said, **told))


def lapses_json(lapses: Sequence[Lapse]) -> list[Mapping[str, Any]]:
    """Return cited lapses as plain JSON values."""
    names = ("entry", "member", "duty", "due_at_ms", "level", "at_ms")
    return [{name: getattr(each, name) for name in names} for each in lapses]
