"""What meets an interim measure that all sides agreed: a notice or a report within its area, time and classes. Pure.

It depends on the two states and the charter's figures of the ground alone, so every node that holds the same entries
finds the same. It says that the two meet, and nothing of who is to blame. A report has the classes of activity of which
its type tells by the charter, where that is agreed; without any it meets only a measure by which all activity stands
still.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.geo.band import Ground
from parley.geo.figures import Misread
from parley.geo.outline import circle
from parley.geo.place import Place
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Volume, Window, meet
from parley.matters.signing import Signing
from parley.tracks.content.volumes import closed_volume, volume_of
from parley.tracks.disputes.state import DisputeState

NOTICE, INCIDENT = "notice", "incident"
# What never took place.
_CANCELLED = "cancelled"
# An account says how exactly it knows its time: so long it may have lasted, at least.
_SPANS_S = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 7 * 86_400, "month": 31 * 86_400}
# The circle around a place that is told to the metre.
_SMALLEST_M = 10
# What a judge grants to who told it.
GRANTED = Separation(lateral_m=1, vertical_m=1, time_min=0)


@dataclass(frozen=True, slots=True)
class Met:
    """An entry that meets a measure: of which matter and form, from when until when the two share ground and time.

    `member` is whose activity it is: the author of a notice; of a report the member that it names, "" where it names
    nobody.
    """

    dispute: str
    measure: str
    by: str
    matter: str
    form: str
    member: str
    from_s: int
    until_s: int


def meets(
    state: DisputeState, measure: Signing, other: Mapping[str, Any], *, entry: str, charter: Charter,
    granted: Separation = NONE,
) -> Met | None:  # fmt: skip
    """Return how another matter, as its JSON says it, meets a measure of this dispute; None where it does not.

    `entry` is the entry of it that is meant: of a notice its version in force. A judge passes GRANTED: the last figure
    of a length may differ between builds of the library, and what one node found is never void at another for that.
    """
    window = state.measure_holds(measure)
    if window is None:
        return None
    form = str(other.get("form"))
    if charter.activities is None or form not in _SHARED:
        return None
    closed = _Closed(measure.terms, window, charter, charter.activities.ground, granted)
    found = _SHARED[form](closed, other, entry)
    if found is None:
        return None
    member, shared = found
    return Met(state.opening.id, measure.entry, entry, str(other["id"]), form, member, *shared)


def entries_meant(other: Mapping[str, Any]) -> tuple[str, ...]:
    """Return by which entries another matter is held against measures: a notice's version, an incident's accounts."""
    if other.get("form") == NOTICE:
        return (str(other["version"]),)
    if other.get("form") == INCIDENT:
        return tuple(str(each["entry"]) for each in other["accounts"] if each["withdrawn"] is None)
    return ()


@dataclass(frozen=True, slots=True)
class _Closed:
    """What a measure closes: its terms, when it holds, the charter and its ground, how far apart still counts."""

    terms: Mapping[str, Any]
    window: Window
    charter: Charter
    ground: Ground
    granted: Separation

    def shared(self, volumes: list[Volume], *, with_heights: bool) -> Window | None:
        """Return the first time that it shares ground with one of these volumes."""
        return min(self._windows(volumes, with_heights=with_heights), default=None)

    def _windows(self, volumes: list[Volume], *, with_heights: bool) -> Iterator[Window]:
        kept = ("area", "lower", "upper") if with_heights else ("area",)
        places = ({name: each[name] for name in kept if name in each} for each in self.terms["areas"])
        closed = [closed_volume(each, self.window) for each in places]
        for volume in volumes:
            for part in closed:
                meeting = meet(volume, part, ground=self.ground, separation=self.granted)
                if meeting is not None and (meeting.kind != "contact" or self.granted != NONE):
                    yield from meeting.windows


def _notice(closed: _Closed, notice: Mapping[str, Any], entry: str) -> tuple[str, Window] | None:
    """Return whose a notice is whose version in force falls into a measure, and from when until when."""
    terms = closed.terms
    is_meant = notice["version"] == entry and notice["name"] != _CANCELLED and notice["opened_by"] in terms["parties"]
    if not is_meant or not _is_about(terms, str(notice["class"])):
        return None
    volumes = [volume_of(each) for each in (*notice["volumes"], *notice["contingency"])]
    shared = closed.shared(volumes, with_heights=True)
    return None if shared is None else (str(notice["opened_by"]), shared)


def _incident(closed: _Closed, incident: Mapping[str, Any], entry: str) -> tuple[str, Window] | None:
    """Return whom an account names that falls into a measure; "" where it says that nobody knows."""
    account = next((each for each in incident["accounts"] if each["entry"] == entry), None)
    if account is None or account["withdrawn"] is not None:
        return None
    told = account["terms"]
    if not report_is_about(closed.terms, str(told["type"]), charter=closed.charter):
        return None
    member, volume = _actor(closed.terms, told["actors"]), _volume_of(told)
    if member is None or volume is None:
        return None
    # A report names no height: the limits of the measure are not asked for.
    shared = closed.shared([volume], with_heights=False)
    return None if shared is None else (member, shared)


def report_is_about(terms: Mapping[str, Any], type_name: str, *, charter: Charter) -> bool:
    """Return whether a report of this type falls under what a measure lets stand still.

    Where the charter says of no class of which the type tells, all activity but some stands still for it, and single
    classes do not.
    """
    classes = charter.incidents.classes_of(type_name) if charter.incidents is not None else ()
    if not classes:
        return not terms["classes"]
    return any(_is_about(terms, each) for each in classes)


def _actor(terms: Mapping[str, Any], actors: Any) -> str | None:
    """Return the member bound by the measure that an account names, "" for an unknown actor, None for other people."""
    named = [str(each["member"]) for each in actors if each["kind"] == "member" and each["member"] in terms["parties"]]
    return named[0] if named else "" if any(each["kind"] == "unknown" for each in actors) else None


def _volume_of(told: Mapping[str, Any]) -> Volume | None:
    """Return where and when an account says that it was; None without a place."""
    place, time = told.get("place"), told["time"]
    if place is None:
        return None
    at = Place(int(place["lat_e7"]), int(place["lon_e7"]))
    area = circle(at, radius_m=max(int(place["radius_m"]), _SMALLEST_M))
    if isinstance(area, Misread):
        return None
    until_s = max(int(time["until_s"]), int(time["from_s"]) + _SPANS_S[time["precision"]])
    return Volume(area, None, None, ((int(time["from_s"]), until_s),))


_Shared = Callable[[_Closed, Mapping[str, Any], str], tuple[str, Window] | None]
_SHARED: Mapping[str, _Shared] = {NOTICE: _notice, INCIDENT: _incident}


def _is_about(terms: Mapping[str, Any], name: str) -> bool:
    """Return whether a class stands still: all but those that its text excepts, or those that it names."""
    return name in terms["classes"] if terms["classes"] else name not in terms["excepted"]
