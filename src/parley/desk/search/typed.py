"""What was typed into the search form, as a wish, or as what could not be understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from parley.geo.figures import Misread
from parley.geo.moment import parse_moment
from parley.geo.place import parse_place
from parley.node.search.asking import Near, Wish
from parley.texts import sentence
from parley.texts.finding import Question, read_question

FIELDS = ("q", "member", "track", "kind", "state", "precedence", "place", "km", "from", "to")
DAY_MS = 24 * 60 * 60 * 1000
MOST_KM = 20_100.0
LONGEST = 300
# The fields beside which a sentence stands; what is wrong with a choice is said at the words.
SAID_AT = ("q", "place", "km", "from", "to")
# Of the address of a saved view; what is longer is not offered to be saved, for a part of it asks something else.
LONGEST_KEPT = 1_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as typed, the wish that it makes, and a sentence for each field that could not be understood."""

    fields: Mapping[str, str]
    wish: Wish
    faults: Mapping[str, str]

    @property
    def asked(self) -> str:
        """The query of the address that asks the same."""
        return urlencode({name: value for name, value in self.fields.items() if value})

    @property
    def may_be_kept(self) -> bool:
        """Whether it is short enough to be saved as a view, whole."""
        return 0 < len(self.asked) <= LONGEST_KEPT

    @property
    def is_narrowed(self) -> bool:
        """Whether more than words is asked for."""
        return self.narrowings > 0

    @property
    def narrowings(self) -> int:
        """How many fields beside the words ask for something."""
        return sum(bool(value) for name, value in self.fields.items() if name != "q")


def typed(form: Mapping[str, str], *, tracks: tuple[str, ...], language: str) -> Typed:
    """Read the form; a field that cannot be understood asks for nothing and is told."""
    fields = {name: form.get(name, "").strip() for name in FIELDS}
    faults: dict[str, str] = {}
    for name in FIELDS:
        # A part of what was typed would ask for something else.
        if len(fields[name]) > LONGEST:
            faults[name if name in SAID_AT else "q"] = gettext("At most %(most)s characters are asked for at once.") % {
                "most": LONGEST
            }
            fields[name] = ""
    wish = Wish(
        tracks,
        question=_question(fields["q"], faults),
        member=fields["member"],
        track=fields["track"],
        kind=fields["kind"],
        state=fields["state"],
        precedence=fields["precedence"],
        near=_near(fields, faults, language=language),
        from_ms=_instant(fields, "from", faults, language=language, day_ms=0),
        to_ms=_instant(fields, "to", faults, language=language, day_ms=DAY_MS),
    )
    return Typed(fields, wish, faults)


def _question(text: str, faults: dict[str, str]) -> Question:
    question = read_question(text)
    if question.short:
        faults["q"] = gettext("A star stands after four letters at least.")
    elif question.is_cut:
        faults["q"] = gettext("No more than twenty words are asked for at once.")
    return question


def _near(fields: Mapping[str, str], faults: dict[str, str], *, language: str) -> Near | None:
    if not fields["place"]:
        return None
    place = parse_place(fields["place"])
    if isinstance(place, Misread):
        faults["place"] = sentence(place.code, language=language, data=place.data)
    km = _number(fields["km"] or "5")
    if km is None or not 0 < km <= MOST_KM:
        faults["km"] = gettext("The distance is a number of kilometres, 0.1 for a hundred metres.")
    return None if isinstance(place, Misread) or "km" in faults or km is None else Near(place, km)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", text) else None


def _instant(
    fields: Mapping[str, str], name: str, faults: dict[str, str], *, language: str, day_ms: int
) -> int | None:
    """Read an instant; a day alone is its beginning or, for the end of the time asked for, its end."""
    text = fields[name]
    if not text:
        return None
    is_day = _DAY.fullmatch(text) is not None
    found = parse_moment(f"{text} 00:00Z" if is_day else text)
    if isinstance(found, Misread):
        faults[name] = sentence(found.code, language=language, data=found.data)
        return None
    return found.at_s * 1000 + (day_ms if is_day else 0)


def choices(words: Mapping[str, Any], say: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the options of a list: each code with its word, in the order of the words."""
    return sorted(((code, say(code)) for code in words), key=lambda each: each[1])
