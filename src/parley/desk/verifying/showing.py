"""Inspections and the calendar as the screens show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.addresses import address_of_form
from parley.desk.hotline.saying import instant
from parley.desk.naming import Names
from parley.desk.verifying import telling, words
from parley.desk.verifying.typed import Line
from parley.desk.verifying.words import word
from parley.node.verifying.inspected import SlotSeen
from parley.tracks.incidents.inspection_state import FORM, Count, InspectionState, Restriction, Visit

TONES = {"within": "done", "over": "over", "above": "soon", "could_not_count": "bad", "no_limit": "todo"}
SLOT_TONES = {"done": "done", "done_late": "soon", "running": "wait", "lapsed": "over", "ceased": "over"}


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One inspection in the list; `found` counts its findings by their word."""

    id: str
    address: str
    subject: str
    zones: str
    opened_by: str
    at_ms: int
    state: str
    found: str


@dataclass(frozen=True, slots=True)
class CountShown:
    """One limit as it was found."""

    zone: str
    limit: str
    member: str
    counted: str
    allowed: str
    over: str
    word: str
    tone: str
    why: str
    standing: str
    by: str


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report of an inspection or of a restriction, with who answered it; `is_ours` where this member made it."""

    entry: str
    member: str
    at_ms: int
    title: str
    text: str
    lang: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[CountShown, ...]
    answers: tuple[tuple[str, str, str, str, str], ...]
    is_ours: bool
    is_restriction: bool


@dataclass(frozen=True, slots=True)
class SlotShown:
    """One slot of the calendar."""

    id: str
    zone: str
    by: str
    begins_ms: int
    due_ms: int
    word: str
    tone: str
    reports: tuple[tuple[str, str], ...]
    restrictions: tuple[tuple[str, str], ...]
    is_missed: bool


def listed(state: InspectionState, *, charter: Charter, names: Names) -> InspectionRow:
    """Return an inspection as a row of the list."""
    opening = state.opening
    return InspectionRow(
        opening.id, address_of_form(FORM, opening.id), state.subject, telling.zones_said(charter, state.zones),
        names(opening.member), opening.at_ms, word(words.STATES, state.name), found_said(state),
    )  # fmt: skip


def found_said(state: InspectionState) -> str:
    """Say how many limits were found how, by all its reports."""
    found = [count.name for visit in state.visits for count in visit.counts]
    return " · ".join(f"{found.count(name)} {word(words.RESULTS, name)}" for name in words.RESULTS if name in found)


def reports_shown(state: InspectionState, *, charter: Charter, own: str, names: Names) -> list[ReportShown]:
    """Return the reports of inspections, then of restrictions, the newest first."""
    made = [_report(state, each, charter=charter, own=own, names=names) for each in reversed(state.visits)]
    kept = [_restriction(state, each, charter=charter, own=own, names=names) for each in reversed(state.restrictions)]
    return [*made, *kept]


def counts_shown(counts: Iterable[Count], *, charter: Charter, names: Names) -> Iterator[CountShown]:
    """Yield each limit as it was found."""
    for each in counts:
        yield CountShown(
            telling.zone_said(charter, each.zone), telling.limit_said(charter, each.zone, each.limit),
            names(each.member) if each.member else "", "" if each.counted is None else str(each.counted),
            "" if each.allowed is None else str(each.allowed), str(each.over) if each.over else "",
            word(words.RESULTS, each.name), TONES[each.name],
            f"{word(words.WHY_NOT, each.could_not_count)}: {each.why}" if each.could_not_count else each.why or "",
            each.standing, gettext(", ").join(map(names, each.by)),
        )  # fmt: skip


def _report(state: InspectionState, visit: Visit, *, charter: Charter, own: str, names: Names) -> ReportShown:
    facts = [
        (gettext("Zones"), telling.zones_said(charter, visit.zones)),
        (gettext("From, until"), f"{instant(visit.terms['from_s'])} – {instant(visit.terms['until_s'])}"),
        (gettext("Place"), telling.place_said(visit.terms.get("place"))),
    ]
    return ReportShown(
        visit.entry, names(visit.member), visit.at_ms, gettext("Report of an inspection"), visit.terms["text"],
        visit.terms["lang"], _told(facts), tuple(counts_shown(visit.counts, charter=charter, names=names)),
        _answers(state, visit.entry, names=names), visit.member == own, is_restriction=False,
    )  # fmt: skip


def _restriction(
    state: InspectionState, each: Restriction, *, charter: Charter, own: str, names: Names
) -> ReportShown:
    terms = each.terms
    until = f" – {instant(terms['until_s'])}" if terms.get("until_s") is not None else ""
    by = [names(terms["by"])] if terms.get("by") else []
    facts = [
        (gettext("By whom"), " · ".join([*by, *([terms["by_name"]] if terms.get("by_name") else [])])),
        (gettext("When"), f"{instant(terms['from_s'])}{until}"),
        (gettext("Zones"), telling.zones_said(charter, terms["zones"])),
        (gettext("Place"), telling.place_said(terms.get("place"))),
    ]
    return ReportShown(
        each.entry, names(each.member), each.at_ms, word(words.RESTRICTED, each.how), terms["text"], terms["lang"],
        _told(facts), (), _answers(state, each.entry, names=names), each.member == own, is_restriction=True,
    )  # fmt: skip


def _told(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in facts if value)


def _answers(state: InspectionState, entry: str, *, names: Names) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return who said what of a report: entry, member, how, text, language."""
    return tuple(
        (each.entry, names(each.member), word(words.ANSWERED, each.how), each.text, each.lang)
        for each in state.answers if each.of == entry
    )  # fmt: skip


def slots_shown(found: Iterable[SlotSeen], *, charter: Charter, names: Names) -> list[SlotShown]:
    """Return the slots of the calendar."""
    shown = []
    for each in found:
        state = each.duty.state if each.duty is not None else "running"
        shown.append(SlotShown(
            each.slot.id, telling.zone_said(charter, each.slot.area.zone), names(each.slot.area.by),
            each.slot.begins_ms, each.slot.due_ms, word(words.SLOTS, state), SLOT_TONES.get(state, "todo"),
            tuple((visit.entry, address_of_form(FORM, matter)) for matter, visit in each.visits),
            tuple((kept.entry, address_of_form(FORM, matter)) for matter, kept in each.restrictions),
            is_missed=state in ("lapsed", "ceased"),
        ))  # fmt: skip
    return shown


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the form of a report."""

    line: Line
    name: str
    at_most: int
    standing: str


def lines_shown(lines: Iterable[Line], *, charter: Charter, names: Names) -> list[tuple[str, list[LineShown]]]:
    """Return the lines of the form zone by zone, under the zone's name."""
    found: dict[str, list[LineShown]] = {}
    for line in lines:
        whose = f" ({names(line.member)})" if line.member else ""
        said = f"{telling.limit_said(charter, line.zone, line.limit.name)}{whose}"
        standing = charter.zones[line.zone].standing_of(line.limit)
        found.setdefault(line.zone, []).append(LineShown(line, said, line.limit.at_most, standing))
    return [(telling.zone_said(charter, zone), some) for zone, some in found.items()]
