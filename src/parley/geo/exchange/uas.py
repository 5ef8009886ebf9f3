"""What ED-269 and ED-318 share: restrictions, names, and what of both a charter has no place for. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parley.geo.exchange.names import name_for, words_of
from parley.geo.exchange.own import is_own, take_zone, zone_of
from parley.geo.exchange.rings import Corners
from parley.geo.exchange.times import Times
from parley.geo.exchange.told import RuleTold, Told, ZoneTold
from parley.geo.height import Height

# Both spellings stand in files of authorities.
TYPES = ("USPACE", "PROHIBITED", "REQ_AUTHORIZATION", "REQ_AUTHORISATION", "CONDITIONAL", "NO_RESTRICTION")
USED = ("identifier", "name", "type", "restriction", "limitedApplicability", "applicability", "geometry",
        "extendedProperties", "variant")  # fmt: skip

Limits = tuple[Height | None, Height | None]


def rules_of(restriction: Any, *, classes: tuple[str, ...], where: str, told: Told) -> tuple[RuleTold, ...] | None:
    """Return the rule that a restriction is: prohibited is forbidden, for everything else a charter has no word."""
    if restriction not in TYPES:
        told.fault("geo.word_unknown", where, allowed=", ".join(TYPES))
        return None
    if restriction == "PROHIBITED":
        if not classes:
            told.noted("zones.rule_widened", where)
        return (RuleTold("forbidden", classes),)
    told.lost("zones.no_such_rule", where, value=str(restriction))
    return ()


def tell_left_out(value: Mapping[str, Any], *, where: str, told: Told) -> None:
    """Note by name which fields of a zone are not carried over."""
    left = sorted(name for name, each in value.items() if name not in USED and each not in (None, "", [], {}))
    if value.get("variant") == "CUSTOMIZED":
        left.append("variant")
    extended = value.get("extendedProperties")
    if isinstance(extended, Mapping) and [name for name in extended if name != "parley"]:
        left.append("extendedProperties")
    if left:
        told.lost("zones.fields_left_out", where, fields=", ".join(str(each)[:40] for each in left[:40]))


def expressible(lower: Height | None, upper: Height | None) -> Limits:
    """Return what a layer can say of two limits: no flight level, and one unit for both, which is the lower one's."""
    low, high = (None if each is not None and each.reference == "FL" else each for each in (lower, upper))
    return low, None if low is not None and high is not None and low.unit != high.unit else high


def own_values(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what a charter's own export carried along, or None."""
    extended = value.get("extendedProperties")
    carried = extended.get("parley") if isinstance(extended, Mapping) else None
    return carried if isinstance(carried, Mapping) and is_own(carried) else None


def add_own(
    carried: Mapping[str, Any], pieces: list[tuple[Corners, Limits]], *, stands: Callable[[ZoneTold], bool],
    where: str, told: Told,
) -> None:  # fmt: skip
    """Add a zone that a charter exported; what the other program changed beside it is refused, not guessed.

    `stands` says whether what else is said beside it is that of the zone.
    """
    if len(pieces) != 1:
        told.fault("zones.differs", where)
        return
    zone = zone_of(carried, pieces[0][0], where=where, told=told)
    is_unchanged = zone is not None and expressible(zone.lower, zone.upper) == pieces[0][1] and stands(zone)
    take_zone(zone, is_unchanged=is_unchanged, where=where, told=told)


def add_foreign(
    value: Mapping[str, Any], pieces: list[tuple[Corners, Limits]], *, rules: tuple[RuleTold, ...], times: Times,
    where: str, told: Told,
) -> None:  # fmt: skip
    """Add a zone of another program, one for each of its layers."""
    if not told.has_room(where, len(pieces)):
        return
    identifier = str(value.get("identifier") or "zone")[:80]
    names = words_of(value.get("name"), where=f"{where}.name", told=told) or {"en": identifier}
    if len(pieces) > 1:
        told.repaired("zones.layers", where, count=len(pieces))
    for corners, (lower, upper) in pieces:
        name = name_for(identifier, taken={each.name for each in told.zones})
        zone = ZoneTold(
            name, names, corners, lower, upper, rules=rules, from_s=times.from_s, until_s=times.until_s,
            windows=times.windows,
        )  # fmt: skip
        told.zones.append(numbered(zone) if len(pieces) > 1 else zone)


def numbered(zone: ZoneTold) -> ZoneTold:
    """Return a zone whose names say which piece it is, so that two pieces can be told apart in words."""
    piece = zone.name.rpartition("_")[2]
    suffix = f" ({piece})" if piece.isdigit() else " (1)"
    return replace(zone, names={language: f"{words[:190]}{suffix}" for language, words in zone.names.items()})
