"""The kinds of entry about negotiating texts, and the form of each content (docs/statements.md, "Entries"). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content.form import content, digest, entry_id, fields, is_entry_id, several, text, whole, word
from parley.tracks.content.lapse import BESIDE, CITED
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SHORT, SUBJECT
from parley.tracks.talks.text_brackets import is_even, pieces

MOST_PARTIES, MOST_LANGUAGES, MOST_CITED, MOST_HEADS, MOST_PARAGRAPHS = 64, 16, 16, 64, 100
LONGEST_PARAGRAPH, MOST_ATTEMPTS = 8_000, 1_000
# A paragraph put between two others has a letter: "2a" stands behind "2" and before "3".
_NUMBER = re.compile(r"([1-9][0-9]{0,2})([a-z]?)")
_members = several(word(64), most=MOST_PARTIES, least=1, distinct=str)


def paragraph_number(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for the number of a paragraph: 1 to 999, with one small letter where it was put between two."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return ()
    return (Fault(where, "talks.paragraph_number_asked"),)


def paragraph_place(number: str) -> tuple[int, str]:
    """Return the key by which paragraphs are sorted."""
    found = _NUMBER.fullmatch(number)
    assert found is not None  # its form was checked
    return int(found[1]), found[2]


def _brackets(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask that every bracket is closed and names a member, and that all languages have the same ones."""
    found = tuple(
        Fault(f"texts.{place}.text", "talks.bracket_not_closed")
        for place, each in enumerate(value["texts"]) if not _is_closed(each["text"])
    )  # fmt: skip
    if found or is_even({each["lang"]: each["text"] for each in value["texts"]}):
        return found
    return (Fault("texts", "talks.brackets_differ"),)


def _is_closed(said: str) -> bool:
    try:
        pieces(said)
    except ValueError:
        return False
    return True


_texts = several(
    fields({"lang": LANGUAGE, "text": text(LONGEST_PARAGRAPH)}, optional={}),
    most=MOST_LANGUAGES, distinct=lambda each: each["lang"],
)  # fmt: skip
_ids = several(entry_id, most=MOST_HEADS, distinct=str)
_version = {"paragraph": paragraph_number, "version": entry_id, "role": ROLE}
_of = {"of": entry_id, "role": ROLE}

OPENING_KIND, WORDED, LAPSE_KIND = "text_opened", "text_paragraph_worded", "text_lapse_cited"
FREEZE, AGREED, DECLINED = "text_freeze_proposed", "text_freeze_agreed", "text_freeze_declined"
_FORMS = {
    OPENING_KIND: fields(
        {"subject": SUBJECT, "parties": _members, "role": ROLE},
        optional={"text": NOTE, "about": several(entry_id, most=MOST_CITED, distinct=str)},
    ),
    # Without any text it is proposed to leave the paragraph out.
    WORDED: fields(
        {"paragraph": paragraph_number, "replaces": _ids, "texts": _texts, "role": ROLE},
        optional={"why": SHORT}, also=(_brackets,),
    ),
    "text_consented": fields(_version, optional={}),
    "text_consent_withdrawn": fields({**_version, "why": SHORT}, optional={}),
    "text_reserved": fields({"paragraph": paragraph_number, "why": SHORT, "role": ROLE}, optional={"text": NOTE}),
    "text_reservation_lifted": fields({"paragraph": paragraph_number, **_of}, optional={}),
    FREEZE: fields(
        {
            "versions": several(entry_id, most=MOST_PARAGRAPHS, least=1, distinct=str),
            "attempt": whole(1, MOST_ATTEMPTS), "digest": digest, "role": ROLE,
        },
        optional={},
    ),
    AGREED: fields({**_of, "digest": digest}, optional={}),
    DECLINED: fields({**_of, "why": SHORT}, optional={}),
    "text_given_up": fields({"why": SHORT, "role": ROLE}, optional={}),
    LAPSE_KIND: fields(CITED, optional=BESIDE),
}  # fmt: skip


def named_in(field: str) -> Any:
    """Return what reads the ids of entries that a field names, one or several, from any content."""

    def named(said: Mapping[str, Any]) -> tuple[str, ...]:
        value = said.get(field)
        found = value if isinstance(value, list | tuple) else [value]
        return tuple(str(each) for each in found if is_entry_id(each))

    return named


TEXT_KINDS: Mapping[str, Kind] = {
    name: Kind(name, name == OPENING_KIND, content(form), cites=named_in("about") if name == OPENING_KIND else None)
    for name, form in _FORMS.items()
}
