"""When each step of a plan may begin and is due, from what the record says was done. Pure.

Firm is what follows from what is certified; expected is what would follow if all that is not done yet were certified
at its due instant (or, where `expect_from_s` is given, no earlier than that).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parley.tracks.commitments.timetable.days import Offset, Span, instant, moved
from parley.tracks.commitments.timetable.graph import Graph, graph_of
from parley.tracks.commitments.timetable.plan import MOST_OCCURRENCES, Plan, Step
from parley.tracks.commitments.timetable.term import DAY_D, Term


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan is reckoned with: since when it is in force, and when each step or event was certified in full.

    `draft_s` stands for the entry into force while that is not known: for what is expected, and never for what is due.
    """

    from_s: int | None
    completed_s: Mapping[str, int] = field(default_factory=dict)
    draft_s: int | None = None
    expect_from_s: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When one step may begin and by when it is due; None for what is not known yet, or has no date.

    `waits_for` names what must be certified before these are known. `may_begin` tells whether all conditions are
    there. `expected_s` is by when it would be due if all before it went as planned.
    """

    step: str
    start_s: int | None
    due_s: int | None
    waits_for: tuple[str, ...]
    may_begin: bool
    expected_start_s: int | None
    expected_s: int | None
    knot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One turn of a recurring step: its number from 1, from when and by when it is due."""

    number: int
    start_s: int
    due_s: int


# Of a step in a circle: it may not begin, and nothing is expected of it.
_NOT_YET = (False, None, None)


@dataclass(slots=True)
class _Sheet:
    """What is known so far, filled in the order of the graph."""

    plan: Plan
    facts: Facts
    graph: Graph
    firm: dict[str, Span] = field(default_factory=dict)
    expected: dict[str, Span] = field(default_factory=dict)


def reckon(plan: Plan, facts: Facts) -> dict[str, Due]:
    """Return for every step when it may begin and is due, in the order of the plan."""
    return _filled(plan, facts)[1]


def moments(plan: Plan, facts: Facts) -> dict[str, int]:
    """Return when D, each event and each step came, as far as that is firm: a day that is named, from its begin."""
    return {name: span.start_s for name, span in _filled(plan, facts)[0].firm.items()}


def occurrences(plan: Plan, step: Step, facts: Facts) -> tuple[Occurrence, ...]:
    """Return every turn of a recurring step whose dates are known, 400 at most; none where they are not."""
    if step.recurring is None:
        return ()
    sheet = _filled(plan, facts)[0]
    first = _span(sheet, step.recurring.first, sheet.firm)
    last = _span(sheet, step.recurring.until, sheet.firm)
    if first is None:
        return ()
    return tuple(_turns(first, step.recurring.every, last, offset_minutes=plan.offset_minutes))


def _filled(plan: Plan, facts: Facts) -> tuple[_Sheet, dict[str, Due]]:
    sheet = _Sheet(plan, facts, graph_of(plan))
    _place_day_d(sheet)
    found: dict[str, Due] = {}
    for knot in sheet.graph.knots:
        for name in knot:
            if name in plan.events:
                _place_event(sheet, name)
        steps = [plan.steps[name] for name in knot if name in plan.steps]
        found.update((each.step, each) for each in _due_together(sheet, steps))
    for name in plan.steps:
        # What waits in a circle (two amendments that crossed may make one) is never due, and says for what it waits.
        found.setdefault(name, Due(name, None, None, sheet.graph.direct[name], *_NOT_YET, (name,)))
    return sheet, {name: found[name] for name in plan.steps}


def _turns(first: Span, every: Offset, last: Span | None, *, offset_minutes: int) -> Iterable[Occurrence]:
    begun = first.start_s
    for number in range(1, MOST_OCCURRENCES + 1):
        # Each from the first, so that the last day of a month does not move all that follow.
        due = moved(first, Offset(every.amount * number, every.unit), offset_minutes=offset_minutes)
        if last is not None and due.end_s > last.end_s:
            return
        yield Occurrence(number, begun, due.end_s)
        begun = due.end_s


def _place_day_d(sheet: _Sheet) -> None:
    facts = sheet.facts
    if sheet.plan.names_day_d:
        return
    if facts.from_s is not None:
        sheet.firm[DAY_D] = sheet.expected[DAY_D] = instant(facts.from_s)
    elif facts.draft_s is not None:
        sheet.expected[DAY_D] = instant(facts.draft_s)


