"""The kinds of entry about a round of talks, and the form of each content (docs/talks.md, "Rounds"). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, empty_or, fields, one_of, several, word, yes_or_no
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

PROPOSED, ANSWERED, LAPSE = "round_proposed", "round_answered", "round_lapse_cited"
ACCEPTS, ACCEPTS_WITH, DECLINES = "accepts", "accepts_with", "declines"
HOW_ANSWERED = (ACCEPTS, ACCEPTS_WITH, DECLINES)

_code = word(64)
MEMBERS = several(_code, most=64, least=1, distinct=str)


def ends_later(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask that what begins ends after that."""
    return () if value["from_s"] < value["until_s"] else (Fault("until_s", "geo.window_ends_first"),)


def _one_host(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for one host: a member, or somebody else by name."""
    is_one = (value.get("host") is None) != (value.get("host_name") is None)
    return () if is_one else (Fault("host", "talks.one_host"),)


def _says_with_what(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask of who accepts with a condition, or declines, for the words."""
    is_said = value["how"] == ACCEPTS or value.get("text") is not None
    return () if is_said else (Fault("text", "hotline.text_asked"),)


_FORMS = {
    PROPOSED: fields(
        {
            "subject": SUBJECT, "lang": LANGUAGE, "place": SHORT, "from_s": INSTANT, "until_s": INSTANT,
            "invited": MEMBERS, "package": yes_or_no, "role": ROLE,
        },
        optional={"host": empty_or(_code), "host_name": empty_or(SHORT), "text": NOTE},
        also=(ends_later, _one_host),
    ),
    ANSWERED: fields(
        {"how": one_of(*HOW_ANSWERED), "role": ROLE},
        optional={"text": NOTE, "lang": LANGUAGE},
        also=(_says_with_what,),
    ),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip

ROUND_KINDS: Mapping[str, Kind] = {name: Kind(name, name == PROPOSED, content(form)) for name, form in _FORMS.items()}
