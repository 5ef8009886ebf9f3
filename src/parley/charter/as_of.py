"""Which zones and lines of a charter hold at an instant: "the line as of" any date. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from parley.charter.model import Charter, NamedLine
from parley.charter.zones import Zone, ZoneLimit, ZoneRule


@dataclass(frozen=True, slots=True)
class Holding:
    """What is drawn at an instant; of each zone only the rules and limits that hold then."""

    zones: tuple[Zone, ...]
    lines: tuple[NamedLine, ...]


def drawn_at(charter: Charter, at_s: int) -> Holding:
    """Return the zones and lines that hold at an instant, whatever their standing: each says by itself whose it is."""
    zones = (_at(zone, at_s) for zone in charter.zones.values() if _within(zone.times, at_s))
    lines = charter.map.lines.values() if charter.map is not None else ()
    return Holding(
        tuple(zones), tuple(line for line in lines if line.span.holds(at_s, since=line.provenance.since))
    )


def charter_at(charter: Charter, *, day: date) -> Charter:
    """Return a charter with the zones and lines alone that hold at noon UTC of a day; all else stays as it is."""
    found = drawn_at(charter, int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()))
    lines = {line.name: line for line in found.lines}
    shown = replace(charter.map, lines=lines) if charter.map is not None else None
    return replace(charter, map=shown, zones={zone.name: zone for zone in found.zones})


def _at(zone: Zone, at_s: int) -> Zone:
    def holds(rule: ZoneRule | ZoneLimit) -> bool:
        return _within(zone.times_of(rule), at_s)

    limits = {name: limit for name, limit in zone.limits.items() if holds(limit)}
    return replace(zone, rules=tuple(rule for rule in zone.rules if holds(rule)), limits=limits)


def _within(times: tuple[tuple[int, int], ...], at_s: int) -> bool:
    return any(start <= at_s < end for start, end in times)
