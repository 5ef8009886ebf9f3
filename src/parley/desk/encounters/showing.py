"""An encounter as its page shows it: the notice and what it meets side by side, and what may be said now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.addresses import address_of_form
from parley.desk.encounters.words import AGREED, answer_word, met_name, met_word
from parley.desk.finding_sides import AnswerShown, SideShown, answer_shown, side_shown
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.desk.notices.showing import OverlapShown
from parley.desk.notices.words import standing_word
from parley.desk.overlaps.ways import MARK, MoveShown, move_shown
from parley.node import reading
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.deconfliction.encounters.entries import encounter_id
from parley.tracks.deconfliction.encounters.rules import ways_of
from parley.tracks.deconfliction.encounters.state import FORM


@dataclass(frozen=True, slots=True)
class MetShown:
    """What is met: how it is called, where it stands, and how much of it is agreed."""

    title: str
    name: str
    subject: str
    address: str
    standing: str


@dataclass(frozen=True, slots=True)
class WayShown:
    """One way out for the notice's own member: its mark, and what it means."""

    digest: str
    mark: str
    move: MoveShown


def notice_shown(
    state: Mapping[str, Any], *, row: MatterRow | None, own: str, names: Names, charter: Charter
) -> SideShown:
    """Return the notice as it stands now, with its author's answer."""
    side = {
        **state["side"], "notice": state["notice"], "version": state["versions"][0],
        "keeps_right": state["keeps_right"],
    }  # fmt: skip
    (answer,) = answers_shown(state, [side["member"]], names=names)
    return side_shown(side, row=row, own=own, names=names, charter=charter, answer=answer)


def met_shown(state: Mapping[str, Any], *, row: MatterRow | None, names: Names) -> MetShown:
    """Return what is met, and how it stands."""
    met = state["met"]
    if met["kind"] == "zone":
        by = gettext(", ").join(names(code) for code in state["by"])
        address, subject = f"{reverse('charter')}#zone-{met['name']}", ""
        standing = standing_word(state["standing"], by)
    else:
        address, subject = address_of_form(met["kind"], met["name"]), str(row.state["subject"]) if row else ""
        standing = _STANDINGS[met["kind"]]()
    return MetShown(_TITLES[met["kind"]](), met_name(met), subject, address, standing)


def answers_shown(state: Mapping[str, Any], members: list[str], *, names: Names) -> list[AnswerShown]:
    """Return what each of these members said of the finding, or that it did not yet."""
    return [
        answer_shown(state["answers"].get(member), name=names(member), word=answer_word, is_asked=_is_asked(state))
        for member in members
    ]


def asked_word(state: Mapping[str, Any], *, names: Names) -> str:
    """Say who is asked for what."""
    author = names(state["side"]["member"])
    if not _is_asked(state):
        return gettext("Nobody has broken anything and nothing is owed: only what is agreed can be broken.")
    if state["keeps_right"]:
        return gettext("%(member)s has the right of way by its class: it says that it knows.") % {"member": author}
    return gettext("%(member)s is asked to change its plan, or to say why it keeps it.") % {"member": author}


def pairs_shown(state: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Return which volume meets which rule, area or volume, how and when; they are counted from 1 as on the page."""
    sort = state["met"]["kind"]
    return [
        (str(pair["volume"] + 1), str(pair["place"] + 1), met_word(pair["kind"], standing=pair["standing"], sort=sort),
         f"{instant(pair['from_s'])} – {instant(pair['until_s'])}")
        for pair in state["pairs"]
    ]  # fmt: skip


def ways_offered(state: Mapping[str, Any], *, own: str, supervisors: tuple[str, ...]) -> list[str]:
    """Return what this member may say now of the finding, what fits first before others."""
    if state["clearing"] is not None:
        return []
    must = _is_asked(state) and not state["keeps_right"]
    author, there = state["side"]["member"], [each for each in supervisors if each in state["to"]]
    return list(ways_of(own, author=author, concerns=state["concerns"], must=must, supervisors=there))


def ways_shown(
    state: Mapping[str, Any], *, row: MatterRow | None, own: str, names: Names, node: Node
) -> list[WayShown]:
    """Return the ways out of an encounter of our own notice, the cheapest first; none of somebody else's."""
    if row is None or state["side"]["member"] != own or state["clearing"] is not None or not _is_asked(state):
        return []
    # Here, because GEOS and the detector are loaded where an encounter is looked at.
    from parley.node.overlaps.leaving import ways_out_of  # noqa: PLC0415

    notice, plan = state["notice"], row.state if row.state["version"] == state["versions"][0] else None
    return [
        WayShown(each.digest, each.digest[:MARK],
                 move_shown(each.as_json(), notice=notice, plan=plan, name=names(own), is_ours=True))
        for each in ways_out_of(node, state)
    ]  # fmt: skip


def plan_after(node: Node, state: Mapping[str, Any], digest: str) -> dict[str, Any] | None:
    """Return the plan of our notice as it would read after a way out; None where that is none any more."""
    from parley.node.overlaps.leaving import change_by  # noqa: PLC0415

    return change_by(node, state, digest)


def opened_with(shown: OverlapShown, notice: str, *, node: Node) -> str:
    """Return where the matter of a notice and a zone, standstill or site stands; empty where nobody has told it yet."""
    name = shown.address.partition("#zone-")[2] or "/".join(shown.address.split("/")[-2:])
    matter = encounter_id(notice, {"name": name})
    return address_of_form(FORM, matter) if reading.matter(node, matter) else ""


def with_matters(shown: list[OverlapShown], met: str, *, node: Node) -> list[OverlapShown]:
    """Return the notices that meet a standstill or a site, each with where that matter stands."""
    ids = [encounter_id(each.other, {"name": met}) for each in shown]
    return [
        replace(each, opened=address_of_form(FORM, matter)) if reading.matter(node, matter) else each
        for each, matter in zip(shown, ids, strict=True)
    ]


def _is_asked(state: Mapping[str, Any]) -> bool:
    return bool(state["standing"] == AGREED)


_TITLES: Mapping[str, Callable[[], str]] = {
    "zone": lambda: gettext("Zone"),
    "standstill": lambda: gettext("Standstill"),
    "site": lambda: gettext("Protected site"),
}
_STANDINGS: Mapping[str, Callable[[], str]] = {
    "standstill": lambda: gettext("All whom it binds have signed it: an activity moves out, or is excepted."),
    "site": lambda: gettext("Who comes to it moves; what is protected is never asked to."),
}
