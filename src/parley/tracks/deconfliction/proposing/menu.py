"""The menu of ways out of an overlap: the same for whoever asks, at most five, in one order. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from parley.tracks.deconfliction.proposing.freezing import as_asked
from parley.tracks.deconfliction.proposing.moves import HOWS, MOST_PROPOSALS, Move, Proposal, lot_of
from parley.tracks.deconfliction.proposing.searching import move_aside, move_in_height, move_in_time, trim
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from parley.tracks.deconfliction.proposing.splitting import split
from parley.tracks.deconfliction.proposing.testing import Trial, are_apart

Key = tuple[int, int, int, int, int, str]


def menu(one: Side, other: Side, *, setting: Setting) -> tuple[Proposal, ...]:
    """Return at most five ways out, best first; none is an answer too.

    Both sides are always looked at: either one alone, both together, either one giving up ground. Of each of these the
    cheapest has its place; what is over goes to the cheapest of the others. Who asks, and who filed first, changes
    nothing. Without an overlap there is nothing to propose.
    """
    first, second = sorted((one, other), key=lambda side: side.notice)
    if first.member == second.member or are_apart(first, second, setting=setting):
        return ()
    first, second = as_asked(first, second, setting=setting)
    trial = Trial(first, second, setting=setting)
    alone = {side.notice: _alone(side, against, trial) for side, against in ((first, second), (second, first))}
    trims = [_only(trim(side, against, trial=trial)) for side, against in ((first, second), (second, first))
             if not side.stays]  # fmt: skip
    both = split(first, second, trial=trial) if not first.stays and not second.stays else None
    groups = [*alone.values(), [each for each in trims if each], [both] if both else []]
    return _chosen(groups, first, second, setting=setting)


def order_of(proposal: Proposal, one: Side, other: Side, *, setting: Setting) -> Key:
    """Return the key by which proposals stand in the menu.

    What the side pays that pays most; what both pay; how much those who would move conceded before; the lot; time
    before height before ground; the hash.
    """
    first = min(one.notice, other.notice)
    burden = max(setting.burdens.get(move.member, 0) for move in proposal.moves)
    lot = lot_of(one.version, other.version, beside=setting.beside)
    turn = 0 if proposal.is_split else lot ^ (proposal.moves[0].notice != first)
    way = HOWS.index(proposal.moves[0].how)
    return proposal.greatest, proposal.total, burden, turn, way, proposal.digest


def _alone(side: Side, other: Side, trial: Trial) -> list[Proposal]:
    if side.stays:
        return []
    found = (way(side, other, trial=trial) for way in (move_in_time, move_in_height, move_aside))
    return [Proposal((move,)) for move in found if move is not None]


def _only(move: Move | None) -> Proposal | None:
    return None if move is None else Proposal((move,))


def _chosen(
    groups: Iterable[list[Proposal]], one: Side, other: Side, *, setting: Setting
) -> tuple[Proposal, ...]:
    def key(proposal: Proposal) -> Key:
        return order_of(proposal, one, other, setting=setting)

    sorted_groups = [sorted(group, key=key) for group in groups if group]
    best = [group[0] for group in sorted_groups]
    rest = sorted((each for group in sorted_groups for each in group[1:]), key=key)
    return tuple(sorted((*best, *rest[: MOST_PROPOSALS - len(best)]), key=key))
