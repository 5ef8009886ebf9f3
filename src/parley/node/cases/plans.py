"""The short forms of a case: an activity that meets rules of zones, and what is drawn on a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parley.charter.as_of import drawn_at
from parley.charter.model import Charter
from parley.charter.problem import Problem
from parley.geo.figures import Misread
from parley.geo.geojson import Drawn
from parley.geo.height import parse_height
from parley.geo.moment import parse_moment
from parley.geo.outline import circle
from parley.geo.place import parse_place
from parley.geo.volume import Volume
from parley.node.cases.places import rules_met
from parley.node.cases.telling import shown
from parley.node.cases.told import Case, DayCase, PlanCase


def short_of(case: Case, charter: Charter) -> Iterator[Problem]:
    """Yield whatever does not follow of a case in one of the short forms."""
    if case.plan is not None:
        yield from _plan(case, case.plan, charter)
    if case.day is not None:
        yield from _day(case, case.day, charter)


def _plan(case: Case, told: PlanCase, charter: Charter) -> Iterator[Problem]:
    drawn = _drawn(told)
    if isinstance(drawn, Misread):
        yield Problem(drawn.code, case.mark, f"{case.name}: {drawn.field}", dict(drawn.data))
        return
    classes = charter.activities.classes if charter.activities is not None else {}
    if drawn.classes[0] not in classes or drawn.members[0] not in charter.codes:
        data = {"name": drawn.classes[0], "classes": ", ".join(classes), "member": drawn.members[0]}
        yield Problem("cases.plan_of_nobody", case.mark, case.name, {**data, "codes": ", ".join(charter.codes)})
        return
    found = rules_met(drawn, charter)
    if found != list(told.meets):
        yield _differs(case, "meets", list(told.meets), found)


def _drawn(told: PlanCase) -> Drawn | Misread:
    plan = told.plan
    place, strength = parse_place(plan["at"]), plan.get("strength", "0")
    lower, upper = parse_height(plan["lower"]), parse_height(plan["upper"])
    start, end = parse_moment(plan["from"]), parse_moment(plan["until"])
    for name, each in (("at", place), ("lower", lower), ("upper", upper), ("from", start), ("until", end)):
        if isinstance(each, Misread):
            return Misread(each.code, name, each.data)
    radius = plan["radius_m"]
    if not (radius.isdecimal() and strength.isdecimal() and len(radius) < 7 and len(strength) < 8):
        return Misread("cases.no_outline", "radius_m")
    if end.at_s <= start.at_s:  # type: ignore[union-attr]
        return Misread("geo.window_ends_first", "until")
    area = circle(place, radius_m=int(radius))  # type: ignore[arg-type]
    if isinstance(area, Misread):
        return area
    volume = Volume(area, lower, upper, ((start.at_s, end.at_s),))  # type: ignore[arg-type,union-attr]
    counted = int(strength) if "strength" in plan else None
    return Drawn("plan", False, volume, (plan["class"],), (plan["member"],), strength=counted)


def _day(case: Case, told: DayCase, charter: Charter) -> Iterator[Problem]:
    found = drawn_at(charter, told.at_s)
    for key, asked, there in (
        ("lines", told.lines, [line.name for line in found.lines]),
        ("zones", told.zones, [zone.name for zone in found.zones]),
    ):
        if list(asked) != there:
            yield _differs(case, key, list(asked), there)


def _differs(case: Case, key: str, asked: list[Any], found: list[Any]) -> Problem:
    data = {"key": key, "asked": shown(asked), "found": shown(found)}
    return Problem("cases.drawn_differs", case.mark, case.name, data)

