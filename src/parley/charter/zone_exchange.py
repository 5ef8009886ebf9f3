"""Between a charter's zones and the files of other programs: what is told of them, and their sections as text. Pure.

Protected sites never leave in bulk: a zone with such a rule is left out of every export, and that is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parley.charter.as_of import drawn_at
from parley.charter.dated import Span, instant_text, window_text
from parley.charter.model import Box, Charter, NamedLine, Provenance
from parley.charter.zones import Zone
from parley.geo.exchange.told import BasisTold, LimitTold, LineTold, RuleTold, Told, ZoneTold
from parley.geo.height import height_text
from parley.geo.place import Place, place_text

PROTECTED = "protected"


def told_of(charter: Charter, *, at_s: int | None = None) -> Told:
    """Return the charter's zones and lines as they are told to other programs; `at_s` only what holds then."""
    found = Told()
    drawn = drawn_at(charter, at_s) if at_s is not None else None
    zones = drawn.zones if drawn is not None else tuple(charter.zones.values())
    every_line = tuple(charter.map.lines.values()) if charter.map is not None else ()
    for zone in zones:
        # Asked of the whole zone: a rule that does not hold today protects no less.
        if any(rule.rule == PROTECTED for rule in charter.zones[zone.name].rules):
            continue
        found.zones.append(_zone(zone))
    left = sum(any(rule.rule == PROTECTED for rule in zone.rules) for zone in charter.zones.values())
    if left:
        found.lost("zones.protected_left_out", "zones", count=left)
    found.lines += [_line(line) for line in (drawn.lines if drawn is not None else every_line)]
    return found


def _zone(zone: Zone) -> ZoneTold:
    return ZoneTold(
        zone.name, zone.names, zone.corners, zone.lower, zone.upper, zone.drawing,
        tuple(
            RuleTold(rule.rule, rule.classes, rule.members, rule.limit, basis_of(rule.provenance), *_ends(rule.span))
            for rule in zone.rules
        ),
        tuple(
            LimitTold(each.name, each.names, each.at_most, each.members, basis_of(each.provenance), *_ends(each.span))
            for each in zone.limits.values()
        ),
        basis_of(zone.provenance), *_ends(zone.span), zone.windows, zone.labels,
    )  # fmt: skip


def _line(line: NamedLine) -> LineTold:
    basis = basis_of(line.provenance)
    return LineTold(line.name, line.names, line.points, line.drawing, basis, *_ends(line.span), line.labels)


def basis_of(provenance: Provenance) -> BasisTold:
    """Return a basis as it goes along with a zone."""
    since, by = provenance.since.isoformat(), provenance.by
    return BasisTold(provenance.source, since, provenance.standing, by, provenance.confidence)


def _ends(span: Span) -> tuple[int | None, int | None]:
    return span.from_s, span.until_s


def tell_outside(found: Told, box: Box) -> None:
    """Note as a fault each zone and line with a corner outside of the mechanism's area."""
    for zone in found.zones:
        _tell_outside(zone.name, zone.corners, box, found)
    for line in found.lines:
        _tell_outside(line.name, line.points, box, found)


def _tell_outside(name: str, places: Iterable[Place], box: Box, found: Told) -> None:
    outside = next((place for place in places if not box.holds(place)), None)
    if outside is not None:
        found.fault("zones.outside_box", name, place=place_text(outside))


def tell_languages(found: Told, languages: Sequence[str]) -> Told:
    """Return the same with a name in every language; a name that was put in from another language is noted."""
    made = Told(remarks=found.remarks, faults=found.faults)

    def named(names: Mapping[str, str], where: str) -> dict[str, str]:
        words = next(iter(names.values()), where)
        for language in languages:
            if language not in names:
                made.noted("zones.language_missing", where, language=language)
        return {language: names.get(language, words) for language in languages}

    def labelled(labels: Mapping[str, Mapping[str, str]], where: str) -> dict[str, dict[str, str]]:
        return {code: named(words, f"{where}.{code}") for code, words in labels.items()}

    for zone in found.zones:
        limits = tuple(replace(each, names=named(each.names, f"{zone.name}.{each.name}")) for each in zone.limits)
        made.zones.append(
            replace(zone, names=named(zone.names, zone.name), limits=limits, labels=labelled(zone.labels, zone.name))
        )
    made.lines += [
        replace(line, names=named(line.names, line.name), labels=labelled(line.labels, line.name))
        for line in found.lines
    ]
    return made


@dataclass(frozen=True, slots=True)
class Sections:
    """The text that goes into a charter: entries of `bases`, of `zones` and of `map: lines`, each as lines."""

    bases: tuple[str, ...]
    zones: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the sections as they stand in a charter; those of the map's lines are to be put under its own."""
        parts = [("bases:", self.bases), ("zones:", self.zones)]
        said = [line for head, lines in parts if lines for line in (head, *lines)]
        said += ["map:", "  lines:", *self.lines] if self.lines else []
        return "\n".join(said) + "\n"


