"""What the charter says of disputes, in the reader's words: the terms, then the ladder level by level."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.disputes import FROM_CLAIM, DisputeLevel, DisputeTerms
from parley.charter.model import Charter
from parley.desk.naming import in_language
from parley.desk.why.shown import Value, figure_said

if TYPE_CHECKING:
    from parley.desk.frame import Frame

Says = list[str | SafeString]


class Disputed:
    """Puts these terms into values, as `parley.desk.why.further.Further` does."""

    def __init__(self, value: Callable[..., Value], frame: Frame, charter: Charter) -> None:
        self._value, self._frame, self._charter = value, frame, charter

    def disputes(self) -> Iterator[Value]:
        """Yield the terms of disputes, then each level of the ladder; nothing where the charter has none."""
        terms = self._charter.disputes
        if terms is None:
            return
        yield self._value("disputes-terms", gettext("Disputes"), self._terms(terms), terms.provenance)
        for level in terms.levels:
            name = in_language(level.names, language=self._frame.language) or level.name
            yield self._value(f"dispute-level-{level.number}", name, self._level(level), terms.provenance)

    def _terms(self, terms: DisputeTerms) -> Says:
        audiences = self._charter.audiences
        shown = [", ".join(map(self._frame.name_of, audiences[name].members)) for name in terms.evidence_to
                 if name in audiences]  # fmt: skip
        says: Says = [
            figure_said(gettext("A claim is answered within hours:"), terms.answer_minutes // 60),
            figure_said(gettext("The clock stands still for hours at most:"), terms.longest_pause_hours),
            figure_said(gettext("An interim measure lasts for days at most:"), terms.longest_measure_days),
        ]
        says += [figure_said(gettext("Evidence may be shown first to:"), each) for each in shown]
        if not terms.decides:
            return [*says, gettext("Nobody decides: the supervisor mediates and proposes.")]
        level = terms.level(terms.decides_from)
        named = in_language(level.names, language=self._frame.language) if level else terms.decides_from
        deciders = ", ".join(map(self._frame.name_of, terms.decides))
        figures = {"members": deciders, "level": named}
        return [*says, gettext("%(members)s may decide, from “%(level)s” on.") % figures]

    def _level(self, level: DisputeLevel) -> Says:
        says: Says = [gettext(", ").join(map(self._frame.role_of, level.roles))]
        if level.acknowledge_minutes is not None:
            says.append(figure_said(gettext("Received within minutes:"), level.acknowledge_minutes))
        if level.due_minutes is None:
            says.append(gettext("No end by itself."))
        elif level.counts_from == FROM_CLAIM:
            says.append(figure_said(gettext("Settled within hours, from the claim:"), level.due_minutes // 60))
        else:
            says.append(figure_said(gettext("Settled within hours, from this level:"), level.due_minutes // 60))
        if level.refers:
            says.append(gettext("A side may refer the dispute outside from here."))
        return says
