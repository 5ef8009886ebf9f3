"""The ways out of an overlap as its page shows them: what each means for either side, what it costs, who accepted."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.geo.area import scale_at
from parley.geo.height import Height, height_text
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.deconfliction.proposing.applying import moved
from parley.tracks.deconfliction.proposing.moves import ASIDE, HEIGHT, TIME, read_proposal

FEW = 3
MARK = 8


@dataclass(frozen=True, slots=True)
class MoveShown:
    """What a way out means for one side: in words, how its plan then reads, and what that costs of its slack."""

    name: str
    words: str
    becomes: tuple[str, ...]
    cost: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class WayShown:
    """One way out. `may_accept`: our notice would move, and this member accepted none of this finding yet."""

    number: int
    digest: str
    mark: str
    moves: tuple[MoveShown, ...]
    accepted_by: tuple[str, ...]
    is_agreed: bool
    is_clear_here: bool | None
    may_accept: bool


def ways_shown(
    state: Mapping[str, Any], *, rows: Mapping[str, MatterRow], own: str, names: Names, node: Node
) -> list[WayShown]:
    """Return the ways out that were proposed for the newest finding, in their order; none where nobody did."""
    menu = state.get("menu")
    if not menu:
        return []
    accepted = state["accepted"]
    can_accept = state["clearing"] is None and all(each["member"] != own for each in accepted)
    here = _clear_here(node, state) if state["clearing"] is None else {}
    shown = []
    for number, told in enumerate(menu["proposals"], start=1):
        digest = told["digest"]
        shown.append(WayShown(
            number, digest, digest[:MARK],
            tuple(_side(side, told, rows=rows, own=own, names=names) for side in state["sides"]),
            tuple(names(each["member"]) for each in accepted if each["digest"] == digest),
            digest in state["agreed"], here.get(digest),
            can_accept and any(move["member"] == own for move in told["moves"]),
        ))  # fmt: skip
    return shown


def move_in_words(move: Mapping[str, Any], *, name: str, kept: Callable[[str], str] = str) -> str:
    """Say one move in a whole sentence; `kept` keeps its figures in their order."""
    far, amount = abs(move["amount"]), move["amount"]
    if move["how"] == TIME:
        by = f"{far // 3600}:{far // 60 % 60:02}"
        said = gettext("%(member)s begins later by %(by)s") if amount > 0 else gettext(
            "%(member)s begins earlier by %(by)s")  # fmt: skip
        return said % {"member": name, "by": kept(by)}
    if move["how"] == HEIGHT:
        said = gettext("%(member)s goes higher by %(by)s") if amount > 0 else gettext("%(member)s goes lower by %(by)s")
        return said % {"member": name, "by": kept(height_step(far, move["unit"]))}
    if move["how"] == ASIDE:
        return gettext("%(member)s moves aside by %(by)s, towards %(bearing)s") % {
            "member": name, "by": kept(f"{far / 1000:g} km"), "bearing": kept(bearing(move))}  # fmt: skip
    share = kept(f"{far / 10:g} %")
    return gettext("%(member)s gives up %(share)s of its ground") % {"member": name, "share": share}


def moves_in_line(told: Mapping[str, Any], *, names: Names) -> str:
    """Say a way out in one line."""
    return gettext("; ").join(move_in_words(move, name=names(move["member"])) for move in told["moves"])


def figures(text: str) -> str:
    """Keep figures and their unit in their order within a sentence that is read from right to left."""
    unbroken = text.replace(" ", "\u00a0")
    return f"\u2066{unbroken}\u2069"


def height_step(far: int, unit: str) -> str:
    """Say a difference of height; flight levels are hundreds of feet."""
    return f"{far * 100} ft" if unit == "FL" else f"{far} {unit}"


def bearing(move: Mapping[str, Any]) -> str:
    """Say in which direction a move on the ground goes, in degrees from true north."""
    scale = scale_at(33.0)
    turn = math.degrees(math.atan2(move["east_e7"] * scale.lon_m, move["north_e7"] * scale.lat_m)) % 360
    return f"{round(turn) % 360:03d}°"


def _side(
    side: Mapping[str, Any], told: Mapping[str, Any], *, rows: Mapping[str, MatterRow], own: str, names: Names
) -> MoveShown:
    name, is_ours = names(side["member"]), side["member"] == own
    move = next((each for each in told["moves"] if each["notice"] == side["notice"]), None)
    if move is None:
        return MoveShown(name, gettext("%(member)s stays as planned") % {"member": name}, (), "", is_ours)
    row = rows.get(side["notice"])
    plan = row.state if row is not None and row.state["version"] == side["version"] else None
    return move_shown(told, notice=side["notice"], plan=plan, name=name, is_ours=is_ours)


def move_shown(
    told: Mapping[str, Any], *, notice: str, plan: Mapping[str, Any] | None, name: str, is_ours: bool
) -> MoveShown:
    """Return what a way out means for the notice that it moves; `plan` is the one in force, None for another."""
    move = next(each for each in told["moves"] if each["notice"] == notice)
    cost = gettext("%(share)s of the slack it declared") % {"share": figures(f"{move['cost'] / 10:g} %")}
    becomes = _becomes(plan, told, notice) if plan is not None else ()
    return MoveShown(name, move_in_words(move, name=name, kept=figures), becomes, cost, is_ours)


def _becomes(plan: Mapping[str, Any], told: Mapping[str, Any], notice: str) -> tuple[str, ...]:
    """Return how the plan then reads: its times, or its heights; of ground the map and the change itself tell."""
    move = read_proposal(told).move_of(notice)
    if move is None or move.how not in (TIME, HEIGHT):
        return ()
    volumes = moved(plan, move)["volumes"]
    if move.how == TIME:
        windows = sorted({(start, end) for volume in volumes for start, end in volume["windows"]})
        found = [f"{instant(start)} – {instant(end)}" for start, end in windows]
    else:
        limits = [(Height(**volume["lower"]), Height(**volume["upper"])) for volume in volumes]
        found = list(dict.fromkeys(f"{height_text(low)} – {height_text(high)}" for low, high in limits))
    return tuple(found[:FEW] if len(found) <= FEW else [*found[:FEW], "…"])


def _clear_here(node: Node, state: Mapping[str, Any]) -> Mapping[str, bool]:
    """Return of each way out whether it meets nothing anew among all that this node holds now."""
    # Here, because GEOS and the detector are loaded where an overlap is looked at.
    from parley.node.overlaps.proposing import clear_here  # noqa: PLC0415

    return clear_here(node, state)
