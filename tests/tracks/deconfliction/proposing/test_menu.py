"""The menu of ways out: the same for both sides, bounded, each clearing the overlap and making none anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.geo.band import Ground
from parley.geo.detect import between
from parley.geo.separation import Separation
from parley.geo.volume import Volume
from parley.tracks.deconfliction.proposing.menu import menu, order_of
from parley.tracks.deconfliction.proposing.moves import MOST_PROPOSALS, Proposal, Slack, cost_of, lot_of, read_proposal
from parley.tracks.deconfliction.proposing.searching import MOST_ROWS, move_in_time
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from parley.tracks.deconfliction.proposing.testing import Trial, are_apart, grades, is_no_worse, moved_side
from tests.geo.drawing import HOUR, square
from tests.tracks.deconfliction.proposing.world import NOW_S, setting, side, third, volume, zone

MINE, THEIRS = side("SY"), side("IL", volume(square(35.81, 33.11, side=0.03), begins_min=20))
PLACES = st.tuples(st.integers(0, 6), st.integers(0, 6))
VOLUMES = st.builds(
    lambda place, begins, lasts, lower, side_e: volume(
        square(35.8 + place[0] / 100, 33.1 + place[1] / 100, side=side_e / 100),
        begins_min=5 * begins, lasts_min=5 * lasts, lower=100 * lower, upper=100 * lower + 200,
    ),
    PLACES, st.integers(0, 30), st.integers(1, 40), st.integers(1, 6), st.integers(1, 4),
)  # fmt: skip
SLACKS = st.builds(Slack, st.integers(0, 300), st.integers(0, 5_000), st.integers(0, 500))


def hows(found: Sequence[Proposal]) -> list[tuple[tuple[str, str, int], ...]]:
    """Return who moves how far in each proposal."""
    return [tuple((move.member, move.how, move.amount) for move in each.moves) for each in found]


def test_the_menu_has_either_alone_both_together_and_a_trim() -> None:
    """What clears is there for both sides alike; of a split each pays the same part of its slack, if it can."""
    found = menu(MINE, THEIRS, setting=setting())
    assert len(found) == MOST_PROPOSALS
    movers = [{move.member for move in each.moves} for each in found]
    assert {"SY"} in movers and {"IL"} in movers and {"SY", "IL"} in movers
    assert any(each.is_trim for each in found) and sum(each.is_split for each in found) == 1
    assert (("IL", "time", 1_200), ("SY", "time", -1_200)) in hows(found)
    assert [each.greatest for each in found] == sorted(each.greatest for each in found)


@settings(max_examples=25, deadline=None)
@given(VOLUMES, VOLUMES, SLACKS, SLACKS, st.lists(VOLUMES, max_size=3))
def test_swapping_the_sides_mirrors_the_menu(
    one: Volume, other: Volume, slack: Slack, others_slack: Slack, beside: list[Volume]
) -> None:
    """Whoever asks first gets the same; where two members change places, so do the moves and what they cost."""
    around = setting(*third("US/9", *beside), burdens={"SY": 1, "IL": 0})
    turned_around = replace(around, burdens={"SY": 0, "IL": 1})
    mine, theirs = side("SY", one, slack=slack), side("IL", other, slack=others_slack)
    found = menu(mine, theirs, setting=around)
    assert menu(theirs, mine, setting=around) == found
    swapped = menu(side("IL", one, slack=slack), side("SY", other, slack=others_slack), setting=turned_around)
    turned = {"IL": "SY", "SY": "IL"}
    mirrored = [{(turned[move.member], move.how, move.amount) for move in each.moves} for each in swapped]
    assert mirrored == [{(move.member, move.how, move.amount) for move in each.moves} for each in found]


@settings(max_examples=25, deadline=None)
@given(VOLUMES, VOLUMES, st.lists(VOLUMES, max_size=4), st.sampled_from((0, 300)))
def test_every_proposal_passes_the_detector(
    one: Volume, other: Volume, beside: list[Volume], lateral_m: int
) -> None:
    """The two keep apart as asked, and nothing is met that was not met before, or in a graver way."""
    around = setting(*third("US/9", *beside), separation=Separation(lateral_m, 50 if lateral_m else 0, 5))
    mine, theirs = side("SY", one), side("IL", other)
    found = menu(mine, theirs, setting=around)
    assert len(found) <= MOST_PROPOSALS
    both = frozenset((mine.notice, theirs.notice))
    for proposal in found:
        after = []
        for each in (mine, theirs):
            move = proposal.move_of(each.notice)
            after.append(each if move is None else moved_side(each, move))
            now, then = (grades(state, but=both, setting=around) for state in (after[-1], each))
            assert is_no_worse(now, before=then)
        assert are_apart(*after, setting=around)
        assert read_proposal(proposal.as_json()) == proposal


@settings(max_examples=25, deadline=None)
@given(VOLUMES, VOLUMES, st.lists(VOLUMES, max_size=3))
def test_the_shift_in_time_is_the_least_there_is(one: Volume, other: Volume, beside: list[Volume]) -> None:
    """Trying every five minutes of two days finds none that is nearer."""
    around = setting(*third("US/9", *beside))
    mine, theirs = side("SY", one), side("IL", other)
    trial = Trial(mine, theirs, setting=around)
    if are_apart(mine, theirs, setting=around) or trial.before(mine):
        return
    found = move_in_time(mine, theirs, trial=trial)
    least = next((
        abs(shift) for step in range(1, 289) for shift in (300 * step, -300 * step)
        if _is_clear(mine, theirs, shift, around)
    ), None)  # fmt: skip
    assert (abs(found.amount) if found else None) == least


def _is_clear(mine: Side, theirs: Side, shift: int, around: Setting) -> bool:
    (own,) = mine.volumes
    slid = replace(own, windows=tuple((start + shift, end + shift) for start, end in own.windows or ()))
    activity = mine.as_drawn(slid)
    others = [*theirs.drawn, *around.reach(activity)]
    return not any(
        found is not None and found.kind != "contact"
        for found in (between(activity, each, ground=around.ground, apart=around.apart) for each in others)
    )


def test_who_stays_is_never_asked_to_move() -> None:
    """Of a medical evacuation and a flight only the flight moves; of two that stay nobody does."""
    found = menu(replace(MINE, stays=True), THEIRS, setting=setting())
    assert found and {move.member for each in found for move in each.moves} == {"IL"}
    assert menu(replace(MINE, stays=True), replace(THEIRS, stays=True), setting=setting()) == ()


def test_nobody_begins_earlier_than_its_notice_allows() -> None:
    """With the hour of the entry and the notice of its class; a later beginning takes nobody's notice away."""
    late = replace(MINE, notice_s=48 * HOUR)
    shifts = [move for each in menu(late, THEIRS, setting=setting()) for move in each.moves
              if move.how == "time" and move.member == "SY"]  # fmt: skip
    assert all(move.amount > 0 for move in shifts)
    earlier = setting(now_s=NOW_S - HOUR)
    assert (("SY", "time", -2_400),) in hows(menu(late, THEIRS, setting=earlier))


