"""What an officer typed into the forms of inspections, turned into their contents or into faults, each at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.charter.zones import ZoneLimit
from parley.desk.hotline.typed import Typed, figure, instant_typed, text_typed
from parley.desk.standstill.typed import Form
from parley.geo.figures import Misread
from parley.geo.place import parse_place

MOST_COUNTED = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report's table: a limit of a zone, of one member where it binds several, and what was typed."""

    zone: str
    limit: ZoneLimit
    member: str
    counted: str = ""
    could_not: str = ""
    why: str = ""

    @property
    def key(self) -> str:
        """Return by what its fields are named."""
        return f"{self.zone}.{self.limit.name}.{self.member}"


def lines_of(charter: Charter, *, zones: tuple[str, ...] | None = None, typed: Mapping[str, Any]) -> list[Line]:
    """Return a line for each limit that may be counted, with what was typed; of all zones if none are named."""
    return [
        Line(
            name, limit, member, *(str(typed.get(f"{field}.{name}.{limit.name}.{member}") or "") for field in "cnw")
        )
        for name, zone in charter.zones.items() if zones is None or name in zones
        for limit in zone.limits.values()
        for member in (limit.members if len(limit.members) > 1 else ("",))
    ]  # fmt: skip


def request_typed(form: Form) -> Typed:
    """Read a request for verification."""
    faults: list[Fault] = []
    content = {**_words(form), "verifier": form.one.get("verifier", ""), **_where(form, faults), **_about(form)}
    return Typed(content, tuple(faults))


def report_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the report of an inspection: a zone of which something was counted counts as named."""
    faults: list[Fault] = []
    counts = list(_counts(form, faults, charter=charter))
    where = _where(form, faults)
    where["zones"] = list(dict.fromkeys([*where["zones"], *(each["zone"] for each in counts)]))
    content = {
        **_words(form), **where, "from_s": _instant(form, "begins", faults), "until_s": _instant(form, "ends", faults),
        "counts": counts, **_about(form),
    }  # fmt: skip
    return Typed(_with_of(content, form), tuple(faults))


def restriction_typed(form: Form) -> Typed:
    """Read a restriction of movement."""
    faults: list[Fault] = []
    content: dict[str, Any] = {
        **_words(form), **_where(form, faults), "how": form.one.get("how", ""),
        "from_s": _instant(form, "begins", faults), **_about(form),
    }  # fmt: skip
    if form.one.get("ends", "").strip():
        content["until_s"] = _instant(form, "ends", faults)
    content |= {name: value for name in ("by", "by_name") if (value := form.one.get(name, "").strip())}
    return Typed(_with_of(content, form), tuple(faults))


def words_typed(form: Mapping[str, str], *fields: str) -> dict[str, Any]:
    """Return the text with its language, and further fields as they were typed."""
    said = {name: form.get(name, "").strip() for name in fields}
    return {**said, "text": text_typed(form), "lang": form.get("lang", "")}


def _words(form: Form) -> dict[str, Any]:
    return words_typed(form.one, "subject")


def _where(form: Form, faults: list[Fault]) -> dict[str, Any]:
    found: dict[str, Any] = {"zones": list(form.many("zone"))}
    text = form.one.get("place", "").strip()
    if text:
        place = parse_place(text)
        if isinstance(place, Misread):
            faults.append(Fault("place", place.code, place.data))
        else:
            radius = _number(form.one.get("radius_m", ""), "radius_m", faults, most=50_000)
            found["place"] = {"lat_e7": place.lat_e7, "lon_e7": place.lon_e7, "radius_m": radius}
    return found


def _about(form: Form) -> dict[str, Any]:
    named = form.one.get("about", "").replace(",", " ").split()
    return {"about": named} if named else {}


def _with_of(content: dict[str, Any], form: Form) -> dict[str, Any]:
    of = form.one.get("of", "")
    return {**content, "of": of} if of else content


def _counts(form: Form, faults: list[Fault], *, charter: Charter) -> Iterator[dict[str, Any]]:
    for line in lines_of(charter, typed=form.one):
        if not (line.counted.strip() or line.could_not):
            continue
        said: dict[str, Any] = {"zone": line.zone, "limit": line.limit.name}
        if line.member:
            said["member"] = line.member
        if line.counted.strip():
            said["counted"] = _number(line.counted, f"c.{line.key}", faults, most=MOST_COUNTED)
        if line.could_not:
            said["could_not_count"] = line.could_not
        if line.why.strip():
            said["why"] = line.why.strip()
        yield said


def _number(text: str, where: str, faults: list[Fault], *, most: int) -> int:
    found = figure(text.strip())
    if found is not None and found <= most:
        return found
    faults.append(Fault(where, "hotline.number_out_of_bounds", {"lowest": 0, "highest": most}))
    return 0


def _instant(form: Form, name: str, faults: list[Fault]) -> int:
    found = instant_typed(form.one.get(name, ""), where=name)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found
