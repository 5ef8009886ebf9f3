"""The watch over all sectors: what counts where, what is raised since when and by which report."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.tracks.incidents.warning.occurrences import DAY_S, PLACE, TIME, Occurrence, tally, why_left_out
from parley.tracks.incidents.warning.sectors import Sector, read_sector, sector_at
from parley.tracks.incidents.warning.watch import LEAST_PAST_DAYS, Terms, Watched, outlook

TERMS = Terms(size_e7=2_500_000, baseline_days=84, run_days=14, false_alarm_days=1000)
TODAY = 20_000
NOW_S = TODAY * DAY_S + 12 * 3600
LONG_AGO_S = (TODAY - 400) * DAY_S


def happened(number: int, *, day: int = TODAY, at: tuple[int, int] = (330_000_000, 358_000_000), late_h: int = 1,
             member: str = "SY", hour: int = 6) -> Occurrence:  # fmt: skip
    """Return an incident of a day, reported some hours later."""
    from_s = day * DAY_S + hour * 3600
    at_ms = (from_s + late_h * 3600) * 1000
    return Occurrence(f"{member}/{number}", member, at_ms, from_s, from_s, at)


def burst(count: int, *, day: int = TODAY) -> list[Occurrence]:
    """Return so many incidents on one day."""
    return [happened(number, day=day, late_h=1 + number) for number in range(count)]


def only(occurrences: list[Occurrence], *, now_s: int = NOW_S) -> Watched:
    """Return the one sector of which anything is known."""
    (found,) = outlook(occurrences, terms=TERMS, since_s=LONG_AGO_S, now_s=now_s).watched
    return found


def test_a_burst_in_a_quiet_sector_raises_it_and_names_the_report_that_sufficed() -> None:
    """Four on one day: the fourth that was reported, when it was reported."""
    assert only(burst(3)).raising is None
    found = only(burst(5)).raising
    assert found is not None and (found.first_day, found.last_day, found.by) == (TODAY, TODAY, "SY/3")
    assert found.raised_ms == burst(5)[3].at_ms


def test_a_late_report_counts_on_its_day_and_raises_when_it_was_made() -> None:
    """Three on a day, and the fourth told two days later: raised since that day, by that report, at its time."""
    late = happened(9, day=TODAY - 2, late_h=30)
    found = only([*burst(3, day=TODAY - 2), late]).raisings[0]
    assert (found.first_day, found.by, found.raised_ms) == (TODAY - 2, "SY/9", late.at_ms)


def test_who_is_quiet_again_was_raised_all_the_same() -> None:
    """A raising that is over stands among those of the days looked at."""
    found = only(burst(4), now_s=NOW_S + 60 * DAY_S)
    assert found.raising is None and [(each.first_day, each.last_day) for each in found.raisings] == [
        (TODAY, TODAY + TERMS.run_days - 1)
    ]


@given(st.randoms())
def test_the_order_of_arrival_changes_nothing(chance: Random) -> None:
    """The same incidents give the same outlook, whatever came first."""
    some = [happened(n, day=TODAY - n % 20, at=(330_000_000 + n % 3 * 2_500_000, 358_000_000)) for n in range(60)]
    mixed = chance.sample(some, len(some))
    told = [outlook(each, terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S) for each in (some, mixed)]
    assert told[0] == told[1]


def test_incidents_linked_as_one_count_once() -> None:
    """Both sides report the same thing: one incident, that of the report made first."""
    same = [replace(each, group="SY/0") for each in burst(6)]
    assert only(same).chart.counts[-1] == 1
    assert only(same).counted[0].occurrence.id == "SY/0"


def test_what_is_not_told_precisely_enough_is_counted_nowhere_and_listed() -> None:
    """A time of more than a day, or a place larger than a sector."""
    week = replace(happened(1), until_s=happened(1).from_s + 7 * DAY_S)
    wide, nowhere = replace(happened(2), reach_e7=1_250_001), replace(happened(4), at_e7=None)
    near = replace(happened(3), until_s=happened(3).from_s + DAY_S, reach_e7=1_250_000)
    found = [why_left_out(each, size_e7=TERMS.size_e7) for each in (week, wide, nowhere, near)]
    assert found == [TIME, PLACE, PLACE, None]
    told = outlook([week, wide, nowhere, near], terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S)
    assert {why: [each.id for each in some] for why, some in told.left_out.items()} == {
        TIME: ["SY/1"], PLACE: ["SY/2", "SY/4"],
    }  # fmt: skip
    assert len(told.watched) == 1


def test_what_is_said_to_happen_later_is_not_counted_yet() -> None:
    """A report with a time ahead of the clock raises nothing before that time."""
    assert outlook(burst(9, day=TODAY + 1), terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S).watched == ()


def test_without_a_past_nothing_is_raised_and_the_first_day_is_told() -> None:
    """From the charter on 28 days of past, and the days looked at, must have gone by."""
    since = TODAY - 20
    told = outlook(burst(9), terms=TERMS, since_s=since * DAY_S, now_s=NOW_S)
    assert told.watched == () and told.begins_day == since + LEAST_PAST_DAYS + TERMS.run_days
    begun = outlook(burst(9, day=told.begins_day), terms=TERMS, since_s=since * DAY_S,
                    now_s=told.begins_day * DAY_S + 80_000)  # fmt: skip
    assert begun.watched[0].raising is not None
    assert begun.watched[0].chart.expected.days == LEAST_PAST_DAYS + 1


@pytest.mark.parametrize(
    ("lat", "lon", "name"),
    [
        (330_000_000, 358_000_000, "132.143.2500"), (-1, -1, "-1.-1.2500"), (2_499_999, 0, "0.0.2500"),
        (2_500_000, 0, "1.0.2500"),
    ],
)  # fmt: skip
def test_a_sector_holds_its_southern_and_western_edge(lat: int, lon: int, name: str) -> None:
    """Cells are counted from 0 north, 0 east, below it too."""
    sector = sector_at(lat, lon, size_e7=2_500_000)
    assert sector.name == name and read_sector(sector.edges()) == sector


def test_sectors_that_are_raised_come_first() -> None:
    """Then those that are nearest to their threshold."""
    places = [(330_000_000, 358_000_000), (333_000_000, 358_000_000), (326_000_000, 358_000_000)]
    some = [happened(n * 10 + k, at=places[n]) for n, number in ((0, 1), (1, 5), (2, 2)) for k in range(number)]
    told = outlook(some, terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S)
    wanted = [sector_at(*places[n], size_e7=TERMS.size_e7) for n in (1, 2, 0)]
    assert [each.sector for each in told.watched] == wanted and told.watched[0].raising is not None
    assert isinstance(wanted[0], Sector)


def test_thousands_of_incidents_are_counted_at_once() -> None:
    """What a node does at each look: 5,000 incidents of 100 days in 25 sectors."""
    some = [happened(n, day=TODAY - n % 100, at=(325_000_000 + n % 25 * 2_500_000, 358_000_000)) for n in range(5000)]
    assert len(tally(some, size_e7=TERMS.size_e7).counted) == 5000
    assert len(outlook(some, terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S).watched) == 25


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=40),
    st.integers(0, 39), st.sampled_from((0, 1, 20)),
)  # fmt: skip
def test_what_was_drawn_before_changes_nothing(
    some: list[tuple[int, int, int]], known: int, later_days: int
) -> None:
    """Made from the last one it says what it says when made from the beginning, also of a later day and of fewer."""
    told = [
        replace(happened(n, day=TODAY - ago, at=(330_000_000 + 2_500_000 * place, 358_000_000)),
                group=f"SY/{n - 1}" if linked == 2 and n else "")
        for n, (ago, place, linked) in enumerate(some)
    ]  # fmt: skip
    before = outlook(told[:known], terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S)
    now_s = NOW_S + later_days * DAY_S
    for each in (told, told[::2]):
        made = outlook(each, terms=TERMS, since_s=LONG_AGO_S, now_s=now_s, before=before)
        assert made == outlook(each, terms=TERMS, since_s=LONG_AGO_S, now_s=now_s)
        before = made


def test_one_more_incident_draws_its_own_sector_alone() -> None:
    """All others are those that were drawn before."""
    told = [happened(n, at=(330_000_000 + 2_500_000 * n, 358_000_000)) for n in range(20)]
    before = outlook(told, terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S)
    after = outlook([*told, happened(99)], terms=TERMS, since_s=LONG_AGO_S, now_s=NOW_S, before=before)
    kept = {id(each) for each in before.watched}
    assert [each.sector for each in after.watched if id(each) not in kept] == [sector_at(330_000_000, 358_000_000,
                                                                                        size_e7=TERMS.size_e7)]
