"""The sheet of figures: a row a figure, a column a member, all counted alike and from the same entries. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from parley.charter.model import Charter
from parley.node.figures.asked import Asked
from parley.node.figures.cell import LASTED, Cell, Item, counted, item_of, timed
from parley.node.figures.facts import LATE, UNMET, Fact, Given, Reckoned, Sent
from parley.node.figures.silence import Stretch
from parley.node.figures.sorts import (
    CHECKS_ANSWERED,
    CHECKS_SENT,
    DECISIONS,
    EXCHANGED,
    INSPECTIONS,
    STEPS,
    decision_of,
    is_answer,
)

FLASH = "flash"
MINUTE_MS = 60_000
# Where no line check is scheduled, silence counts from this on.
SILENT_MINUTES = 60
Line = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every member; `of` names what it is told of beside its code: a precedence, a clause, a day."""

    code: str
    of: str
    cells: Mapping[str, Cell]

    @property
    def name(self) -> str:
        """Return the name under which the figure is asked for: "answers.flash"."""
        return f"{self.code}.{self.of}" if self.of else self.code

    @property
    def is_none(self) -> bool:
        """Return whether no member has anything to count."""
        return all(cell.is_none for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """All figures of a span; `silent_minutes` is how long a stretch without an entry is before it counts as silence."""

    asked: Asked
    members: tuple[str, ...]
    rows: tuple[Row, ...]
    silent_minutes: int

    def row(self, name: str) -> Row | None:
        """Return the row of this name."""
        return next((row for row in self.rows if row.name == name), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What was found in the record for a span: of the matters, and each member's stretches without an entry."""

    reckoned: Reckoned
    quiet: Mapping[str, tuple[Stretch, ...]]


def sheet(told: Told, *, asked: Asked, charter: Charter) -> Sheet:
    """Return the figures of every member of the charter, in its order."""
    made = _Made(told, asked, charter)
    return Sheet(asked, charter.codes, tuple(made.rows()), silent_minutes(charter))


def silent_minutes(charter: Charter) -> int:
    """Return from how many minutes on a stretch counts as silence: two slots of the most frequent line check."""
    checks = [each.every_minutes for each in charter.line_checks if each.answered_by == "node"]
    return 2 * min(checks, default=SILENT_MINUTES // 2)


class _Made:
    """The rows of one sheet; what was found is parted by member once."""

    def __init__(self, told: Told, asked: Asked, charter: Charter) -> None:
        self._told, self._asked, self._charter = told, asked, charter
        self._now_ms = asked.now_ms
        codes = charter.codes
        facts, found = [f for f in told.reckoned.facts if self._is_decided(f)], told.reckoned
        self._facts = {code: [f for f in facts if f.owed_by == code] for code in codes}
        self._all = {code: [f for f in found.facts if f.owed_by == code] for code in codes}
        self._sent = {code: [s for s in found.sent if s.member == code and asked.holds(s.at_ms)] for code in codes}
        self._given = {code: [g for g in found.given if g.member == code and asked.holds(g.at_ms)] for code in codes}

    def rows(self) -> Iterator[Row]:
        """Yield every row in the order in which the page shows them."""
        yield from self._answers()
        yield from self._decisions()
        yield from self._exchanged()
        yield from self._duties()
        yield from self._checks()
        yield from self._notices()
        yield from self._steps()
        yield from self._flash()
        yield from self._silence()

    def _is_decided(self, fact: Fact) -> bool:
        return fact.outcome(now_ms=self._now_ms) is not None and self._asked.holds(fact.decided_ms)

    def _row(self, code: str, cells: Line, *, of: str = "") -> Row:
        return Row(code, of, cells)

    def _items(self, facts: Iterable[Fact]) -> list[Item]:
        return [item_of(fact, now_ms=self._now_ms) for fact in sorted(facts, key=_by_time)]

    def _answers(self) -> Iterator[Row]:
        """How long answers took from receipt, by precedence; and how long a first reading let wait."""
        names = [*self._charter.precedences, ""]
        answers = {
            code: [f for f in facts if is_answer(f.clause) and f.took_ms is not None]
            for code, facts in self._facts.items()
        }
        for name in names:
            cells = {
                code: timed(self._items(f for f in facts if f.precedence == name)) for code, facts in answers.items()
            }
            yield self._row("answers", cells, of=name or "other")
        yield self._row("receipts", {code: timed(self._receipts(facts)) for code, facts in self._all.items()})
        yield self._row("unread", {code: self._unread(facts) for code, facts in self._all.items()})

    def _decisions(self) -> Iterator[Row]:
        """How long decisions of commerce took from receipt, where any was made."""
        yield from self._took("decisions", DECISIONS, of=lambda f: decision_of(f.clause, precedence=f.precedence))

    def _exchanged(self) -> Iterator[Row]:
        """How long answers of information exchange took from receipt, by what was answered, where anything was."""
        yield from self._took("exchanged", EXCHANGED, of=lambda f: f.clause)

    def _took(self, row: str, sorts: tuple[str, ...], *, of: Callable[[Fact], str]) -> Iterator[Row]:
        """Yield for each sort that there was a row with how long it took each member, from what was met."""
        found = {code: [(of(f), f) for f in facts if f.took_ms is not None] for code, facts in self._facts.items()}
        for name in sorts:
            cells = {code: timed(self._items(f for sort, f in met if sort == name)) for code, met in found.items()}
            if any(not cell.is_none for cell in cells.values()):
                yield self._row(row, cells, of=name)

    def _receipts(self, facts: list[Fact]) -> list[Item]:
        """Return each thing that was first read within the span, once, with how long it had waited."""
        read = {
            f.entry: Item(f.entry, f.matter, at_ms=f.sent_ms, done_ms=f.read_ms, took_ms=max(0, f.read_ms - f.sent_ms))
            for f in facts
            if f.read_ms is not None and f.matter and self._asked.holds(f.read_ms) and f.sent_ms <= f.read_ms
        }
        return sorted(read.values(), key=lambda item: (item.done_ms or 0, item.entry))

    def _unread(self, facts: list[Fact]) -> Cell:
        """Count what was sent within the span and of which no reading was shown, of all that was sent then."""
        sent = {f.entry: f for f in facts if f.matter and self._asked.holds(f.sent_ms)}
        unread = {f.entry: f for f in sent.values() if f.read_ms is None and f.done_ms is None and f.ended_ms is None}
        items = [Item(f.entry, f.matter, at_ms=f.sent_ms) for f in sorted(unread.values(), key=_by_time)]
        return counted(items, of=len(sent))

    def _duties(self) -> Iterator[Row]:
        """How many duties were met late or not at all, of all that were decided; then those not met, by clause."""
        for outcome in (LATE, UNMET):
            cells = {code: self._of_outcome(facts, outcome) for code, facts in self._facts.items()}
            yield self._row("duties", cells, of=outcome)
        clauses = sorted({fact.clause for facts in self._facts.values() for fact in facts}, key=_clause_place)
        for clause in clauses:
            of_clause = {code: [f for f in facts if f.clause == clause] for code, facts in self._facts.items()}
            cells = {code: self._of_outcome(facts, LATE, UNMET) for code, facts in of_clause.items()}
            yield self._row("lapsed", cells, of=clause)

    def _of_outcome(self, facts: list[Fact], *outcomes: str) -> Cell:
        found = [fact for fact in facts if fact.outcome(now_ms=self._now_ms) in outcomes]
        return counted(self._items(found), of=len(facts))

    def _checks(self) -> Iterator[Row]:
        """Line checks that were to be sent and were not, or late; the same of their answers, and of inspections."""
        kinds = (("checks_sent", CHECKS_SENT), ("checks_answered", CHECKS_ANSWERED), ("inspections", INSPECTIONS))
        for code, clause in kinds:
            of_clause = {member: [f for f in facts if f.clause == clause] for member, facts in self._facts.items()}
            for outcome in (UNMET, LATE):
                cells = {member: self._of_outcome(facts, outcome) for member, facts in of_clause.items()}
                yield self._row(code, cells, of=outcome)

    def _notices(self) -> Iterator[Row]:
        """Notices and changes that came later than their class asks, by how much, and after their beginning."""
        of = {code: len(given) for code, given in self._given.items()}
        short = {code: [g for g in given if g.short_by_min > 0] for code, given in self._given.items()}
        items = {code: [_given_item(g) for g in found] for code, found in short.items()}
        after = {code: [_given_item(g) for g in found if g.at_ms > g.begins_ms] for code, found in short.items()}
        yield self._row("notices_short", {code: counted(found, of=of[code]) for code, found in items.items()})
        yield self._row("notices_by", {code: timed(found) for code, found in items.items()})
        yield self._row("notices_after", {code: counted(found, of=of[code]) for code, found in after.items()})

    def _steps(self) -> Iterator[Row]:
        """Steps of promises that were met late, or not."""
        steps = {code: [f for f in facts if f.clause == STEPS] for code, facts in self._facts.items()}
        for outcome in (LATE, UNMET):
            cells = {code: self._of_outcome(facts, outcome) for code, facts in steps.items()}
            yield self._row("steps", cells, of=outcome)

    def _flash(self) -> Iterator[Row]:
        """FLASH among all messages, those that fit no occasion the charter names, and both day by day."""
        of = {code: len(sent) for code, sent in self._sent.items()}
        flash = {code: [s for s in sent if s.precedence == FLASH] for code, sent in self._sent.items()}
        shares = {code: counted(_sent_items(found), of=of[code]) for code, found in flash.items()}
        yield self._row("flash_share", shares)
        outside = {code: [s for s in found if not self._fits(s)] for code, found in flash.items()}
        has_rule = bool(self._occasions)
        yield self._row(
            "flash_outside",
            {code: counted(_sent_items(found), of=len(flash[code]) if has_rule else 0)
             for code, found in outside.items()},
        )  # fmt: skip
        for day in self._asked.days:
            name = day.isoformat()
            by_day = {code: [s for s in sent if _day_of(s.at_ms) == name] for code, sent in self._sent.items()}
            if any(by_day.values()):
                cells = {
                    code: counted(_sent_items(s for s in sent if s.precedence == FLASH), of=len(sent))
                    for code, sent in by_day.items()
                }
                yield self._row("flash_day", cells, of=name)

    @property
    def _occasions(self) -> tuple[str, ...]:
        rule = self._charter.precedences.get(FLASH)
        return rule.meant_for if rule is not None and rule.provenance.judges else ()

    def _fits(self, sent: Sent) -> bool:
        return sent.template in self._occasions or sent.is_reasoned

    def _silence(self) -> Iterator[Row]:
        """The longest stretch in which nothing came from a member, and how many lasted longer than two line checks."""
        least_ms = silent_minutes(self._charter) * MINUTE_MS
        longest: Line = {}
        over: Line = {}
        for code in self._charter.codes:
            quiet = [_quiet_item(each) for each in self._told.quiet.get(code, ())]
            last = sorted(quiet, key=lambda item: item.took_ms or 0)[-1:]
            longest[code] = Cell(LASTED, len(quiet), last[0].took_ms if last else None, items=tuple(last))
            over[code] = counted([item for item in quiet if (item.took_ms or 0) > least_ms], of=len(quiet))
        yield self._row("silence_longest", longest)
        yield self._row("silence_over", over)


def without_days(rows: Iterable[Row]) -> list[Row]:
    """Return the rows but for those of single days."""
    return [row for row in rows if row.code != "flash_day"]


def _quiet_item(quiet: Stretch) -> Item:
    return Item(
        quiet.before, at_ms=quiet.from_ms, done_ms=quiet.until_ms, by=quiet.after, took_ms=quiet.lasted_ms
    )  # fmt: skip


def _given_item(given: Given) -> Item:
    item = Item(given.entry, given.matter, at_ms=given.at_ms, due_ms=given.begins_ms, short_by_min=given.short_by_min)
    return replace(item, took_ms=given.short_by_min * MINUTE_MS)


def _sent_items(sent: Iterable[Sent]) -> list[Item]:
    return [Item(s.entry, s.entry, at_ms=s.at_ms, what=s.template) for s in sorted(sent, key=_sent_place)]


def _sent_place(sent: Sent) -> tuple[int, str]:
    return sent.at_ms, sent.entry


def _by_time(fact: Fact) -> tuple[int, str]:
    return fact.decided_ms or fact.sent_ms, fact.id


def _day_of(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


def _clause_place(clause: str) -> tuple[str, int]:
    name, _, number = clause.rpartition("-")
    return name, int(number) if number.isdecimal() else 0
