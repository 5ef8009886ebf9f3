"""The incidents that this desk's node holds: filtered as an officer asks, and those that may be the same event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.desk.cell import node
from parley.desk.hotline.typed import instant_typed
from parley.geo.distance import way
from parley.geo.place import Place
from parley.matters.verdict import Fault
from parley.node import reading
from parley.node.reading import MatterRow
from parley.texts.finding import is_met, read_question
from parley.tracks.incidents.incident_state import FORM

# So many of the newest are looked at; the list says where there are more.
MOST_LOOKED_AT = 5_000
# Two reports may be of one event where their times, each as exactly as it is known, lie so near.
SLACK_S = 3_600
EXACTLY_S = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_678_400}
FARTHER_M = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the incidents is asked for; what is empty narrows nothing. `faults` names what was not understood."""

    group: str = ""
    member: str = ""
    state: str = ""
    words: str = ""
    begins: str = ""
    ends: str = ""
    from_s: int | None = None
    until_s: int | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def narrows(self) -> bool:
        """Return whether anything is asked for."""
        return any((self.group, self.member, self.state, self.words, self.begins, self.ends))


def asked_for(query: Mapping[str, str]) -> Asked:
    """Return what the fields of the list ask for."""
    faults, times = [], {}
    for name in ("begins", "ends"):
        text = query.get(name, "").strip()
        found = instant_typed(text, where=name) if text else None
        if isinstance(found, Fault):
            faults.append(found)
        times[name] = None if isinstance(found, Fault) else found
    told = {name: query.get(name, "").strip() for name in ("group", "member", "state", "words", "begins", "ends")}
    return Asked(**told, from_s=times["begins"], until_s=times["ends"], faults=tuple(faults))


def newest() -> list[MatterRow]:
    """Return the newest incidents, the newest first; at most `MOST_LOOKED_AT`."""
    return reading.of_form(node(), FORM, from_ms=0, limit=MOST_LOOKED_AT)[::-1]


def matching(rows: Iterable[MatterRow], asked: Asked, *, charter: Charter) -> list[MatterRow]:
    """Return the rows that are asked for, in their order."""
    question = read_question(asked.words)
    return [
        row for row in rows
        if _is_asked(row.state, asked, charter=charter) and (not asked.words or is_met(question, _texts(row.state)))
    ]  # fmt: skip


def _is_asked(state: Mapping[str, Any], asked: Asked, *, charter: Charter) -> bool:
    accounts = [each["terms"] for each in state["accounts"]]
    if asked.state and state["name"] != asked.state:
        return False
    if asked.member and asked.member not in (state["opened_by"], *(_alleged(accounts))):
        return False
    if asked.group and asked.group not in (_groups(accounts, charter)):
        return False
    from_s, until_s = asked.from_s, asked.until_s
    times = [terms["time"] for terms in accounts]
    starts = from_s is None or any(time["until_s"] >= from_s for time in times)
    return starts and (until_s is None or any(time["from_s"] < until_s for time in times))


def _alleged(accounts: list[Mapping[str, Any]]) -> Iterator[str]:
    return (each["member"] for terms in accounts for each in terms["actors"] if each.get("member"))


def _groups(accounts: list[Mapping[str, Any]], charter: Charter) -> Iterator[str]:
    terms = charter.incidents
    found = (terms.type_of(each["type"]) if terms is not None else None for each in accounts)
    return (each.group for each in found if each is not None)


def _texts(state: Mapping[str, Any]) -> list[str]:
    found = [state["id"]]
    for account in state["accounts"]:
        terms = account["terms"]
        found += [terms["subject"], terms["text"], (terms.get("place") or {}).get("name") or ""]
    return found


def linking_to(matter: str, rows: Iterable[MatterRow]) -> list[tuple[MatterRow, Mapping[str, Any]]]:
    """Return the other incidents in which somebody linked them to this one, each with that link."""
    return [(row, link) for row in rows for link in row.state["links"] if link["other"] == matter]


def maybe_same(row: MatterRow, rows: Iterable[MatterRow]) -> list[MatterRow]:
    """Return the other incidents that may be the same event, by time and place as they are told; nobody is asked."""
    linked = {link["other"] for link in row.state["links"]}
    one = row.state["accounts"][0]["terms"]
    return [
        other for other in rows
        if other.id != row.id and other.id not in linked and are_near(one, other.state["accounts"][0]["terms"])
    ]  # fmt: skip


def are_near(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two accounts may be of one event: both places known, and time and place within what they allow."""
    here, there = one.get("place"), other.get("place")
    if here is None or there is None or not _times_meet(one["time"], other["time"]):
        return False
    metres = way(_point(here), to=_point(there)).metres
    return metres <= here["radius_m"] + there["radius_m"] + FARTHER_M


def _times_meet(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    slack = SLACK_S + EXACTLY_S[one["precision"]] + EXACTLY_S[other["precision"]]
    return bool(one["from_s"] - slack <= other["until_s"] and other["from_s"] - slack <= one["until_s"])


def _point(place: Mapping[str, Any]) -> Place:
    return Place(place["lat_e7"], place["lon_e7"])
