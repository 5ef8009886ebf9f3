"""A lapse of a duty that is cited in the matter where it was owed, an overlap's or an encounter's. Pure.

It moves nothing there. Whether the duty was met is not asked: that depends on what was read when, and a citation says
what its author saw; the screens show both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, placed
from parley.tracks.content.form import empty_or, is_entry_id, whole, word
from parley.tracks.content.usual import NOTE, ROLE
from parley.tracks.deconfliction.refusing import refuse

OVERLAP_DUTIES = ("answer_overlap", "acknowledge_overlap", "change_activity", "advise_on_overlap")
ENCOUNTER_DUTIES = ("answer_encounter", "acknowledge_encounter", "change_activity", "advise_on_encounter")
CITABLE = (*OVERLAP_DUTIES, *ENCOUNTER_DUTIES)
# What a citation says beside naming its matter.
ASKED = {"duty": word(200), "due_at_ms": whole(0), "level": whole(0, 16), "role": empty_or(ROLE)}
BESIDE = {"text": NOTE}


@dataclass(frozen=True, slots=True)
class Lapse(Said):
    """A citation of a duty that was not met in time, and the level to which it was taken."""

    duty: str
    due_at_ms: int
    level: int


class Citable(Protocol):
    """The state of a matter in which lapses are cited."""

    @property
    def opening(self) -> Opening:
        """Return how the matter began."""

    @property
    def lapses(self) -> tuple[Lapse, ...]:
        """Return the lapses that were cited in it."""

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""


def refuse_lapse(state: Citable, entry: Entry, *, duties: tuple[str, ...], clause: str) -> Refusal | None:
    """Refuse to cite what is no duty of this matter, what was not due when its author wrote, and the same twice."""
    duty = entry.content["duty"]
    cause, _, rest = duty.partition(":")
    what, _, owed_by = rest.partition(":")
    is_known = is_entry_id(cause) and cause in state.entry_ids and what in duties and owed_by in state.opening.to
    if not is_known:
        return refuse("lapse_duty_unknown", clause, duty=duty)
    if entry.content["due_at_ms"] > entry.point.at_ms:
        return refuse("lapse_not_yet", clause, duty=duty)
    same = (entry.member, duty, entry.content["level"])
    if any((lapse.member, lapse.duty, lapse.level) == same for lapse in state.lapses):
        return refuse("lapse_cited_before", clause, duty=duty)
    return None


def with_lapse(state: Citable, entry: Entry) -> tuple[Lapse, ...]:
    """Return the lapses with one more, whatever order they came in."""
    content = entry.content
    said = (entry.id, entry.member, content.get("role"), entry.point.at_ms, state.opening.id)
    lapse = Lapse(*said, duty=content["duty"], due_at_ms=content["due_at_ms"], level=content["level"])
    return placed(state.lapses, lapse)


def lapses_json(lapses: tuple[Lapse, ...]) -> list[Mapping[str, Any]]:
    """Return cited lapses as plain JSON values."""
    names = ("entry", "member", "duty", "due_at_ms", "level", "at_ms")
    return [{name: getattr(each, name) for name in names} for each in lapses]
