"""What meets an interim measure that all sides agreed: a notice or a report within its area, time and classes. Pure.

It depends on the two states and the charter's figures of the ground alone, so every node that holds the same entries
finds the same. It says that the two meet, and nothing of who is to blame.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.geo.band import Ground
from parley.geo.volume import Volume, Window, meet
from parley.matters.signing import Signing
from parley.tracks.content.volumes import closed_volume, volume_of
from parley.tracks.disputes.state import DisputeState

NOTICE, INCIDENT = "notice", "incident"
# What never took place.
_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Met:
    """An entry that meets a measure: of which matter and form, whose, from when the two share ground and time."""

    dispute: str
    measure: str
    by: str
    matter: str
    form: str
    member: str
    from_s: int
    until_s: int


def meets(
    state: DisputeState, measure: Signing, other: Mapping[str, Any], *, entry: str, charter: Charter
) -> Met | None:
    """Return how another matter, as its JSON says it, meets a measure of this dispute; None where it does not.

    `entry` is the entry of it that is meant: of a notice its version in force.
    """
    window = state.measure_holds(measure)
    if window is None:
        return None
    form = other.get("form")
    if form == NOTICE:
        shared = _notice(measure.terms, other, entry=entry, window=window, charter=charter)
    else:
        shared = None
    if shared is None:
        return None
    return Met(
        state.opening.id, measure.entry, entry, str(other["id"]), str(form), str(other["opened_by"]), *shared
    )  # fmt: skip


def _notice(
    terms: Mapping[str, Any], notice: Mapping[str, Any], *, entry: str, window: Window, charter: Charter
) -> Window | None:
    """Return from when until when a notice's version in force falls into a measure."""
    is_meant = notice["version"] == entry and notice["name"] != _CANCELLED and notice["opened_by"] in terms["parties"]
    if not is_meant or not _is_about(terms, str(notice["class"])) or charter.activities is None:
        return None
    volumes = [volume_of(each) for each in (*notice["volumes"], *notice["contingency"])]
    return _first(_shared(terms, volumes, window=window, ground=charter.activities.ground))


def _shared(terms: Mapping[str, Any], volumes: list[Volume], *, window: Window, ground: Ground) -> Iterator[Window]:
    closed = [closed_volume(each, window) for each in terms["areas"]]
    for volume in volumes:
        for part in closed:
            meeting = meet(volume, part, ground=ground)
            if meeting is not None and meeting.kind != "contact":
                yield from meeting.windows


def _first(windows: Iterator[Window]) -> Window | None:
    return min(windows, default=None)


def _is_about(terms: Mapping[str, Any], name: str) -> bool:
    """Return whether a class stands still: all but those that its text excepts, or those that it names."""
    return name in terms["classes"] if terms["classes"] else name not in terms["excepted"]


def entry_meant(other: Mapping[str, Any]) -> str | None:
    """Return by which entry another matter would be cited: a notice by its version in force."""
    return str(other["version"]) if other.get("form") == NOTICE else None
