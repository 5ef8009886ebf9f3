"""What report may be cited: not one that had expired when it was cited, nor one known as retracted (IR-9). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.track import Cited
from parley.tracks.information.marking import is_expired
from parley.tracks.information.refusing import refuse
from parley.tracks.information.report_entries import GIVEN
from parley.tracks.information.report_state import ReportState


def report_of(named: str, cited: Mapping[str, Cited]) -> ReportState | None:
    """Return the report that an entry opened, as who cites it had read it; None where that entry opened none."""
    found = cited.get(named)
    if found is None or found.entry.kind != GIVEN or not isinstance(found.state, ReportState):
        return None
    return found.state


def refuse_reports(named: Iterable[str], entry: Entry, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse what is no report, what had expired by the clock of who cites it, and what it knew as retracted."""
    for each in named:
        report = report_of(each, cited)
        if report is None:
            return refuse("no_report", "IR-9", entry=each)
        if is_expired(report.terms, now_ms=entry.point.at_ms):
            return refuse("cited_expired", "IR-9", entry=each)
        if report.retraction is not None:
            return refuse("cited_retracted", "IR-9", entry=each)
    return None
