"""Both sides move in time, so that what each pays is alike in relation to its slack. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from parley.geo.moving import wider_in_time
from parley.geo.sliding import Span, count_of_spans, is_open, merged, nearest, time_spans
from parley.tracks.deconfliction.proposing import moves as words
from parley.tracks.deconfliction.proposing.moves import Proposal, cost_of, lot_of
from parley.tracks.deconfliction.proposing.searching import MOST_SPANS, MOST_TRIES, is_in_time, time_move, time_spans_of
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from parley.tracks.deconfliction.proposing.testing import Trial, overlaps_between

# Beyond the least: how many more steps apart, and how many steps from the even share, are looked at.
MORE_STEPS, ASIDE_STEPS = 12, 6
_ALL_OF_TIME_S = 2**40


def split(one: Side, other: Side, *, trial: Trial) -> Proposal | None:
    """Return the split in which the side that pays most pays least; None where there is none within a day.

    One begins earlier, the other later, in steps of five minutes; each moves.
    """
    apart = _pair_spans(one, other, trial=trial)
    own = {side.notice: time_spans_of(side, None, trial=trial) for side in (one, other)}
    if apart is None or any(spans is None for spans in own.values()):
        return None
    known = {notice: spans or () for notice, spans in own.items()}
    found = {
        pair for sign in (1, -1) for pair in _pairs(one, other, sign, apart=apart, setting=trial.setting)
        if _is_open(one, other, pair, own=known, setting=trial.setting)
    }  # fmt: skip
    ordered = sorted(found, key=lambda pair: _key(one, other, pair, setting=trial.setting))
    for pair in ordered[:MOST_TRIES]:
        moves = [time_move(side, seconds) for side, seconds in zip((one, other), pair, strict=True)]
        if trial.clears(*moves):
            return Proposal(tuple(sorted(moves, key=lambda move: move.notice)))
    return None


def _pair_spans(one: Side, other: Side, *, trial: Trial) -> tuple[Span, ...] | None:
    """Return by how many seconds the second must not be later than now in relation to the first."""
    found: list[Span] = []
    meeting = {(a, b) for a, mine in enumerate(one.drawn) for b, theirs in enumerate(other.drawn)
               if _may_meet(one, other, a, b, trial)}  # fmt: skip
    aside = trial.setting.apart(*sorted((one.name, other.name))).time_min * 60
    for a, b in sorted(meeting):
        mine, theirs = one.volumes[a].windows or (), other.volumes[b].windows or ()
        if count_of_spans(theirs, mine) > MOST_SPANS:
            return None
        found += time_spans(theirs, mine, apart_s=aside, within_s=2 * words.FARTHEST_S)
    return merged(found)


def _may_meet(one: Side, other: Side, a: int, b: int, trial: Trial) -> bool:
    """Return whether two volumes would meet if they were there at the same time."""
    pair = [
        replace(side, volumes=(wider_in_time(side.volumes[number], seconds=_ALL_OF_TIME_S),))
        for side, number in ((one, a), (other, b))
    ]
    return next(overlaps_between(*pair, setting=trial.setting), None) is not None


def _pairs(
    one: Side, other: Side, sign: int, *, apart: tuple[Span, ...], setting: Setting
) -> Iterator[tuple[int, int]]:
    """Yield shifts of both in seconds; `sign` 1: the second is the later of the two."""
    step = words.TIME_STEP_S
    for distance in islice(nearest(apart, step=step, until=sign * 2 * words.FARTHEST_S), MORE_STEPS):
        steps = abs(distance) // step
        even = _share(one, other, steps, setting=setting)
        for of_one in range(max(1, even - ASIDE_STEPS), min(steps - 1, even + ASIDE_STEPS) + 1):
            yield -sign * of_one * step, sign * (steps - of_one) * step


def _share(one: Side, other: Side, steps: int, *, setting: Setting) -> int:
    """Return how many of the steps the first takes so that both pay alike; an odd one goes to who conceded less."""
    slack = [max(side.slack.time_min * 60, words.TIME_STEP_S) for side in (one, other)]
    whole, rest = divmod(steps * slack[0], sum(slack))
    return whole + (1 if rest and first_pays(one, other, setting=setting) else 0)


def first_pays(one: Side, other: Side, *, setting: Setting) -> bool:
    """Return whether the first of two sides takes what cannot be shared: who conceded less, else as the lot says."""
    burdens = [setting.burdens.get(side.member, 0) for side in (one, other)]
    if burdens[0] != burdens[1]:
        return burdens[0] < burdens[1]
    is_first = one.notice < other.notice
    return is_first == (lot_of(one.version, other.version, beside=setting.beside) == 0)


def _is_open(
    one: Side, other: Side, pair: tuple[int, int], *, own: Mapping[str, tuple[Span, ...]], setting: Setting
) -> bool:
    return all(
        abs(seconds) <= words.FARTHEST_S and is_open(own[side.notice], seconds)
        and is_in_time(side, seconds, setting=setting)
        for side, seconds in zip((one, other), pair, strict=True)
    )  # fmt: skip


def _key(one: Side, other: Side, pair: tuple[int, int], *, setting: Setting) -> tuple[int, ...]:
    """Sort by what the side pays that pays most, by both together, then by what the more burdened one pays.

    Of two that are alike in this the more burdened one begins later rather than earlier.
    """
    paid = [
        (setting.burdens.get(side.member, 0), cost_of(words.TIME, seconds, unit="s", slack=side.slack), seconds)
        for side, seconds in zip((one, other), pair, strict=True)
    ]
    costs = [cost for _, cost, _ in paid]
    _, burdened, seconds = max(paid)
    return max(costs), sum(costs), burdened, -seconds
