"""Zones, limits, counts, provisions and sectors in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from parley.charter.model import Charter
from parley.desk.naming import Names, in_language
from parley.desk.notices.words import rule_word
from parley.desk.verifying import words
from parley.desk.verifying.words import word
from parley.geo.place import Place, place_text

Values = Mapping[str, Any]


def _named(names: Mapping[str, str]) -> str:
    return in_language(names, language=get_language() or "en")


def zone_said(charter: Charter, name: str) -> str:
    """Say a zone by its name; one that the charter does not have by its code."""
    zone = charter.zones.get(name)
    return _named(zone.names) if zone is not None else name


def zones_said(charter: Charter, names: Iterable[str]) -> str:
    """Say zones by their names."""
    return " · ".join(zone_said(charter, each) for each in names)


def limit_said(charter: Charter, zone: str, limit: str) -> str:
    """Say what a limit counts."""
    found = charter.zones[zone].limits.get(limit) if zone in charter.zones else None
    return _named(found.names) if found is not None else limit


def count_said(charter: Charter, each: Values, *, names: Names) -> str:
    """Say one line of a report: of which limit, of whom, how many or why none."""
    whose = f" ({names(each['member'])})" if each.get("member") else ""
    what = f"{zone_said(charter, each['zone'])}, {limit_said(charter, each['zone'], each['limit'])}{whose}"
    if each.get("counted") is not None:
        return f"{what}: {each['counted']}"
    return f"{what}: {word(words.WHY_NOT, each['could_not_count'])} ({each['why']})"


def provision_said(charter: Charter, each: Values) -> str:
    """Say a provision: a rule or a limit of a zone, or an article of a basis of the charter."""
    if each.get("basis") is not None:
        basis = charter.bases.get(each["basis"])
        return f"{each['article']} · {basis.source if basis is not None else each['basis']}"
    zone = charter.zones.get(each["zone"])
    where = zone_said(charter, each["zone"])
    if each.get("limit") is not None:
        return f"{where}: {limit_said(charter, each['zone'], each['limit'])}"
    number = int(each["rule"])
    if zone is None or number >= len(zone.rules):
        return where
    return pgettext("a provision", "%(zone)s, rule %(number)s: %(rule)s") % {
        "zone": where, "number": number + 1, "rule": rule_said(charter, zone.rules[number]),
    }  # fmt: skip


def rule_said(charter: Charter, rule: Any) -> str:
    """Say a rule of a zone: what it forbids or asks, of which classes."""
    terms = charter.activities
    classes = [_named(terms.classes[name].names) for name in rule.classes if name in terms.classes] if terms else []
    return f"{rule_word(rule.rule)} ({', '.join(classes)})" if classes else rule_word(rule.rule)


def place_said(place: Values | None) -> str:
    """Say a place with the radius around it."""
    if place is None:
        return ""
    at = place_text(Place(place["lat_e7"], place["lon_e7"]))
    near = pgettext("a place", "within %(metres)s m") % {"metres": place["radius_m"]}
    return f"{place['name']} · {at} · {near}" if place.get("name") else f"{at} · {near}"


def sector_said(sector: Values) -> str:
    """Say a sector by its south-western and north-eastern corners."""
    south, west, size = (int(sector[name]) for name in ("south_e7", "west_e7", "size_e7"))
    return f"{place_text(Place(south, west))} – {place_text(Place(south + size, west + size))}"


def day_said(day: int) -> str:
    """Say a day that is counted from 1970."""
    return datetime.fromtimestamp(day * 86_400, UTC).date().isoformat()


def seen_said(seen: Values) -> str:
    """Say the figures of a chart that were seen."""
    return gettext(
        "%(counted)s in %(run_days)s days; %(expected)s in the %(past_days)s days before; sum %(sum)s of %(threshold)s"
    ) % {name: seen[name] for name in ("counted", "run_days", "expected", "past_days", "sum", "threshold")}