def _place_event(sheet: _Sheet, name: str) -> None:
    event, at_s = sheet.plan.events[name], sheet.facts.completed_s.get(name)
    if at_s is not None:
        sheet.firm[name] = sheet.expected[name] = instant(at_s)
        return
    if event.on is None:
        return
    for known in (sheet.firm, sheet.expected):
        span = _span(sheet, event.on, known)
        # An event that somebody has to certify has not come because its day has: it is only expected then.
        if span is not None and (event.verifier is None or known is sheet.expected):
            known[name] = span


def _span(sheet: _Sheet, term: Term, known: Mapping[str, Span]) -> Span | None:
    offset = sheet.plan.offset_minutes
    fixed = term.fixed(offset_minutes=offset)
    if fixed is not None or term.anchor is None:
        return fixed
    anchor = known.get(term.anchor)
    if anchor is None or term.offset is None:
        return anchor
    return moved(anchor, term.offset, offset_minutes=offset)


@dataclass(frozen=True, slots=True)
class _Own:
    """What one step says of itself alone: its begin, its end, and whether anything of that is not known yet."""

    start_s: int | None
    due_s: int | None
    is_known: bool


def _own(sheet: _Sheet, step: Step, known: Mapping[str, Span]) -> _Own:
    deadline = step.deadline
    last = [span for each in (deadline.last if deadline else ()) if (span := _span(sheet, each, known))]
    first = _span(sheet, deadline.first, known) if deadline and deadline.first else None
    came = [known.get(name) for name in step.after]
    arrived = [each.start_s for each in came if each is not None]
    begun = known.get(DAY_D) if not sheet.plan.names_day_d else None
    in_force = sheet.facts.from_s if known is sheet.firm else (sheet.facts.from_s or sheet.facts.draft_s)
    starts = [*arrived, *([first.start_s] if first else []), *([begun.start_s] if begun else [])]
    starts += [in_force] if in_force is not None else []
    is_known = len(arrived) == len(came) and in_force is not None and (deadline is None or bool(last))
    due_s = min((each.end_s for each in last), default=None)
    return _Own(max(starts, default=None), due_s, is_known)


def _due_together(sheet: _Sheet, steps: list[Step]) -> Iterable[Due]:
    """Yield the steps of a knot: one due instant, the latest of theirs, and only once every condition is there."""
    firm = [_own(sheet, each, sheet.firm) for each in steps]
    planned = [_own(sheet, each, sheet.expected) for each in steps]
    start_s, due_s = _together(firm)
    expected_start_s, expected_s = _together(planned)
    waits = {name for each in steps for name in _missing(sheet, each)}
    for step in steps:
        _place_step(sheet, step, due_s=expected_s, start_s=expected_start_s)
    for step in steps:
        yield Due(
            step.id, start_s, due_s,
            (*(name for name in sheet.graph.direct if name in waits), *((DAY_D,) if _waits_for_force(sheet) else ())),
            may_begin=not any(_unmet(sheet, each) for each in steps) and not _waits_for_force(sheet),
            expected_start_s=expected_start_s, expected_s=expected_s,
            knot=tuple(each.id for each in steps),
        )  # fmt: skip


def _together(owns: list[_Own]) -> tuple[int | None, int | None]:
    if not all(each.is_known for each in owns):
        return None, None
    start_s = max((each.start_s for each in owns if each.start_s is not None), default=None)
    dues = [each.due_s for each in owns if each.due_s is not None]
    if not dues:
        return start_s, None
    # Nothing is due before it may be done: what its conditions hold up is due as soon as they are there.
    return start_s, max([*dues, *([start_s] if start_s is not None else [])])


def _place_step(sheet: _Sheet, step: Step, *, due_s: int | None, start_s: int | None) -> None:
    at_s = sheet.facts.completed_s.get(step.id)
    if at_s is not None:
        sheet.firm[step.id] = sheet.expected[step.id] = instant(at_s)
        return
    planned = due_s if due_s is not None else start_s
    if planned is not None:
        floor = sheet.facts.expect_from_s
        sheet.expected[step.id] = instant(planned if floor is None else max(planned, floor))


def _missing(sheet: _Sheet, step: Step) -> tuple[str, ...]:
    if _own(sheet, step, sheet.firm).is_known:
        return ()
    return tuple(name for name in (*step.after, *step.anchors) if name not in sheet.firm and name != DAY_D)


def _unmet(sheet: _Sheet, step: Step) -> bool:
    return any(name not in sheet.firm for name in step.after)


def _waits_for_force(sheet: _Sheet) -> bool:
    return sheet.facts.from_s is None
