"""What is to be known of an overlap besides its notices: who stands firm by now, and what else each of them meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.desk.addresses import address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.desk.notices.words import kind_word
from parley.node import reading
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.deconfliction.overlap_entries import overlap_id
from parley.tracks.deconfliction.proposing.freezing import Filed, not_asked


@dataclass(frozen=True, slots=True)
class AlsoMet:
    """A third notice that one of the two meets too: how, and where that matter stands."""

    of: str
    word: str
    notice: str
    subject: str
    name: str
    address: str


def firm_words(
    state: Mapping[str, Any], *, rows: Mapping[str, MatterRow], names: Names, freeze_s: int | None, now_s: int
) -> list[str]:
    """Say whose plan is past its freeze point and is not asked to move any more; nothing where a class keeps its right.

    Empty where the overlap is cleared, or a notice is another by now.
    """
    sides = state["sides"]
    plans = [row.state for side in sides if (row := rows.get(side["notice"])) is not None
             and row.state["version"] == side["version"]]  # fmt: skip
    is_asked = freeze_s is not None and not any(side["keeps_right"] for side in sides)
    if state["clearing"] is not None or len(plans) < 2 or not is_asked or freeze_s is None:
        return []
    one, other = (Filed(_begins_s(plan), plan["versions"][-1]["at_ms"] // 1000) for plan in plans)
    firm = not_asked(one, other, now_s=now_s, freeze_s=freeze_s)
    return [
        gettext(
            "%(member)s is not asked to move any more: its plan was filed before %(at)s, its freeze point. The other is"
            " asked to make room."
        ) % {
            "member": names(side["member"]), "at": f"\u2066{instant(filed.begins_s - freeze_s)}\u2069"}
        for side, filed, stays in zip(sides, (one, other), firm, strict=True) if stays
    ]  # fmt: skip


def also_met(state: Mapping[str, Any], *, names: Names, node: Node) -> list[AlsoMet]:
    """Return the third notices that either side meets too, in the order of their ids; of what this node may read."""
    if state["clearing"] is not None:
        return []
    # Here, because GEOS and the detector are loaded where an overlap is looked at.
    from parley.node.overlaps.kept import overlaps_of  # noqa: PLC0415

    pair, held = set(state["notices"]), overlaps_of(node)
    found = [(own, each) for own in state["notices"] for each in held.of(own) if each.kind != "contact"]
    thirds = ((own, other, each.kind) for own, each in found for other in each.matters if other not in pair)
    return list(_shown(thirds, names=names, node=node))


def _begins_s(plan: Mapping[str, Any]) -> int:
    """Return when a plan first begins anywhere, contingency too."""
    return min(int(start) for each in (*plan["volumes"], *plan["contingency"]) for start, _ in each["windows"])


def _shown(thirds: Iterator[tuple[str, str, str]], *, names: Names, node: Node) -> Iterator[AlsoMet]:
    for own, other, kind in thirds:
        row = reading.matter(node, other)
        if row is None:
            continue
        matter = overlap_id((own, other))
        is_told = reading.matter(node, matter) is not None
        address = address_of_form("overlap", matter) if is_told else address_of_form("notice", other)
        yield AlsoMet(own, kind_word(kind), other, str(row.state.get("subject") or ""), names(row.opened_by), address)
