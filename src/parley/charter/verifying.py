"""What a charter says of verification: who inspects and how soon, the calendar, who finds what; early warning. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from parley.charter.model import Charter, Provenance
from parley.charter.verdict import Fault

DAY_S, HOUR_MS = 86_400, 3_600_000
DAY_MS = DAY_S * 1000
# What a finding is about: did it happen, who did it, did it break a provision. Each apart, with its own author.
QUESTIONS = ("fact", "responsibility", "compliance")
TRACK = "incidents"


@dataclass(frozen=True, slots=True)
class InspectedArea:
    """A zone that is inspected by calendar: by whom, every so many days, counted from the day on which that begins."""

    zone: str
    by: str
    every_days: int
    begins: date
    provenance: Provenance

    @property
    def begins_ms(self) -> int:
        """Return when its first slot begins: midnight UTC."""
        return int(datetime(self.begins.year, self.begins.month, self.begins.day, tzinfo=UTC).timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class InspectionTerms:
    """The section `inspections`: who inspects, how many hours after receipt of a request, and the calendar."""

    verifiers: tuple[str, ...]
    request_hours: int
    calendar: tuple[InspectedArea, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class FindingTerms:
    """The section `findings`: which members find on each of QUESTIONS."""

    by: Mapping[str, tuple[str, ...]]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class WarningTerms:
    """The section `early_warning`: the grid, the chart's days, its promise, and who looks within how many hours.

    `false_alarm_days` is how many days lie on average between two false alarms of one sector where nothing changes.
    """

    cell_e7: int
    baseline_days: int
    run_days: int
    false_alarm_days: int
    looked_at_by: tuple[str, ...]
    look_hours: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class InspectionSlot:
    """One inspection that is due by calendar: of a zone, between two midnights; `number` counts from the first."""

    area: InspectedArea
    number: int
    begins_ms: int
    due_ms: int

    @property
    def id(self) -> str:
        """Return its id, which is that of no entry: "area_of_separation-US@12"."""
        return f"{self.area.zone}-{self.area.by}@{self.number}"


def inspection_slots(charter: Charter, *, from_ms: int, until_ms: int, since_ms: int) -> Iterator[InspectionSlot]:
    """Yield the slots that share time with from_ms to until_ms, area by area, the oldest first.

    None that began before `since_ms`, when the charter came into force: nobody owed it from its beginning.
    """
    terms = charter.inspections
    for area in terms.calendar if terms is not None else ():
        length = area.every_days * DAY_MS
        number = max(0, (max(from_ms, since_ms) - area.begins_ms) // length)
        while (begins := area.begins_ms + number * length) < until_ms:
            if begins >= since_ms:
                yield InspectionSlot(area, number, begins, begins + length)
            number += 1


def verifying_faults(charter: Charter) -> Iterable[Fault]:
    """Yield what else of the charter must be so that it can be verified: members and zones that there are."""
    yield from _inspection_faults(charter)
    for question, members in (charter.findings.by if charter.findings else {}).items():
        yield from _unknown(members, f"findings.{question}", charter=charter)
    if charter.early_warning is not None:
        yield from _unknown(charter.early_warning.looked_at_by, "early_warning.looked_at_by", charter=charter)
    for name in ("inspections", "findings", "early_warning"):
        if getattr(charter, name) is not None and TRACK not in charter.tracks:
            yield Fault(name, "charter.track_not_opened", {"name": TRACK})


def _inspection_faults(charter: Charter) -> Iterator[Fault]:
    terms = charter.inspections
    if terms is None:
        return
    yield from _unknown(terms.verifiers, "inspections.verifiers", charter=charter)
    seen: set[str] = set()
    for number, area in enumerate(terms.calendar):
        where = f"inspections.calendar.{number}"
        if area.zone and area.zone not in charter.zones:
            yield Fault(f"{where}.zone", "charter.unknown_zone", {"name": area.zone})
        if area.zone in seen:
            yield Fault(f"{where}.zone", "charter.twice_in_list", {"value": area.zone})
        if area.by and area.by not in terms.verifiers:
            yield Fault(f"{where}.by", "charter.no_verifier", {"code": area.by})
        seen.add(area.zone)


def _unknown(members: Iterable[str], where: str, *, charter: Charter) -> Iterator[Fault]:
    for number, code in enumerate(members):
        if code not in charter.codes:
            yield Fault(f"{where}.{number}", "charter.unknown_member", {"code": code})
