"""What the charter says of incidents, in the reader's words: hours, what is offered next, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.model import Charter
from parley.desk.hotline.wordings import precedence_word
from parley.desk.incidents import words
from parley.desk.incidents.words import word
from parley.desk.naming import in_language
from parley.desk.notices.showing import class_word
from parley.desk.why.shown import Value, figure_said

if TYPE_CHECKING:
    from parley.desk.frame import Frame


class Reported:
    """Puts these terms into values, as `parley.desk.why.further.Further` does."""

    def __init__(self, value: Callable[..., Value], frame: Frame, charter: Charter) -> None:
        self._value, self._frame, self._charter = value, frame, charter

    def _type(self, name: str) -> str:
        terms = self._charter.incidents
        known = terms.type_of(name) if terms is not None else None
        return in_language(known.names, language=self._frame.language) if known is not None else name

    def _classes(self, names: Iterable[str]) -> str:
        return gettext(", ").join(class_word(self._charter, name) for name in names)

    def incidents(self) -> Iterator[Value]:
        """Yield the hours and the next steps, then each group with its types."""
        terms = self._charter.incidents
        if terms is None:
            return
        says: list[str | SafeString] = [
            precedence_word(terms.precedence),
            figure_said(gettext("Hours to explain, from receipt of the request:"), terms.explanation_hours),
            figure_said(gettext("Hours to say whether it suffices:"), terms.judging_hours),
            gettext("Offered then:") + " " + gettext(", ").join(word(words.NEXT, step) for step in terms.next_steps),
        ]
        yield self._value("incidents-terms", gettext("Incidents"), says, terms.provenance)
        language = self._frame.language
        if terms.classes is not None:
            told = "; ".join(f"{self._type(name)}: {self._classes(some)}" for name, some in terms.classes.types.items())
            yield self._value("incidents-classes", gettext("Of which classes of activity types of incident tell"),
                              [told], terms.classes.provenance)  # fmt: skip
        for group in terms.groups.values():
            named = gettext(", ").join(in_language(each.names, language=language) for each in group.types.values())
            says = [named, *([gettext("May be told of no place.")] if group.placeless else [])]
            anchor = f"incidents-{group.name}"
            yield self._value(anchor, in_language(group.names, language=language), says, terms.provenance)
