"""What no other form has a place for: whole zones and lines of a charter as plain values, carried along beside. Pure.

It is read as strictly as any input: a file that was changed by hand is refused at its field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from parley.geo.exchange.names import CHARTER_NAME, words_of
from parley.geo.exchange.told import BasisTold, LimitTold, LineTold, RuleTold, Told, Window, ZoneTold
from parley.geo.figures import Misread
from parley.geo.height import Height, height_text, parse_height
from parley.geo.moment import Moment, parse_moment
from parley.geo.place import Place

FORMAT = "parley-zone-v1"
RULES = ("forbidden", "only_inside", "limit", "protected")
STANDINGS = ("agreed", "proposed", "asserted", "contested")
OF_LINE = ("format", "kind", "name", "names", "drawing", "basis", "from", "until")
OF_ZONE = (*OF_LINE, "lower", "upper", "rules", "limits", "windows")
OF_RULE = ("rule", "classes", "members", "limit", "basis", "from", "until")
OF_LIMIT = ("name", "names", "at_most", "members", "basis", "from", "until")
OF_BASIS = ("source", "since", "standing", "by", "confidence")
DRAWINGS = ("exact", "approximate", "absent")
MOST = 1_000_000


def utc(at_s: int) -> str:
    """Return an instant as RFC 3339 has it."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_values(found: ZoneTold | LineTold) -> dict[str, Any]:
    """Return everything of a zone or a line but its ground."""
    made: dict[str, Any] = {
        "format": FORMAT, "kind": "line" if isinstance(found, LineTold) else "zone", "name": found.name,
        "names": dict(found.names), "drawing": found.drawing, "basis": _basis(found.basis), **_span(found),
    }  # fmt: skip
    if found.labels:
        made["labels"] = {code: dict(words) for code, words in found.labels.items()}
    if isinstance(found, ZoneTold):
        made |= {name: height_text(each) for name in ("lower", "upper") if (each := getattr(found, name)) is not None}
        made["rules"] = [_rule(each) for each in found.rules]
        made["limits"] = [
            {"name": each.name, "names": dict(each.names), "at_most": each.at_most, "members": list(each.members),
             "basis": _basis(each.basis), **_span(each)}
            for each in found.limits
        ]  # fmt: skip
        if found.windows is not None:
            made["windows"] = [[utc(start), utc(end)] for start, end in found.windows]
    return made


def _rule(rule: RuleTold) -> dict[str, Any]:
    made: dict[str, Any] = {"rule": rule.rule, "classes": list(rule.classes), "members": list(rule.members)}
    made |= {"limit": rule.limit} if rule.limit is not None else {}
    return {**made, "basis": _basis(rule.basis), **_span(rule)}


def _basis(basis: BasisTold | None) -> dict[str, Any] | None:
    if basis is None:
        return None
    made: dict[str, Any] = {"source": basis.source, "since": basis.since, "standing": basis.standing}
    return {**made, "by": list(basis.by), **({"confidence": basis.confidence} if basis.confidence else {})}


def _span(found: ZoneTold | LineTold | RuleTold | LimitTold) -> dict[str, str]:
    ends = (("from", found.from_s), ("until", found.until_s))
    return {name: utc(at_s) for name, at_s in ends if at_s is not None}


def zone_of(value: Mapping[str, Any], corners: tuple[Place, ...], *, where: str, told: Told) -> ZoneTold | None:
    """Return the zone that these values and this ground are; None with its faults noted."""
    form = _Reader(value, OF_ZONE, where=where, told=told)
    zone = ZoneTold(
        form.name(), form.names(), corners, form.height("lower"), form.height("upper"),
        form.word("drawing", DRAWINGS[:2]), tuple(_read_rule(each) for each in form.parts("rules", OF_RULE)),
        tuple(_read_limit(each) for each in form.parts("limits", OF_LIMIT)), form.basis(), form.instant("from"),
        form.instant("until"), form.windows(), form.labels(),
    )  # fmt: skip
    return zone if form.is_sound else None


def line_of(value: Mapping[str, Any], points: tuple[Place, ...], *, where: str, told: Told) -> LineTold | None:
    """Return the line that these values and these points are; None with its faults noted."""
    form = _Reader(value, OF_LINE, where=where, told=told)
    drawing = form.word("drawing", DRAWINGS)
    if (drawing == "absent") != (not points):
        form.fault("geo.geometry_asked", "drawing")
    line = LineTold(
        form.name(), form.names(), points, drawing, form.basis(), form.instant("from"), form.instant("until"),
        form.labels(),
    )  # fmt: skip
    return line if form.is_sound else None


def take_zone(zone: ZoneTold | None, *, is_unchanged: bool, where: str, told: Told) -> None:
    """Add a zone that was exported here; refused where what stands beside it was changed, or its name is taken."""
    if zone is None:
        return
    if not is_unchanged:
        told.fault("zones.differs", where)
    elif zone.name in {each.name for each in told.zones}:
        told.fault("zones.name_twice", where, name=zone.name)
    else:
        told.zones.append(zone)


def take_line(line: LineTold | None, *, is_unchanged: bool, where: str, told: Told) -> None:
    """Add a line that was exported here, as `take_zone` adds a zone."""
    if line is None:
        return
    if not is_unchanged:
        told.fault("zones.differs", where)
    elif line.name in {each.name for each in told.lines}:
        told.fault("zones.line_twice", where, name=line.name)
    else:
        told.lines.append(line)


