"""An overlap as its page shows it: both notices side by side, what each said, and what may be said now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.finding_sides import AnswerShown, SideShown, answer_shown, side_shown
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.desk.notices.words import kind_word
from parley.desk.overlaps.words import answer_word
from parley.node.reading import MatterRow


def sides_shown(
    state: Mapping[str, Any], *, rows: Mapping[str, MatterRow], own: str, names: Names, charter: Charter
) -> list[SideShown]:
    """Return both sides in the order of their notices."""
    return [
        side_shown(
            side, row=rows.get(side["notice"]), own=own, names=names, charter=charter,
            # Whose it is stands over the side.
            answer=answer_shown(state["answers"].get(side["member"]), name="", word=answer_word, is_asked=True),
        )
        for side in state["sides"]
    ]  # fmt: skip


def advice_shown(state: Mapping[str, Any], *, names: Names) -> list[AnswerShown]:
    """Return what supervisors advised."""
    authors = {side["member"] for side in state["sides"]}
    return [
        answer_shown(said, name=names(member), word=answer_word, is_asked=False)
        for member, said in state["answers"].items() if member not in authors
    ]  # fmt: skip


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
    # A supervisor that is a side itself advises nobody.
    advisers = set(supervisors) & set(state["to"]) - {each["member"] for each in state["sides"]}
    asks = ["asks_supervisor"] if advisers else []
    return ["received", "will_change", *asks] if side["keeps_right"] else ["will_change", "keeps", *asks]