def sections_of(found: Told, *, basis: BasisTold, known: Mapping[str, BasisTold]) -> Sections:
    """Return the sections; `basis` is that of what brought none of its own, `known` those of the charter."""
    names = _Bases(dict(known))
    zones = tuple(text for zone in found.zones for text in _zone_text(zone, basis=basis, names=names))
    lines = tuple(text for line in found.lines for text in _line_text(line, basis=basis, names=names))
    return Sections(tuple(names.text()), zones, lines)


class _Bases:
    """Gives each basis its name: that of the charter where it has the same, else a new one."""

    def __init__(self, known: dict[str, BasisTold]) -> None:
        self._known, self._new = known, dict[str, BasisTold]()

    def name_of(self, basis: BasisTold) -> str:
        """Return the name under which a basis stands."""
        for name, each in {**self._known, **self._new}.items():
            if each == basis:
                return name
        number = len(self._new) + 1
        while (name := f"imported_{number}") in self._known:
            number += 1
        self._new[name] = basis
        return name

    def text(self) -> Iterator[str]:
        """Yield the new ones."""
        for name, each in self._new.items():
            yield f"  {name}:"
            yield f"    source: {_quoted(each.source)}"
            yield f"    since: {each.since}"
            yield f"    standing: {each.standing}"
            if each.by:
                yield f"    by: [{', '.join(each.by)}]"
            if each.confidence:
                yield f"    confidence: {each.confidence}"


def _zone_text(zone: ZoneTold, *, basis: BasisTold, names: _Bases) -> Iterator[str]:
    own = zone.basis or basis
    yield f"  {zone.name}:"
    yield f"    names: {_words(zone.names)}"
    yield from (f"    {each}" for each in _labels_text(zone.labels))
    yield f"    corners: [{_places(zone.corners)}]"
    for name, height in (("lower", zone.lower), ("upper", zone.upper)):
        if height is not None:
            yield f"    {name}: {height_text(height)}"
    yield f"    drawing: {zone.drawing}"
    if zone.rules:
        yield "    rules:"
        yield from (f"      - {_rule_text(rule, names.name_of(rule.basis or own))}" for rule in zone.rules)
    if zone.limits:
        yield "    limits:"
        for each in zone.limits:
            said = [f"names: {_words(each.names)}", f"at_most: {each.at_most}", *_list("members", each.members)]
            said += [*_dates(each.from_s, each.until_s), f"basis: {names.name_of(each.basis or own)}"]
            yield f"      {each.name}: {{{', '.join(said)}}}"
    yield from (f"    {each}" for each in _dates(zone.from_s, zone.until_s))
    if zone.windows is not None:
        yield f"    windows: [{', '.join(window_text(each) for each in zone.windows)}]"
    yield f"    basis: {names.name_of(own)}"


def _rule_text(rule: RuleTold, basis: str) -> str:
    said = [f"rule: {rule.rule}", *_list("classes", rule.classes), *_list("members", rule.members)]
    said += [f"limit: {rule.limit}"] if rule.limit is not None else []
    return f"{{{', '.join([*said, *_dates(rule.from_s, rule.until_s), f'basis: {basis}'])}}}"


def _line_text(line: LineTold, *, basis: BasisTold, names: _Bases) -> Iterator[str]:
    yield f"    {line.name}:"
    yield f"      names: {_words(line.names)}"
    yield from (f"      {each}" for each in _labels_text(line.labels))
    if line.points:
        yield f"      points: [{_places(line.points)}]"
    yield f"      drawing: {line.drawing}"
    yield from (f"      {each}" for each in _dates(line.from_s, line.until_s))
    yield f"      basis: {names.name_of(line.basis or basis)}"


def _labels_text(labels: Mapping[str, Mapping[str, str]]) -> list[str]:
    said = ", ".join(f"{code}: {_words(words)}" for code, words in labels.items())
    return [f"labels: {{{said}}}"] if said else []


def _places(places: Iterable[Place]) -> str:
    """Return places as a list of a charter: without a comma within one."""
    return ", ".join(place_text(each).replace(",", "") for each in places)


def _dates(from_s: int | None, until_s: int | None) -> list[str]:
    ends = (("from", from_s), ("until", until_s))
    return [f"{name}: {instant_text(at_s)}" for name, at_s in ends if at_s is not None]


def _list(name: str, words: Sequence[str]) -> list[str]:
    return [f"{name}: [{', '.join(_quoted(each) for each in words)}]"] if words else []


def _words(names: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{language}: {_quoted(words)}' for language, words in names.items())}}}"


def _quoted(text: str) -> str:
    """Return a text as a quoted scalar; a plain word stays bare. Letters of every script stand as they are."""
    return text if re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]*", text) else json.dumps(text, ensure_ascii=False)
