"""An account of an incident in words: where and when, how exactly, how it is known, who is alleged, whom it harmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from parley.charter.model import Charter
from parley.desk.hotline.saying import instant
from parley.desk.incidents import words
from parley.desk.incidents.words import word
from parley.desk.naming import in_language
from parley.geo.place import Place, place_text

Names = Callable[[str], str]
Values = Mapping[str, Any]
# Pieces of a line: figures run from left to right in every language, words in their own direction.
FIGURES, WORDS = "figures", "words"
Parts = tuple[tuple[str, str], ...]


def type_word(charter: Charter, name: str) -> str:
    """Say a type as the charter names it; one that it does not have as its code."""
    found = charter.incidents.type_of(name) if charter.incidents is not None else None
    return in_language(found.names, language=get_language() or "en") if found is not None else name


def group_word(charter: Charter, name: str) -> str:
    """Say a group of types as the charter names it."""
    groups = charter.incidents.groups if charter.incidents is not None else {}
    return in_language(groups[name].names, language=get_language() or "en") if name in groups else name


def place_parts(place: Values | None) -> Parts:
    """Say a place with its name, its precision and the radius within which it lies."""
    if place is None:
        return ((WORDS, gettext("of no place")),)
    near = pgettext("a place", "%(how)s, within %(metres)s m") % {
        "how": word(words.PLACES, place["precision"]), "metres": place["radius_m"],
    }  # fmt: skip
    named = ((WORDS, str(place["name"])),) if place.get("name") else ()
    return (*named, (FIGURES, place_text(Place(place["lat_e7"], place["lon_e7"]))), (WORDS, near))


def time_parts(time: Values) -> Parts:
    """Say an instant, or from when until when, with how exactly it is known."""
    same = time["from_s"] == time["until_s"]
    when = instant(time["from_s"]) if same else f"{instant(time['from_s'])} – {instant(time['until_s'])}"
    return (FIGURES, when), (WORDS, word(words.TIMES, time["precision"]))


def in_line(parts: Parts) -> str:
    """Return parts as one line of text, where no page can set each in its own direction."""
    return " · ".join(text for _, text in parts)


def place_said(place: Values | None) -> str:
    """Say a place in one line."""
    return in_line(place_parts(place))


def time_said(time: Values) -> str:
    """Say a time in one line."""
    return in_line(time_parts(time))


def actor_said(actor: Values, *, names: Names) -> str:
    """Say who is alleged."""
    who = names(actor["member"]) if actor.get("member") else word(words.ACTORS, actor["kind"])
    return f"{who}: {actor['name']}" if actor.get("name") else who


def actors_said(actors: Iterable[Values], *, names: Names) -> str:
    """Say all who are alleged."""
    return " · ".join(actor_said(each, names=names) for each in actors)


def casualty_said(each: Values) -> str:
    """Say how many of whom came to which harm."""
    span = str(each["at_least"]) if each["at_least"] == each["at_most"] else f"{each['at_least']} – {each['at_most']}"
    return f"{word(words.WHO, each['who'])}: {span} {word(words.HARM, each['harm'])}"


def damage_said(each: Values) -> str:
    """Say what was damaged, how badly and how much of it."""
    said = f"{word(words.DAMAGED, each['what'])}: {each['count']}, {word(words.EXTENT, each['extent'])}"
    return f"{said} ({each['text']})" if each.get("text") else said


def grading_said(terms: Values) -> str:
    """Say how reliable the source is, how credible what it says, and whether it saw for itself."""
    source = f"{terms['source']} – {word(words.RELIABILITY, terms['source'])}"
    credible = f"{terms['credibility']} – {word(words.CREDIBILITY, terms['credibility'])}"
    return f"{source} · {credible} · {word(words.KNOWLEDGE, terms['knowledge'])}"


def means_said(means: Iterable[str]) -> str:
    """Say how it was observed."""
    return gettext(", ").join(word(words.MEANS, each) for each in means)


def piece_said(each: Values) -> str:
    """Say a piece of evidence with its digest."""
    taken = f" · {instant(each['taken_s'])}" if each.get("taken_s") is not None else ""
    return f"{each['n']}: {word(words.FORMS, each['form'])}, {each['name']}{taken} · SHA-256 {each['sha256']}"


def account_facts(terms: Values, *, charter: Charter, names: Names) -> list[tuple[str, Parts]]:
    """Return label and parts of all that an account says, but its subject, its text and its evidence."""
    found: list[tuple[str, Parts]] = [
        (gettext("Type"), _words([type_word(charter, str(terms["type"]))])),
        (gettext("Place"), place_parts(terms.get("place"))),
        (pgettext("an item", "Time"), time_parts(terms["time"])),
        (gettext("How it was observed"), _words([means_said(terms["means"])])),
        (gettext("Source and what it says"), _words(grading_said(terms).split(" · "))),
        (gettext("Alleged"), _words(actor_said(each, names=names) for each in terms["actors"])),
        (gettext("Casualties"), _words(map(casualty_said, terms.get("casualties") or ()))),
        (gettext("Damage"), _words(map(damage_said, terms.get("damage") or ()))),
    ]
    return [(label, value or ((WORDS, gettext("none told")),)) for label, value in found]


def _words(texts: Iterable[str]) -> Parts:
    return tuple((WORDS, text) for text in texts)
