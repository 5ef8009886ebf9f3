"""How figures are counted, from facts alone: what counts in which span, the denominators, nothing where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.reading import read_template
from parley.charter.verdict import Refusal
from parley.node.figures.asked import DAY_MS, MOST_DAYS, Asked, span_asked
from parley.node.figures.facts import IN_TIME, LATE, UNMET, Fact, Given, Reckoned, Sent
from parley.node.figures.sheet import Sheet, Told, sheet
from parley.node.figures.silence import Stretch, stretches
from parley.node.figures.spread import Spread, spread
from parley.node.figures.told import as_json
from tests.node.mechanism import TEMPLATES

CHARTER = read_template((TEMPLATES / "paris-2026.yaml").read_bytes())
ALL = ("SY", "IL", "US")
MINUTE_MS = 60_000
NOW_MS = 1_764_000_000_000
ASKED = Asked(NOW_MS - DAY_MS, NOW_MS, NOW_MS)


def fact(number: int = 1, **more: object) -> Fact:
    """Return a FLASH of SY that IL read ten minutes before now and has ten minutes to acknowledge."""
    read = NOW_MS - 60 * MINUTE_MS
    plain = Fact(
        f"SY/{number}:acknowledge:IL", f"SY/{number}", "hotline", "flash", ALL, f"SY/{number}", "IL", "acknowledge",
        "D-1", read - 5_000, read, read + 10 * MINUTE_MS, None, "", None,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def done(number: int, *, minutes: float) -> Fact:
    """Return one that was acknowledged so many minutes after the first reading."""
    plain = fact(number)
    assert plain.read_ms is not None
    return replace(plain, done_ms=plain.read_ms + int(minutes * MINUTE_MS), done_by=f"IL/{number}")


def made(*facts: Fact, sent: tuple[Sent, ...] = (), given: tuple[Given, ...] = (), asked: Asked = ASKED,
         quiet: dict[str, tuple[Stretch, ...]] | None = None) -> Sheet:  # fmt: skip
    """Return the sheet of these."""
    return sheet(Told(Reckoned(facts, sent, given), quiet or {}), asked=asked, charter=CHARTER)


def count(found: Sheet, name: str, member: str = "IL") -> tuple[int | None, int]:
    """Return a figure of a member and out of how many it is."""
    row = found.row(name)
    assert row is not None, name
    return row.cells[member].count, row.cells[member].of


def test_of_even_many_the_middle_is_the_lower_one_and_ninety_of_a_hundred_stay_within() -> None:
    """Each figure of a spread is one of the durations, by nearest rank."""
    assert spread([]) is None
    assert spread([7]) == Spread(1, 7, 7, 7)
    assert spread([40, 10, 30, 20]) == Spread(4, 20, 40, 40)
    assert spread(range(1, 101)) == Spread(100, 50, 90, 100)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=50))
def test_a_spread_does_not_depend_on_the_order(durations: list[int]) -> None:
    """Whatever the order in which they were found, and never out of their bounds."""
    found = spread(durations)
    assert found == spread(reversed(durations))
    assert found is not None
    assert min(durations) <= found.median_ms <= found.ninetieth_ms <= found.worst_ms == max(durations)


def test_a_duty_counts_once_it_was_met_or_due() -> None:
    """What still runs counts nowhere; met before its time it counts when it was met, late when it was due."""
    early, late = done(1, minutes=4), done(2, minutes=14)
    assert (early.outcome(now_ms=NOW_MS), late.outcome(now_ms=NOW_MS)) == (IN_TIME, LATE)
    assert early.decided_ms == early.done_ms
    assert late.decided_ms == late.due_ms
    running = fact(due_ms=NOW_MS + 1)
    assert running.outcome(now_ms=NOW_MS) is None
    assert fact(due_ms=NOW_MS).outcome(now_ms=NOW_MS) is None
    assert fact(due_ms=NOW_MS - 1).outcome(now_ms=NOW_MS) == UNMET


def test_what_ended_before_it_was_due_never_lapsed() -> None:
    """A need that went away in time counts nowhere, one that went away after the time counts as unmet."""
    due = fact().due_ms
    assert due is not None
    assert fact(ended_ms=due).outcome(now_ms=NOW_MS) is None
    assert fact(ended_ms=due + 1).outcome(now_ms=NOW_MS) == UNMET


def test_answers_are_timed_from_the_first_reading_and_by_precedence() -> None:
    """Median, nine in ten and worst of what was met, with how many."""
    found = made(*(done(number, minutes=number) for number in range(1, 11)))
    row = found.row("answers.flash")
    assert row is not None
    cell = row.cells["IL"]
    assert cell.times == Spread(10, 5 * MINUTE_MS, 9 * MINUTE_MS, 10 * MINUTE_MS)
    assert [item.by for item in cell.items] == [f"IL/{number}" for number in range(1, 11)]
    assert row.cells["SY"].is_none
    assert row.cells["SY"].times is None


def test_decisions_on_permits_and_projects_are_timed_apart_and_only_where_any_was_made() -> None:
    """Humanitarian crossings have a row of their own; what was given and what was refused count alike."""
    assert made(done(1, minutes=4)).row("decisions.permit") is None
    of_permit = {"track": "commerce", "clause": "CMD-1", "precedence": "priority"}
    of_project = {"track": "commerce", "clause": "CMD-4", "precedence": "priority"}
    found = made(
        *(replace(done(number, minutes=number), **of_permit) for number in (3, 5, 9)),  # type: ignore[arg-type]
        replace(done(20, minutes=2), **{**of_permit, "precedence": "immediate"}),  # type: ignore[arg-type]
        replace(done(21, minutes=30), **of_project),  # type: ignore[arg-type]
    )
    times = {name: row.cells["IL"].times for name in ("permit", "permit_humanitarian", "project")
             if (row := found.row(f"decisions.{name}")) is not None}  # fmt: skip
    assert times == {
        "permit": Spread(3, 5 * MINUTE_MS, 9 * MINUTE_MS, 9 * MINUTE_MS),
        "permit_humanitarian": Spread(1, 2 * MINUTE_MS, 2 * MINUTE_MS, 2 * MINUTE_MS),
        "project": Spread(1, 30 * MINUTE_MS, 30 * MINUTE_MS, 30 * MINUTE_MS),
    }


def test_lapsed_duties_are_told_by_clause_out_of_how_many() -> None:
    """Of three decided one was late and one was never met."""
    found = made(done(1, minutes=4), done(2, minutes=14), fact(3))
    assert count(found, "duties.late") == (1, 3)
    assert count(found, "duties.unmet") == (1, 3)
    assert count(found, "lapsed.D-1") == (2, 3)


def test_nothing_to_count_is_no_figure() -> None:
    """Where there was nothing there is no nought either."""
    found = made()
    assert all(cell.count is None and cell.times is None for row in found.rows for cell in row.cells.values())
    told = [value for row in as_json(found)["figures"] for value in row["values"].values()]
    assert told
    assert all(value["count"] is None and "median_ms" not in value for value in told)


def test_every_member_has_the_same_rows() -> None:
    """No figure is told of one side alone; the supervisor has its own column."""
    found = made(done(1, minutes=4))
    assert found.members == CHARTER.codes
    assert all(set(row.cells) == set(CHARTER.codes) for row in found.rows)


def test_a_missed_check_is_counted_by_its_slot() -> None:
    """Of two slots one was not sent in: one of two."""
    slot = fact(1, clause="D-9", what="send_line_check", matter="", precedence="", read_ms=None)
    found = made(replace(slot, id="a"), replace(slot, id="b", done_ms=slot.sent_ms + 1_000))
    assert count(found, "checks_sent.unmet") == (1, 2)
    assert count(found, "checks_sent.late") == (0, 2)
    row = found.row("answers.other")
    assert row is not None
    assert row.cells["IL"].is_none


def sent(number: int, *, precedence: str = "flash", template: str = "", reasoned: bool = False) -> Sent:
    """Return a message of IL, an hour before now."""
    return Sent(f"IL/{number}", "IL", ALL, NOW_MS - 60 * MINUTE_MS, precedence, template, reasoned)


def test_flash_outside_the_charters_occasions_is_counted_and_one_with_a_reason_is_not() -> None:
    """Fixed phrases that the charter names and stated reasons are within its rule."""
    found = made(
        sent=(sent(1), sent(2, template="hold_fire"), sent(3, reasoned=True), sent(4, precedence="routine"))
    )
    assert count(found, "flash_share") == (3, 4)
    assert count(found, "flash_outside") == (1, 3)
    row = found.row("flash_outside")
    assert row is not None
    assert [item.entry for item in row.cells["IL"].items] == ["IL/1"]
    day = next(row for row in found.rows if row.code == "flash_day")
    assert (day.cells["IL"].count, day.cells["IL"].of, day.cells["SY"].of) == (3, 4, 0)


def test_a_charter_that_names_no_occasion_counts_none_outside() -> None:
    """Without a rule nothing is outside it, and no nought is shown for it."""
    precedences = {**CHARTER.precedences, "flash": replace(CHARTER.precedences["flash"], meant_for=())}
    told = Told(Reckoned(sent=(sent(1),)), {})
    found = sheet(told, asked=ASKED, charter=replace(CHARTER, precedences=precedences))
    assert count(found, "flash_outside") == (None, 0)


def test_short_notice_is_counted_of_all_that_were_given() -> None:
    """One of two came short, by ninety minutes, and before its beginning."""
    at = NOW_MS - 60 * MINUTE_MS
    short = Given("IL/1", "IL/1", "IL", ALL, at, 90, at + MINUTE_MS)
    found = made(given=(short, replace(short, entry="IL/2", matter="IL/2", short_by_min=0)))
    assert count(found, "notices_short") == (1, 2)
    assert count(found, "notices_after") == (0, 2)
    row = found.row("notices_by")
    assert row is not None
    assert row.cells["IL"].times == Spread(1, 90 * MINUTE_MS, 90 * MINUTE_MS, 90 * MINUTE_MS)


def test_silence_is_what_lies_between_entries() -> None:
    """The longest stretch, and those longer than two line checks of the schedule."""
    hour = 60 * MINUTE_MS
    said = [(NOW_MS - 10 * hour, "IL/1"), (NOW_MS - 4 * hour, "IL/3"), (NOW_MS - 5 * hour, "IL/2")]
    quiet = stretches(said, from_ms=NOW_MS - 10 * hour, until_ms=NOW_MS)
    assert [(each.lasted_ms // hour, each.before, each.after) for each in quiet] == [
        (5, "IL/1", "IL/2"), (1, "IL/2", "IL/3"), (4, "IL/3", ""),
    ]  # fmt: skip
    found = made(quiet={"IL": tuple(quiet)})
    row = found.row("silence_longest")
    assert row is not None
    assert row.cells["IL"].count == 5 * hour
    assert count(found, "silence_over") == (2, 3)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"from_on": "yesterday"}, "figures_day"),
        ({"from_on": "2025-11-24", "until_on": "2025-11-23"}, "figures_order"),
        ({"from_on": "2024-01-01", "until_on": "2025-11-20"}, "figures_long"),
        ({"from_on": "2025-11-20", "until_on": "2031-01-01"}, "figures_order"),
    ],
)
def test_a_span_that_is_none_is_refused(words: dict[str, str], code: str) -> None:
    """What is no day, turned round, too long, or to come: refused with the clause, never cut."""
    refusal = span_asked(**words, now_ms=NOW_MS)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.clause) == (code, "FIG-1")


def test_spans_are_whole_days_up_to_today() -> None:
    """A week is seven days with today, and a year is the longest."""
    week = span_asked(span="week", now_ms=NOW_MS)
    assert week == (1_763_424_000_000, 1_764_028_800_000)
    longest = span_asked(from_on="2024-11-24", until_on="2025-11-24", now_ms=NOW_MS)
    assert isinstance(longest, tuple)
    assert len(Asked(*longest, now_ms=NOW_MS).days) == MOST_DAYS


def test_what_is_kept_of_a_matter_comes_back_as_it_was() -> None:
    """Facts, messages and notices, written to JSON and read again."""
    whole = Reckoned((done(1, minutes=4), fact(2)), (sent(3),), (Given("IL/4", "IL/4", "IL", ALL, 5, 6, 7),))
    assert Reckoned.from_json(whole.as_json()) == whole
