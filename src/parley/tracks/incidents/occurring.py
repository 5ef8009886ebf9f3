"""An incident as early warning counts it, and which incidents are linked as one (IW-1). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from parley.tracks.incidents.entries import DISTINCT, DUPLICATE, SAME_EVENT
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.incidents.warning.occurrences import DAY_S, Occurrence

# A metre of latitude, in ten-millionths of a degree.
METRE_E7 = 90
# How long what is told with a precision may have lasted, at least.
SPANS_S = {"second": 0, "minute": 60, "hour": 3600, "day": DAY_S, "week": 7 * DAY_S, "month": 31 * DAY_S}

Links = Mapping[tuple[str, str], str]


def occurrence_of(state: IncidentState) -> Occurrence | None:
    """Return the incident as the first of its accounts that stands tells it; None where all were withdrawn.

    Of two accounts that differ none is chosen as true: one incident counts once, and that of who reported it has time
    and place that can be counted.
    """
    if not state.standing:
        return None
    account = state.standing[0]
    time, place = account.terms["time"], account.terms.get("place")
    until_s = max(int(time["until_s"]), int(time["from_s"]) + SPANS_S[time["precision"]])
    at = None if place is None else (int(place["lat_e7"]), int(place["lon_e7"]))
    reach = 0 if place is None else int(place["radius_m"]) * METRE_E7
    opening = state.opening
    return Occurrence(opening.id, account.member, opening.at_ms, int(time["from_s"]), until_s, at, reach)


def links_of(state: IncidentState) -> Links:
    """Return what each member said last of each other incident."""
    return {key: link.how for key, link in state.linked.items()}


def linked_as_one(links: Mapping[str, Links]) -> Mapping[str, str]:
    """Return for each incident that is linked as one with others the name of their group: the first of them by id.

    A link counts that some member has made and that none disputes by calling the two distinct: a side cannot make
    others' incidents fewer by its own word.
    """
    said: dict[frozenset[str], set[str]] = {}
    for matter, some in links.items():
        for (_, other), how in some.items():
            said.setdefault(frozenset((matter, other)), set()).add(how)
    leader: dict[str, str] = {}

    def first(matter: str) -> str:
        while (above := leader.setdefault(matter, matter)) != matter:
            # Half the way is saved for who asks next: a long row of links is not gone along for each of them.
            leader[matter] = leader[above]
            matter = leader[matter]
        return matter

    for pair, hows in said.items():
        if DISTINCT not in hows and hows & {DUPLICATE, SAME_EVENT}:
            one, other = sorted(map(first, pair))
            leader[other] = one
    return {matter: first(matter) for matter in leader}
