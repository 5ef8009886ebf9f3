"""Reads what a charter says of zones. Pure."""

from __future__ import annotations

from parley.charter.dated import read_span, read_windows
from parley.charter.form import Form
from parley.charter.map_terms import place_of, read_labels
from parley.charter.model import DRAWINGS
from parley.charter.terms import CODE, Bases, read_names
from parley.charter.zones import RULES, Zone, ZoneLimit, ZoneRule
from parley.geo.figures import Misread
from parley.geo.height import Height, parse_height
from parley.geo.place import Place

MOST_CORNERS, MOST_STRENGTH = 500, 1_000_000


def read_zones(
    form: Form, *, languages: tuple[str, ...], codes: tuple[str, ...], classes: tuple[str, ...], bases: Bases
) -> dict[str, Zone]:
    """Return the zones by name; none where the charter has no such section."""
    zones: dict[str, Zone] = {}
    if not form.has("zones"):
        return zones
    required = ("names", "corners", "drawing", "basis")
    optional = ("rules", "limits", "lower", "upper", "from", "until", "windows", "labels")
    for name, item in form.named_forms("zones", required=required, optional=optional):
        zones[name] = Zone(
            name=name,
            names=read_names(item, languages=languages),
            corners=_corners(item),
            lower=_height(item, "lower"),
            upper=_height(item, "upper"),
            drawing=item.word("drawing", among=DRAWINGS),
            rules=tuple(_rules(item, codes=codes, classes=classes, bases=bases)),
            provenance=bases.of(item),
            limits=_limits(item, languages=languages, codes=codes, bases=bases),
            span=read_span(item),
            windows=read_windows(item),
            labels=read_labels(item, languages=languages, codes=codes),
        )
    return zones


def _corners(form: Form) -> tuple[Place, ...]:
    """Return the corners of an outline that is sound; it is closed without its first corner being said again."""
    # Here, because GEOS is loaded where a charter has zones.
    from parley.geo.area import read_area  # noqa: PLC0415

    corners = tuple(place_of(item, item.key) for item in form.listed("corners"))
    if not form.has("corners"):
        return ()
    if not 3 <= len(corners) <= MOST_CORNERS:
        form.note("charter.zone_corners", "corners", most=MOST_CORNERS)
        return ()
    found = read_area([[[[each.lon_e7, each.lat_e7] for each in corners]]])
    if isinstance(found, Misread) and form.is_sound("corners"):
        form.note("charter.zone_outline", "corners", code=found.code)
    return corners


def _height(form: Form, name: str) -> Height | None:
    if not form.has(name):
        return None
    text = form.text(name, longest=120)
    found = parse_height(text) if text else None
    if isinstance(found, Misread):
        form.note("charter.zone_height", name, value=text[:80])
        return None
    return found


def _rules(
    form: Form, *, codes: tuple[str, ...], classes: tuple[str, ...], bases: Bases
) -> list[ZoneRule]:
    rules = []
    optional = ("classes", "members", "limit", "from", "until")
    for item in form.forms("rules", required=("rule", "basis"), optional=optional):
        rule = item.word("rule", among=RULES)
        if (rule == "limit") != item.has("limit"):
            item.note("charter.zone_limit", "rule")
        rules.append(
            ZoneRule(
                rule,
                _among(item, "classes", classes, "charter.unknown_class"),
                _among(item, "members", codes, "charter.unknown_member"),
                item.number("limit", low=0, high=MOST_STRENGTH) if item.has("limit") else None,
                bases.of(item),
                read_span(item),
            )
        )
    return rules


def _limits(
    form: Form, *, languages: tuple[str, ...], codes: tuple[str, ...], bases: Bases
) -> dict[str, ZoneLimit]:
    limits = {}
    required, optional = ("names", "at_most", "basis"), ("members", "from", "until")
    for name, item in form.named_forms("limits", required=required, optional=optional):
        limits[name] = ZoneLimit(
            name,
            read_names(item, languages=languages),
            item.number("at_most", low=0, high=MOST_STRENGTH),
            _among(item, "members", codes, "charter.unknown_member"),
            bases.of(item),
            read_span(item),
        )
    return limits


def _among(form: Form, name: str, known: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return the names of a list; one that the charter does not know is a problem."""
    found = (form.texts(name, like=CODE) if name == "members" else form.texts(name)) if form.has(name) else ()
    for number, each in enumerate(found):
        if each not in known:
            key = "code" if name == "members" else "name"
            form.note(code, f"{name}.{number}", **{key: each[:80]})
    return found