def test_what_stands_on_the_ground_is_not_lifted() -> None:
    """From the ground up there is no move in height; in the air there is, and none under the highest ground."""
    wide = [volume(square(), lower=lower, upper=lower + 200, lasts_min=48 * 60) for lower in (0, 300)]
    theirs = side("IL", volume(square(), lasts_min=48 * 60, lower=0, upper=400))
    for own, can_rise in zip(wide, (False, True), strict=True):
        found = menu(side("SY", own), theirs, setting=setting())
        assert any(move.how == "height" and move.member == "SY" for each in found for move in each.moves) == can_rise
    sea = [volume(square(), lasts_min=48 * 60, lower=low, upper=low + 200, reference="AMSL") for low in (900, 1_000)]
    around = setting(ground=Ground((-212, 850), (15, 27), (990, 1_040)))
    found = menu(side("SY", sea[0]), side("IL", sea[1]), setting=around)
    heights = {(move.member, move.amount) for each in found for move in each.moves if move.how == "height"}
    assert heights and all(amount > 0 or (member, amount) == ("SY", -50) for member, amount in heights)


def test_a_zone_that_forbids_is_only_moved_out_of() -> None:
    """Nothing is moved into a zone, over its border or over a line, nor beyond the mechanism's box."""
    forbidding = zone("north", square(35.7, 33.135, side=0.3))
    found = menu(MINE, THEIRS, setting=setting(forbidding, box=(357_900_000, 330_900_000, 358_600_000, 331_400_000)))
    for proposal in found:
        for each in (MINE, THEIRS):
            move = proposal.move_of(each.notice)
            boxes = [v.area.box for v in (moved_side(each, move) if move else each).volumes]
            assert all(box[0] >= 357_900_000 and box[3] <= 331_400_000 for box in boxes)
    assert {move.how for each in found for move in each.moves} >= {"time"}


