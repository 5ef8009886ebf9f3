"""What is wrong with a plan before anybody signs it: every fault at its field (CO-3 to CO-6). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.verdict import Fault
from parley.tracks.commitments.timetable.days import Offset, Span, instant, moved
from parley.tracks.commitments.timetable.graph import Graph, graph_of
from parley.tracks.commitments.timetable.plan import MOST_OCCURRENCES, Plan, Recurring, Step, plan_of
from parley.tracks.commitments.timetable.term import (
    DAY_D,
    NAME,
    Term,
    TermMisread,
    parse_deadline,
    parse_length,
    parse_term,
)

PREFIX = "commitments."
# A day in March of no leap year: what can be said of dates counted from D before D is known is said of this one.
ANY_DAY_S = 1_804_032_000


def term_check(read: Callable[[str], object]) -> Callable[[Any, str], tuple[Fault, ...]]:
    """Return the check of a text that `read` reads."""

    def check(value: Any, where: str) -> tuple[Fault, ...]:
        if not isinstance(value, str):
            return (Fault(where, "hotline.text_asked"),)
        try:
            read(value)
        except TermMisread as wrong:
            return (Fault(where, PREFIX + wrong.code, {"text": wrong.text[:60]}),)
        return ()

    return check


deadline_check, moment_check, length_check = map(term_check, (parse_deadline, parse_term, parse_length))


def name_check(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for the name of a step or an event: a letter, then letters, figures and low lines, 32 at most."""
    if isinstance(value, str) and NAME.fullmatch(value):
        return ()
    return (Fault(where, PREFIX + "name_asked"),)