def is_own(value: Any) -> bool:
    """Return whether a value says of itself that it is of this form."""
    return isinstance(value, Mapping) and value.get("format") == FORMAT


class _Reader:
    """Reads the fields of one mapping and notes each fault at its field, and by name those that it does not know."""

    def __init__(self, value: Mapping[str, Any], known: Sequence[str], *, where: str, told: Told) -> None:
        self.value, self.where, self.told, self._before = value, where, told, len(told.faults)
        if left := sorted(str(name)[:40] for name in value if name not in known):
            told.lost("zones.fields_left_out", where, fields=", ".join(left[:40]))

    @property
    def is_sound(self) -> bool:
        return len(self.told.faults) == self._before

    def fault(self, found: str | Misread, name: str, **told: str | int) -> None:
        self.told.fault(found, f"{self.where}.{name}", **told)

    def name(self) -> str:
        found = self.value.get("name")
        if not isinstance(found, str) or not CHARTER_NAME.fullmatch(found):
            self.fault("zones.name_asked", "name")
            return ""
        return found

    def names(self) -> dict[str, str]:
        found = words_of(self.value.get("names"), where=f"{self.where}.names", told=self.told)
        if not found:
            self.fault("zones.name_asked", "names")
        return found

    def labels(self) -> dict[str, dict[str, str]]:
        found = self.value.get("labels", {})
        if not isinstance(found, Mapping) or not all(isinstance(code, str) and len(code) <= 8 for code in found):
            self.fault("zones.name_asked", "labels")
            return {}
        return {
            code: words_of(words, where=f"{self.where}.labels.{code}", told=self.told) for code, words in found.items()
        }

    def word(self, name: str, among: Sequence[str]) -> str:
        found = self.value.get(name)
        if found not in among or not isinstance(found, str):
            self.fault("geo.word_unknown", name, allowed=", ".join(among))
            return ""
        return found

    def words(self, name: str) -> tuple[str, ...]:
        found = self.value.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, str) and 0 < len(each) <= 80 for each in found):
            self.fault("geo.words_asked", name)
            return ()
        return tuple(found)

    def text(self, name: str, *, longest: int) -> str:
        found = self.value.get(name, "")
        if not isinstance(found, str) or len(found) > longest:
            self.fault("geo.words_asked", name)
            return ""
        return found

    def count(self, name: str) -> int:
        found = self.value.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= MOST:
            self.fault("geo.count_asked", name)
            return 0
        return found

    def height(self, name: str) -> Height | None:
        found: Height | None = self._parsed(name, parse_height, otherwise="geo.height_not_understood")
        return found

    def instant(self, name: str) -> int | None:
        found: Moment | None = self._parsed(name, parse_moment, otherwise="geo.time_not_understood")
        return None if found is None else found.at_s

    def _parsed(self, name: str, parse: Callable[[str], Any], *, otherwise: str) -> Any:
        if name not in self.value:
            return None
        found = parse(self.value[name]) if isinstance(self.value[name], str) else Misread(otherwise)
        if isinstance(found, Misread):
            self.fault(found, name)
            return None
        return found

    def windows(self) -> tuple[Window, ...] | None:
        if "windows" not in self.value:
            return None
        found, given = [], self.value["windows"]
        for number, pair in enumerate(given if isinstance(given, list) and len(given) <= 400 else [None]):
            both = pair if isinstance(pair, list) else []
            ends = [parse_moment(each) if isinstance(each, str) else None for each in both]
            at = [each.at_s for each in ends if isinstance(each, Moment)]
            if len(ends) != 2 or len(at) != 2 or at[0] >= at[1]:
                self.fault("geo.windows_asked", f"windows.{number}")
            else:
                found.append((at[0], at[1]))
        return tuple(found)

    def parts(self, name: str, known: Sequence[str]) -> list[_Reader]:
        found = self.value.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found) or len(found) > 200:
            self.fault("geo.words_asked", name)
            return []
        return [_Reader(each, known, where=f"{self.where}.{name}.{n}", told=self.told) for n, each in enumerate(found)]

    def basis(self) -> BasisTold | None:
        found = self.value.get("basis")
        if found is None:
            return None
        if not isinstance(found, Mapping):
            self.fault("geo.words_asked", "basis")
            return None
        item = _Reader(found, OF_BASIS, where=f"{self.where}.basis", told=self.told)
        return BasisTold(
            item.text("source", longest=2000), item.text("since", longest=10), item.word("standing", STANDINGS),
            item.words("by"), item.text("confidence", longest=1),
        )  # fmt: skip


def _read_rule(form: _Reader) -> RuleTold:
    rule = form.word("rule", RULES)
    if (rule == "limit") != ("limit" in form.value):
        form.fault("geo.count_asked", "limit")
    limit = form.count("limit") if "limit" in form.value else None
    return RuleTold(
        rule, form.words("classes"), form.words("members"), limit, form.basis(), form.instant("from"),
        form.instant("until"),
    )  # fmt: skip


def _read_limit(form: _Reader) -> LimitTold:
    return LimitTold(
        form.name(), form.names(), form.count("at_most"), form.words("members"), form.basis(), form.instant("from"),
        form.instant("until"),
    )  # fmt: skip