def test_no_proposal_within_bounds_is_an_answer() -> None:
    """Two of three days over one place that neither may leave; without an overlap nothing is proposed either."""
    long = [volume(square(), lasts_min=72 * 60, lower=0) for _ in range(2)]
    assert menu(side("SY", long[0]), side("IL", long[1]), setting=setting(box=square().box)) == ()
    apart = side("IL", volume(square(36.5), begins_min=20))
    assert menu(MINE, apart, setting=setting()) == ()


def test_too_much_around_is_bounded_by_a_count() -> None:
    """With more rows than are looked at a way is not offered; a trim needs no search and stays."""
    many = [each for n in range(MOST_ROWS + 1) for each in third(f"US/{n}", volume(square(36.5)))]
    found = menu(MINE, THEIRS, setting=setting(*many))
    assert {move.how for each in found for move in each.moves} == {"trim"}


def test_a_tie_goes_to_who_conceded_less() -> None:
    """Equal cost: first who has the smaller burden, with none of either as the lot says; an odd step likewise."""
    def first_of(burdens: dict[str, int]) -> str:
        around = setting(burdens=burdens)
        alone = [each for each in menu(MINE, THEIRS, setting=around) if not each.is_split and not each.is_trim]
        tied = [each for each in alone if each.greatest == alone[0].greatest]
        assert tied == sorted(tied, key=lambda each: order_of(each, MINE, THEIRS, setting=around))
        return tied[0].moves[0].member

    assert first_of({"SY": 500, "IL": 0}) == "IL"
    assert first_of({"SY": 0, "IL": 500}) == "SY"
    assert first_of({}) == ("IL" if lot_of("SY/1", "IL/1", beside="a charter") == 0 else "SY")
    odd = side("IL", volume(square(35.81, 33.11, side=0.03), begins_min=15))
    for burdens, pays in (({"SY": 9, "IL": 0}, "IL"), ({"SY": 0, "IL": 9}, "SY")):
        split = next(each for each in menu(MINE, odd, setting=setting(burdens=burdens)) if each.is_split)
        assert max(split.moves, key=lambda move: abs(move.amount)).member == pays


@pytest.mark.parametrize(("how", "amount", "unit", "slack", "cost"), [
    ("time", -1_800, "s", Slack(60), 500),
    ("time", 300, "s", Slack(), 1_000),
    ("time", 100, "s", Slack(7), 239),
    ("aside", 500, "m", Slack(lateral_m=1_000), 500),
    ("height", 50, "ft", Slack(vertical_m=0), 1_000),
    ("height", 5, "FL", Slack(vertical_m=1_524), 100),
    ("trim", 250, "permille", Slack(), 500),
])  # fmt: skip
def test_a_cost_is_in_thousandths_of_the_declared_slack(
    how: str, amount: int, unit: str, slack: Slack, cost: int
) -> None:
    """Rounded up; who declared none is measured by one step; half the ground is worth all the slack."""
    assert cost_of(how, amount, unit=unit, slack=slack) == cost


def test_the_lot_is_the_same_for_both_and_depends_on_what_both_signed() -> None:
    """One bit of both ids, in their order, and of a value that neither chooses alone."""
    assert lot_of("SY/1", "IL/1", beside="x") == lot_of("IL/1", "SY/1", beside="x")
    assert {lot_of("SY/1", "IL/1", beside=str(number)) for number in range(20)} == {0, 1}
