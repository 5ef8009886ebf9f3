"""The charter's further terms in the reader's words: releases, signatures, the map, the agreed words, its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from parley.charter.model import ANNOUNCED_KEYS, Charter, NamedPlace
from parley.desk.hotline.wordings import kind_word
from parley.desk.naming import in_language
from parley.desk.why.shown import Value, dates_said, drawing_said, figure_said, labels_said
from parley.geo.place import place_text

if TYPE_CHECKING:
    from parley.desk.frame import Frame

Says = list[str | SafeString]


class Further:
    """Puts these terms into values; `value` makes one of an anchor, a name, what it says and its provenance."""

    def __init__(self, value: Callable[..., Value], frame: Frame, charter: Charter) -> None:
        self._value, self._frame, self._charter = value, frame, charter

    def releases(self) -> Iterator[Value]:
        """Yield the kinds that a second officer releases (C-11)."""
        for each in self._charter.releases.values():
            told = {"roles": self._roles(each.roles)}
            says: Says = [gettext("A second officer releases it, in one of: %(roles)s") % told]
            yield self._value(f"release-{each.kind}", kind_word(each.kind, {}), says, each.provenance)

    def signatures(self) -> Iterator[Value]:
        """Yield the kinds that an officer's passkey signs (C-12), and which keys count (C-13)."""
        for each in self._charter.signatures.values():
            told = {"roles": self._roles(each.roles)}
            says: Says = [gettext("Signed by the officer's passkey, in one of: %(roles)s") % told]
            is_announced = each.keys == ANNOUNCED_KEYS
            says.append(gettext("Only keys that were announced count.") if is_announced else gettext("Any key counts."))
            yield self._value(f"signature-{each.kind}", kind_word(each.kind, {}), says, each.provenance)

    def map(self) -> Iterator[Value]:
        """Yield the mechanism's box, then places with each member's label, then lines with their points."""
        terms = self._charter.map
        if terms is None:
            return
        corners: Says = [
            figure_said(gettext("South-west corner:"), place_text(terms.box.south_west)),
            figure_said(gettext("North-east corner:"), place_text(terms.box.north_east)),
        ]
        yield self._value("map-box", gettext("Area of the mechanism"), corners, terms.provenance)
        for place in terms.places.values():
            name = self._word(place.names) or place.name.replace("_", " ")
            yield self._value(f"place-{place.name}", name, self._of_place(place), place.provenance)
        for line in terms.lines.values():
            points = " · ".join(place_text(point) for point in line.points)
            says: Says = [figure_said(gettext("Its points:"), points)] if points else []
            says += [drawing_said(line.drawing), *dates_said(line.span), *labels_said(line.labels, frame=self._frame)]
            yield self._value(f"line-{line.name}", self._word(line.names), says, line.provenance)

    def _of_place(self, place: NamedPlace) -> Says:
        says: Says = [figure_said(gettext("Where:"), place_text(place.at))]
        return [*says, *labels_said(place.labels, frame=self._frame)]

    def glossary(self) -> Iterator[Value]:
        """Yield the agreed words, each in every language of the charter."""
        for term in self._charter.glossary.values():
            says: Says = [figure_said(f"{language}:", word) for language, word in term.words.items()]
            yield self._value(f"term-{term.name}", self._word(term.words) or term.name, says, term.provenance)

    def versions(self) -> Iterator[Value]:
        """Yield the version before, the amendments that this one stands in place of, and the log that it closes."""
        charter = self._charter
        says: Says = []
        if charter.predecessor:
            says.append(figure_said(gettext("The version before:"), charter.predecessor))
        says += [figure_said(gettext("In place of the amendment:"), digest) for digest in charter.instead_of]
        if charter.closes:
            says.append(figure_said(gettext("Closes a log at the entry:"), charter.closes.size))
        if says:
            yield self._value("versions", gettext("Versions"), says, charter.mechanism.provenance)

    def _roles(self, roles: tuple[str, ...]) -> str:
        return ", ".join(self._frame.role_of(role) for role in roles)

    def _word(self, words: Mapping[str, str]) -> str:
        return in_language(words, language=self._frame.language) if words else ""
