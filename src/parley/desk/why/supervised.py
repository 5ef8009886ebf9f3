"""What the charter says of supervision, in the reader's words: hours, who signs what, what stands still, packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils import dates
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.charter.supervision_terms import ALL, ONE_PARTY, WEEKDAYS, NamedClause, SupervisionTerms
from parley.desk.naming import in_language
from parley.desk.supervision.words import track_named
from parley.desk.why.shown import Value, figure_said

if TYPE_CHECKING:
    from parley.desk.frame import Frame

Says = list[str | SafeString]


class Supervised:
    """Puts these terms into values, as `parley.desk.why.further.Further` does."""

    def __init__(self, value: Callable[..., Value], frame: Frame, charter: Charter) -> None:
        self._value, self._frame, self._charter = value, frame, charter

    def supervision(self) -> Iterator[Value]:
        """Yield the terms of supervision, then each clause that certifies or binds; nothing where there are none."""
        terms = self._charter.supervision
        if terms is None:
            return
        yield self._value("supervision-terms", gettext("Supervision"), self._terms(terms), terms.provenance)
        certifies, binds = gettext("By this is certified, by:"), gettext("By this a directive binds, given by:")
        yield from self._clauses("certifies", terms.certifies, certifies)
        yield from self._clauses("binds", terms.binds, binds)

    def _terms(self, terms: SupervisionTerms) -> Says:
        stopped = gettext(", ").join(track_named(name) for name in terms.suspension_stops)
        day = str(dates.WEEKDAYS[WEEKDAYS.index(terms.pack_day)])
        return [
            figure_said(gettext("Hours to answer a directive, from receipt:"), terms.answer_hours),
            figure_said(gettext("Hours to sign or decline a change of the mechanism's state, from receipt:"),
                        terms.sign_hours),
            gettext("Suspended by: %(who)s") % {"who": _signers(terms.suspended_by)},
            gettext("Resumed by: %(who)s") % {"who": _signers(terms.resumed_by)},
            gettext("Ended by: %(who)s") % {"who": _signers(terms.ended_by)},
            figure_said(gettext("A suspension lasts for days at most:"), terms.longest_suspension_days),
            gettext("Clocks that stand still meanwhile: %(tracks)s") % {"tracks": stopped or gettext("none")},
            figure_said(gettext("A daily pack ends at (UTC):"), f"{terms.pack_hour:02d}:00"),
            gettext("A weekly pack ends at that hour of this day: %(day)s") % {"day": day},
        ]  # fmt: skip

    def _clauses(self, sort: str, clauses: Mapping[str, NamedClause], label: str) -> Iterator[Value]:
        for each in clauses.values():
            name = in_language(each.names, language=self._frame.language) or each.name
            by = gettext(", ").join(map(self._frame.name_of, each.by))
            yield self._value(f"{sort}-{each.name}", name, [f"{label} {by}"], each.provenance)


def _signers(who: str) -> str:
    if who == ONE_PARTY:
        return gettext("one party alone")
    return gettext("all members") if who == ALL else gettext("all parties")
