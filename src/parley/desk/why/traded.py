"""What the charter says of commerce, in the reader's words: hours, the words of lists, crossing points with slots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.commerce import CommerceTerms, CrossingPoint
from parley.charter.model import Charter
from parley.desk.frame import Frame
from parley.desk.naming import in_language
from parley.desk.why.shown import Value, figure_said
from parley.geo.place import place_text


def commerce_shown(value: Callable[..., Value], charter: Charter, frame: Frame) -> Iterator[Value]:
    """Yield the hours and the words of the section, then each crossing point."""
    terms = charter.commerce
    if terms is None:
        return
    yield value("commerce-terms", gettext("Commerce"), _hours(terms, frame), terms.provenance)
    for name, point in terms.points.items():
        shown = in_language(point.names, language=frame.language)
        yield value(f"crossing-point-{name}", shown, _point(point, frame), point.provenance)


def _hours(terms: CommerceTerms, frame: Frame) -> list[str | SafeString]:
    def listed(words: Mapping[str, Mapping[str, str]]) -> str:
        return ", ".join(in_language(each, language=frame.language) for each in words.values())

    return [
        figure_said(gettext("Hours to decide on a permit, from receipt:"), terms.permit_hours),
        figure_said(gettext("Hours to decide on a humanitarian one, from receipt:"), terms.humanitarian_hours),
        figure_said(gettext("Hours to tell what became of a crossing, from the end of its slot:"), terms.telling_hours),
        figure_said(gettext("Hours to decide on a project, from receipt:"), terms.decision_hours),
        figure_said(gettext("Days for which an opportunity is open at most:"), terms.offer_days),
        figure_said(gettext("Sectors:"), listed(terms.sectors)),
        figure_said(gettext("Units:"), listed(terms.units)),
        figure_said(gettext("Roles of persons:"), listed(terms.person_roles)),
    ]


def _point(point: CrossingPoint, frame: Frame) -> list[str | SafeString]:
    hours = f"{_clock(point.opens_min)} – {_clock(point.closes_min)} UTC"
    full = (
        gettext("Who asks for a full slot is refused.") if point.over_full == "refused"
        else gettext("Who asks for a full slot waits in its queue.")
    )  # fmt: skip
    return [
        figure_said(gettext("Where:"), place_text(point.at)),
        figure_said(gettext("Hours:"), hours),
        figure_said(gettext("Days:"), ", ".join(_DAYS[day]() for day in point.days if day in _DAYS)),
        figure_said(gettext("Minutes of a slot:"), point.slot_minutes),
        gettext("Each slot takes %(vehicles)s vehicles and %(persons)s persons.")
        % {"vehicles": point.vehicles, "persons": point.persons},
        full,
        figure_said(gettext("Who decides:"), ", ".join(map(frame.name_of, point.decided_by))),
        figure_said(gettext("Who tells what became of a crossing:"), ", ".join(map(frame.name_of, point.told_by))),
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


_DAYS: dict[str, Callable[[], str]] = {
    "mon": lambda: gettext("Monday"),
    "tue": lambda: gettext("Tuesday"),
    "wed": lambda: gettext("Wednesday"),
    "thu": lambda: gettext("Thursday"),
    "fri": lambda: gettext("Friday"),
    "sat": lambda: gettext("Saturday"),
    "sun": lambda: gettext("Sunday"),
}
