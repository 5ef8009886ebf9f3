"""What the charter says of verification and of early warning, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.charter.verifying import QUESTIONS
from parley.desk.naming import in_language
from parley.desk.why.shown import Value, figure_said

if TYPE_CHECKING:
    from parley.desk.frame import Frame

Says = list[str | SafeString]


class Verified:
    """Puts these terms into values, as `parley.desk.why.further.Further` does."""

    def __init__(self, value: Callable[..., Value], frame: Frame, charter: Charter) -> None:
        self._value, self._frame, self._charter = value, frame, charter

    def inspections(self) -> Iterator[Value]:
        """Yield who inspects on request and how soon, then the calendar, area by area."""
        terms = self._charter.inspections
        if terms is None:
            return
        says: Says = [
            self._members(terms.verifiers),
            figure_said(gettext("Hours from receipt of a request:"), terms.request_hours),
        ]
        yield self._value("inspections-terms", gettext("Inspections on request"), says, terms.provenance)
        for area in terms.calendar:
            zone = self._charter.zones.get(area.zone)
            name = in_language(zone.names, language=self._frame.language) if zone is not None else area.zone
            says = [
                self._members((area.by,)),
                figure_said(gettext("Every so many days:"), area.every_days),
                figure_said(gettext("Counted from:"), area.begins.isoformat()),
            ]
            yield self._value(f"inspected-{area.zone}", name, says, area.provenance)

    def findings(self) -> Iterator[Value]:
        """Yield who finds what; three questions, never one verdict."""
        terms = self._charter.findings
        if terms is None:
            return
        words = {
            "fact": gettext("Whether it happened:"),
            "responsibility": gettext("Who did it:"),
            "compliance": gettext("Whether it broke a provision:"),
        }
        says: Says = [f"{words[each]} {self._members(terms.by[each])}" for each in QUESTIONS]
        yield self._value("findings-terms", gettext("Findings on incidents"), says, terms.provenance)

    def early_warning(self) -> Iterator[Value]:
        """Yield by what a sector is raised, and who looks."""
        terms = self._charter.early_warning
        if terms is None:
            return
        says: Says = [
            figure_said(gettext("Side of a cell:"), f"{terms.cell_e7 / 10_000_000:g}°"),
            figure_said(gettext("Days of the past:"), terms.baseline_days),
            figure_said(gettext("Days looked at:"), terms.run_days),
            figure_said(gettext("Days between two false alarms of one sector:"), terms.false_alarm_days),
            f"{gettext('Looked at by:')} {self._members(terms.looked_at_by)}",
            figure_said(gettext("Hours to look:"), terms.look_hours),
        ]
        yield self._value("warning-terms", gettext("Sectors with more incidents than expected"), says, terms.provenance)

    def _members(self, codes: Iterable[str]) -> str:
        return ", ".join(self._frame.name_of(code) for code in codes)
