"""What pages of findings show alike: a notice that a finding is about, as it stands now, and what was said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.desk.addresses import address_of_form
from parley.desk.naming import Names
from parley.desk.notices.showing import VolumeShown, class_word, volumes_shown
from parley.desk.notices.words import state_word
from parley.node.reading import MatterRow


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """What somebody said of the finding; `is_asked` and no word: it was asked, and has not answered.

    `name` is empty where what stands above says whose answer it is.
    """

    name: str
    is_asked: bool
    word: str = ""
    text: str = ""
    lang: str = ""
    at_ms: int | None = None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class SideShown:
    """A notice as it stands now, and what its author answers; `is_changed` where its plan is newer than was found."""

    id: str
    address: str
    name: str
    is_ours: bool
    subject: str
    activity: str
    state: str
    short_by_min: int
    keeps_right: bool
    is_changed: bool
    volumes: tuple[VolumeShown, ...]
    answer: AnswerShown


def side_shown(
    side: Mapping[str, Any], *, row: MatterRow | None, own: str, names: Names, charter: Charter, answer: AnswerShown
) -> SideShown:
    """Return the notice of one side of a finding as it stands now; without a plan where this node has none."""
    plan = row.state if row is not None else {}
    volumes = [*plan.get("volumes", ()), *plan.get("contingency", ())]
    return SideShown(
        side["notice"], address_of_form("notice", side["notice"]), names(side["member"]),
        side["member"] == own, side["subject"], class_word(charter, side["class"]),
        state_word(str(plan.get("name", ""))), side["short_by_min"], side["keeps_right"],
        bool(plan) and plan["version"] != side["version"], tuple(volumes_shown(volumes)), answer,
    )  # fmt: skip


def answer_shown(
    said: Mapping[str, Any] | None, *, name: str, word: Callable[[str], str], is_asked: bool
) -> AnswerShown:
    """Return an answer in words, or that there is none; `word` says how it answers."""
    if said is None:
        return AnswerShown(name, is_asked)
    return AnswerShown(
        name, is_asked, word(said["how"]), said["text"] or "", said["lang"], said["at_ms"], said["entry"]
    )