def plan_faults(terms: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return every fault of the plan that sound terms say: names, circles, dates that contradict each other."""
    plan = plan_of(terms, entry="")
    places = {each["id"]: f"obligations.{n}" for n, each in enumerate(terms.get("obligations") or ())}
    places.update({each["id"]: f"events.{n}" for n, each in enumerate(terms.get("events") or ())})
    return tuple(faults_of(plan, places=places))


def faults_of(plan: Plan, *, places: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the faults of a plan; where one has several of a kind, each."""
    named = [*_names_unknown(plan, places)]
    yield from named
    yield from _alone(plan, places)
    if named:
        return
    graph = graph_of(plan)
    if graph.cycle:
        yield Fault(_at(places, graph.cycle[0]), PREFIX + "cycle", {"cycle": " → ".join(graph.cycle)})
        return
    yield from _contradictions(plan, graph, places)


def _at(places: Mapping[str, str], name: str, field: str = "") -> str:
    place = places.get(name, "obligations")
    return f"{place}.{field}" if field else place


def _names_unknown(plan: Plan, places: Mapping[str, str]) -> Iterator[Fault]:
    if set(plan.events) & set(plan.steps):
        both = sorted(set(plan.events) & set(plan.steps))
        yield Fault("events", PREFIX + "name_twice", {"names": ", ".join(both)})
    for event in plan.events.values():
        anchor = event.on.anchor if event.on is not None else None
        if anchor is not None and not plan.knows(anchor):
            yield Fault(_at(places, event.id, "on"), PREFIX + "name_unknown", {"name": anchor})
    for step in plan.steps.values():
        for field, names in (("by", step.anchors), ("after", step.after), ("with", step.coupled)):
            known = plan.steps if field == "with" else None
            for name in names:
                if not (name in known if known is not None else plan.knows(name)) or name == step.id:
                    yield Fault(_at(places, step.id, field), PREFIX + "name_unknown", {"name": name})
                elif name in plan.steps and plan.steps[name].recurring is not None:
                    yield Fault(_at(places, step.id, field), PREFIX + "recurs", {"name": name})


def _alone(plan: Plan, places: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with one step or event by itself."""
    for event in plan.events.values():
        if event.on is None and event.verifier is None:
            yield Fault(_at(places, event.id, "on"), PREFIX + "event_never")
    for step in plan.steps.values():
        if step.who in step.to:
            yield Fault(_at(places, step.id, "to"), PREFIX + "owed_to_itself", {"member": step.who})
        if step.verifier == step.who:
            yield Fault(_at(places, step.id, "verifier"), PREFIX + "verifies_itself", {"member": step.who})
        if step.recurring is not None and (step.deadline is not None or step.coupled):
            yield Fault(_at(places, step.id, "recurring"), PREFIX + "recurring_alone")


def _contradictions(plan: Plan, graph: Graph, places: Mapping[str, str]) -> Iterator[Fault]:
    """Yield dates of which each shuts the other out, as far as both are counted from the same day.

    A day of the calendar and one counted from an entry into force that nobody knows yet cannot be compared; what comes
    of them is defined where it is reckoned: nothing is due before it may be done.
    """
    needed: dict[str, dict[str, int]] = {}
    for name in (each for knot in graph.knots for each in knot):
        step = plan.steps.get(name)
        if step is None:
            needed[name] = _latest_of_event(plan, name)
            continue
        before = _max_each(needed.get(each, {}) for each in step.after)
        own = _latest_of_step(plan, step)
        yield from _own_faults(plan, step, places)
        if any(before.get(base, end_s) > end_s for base, end_s in own.items()):
            yield Fault(_at(places, name, "by"), PREFIX + "due_before_condition", {"names": ", ".join(step.after)})
        needed[name] = {**before, **own}


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a term lies, counted from what: the calendar (""), D, a step or an event of no known day."""

    base: str
    span: Span


def _placed(plan: Plan, term: Term) -> _Placed:
    fixed = term.fixed(offset_minutes=plan.offset_minutes)
    if fixed is not None or term.anchor is None:
        return _Placed("", fixed or instant(ANY_DAY_S))
    event = plan.events.get(term.anchor)
    found = _placed(plan, event.on) if event is not None and event.on is not None else None
    anchor = found or _Placed(term.anchor, instant(ANY_DAY_S))
    if term.offset is None:
        return anchor
    return _Placed(anchor.base, moved(anchor.span, term.offset, offset_minutes=plan.offset_minutes))


def _latest_of_step(plan: Plan, step: Step) -> dict[str, int]:
    """Return by when a step is due, by each day from which its terms are counted: the earliest of those counts."""
    found: dict[str, int] = {}
    for term in step.deadline.last if step.deadline is not None else ():
        placed = _placed(plan, term)
        found[placed.base] = min(found.get(placed.base, placed.span.end_s), placed.span.end_s)
    return found


def _latest_of_event(plan: Plan, name: str) -> dict[str, int]:
    on = plan.events[name].on
    if on is None:
        return {}
    placed = _placed(plan, on)
    return {placed.base: placed.span.start_s}


def _max_each(found: Iterable[Mapping[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for each in found:
        for base, at_s in each.items():
            whole[base] = max(whole.get(base, at_s), at_s)
    return whole


def _own_faults(plan: Plan, step: Step, places: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what contradicts itself in the dates of one step."""
    for term in () if plan.names_day_d else _terms(step):
        if term.anchor == DAY_D and term.offset is not None and term.offset.amount < 0:
            yield Fault(_at(places, step.id, "by"), PREFIX + "before_force", {"term": term.text})
    deadline = step.deadline
    if deadline is not None and deadline.first is not None:
        first = _placed(plan, deadline.first)
        last = [each for term in deadline.last if (each := _placed(plan, term)).base == first.base]
        if any(first.span.start_s >= each.span.end_s for each in last):
            yield Fault(_at(places, step.id, "by"), PREFIX + "window_ends_first", {"term": deadline.text})
    if step.recurring is not None:
        yield from _turn_faults(plan, step, step.recurring, places)


def _terms(step: Step) -> tuple[Term, ...]:
    again = step.recurring
    return (*(step.deadline.terms if step.deadline else ()), *((again.first, again.until) if again else ()))


def _turn_faults(plan: Plan, step: Step, again: Recurring, places: Mapping[str, str]) -> Iterator[Fault]:
    first, last = _placed(plan, again.first), _placed(plan, again.until)
    if first.base != last.base:
        return
    where, offset = _at(places, step.id, "recurring"), plan.offset_minutes
    if moved(first.span, again.every, offset_minutes=offset).end_s > last.span.end_s:
        yield Fault(where, PREFIX + "never_recurs", {"every": str(again.every).lstrip("+")})
    beyond = Offset(again.every.amount * (MOST_OCCURRENCES + 1), again.every.unit)
    if moved(first.span, beyond, offset_minutes=offset).end_s <= last.span.end_s:
        yield Fault(where, PREFIX + "recurs_too_often", {"most": MOST_OCCURRENCES})
