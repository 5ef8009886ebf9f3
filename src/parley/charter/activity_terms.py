"""Reads what a charter says of planned activities. Pure."""

from __future__ import annotations

import re

from parley.charter.activities import ActivityClass, ActivityTerms, SeparationRule
from parley.charter.form import Form
from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.terms import Bases, read_names
from parley.geo.band import Ground
from parley.geo.separation import Separation

# "from -212 to 2814", in whole metres or hectopascal.
SPAN = re.compile(r"from (-?(?:0|[1-9][0-9]{0,4})) to (-?(?:0|[1-9][0-9]{0,4}))")
LARGEST_KM2, LONGEST_DAYS, LONGEST_NOTICE_HOURS = 100_000, 180, 24 * 60
FARTHEST_M, LONGEST_GAP_MIN = 50_000, 24 * 60
MOST_KM2_HOURS = 1_000_000_000


def read_activities(form: Form, *, languages: tuple[str, ...], bases: Bases) -> ActivityTerms | None:
    """Return the section of planned activities; None where the charter has none."""
    if not form.has("activities"):
        return None
    required = ("ground_m", "geoid_m", "pressure_hpa", "largest_km2", "longest_days", "classes", "basis")
    item = form.form("activities", required=required, optional=("separations", "freeze_hours", "most_km2_hours"))
    classes = _classes(item, languages=languages, bases=bases)
    return ActivityTerms(
        ground=Ground(_span(item, "ground_m"), _span(item, "geoid_m"), _span(item, "pressure_hpa")),
        largest_km2=item.number("largest_km2", low=1, high=LARGEST_KM2),
        longest_days=item.number("longest_days", low=1, high=LONGEST_DAYS),
        classes=classes,
        separations=_separations(item, classes=tuple(classes), bases=bases),
        provenance=bases.of(item),
        freeze_hours=_number_or_none(item, "freeze_hours", high=LONGEST_NOTICE_HOURS),
        most_km2_hours=_number_or_none(item, "most_km2_hours", high=MOST_KM2_HOURS),
    )


def _number_or_none(form: Form, name: str, *, high: int) -> int | None:
    return form.number(name, low=1, high=high) if form.has(name) else None


def _span(form: Form, name: str) -> tuple[int, int]:
    """Return the lowest and the highest of what is written as "from -212 to 2814"; upside down is a problem."""
    text = form.text(name, like=SPAN)
    found = SPAN.fullmatch(text) if text else None
    if found is None:
        return 0, 0
    low, high = int(found[1]), int(found[2])
    if low > high:
        form.note("charter.span_upside_down", name, low=low, high=high)
    return low, high


def _classes(form: Form, *, languages: tuple[str, ...], bases: Bases) -> dict[str, ActivityClass]:
    classes = {}
    required = ("names", "notice_hours", "precedence", "basis")
    for name, item in form.named_forms("classes", required=required, optional=("keeps_right",)):
        classes[name] = ActivityClass(
            name=name,
            names=read_names(item, languages=languages),
            notice_hours=item.number("notice_hours", low=0, high=LONGEST_NOTICE_HOURS),
            precedence=item.word("precedence", among=PRECEDENCE_NAMES),
            keeps_right=item.truth("keeps_right") if item.has("keeps_right") else False,
            provenance=bases.of(item),
        )
    return classes


def _separations(form: Form, *, classes: tuple[str, ...], bases: Bases) -> tuple[SeparationRule, ...]:
    rules: list[SeparationRule] = []
    if not form.has("separations"):
        return ()
    required = ("between", "lateral_m", "vertical_m", "minutes", "basis")
    for item in form.forms("separations", required=required):
        pair = _pair(item, classes=classes)
        if pair and any(rule.between == pair for rule in rules):
            item.note("charter.separation_twice", "between", value=" ".join(pair))
        separation = Separation(
            item.number("lateral_m", low=0, high=FARTHEST_M),
            item.number("vertical_m", low=0, high=FARTHEST_M),
            item.number("minutes", low=0, high=LONGEST_GAP_MIN),
        )
        rules.append(SeparationRule(pair or ("", ""), separation, bases.of(item)))
    return tuple(rules)


def _pair(form: Form, *, classes: tuple[str, ...]) -> tuple[str, str] | None:
    """Return two classes, sorted; one class with itself is written twice."""
    names = [item.text(item.key) for item in form.listed("between")]
    for number, name in enumerate(names):
        if name and name not in classes:
            form.note("charter.unknown_class", f"between.{number}", name=name[:80])
    if len(names) != 2:
        form.note("charter.not_a_pair", "between")
        return None
    one, other = sorted(names)
    return one, other
