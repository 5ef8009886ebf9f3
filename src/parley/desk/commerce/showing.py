"""A crossing as its screens show it: what, where, by when, who decided what, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce import words
from parley.desk.commerce.facts import goods_in_words, people_in_words, point_name
from parley.desk.commerce.found import Days
from parley.desk.commerce.words import word
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.desk.supervision.showing import HeldShown, held_shown
from parley.node.commerce.meanwhile import decided_meanwhile
from parley.node.commerce.suspending import suspended_by
from parley.node.reading import MatterRow
from parley.tracks.commerce.crossing_state import FORM
from parley.tracks.supervision.standing import Held


@dataclass(frozen=True, slots=True)
class CrossingShown:
    """A crossing in one line of the list. `queue` says its place in its slot, in words."""

    id: str
    address: str
    subject: str
    point: str
    towards: str
    what: str
    lines: tuple[str, ...]
    size: str
    slot: str
    until: str
    slot_s: int
    queue: str
    is_queued: bool
    is_humanitarian: bool
    by: str
    name: str
    state_word: str
    shape: str
    suspended: str
    suspended_address: str
    has_passed_suspended: bool


@dataclass(frozen=True, slots=True)
class DeciderShown:
    """A member that decides, and what it decided of the version in force."""

    name: str
    how: str
    word: str
    text: str
    lang: str
    entry: str
    at_ms: int | None
    meanwhile: HeldShown | None = None


def row_shown(row: MatterRow, *, names: Names, days: Days) -> CrossingShown:
    """Return a crossing in one line."""
    state = row.state
    lines = goods_in_words(state["goods"]) if state["what"] == "goods" else people_in_words(state["people"])
    queue, is_queued = queue_said(state, days=days)
    suspended = suspended_by(node(), state)
    return CrossingShown(
        row.id, address_of_form(FORM, row.id), str(state["subject"]), point_name(state["point"]),
        names(state["towards"]), word(words.WHAT, state["what"]), tuple(lines), size_said(state),
        instant(state["slot_s"]), instant(state["until_s"]), state["slot_s"], queue, is_queued,
        bool(state["humanitarian"]), names(row.opened_by), state["name"], word(words.STATES, state["name"]),
        words.SHAPES.get(state["name"], "todo"), suspended.standstill if suspended else "",
        address_of_form("standstill", suspended.standstill) if suspended else "",
        suspended.has_passed if suspended else False,
    )  # fmt: skip


def size_said(state: Mapping[str, Any]) -> str:
    """Say how many vehicles and persons cross."""
    return gettext("vehicles: %(vehicles)s, persons: %(persons)s") % {
        "vehicles": state["vehicles"], "persons": state["persons"],
    }  # fmt: skip


def queue_said(state: Mapping[str, Any], *, days: Days) -> tuple[str, bool]:
    """Say the place of a crossing in its slot, and whether it waits; "" for one that is withdrawn."""
    if state["withdrawn"] is not None:
        return "", False
    place = days.place_of(state)
    if place is None and not days.would_fit(state):
        return gettext("the slot is full and takes no more: ask for another"), True
    if place is None:
        return gettext("no slot yet"), True
    if place.queued:
        return gettext("waits in the queue as number %(n)s") % {"n": place.queued}, True
    return gettext("has its place in the slot"), False


def deciders_shown(
    state: Mapping[str, Any], *, names: Names, states: Sequence[Held] = ()
) -> list[DeciderShown]:  # fmt: skip
    """Return each member that decides with what it decided last of the version in force.

    `states` are those of the mechanism over time: what was decided while it was not active is marked.
    """
    found, meanwhile = [], decided_meanwhile(state["decisions"], states)
    for member in state["deciders"]:
        said = [each for each in state["decisions"] if (each["member"], each["of"]) == (member, state["version"])]
        last = said[-1] if said else None
        if last is None:
            found.append(DeciderShown(names(member), "", gettext("has not decided yet"), "", "", "", None))
        else:
            held = meanwhile.get(last["entry"])
            found.append(DeciderShown(
                names(member), last["how"], word(words.DECIDED, last["how"]), last["text"] or "", last["lang"] or "",
                last["entry"], last["at_ms"], held_shown(held) if held is not None else None,
            ))  # fmt: skip
    return found


def told_shown(state: Mapping[str, Any], *, names: Names) -> list[dict[str, Any]]:
    """Return what was told of it afterwards, in the order of the record."""
    return [
        {**each, "by": names(each["member"]), "word": word(words.TOLD, each["how"]), "at": instant(each["at_s"]),
         "text": each["text"] or "", "counts": [
             (label, each[name]) for name, label in (("vehicles", gettext("Vehicles")), ("persons", gettext("Persons")))
             if each[name] is not None]}
        for each in state["told"]
    ]  # fmt: skip
