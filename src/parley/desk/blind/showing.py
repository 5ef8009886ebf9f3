"""What the desk shows of blind notices: the clause in force, the looks of a day, the answers, one notice's own part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.charter.blind import blind_terms, is_blind
from parley.desk.addresses import address_of_form
from parley.desk.blind.words import blind_state_word, cell_text, hour_text
from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.wordings import HOW
from parley.desk.matters import audiences_of, audiences_shown
from parley.node import reading
from parley.node.blind.counting import DAY_MS
from parley.node.reading import MatterRow
from parley.tracks.deconfliction.blind_entries import looks_id
from parley.tracks.deconfliction.blind_state import BLIND_FORM, LOOKS_FORM
from parley.tracks.deconfliction.track import TRACK

MOST_SHOWN = 200
DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class ToldShown:
    """One answer in the ledger: which entry told what, to whom, on which tick, and how it stands."""

    address: str
    cell: str
    hour: str
    tick: str
    entry: str
    teller: str
    told_to: tuple[str, ...]
    receipts: tuple[str, ...]
    state: str
    state_word: str


def clause_shown(frame: Frame) -> dict[str, Any] | None:
    """Return what the clause says, with what is left of this member's looks today; None where it is off."""
    terms = blind_terms(node().charter())
    if terms is None or not frame.node.in_force():
        return None
    used = looks_used(node().member, day=node().clock.now_ms() // DAY_MS)
    supervisors = gettext(", ").join(frame.name_of(code) for code in node().charter().supervisors)
    return {
        "cell": f"{terms.cell_e7 / 10_000_000:g}°",
        "tick": f"{terms.tick_minutes} min",
        "looks": terms.looks_a_day,
        "answers": terms.answers_a_day,
        "used": used,
        "is_used_up": used >= terms.looks_a_day,
        "supervisors": supervisors,
        "supervises": node().member in node().charter().supervisors,
    }


def notice_audiences(frame: Frame) -> list[dict[str, Any]]:
    """Return to whom a notice may go; to the supervisor alone, which is blind, only where the clause is in force."""
    charter, own, may_be_blind = node().charter(), node().member, clause_shown(frame) is not None
    audiences = audiences_of(TRACK.name)
    shown = [
        {**each, "blind": is_blind(charter, member=own, to=members)}
        for members, each in zip(audiences, audiences_shown(frame, audiences), strict=True)
    ]
    return [each for each in shown if may_be_blind or not each["blind"]]


def looks_used(member: str, *, day: int) -> int:
    """Return how many looks of a member were counted on a day."""
    row = reading.matter(node(), looks_id(member, day))
    return len(row.state["looks"]) if row is not None else 0


def looks_shown(frame: Frame) -> list[dict[str, Any]]:
    """Return the looks that this node may read, the newest day first."""
    rows = reading.of_form(node(), LOOKS_FORM, from_ms=node().clock.now_ms() - DAYS_SHOWN * DAY_MS)
    shown = [
        {
            "name": frame.name_of(row.state["member"]),
            "day": instant(row.state["day"] * DAY_MS // 1000).partition(" ")[0],
            "looks": [(look["entry"], look["version"]) for look in row.state["looks"]],
            "count": len(row.state["looks"]),
        }
        for row in rows
    ]
    return sorted(shown, key=lambda each: (each["day"], each["name"]), reverse=True)


def answers_shown(frame: Frame) -> tuple[list[ToldShown], int]:
    """Return each answer that this node may read, the newest first; of more than `MOST_SHOWN` these, and how many."""
    rows = reading.of_form(node(), BLIND_FORM, from_ms=0, limit=MOST_SHOWN + 1)
    told = [(telling["at_ms"], row, telling) for row in rows[-MOST_SHOWN:] for telling in row.state["tellings"]]
    shown = [told_shown(frame, row, telling) for _, row, telling in sorted(told, key=lambda each: -each[0])]
    return shown, MOST_SHOWN if len(rows) > MOST_SHOWN else 0


def told_shown(frame: Frame, row: MatterRow, telling: Mapping[str, Any]) -> ToldShown:
    """Return one telling of an answer in words and figures."""
    state = row.state
    receipts = tuple(
        f"{frame.name_of(member)}: {HOW[each['how']]()}" for member, each in sorted(state["receipts"].items())
        if each["of"] == telling["entry"]
    )  # fmt: skip
    return ToldShown(
        address_of_form(BLIND_FORM, row.id), cell_text(state["cell"]), hour_text(state["hour_s"]),
        instant(telling["tick_s"]), telling["entry"], frame.name_of(telling["member"]),
        tuple(frame.name_of(code) for code in state["parties"]), receipts, state["name"],
        blind_state_word(state["name"]),
    )  # fmt: skip


def notice_shown(frame: Frame, row: MatterRow) -> dict[str, Any] | None:
    """Return what the page of a notice says of its being blind; None for one that is not."""
    if not row.state.get("blind"):
        return None
    version, clause = row.state["version"], clause_shown(frame)
    rows = reading.of_form(node(), LOOKS_FORM, from_ms=0)
    looks = [each for found in rows for each in found.state["looks"] if each["version"] == version]
    return {
        "clause": clause,
        "look": looks[0]["entry"] if looks else "",
        "is_ours": row.opened_by == node().member,
        "readers": gettext(", ").join(frame.name_of(code) for code in row.state["to"]),
    }


def beyond_shown(frame: Frame) -> int:
    """Return to the supervisor how many answers wait for another day; 0 to everybody else."""
    terms = blind_terms(node().charter())
    if terms is None or not frame.node.in_force() or node().member not in node().charter().supervisors:
        return 0
    # Here, because GEOS and the detector are loaded where a notice is looked at.
    from parley.node.blind.answering import beyond_the_limit  # noqa: PLC0415

    return beyond_the_limit(node(), tick_s=node().clock.now_ms() // 1000 // terms.tick_s * terms.tick_s)


def behind_shown(state: Mapping[str, Any]) -> list[list[MatterRow]]:
    """Return the notices that meet now where and when an answer says, where this node may read both."""
    # Here, because GEOS and the detector are loaded where a notice is looked at.
    from parley.node.blind.answering import pairs_behind  # noqa: PLC0415

    pairs = pairs_behind(node(), state)
    rows = ([reading.matter(node(), each.opening.id) for each in pair.notices] for pair in pairs)
    return [[row for row in pair if row is not None] for pair in rows]
