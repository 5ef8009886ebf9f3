"""Whether a menu that a node signed is one that the rules allow: each move, each cost, their order. Pure.

Everybody who may read the overlap judges alike, so nothing is asked of here but the two plans and the charter. That
nothing else is met by a move the maker tested; each node tests it again for its own screen, where it is told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from parley.charter.activities import ActivityTerms
from parley.geo.area import Area, read_area, scale_at, shape_of, width_m
from parley.geo.marching import FARTHEST_M, size_m
from parley.geo.moving import area_aside, given_up_permille
from parley.geo.place import E7
from parley.tracks.deconfliction.meeting import surely_meet, volumes_of
from parley.tracks.deconfliction.notice_state import ACTIVE, DEVIATING, NoticeState
from parley.tracks.deconfliction.proposing import moves as words
from parley.tracks.deconfliction.proposing.applying import moved
from parley.tracks.deconfliction.proposing.freezing import as_may_be_asked
from parley.tracks.deconfliction.proposing.menu import order_of
from parley.tracks.deconfliction.proposing.moves import Move, Proposal, Slack, cost_of
from parley.tracks.deconfliction.proposing.searching import (
    are_heights,
    is_in_box,
    is_in_time,
    lowest_shift,
    unit_of,
)
from parley.tracks.deconfliction.proposing.sides import Setting, Side

# Two builds of the library may differ in a last figure of a length: a hundredth of it, and five centimetres of a trim.
LEAVE, LEAVE_M = 0.01, 0.05


def side_of(notice: NoticeState, *, terms: ActivityTerms) -> Side:
    """Return a notice as a side of an overlap, in the version in force.

    A class that an amendment has taken away since keeps no right and asks for no notice.
    """
    plan, name = notice.version.plan, str(notice.version.plan["class"])
    known = terms.classes.get(name)
    kind = known if known is not None and known.provenance.judges else None
    slack = plan.get("slack") or {}
    return Side(
        notice.opening.id, notice.version.entry, notice.opening.member, name, volumes_of(plan),
        slack=Slack(slack.get("time_min", 0), slack.get("lateral_m", 0), slack.get("vertical_m", 0)),
        stays=(kind is not None and kind.keeps_right) or notice.name in (ACTIVE, DEVIATING),
        notice_s=kind.notice_hours * 3600 if kind is not None else 0,
        strength=plan.get("strength"), filed_s=notice.version.at_ms // 1000,
    )  # fmt: skip


def is_menu(proposals: Sequence[Proposal], notices: Mapping[str, NoticeState], *, terms: ActivityTerms,
            setting: Setting) -> bool:  # fmt: skip
    """Return whether these proposals keep to the rules and keep the two notices apart, in the one order."""
    one, other = (side_of(notice, terms=terms) for notice in notices.values())
    sides = as_may_be_asked(one, other, setting=setting)
    keys = [order_of(each, sides[0], sides[1], setting=setting) for each in proposals]
    if keys != sorted(set(keys)):
        return False
    return all(
        are_moves(each.moves, sides, setting=setting) and _are_apart(each, notices, terms=terms) for each in proposals
    )


def are_moves(moves: Sequence[Move], sides: Sequence[Side], *, setting: Setting) -> bool:
    """Return whether each move is of a side, once, in their order, and within the rules; a pair moves in time."""
    by_notice = {side.notice: side for side in sides}
    named = [move.notice for move in moves]
    if named != sorted(set(named)) or not set(named) <= set(by_notice):
        return False
    if len(moves) > 1 and any(move.how != words.TIME for move in moves):
        return False
    return all(is_allowed(move, by_notice[move.notice], setting=setting) for move in moves)


def is_allowed(move: Move, side: Side, *, setting: Setting) -> bool:
    """Return whether a move is within its bounds, on its step, and costs what the rule says."""
    if side.stays or (move.version, move.member) != (side.version, side.member) or move.amount == 0:
        return False
    # Before anything is computed with it: a height told in seconds has no cost.
    if move.unit not in words.UNITS_OF[move.how]:
        return False
    if move.cost != cost_of(move.how, move.amount, unit=move.unit, slack=side.slack):
        return False
    return _RULES[move.how](move, side, setting)


def _is_time(move: Move, side: Side, setting: Setting) -> bool:
    is_step = move.amount % words.TIME_STEP_S == 0 and abs(move.amount) <= words.FARTHEST_S
    return is_step and is_in_time(side, move.amount, setting=setting)


def _is_height(move: Move, side: Side, setting: Setting) -> bool:
    floor = lowest_shift(side, setting=setting)
    if move.unit != unit_of(side) or floor is None:
        return False
    is_step = move.amount % words.HEIGHT_STEPS[move.unit] == 0 and abs(move.amount) <= words.FARTHEST_UNITS[move.unit]
    return is_step and move.amount >= floor and are_heights(side, move.amount)


def _is_aside(move: Move, side: Side, setting: Setting) -> bool:
    areas = [volume.area for volume in side.volumes]
    until_m = min(FARTHEST_M, size_m(areas) + 1)
    scale = scale_at(sum((area.box[1] + area.box[3]) / 2 for area in areas) / len(areas) / E7)
    metres = math.hypot(move.east_e7 / E7 * scale.lon_m, move.north_e7 / E7 * scale.lat_m)
    is_step = move.amount % words.ASIDE_STEP_M == 0 and 0 < move.amount <= until_m
    is_so_far = abs(metres - move.amount) <= 1 + LEAVE * move.amount
    if not (is_step and is_so_far and is_in_box(side, move.east_e7, move.north_e7, setting=setting)):
        return False
    # An outline that is just wide enough may be none further north, and none beyond the 85th degree.
    after = [area_aside(area, east_e7=move.east_e7, north_e7=move.north_e7) for area in areas]
    return all(isinstance(read_area(area.polygons), Area) for area in after)


def _is_trim(move: Move, side: Side, setting: Setting) -> bool:
    before, after = [volume.area for volume in side.volumes], [read_area(area) for area in move.areas]
    if len(before) != len(after):
        return False
    kept = [area for area in after if isinstance(area, Area)]
    if len(kept) != len(after) or not 0 < move.amount <= words.MOST_GIVEN_UP_PERMILLE:
        return False
    if move.amount != given_up_permille(before, after=kept):
        return False
    return all(_lies_within(left, whole) for left, whole in zip(kept, before, strict=True))


def _lies_within(left: Area, whole: Area) -> bool:
    """Return whether a trim adds no ground, but for a strip that rounding explains."""
    _, south, _, north = whole.box
    added = shapely.difference(shape_of(left), shape_of(whole))
    parts = [each for each in shapely.get_parts(added) if isinstance(each, shapely.Polygon)]
    return all(width_m(each, scale=scale_at((south + north) / 2 / E7)) < LEAVE_M for each in parts)


def _are_apart(proposal: Proposal, notices: Mapping[str, NoticeState], *, terms: ActivityTerms) -> bool:
    plans: list[Any] = []
    for own_id, notice in notices.items():
        move = proposal.move_of(own_id)
        plans.append(notice.version.plan if move is None else moved(notice.version.plan, move))
    return not surely_meet(plans[0], plans[1], terms=terms)


_RULES = {words.TIME: _is_time, words.HEIGHT: _is_height, words.ASIDE: _is_aside, words.TRIM: _is_trim}
