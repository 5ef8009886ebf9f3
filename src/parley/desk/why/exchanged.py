"""What the charter says of information exchange, in the reader's words: how exactly, how long, for what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.hotline.wordings import precedence_word
from parley.desk.naming import in_language
from parley.desk.why.shown import Value, figure_said

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def information_shown(value: Callable[..., Value], frame: Frame, charter: Charter) -> Iterator[Value]:
    """Yield the figures, then the purposes and the statement of permitted use."""
    terms = charter.information
    if terms is None:
        return
    says: list[str | SafeString] = [
        precedence_word(terms.precedence),
        figure_said(gettext("Metres to which a place is told at the finest:"), terms.place_floor_m),
        figure_said(gettext("Days for which something holds at most:"), terms.longest_days),
        figure_said(gettext("Hours to acknowledge a retraction, from receipt:"), terms.retraction_hours),
        figure_said(gettext("Hours to say what became of a tear-line:"), terms.follow_hours),
        figure_said(gettext("Hours that a request leaves at least:"), terms.answer_hours),
        figure_said(gettext("Hours to sign an assessment or dissent, from receipt:"), terms.sign_hours),
        figure_said(gettext("Hours to review an assessment after a retraction:"), terms.review_hours),
    ]
    yield value("information-terms", gettext("Information exchange"), says, terms.provenance)
    named = [in_language(names, language=frame.language) for names in terms.purposes.values()]
    yield value("information-purposes", gettext("For what something may be given"), named, terms.provenance)
    use = [in_language(terms.use, language=frame.language)]
    yield value("information-use", gettext("Permitted use"), use, terms.provenance)
