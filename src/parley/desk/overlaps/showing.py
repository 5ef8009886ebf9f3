"""An overlap as its page shows it: both notices side by side, what each said, and what may be said now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.hotline.facts import instant
from parley.desk.notices.showing import VolumeShown, class_word, volumes_shown
from parley.desk.notices.words import kind_word
from parley.desk.notices.words import state_word as activity_word
from parley.desk.overlaps.words import answer_word
from parley.node.reading import MatterRow

Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """What somebody said of the finding."""

    name: str
    word: str
    text: str
    lang: str
    at_ms: int
    entry: str


@dataclass(frozen=True, slots=True)
class SideShown:
    """One of the two notices: whose it is, its plan in the version that was found, and its author's answer."""

    notice: str
    address: str
    version: str
    name: str
    is_ours: bool
    subject: str
    activity: str
    state: str
    short_by_min: int
    keeps_right: bool
    is_changed: bool
    volumes: tuple[VolumeShown, ...]
    answer: AnswerShown | None


def sides_shown(
    state: Mapping[str, Any], *, rows: Mapping[str, MatterRow], own: str, names: Names, charter: Charter
) -> list[SideShown]:
    """Return both sides in the order of their notices. `is_changed` where a newer version is in force by now."""
    shown = []
    for side in state["sides"]:
        row = rows.get(side["notice"])
        is_changed = row is not None and row.state["version"] != side["version"]
        plan = row.state if row is not None else {}
        shown.append(SideShown(
            side["notice"], reverse("notice", args=side["notice"].split("/")), side["version"],
            names(side["member"]), side["member"] == own, side["subject"], class_word(charter, side["class"]),
            activity_word(str(plan.get("name", ""))), side["short_by_min"], side["keeps_right"], is_changed,
            tuple(volumes_shown([*plan.get("volumes", ()), *plan.get("contingency", ())])),
            _answer(state["answers"].get(side["member"]), names=names),
        ))  # fmt: skip
    return shown


def advice_shown(state: Mapping[str, Any], *, names: Names) -> list[AnswerShown]:
    """Return what supervisors advised."""
    authors = {side["member"] for side in state["sides"]}
    said = (_answer(each, names=names) for member, each in state["answers"].items() if member not in authors)
    return [each for each in said if each is not None]


def pairs_shown(state: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return which volumes meet, how and when; they are counted from 1 as on the page."""
    return [
        (f"{pair['volumes'][0] + 1} – {pair['volumes'][1] + 1}", kind_word(pair["kind"]),
         f"{instant(pair['from_s'])} – {instant(pair['until_s'])}")
        for pair in state["pairs"]
    ]  # fmt: skip


def apart_shown(state: Mapping[str, Any]) -> str:
    """Say how far apart the charter asks the two classes to be; empty where it asks nothing."""
    apart = state["apart"]
    return f"{apart['lateral_m']} m · {apart['vertical_m']} m · {apart['time_min']} min" if any(apart.values()) else ""


def asked_word(state: Mapping[str, Any], *, names: Names) -> str:
    """Say who is asked to move."""
    asked = state["asked_to_move"]
    if len(asked) == 2:
        return gettext("Both are asked to make room; neither has the right of way.")
    if not asked:
        return gettext("Both have the right of way: nobody is asked to move, and both say that they know.")
    return gettext("%(member)s is asked to make room: the other activity is never asked to move.") % {
        "member": names(asked[0])}  # fmt: skip


def ways_offered(state: Mapping[str, Any], *, own: str, supervisors: tuple[str, ...]) -> list[str]:
    """Return what this member may say now of the finding, what fits first before others."""
    if state["clearing"] is not None:
        return []
    side = next((each for each in state["sides"] if each["member"] == own), None)
    if side is None:
        return ["advises"] if own in supervisors and own in state["to"] else []
    asks = ["asks_supervisor"] if set(supervisors) & set(state["to"]) - {own} else []
    return ["received", "will_change", *asks] if side["keeps_right"] else ["will_change", "keeps", *asks]


def _answer(said: Mapping[str, Any] | None, *, names: Names) -> AnswerShown | None:
    if said is None:
        return None
    return AnswerShown(
        names(said["member"]), answer_word(said["how"]), said["text"] or "", said["lang"], said["at_ms"], said["entry"]
    )
