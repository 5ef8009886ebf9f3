"""The kinds of entry about joint statements, and the form of each content (docs/statements.md, "Entries"). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content.form import content, digest, empty_or, entry_id, fields, one_of, several, word, yes_or_no
from parley.tracks.content.form import text as text_of
from parley.tracks.content.lapse import BESIDE, CITED
from parley.tracks.content.usual import INSTANT, LANGUAGE, ROLE, SHORT, SUBJECT
from parley.tracks.talks.text_entries import MOST_CITED, MOST_LANGUAGES, MOST_PARTIES, named_in

# In whose name it is spoken: of all signatories together, or by one of them on behalf of all.
JOINTLY, ON_BEHALF = "jointly", "on_behalf"
LONGEST_TEXT = 60_000
LONGEST_READOUT, MOST_READOUTS = 20_000, 20
# What stands in a text as a bracket is not agreed, and so cannot be released.
_BRACKET = re.compile(r"\[[A-Z][A-Z0-9-]{0,15}(?:, ?[A-Z][A-Z0-9-]{0,15})*:")

_code = word(64)
# What one says alone is no joint statement.
_members = several(_code, most=MOST_PARTIES, least=2, distinct=str)
_texts = several(
    fields({"lang": LANGUAGE, "title": SUBJECT, "text": text_of(LONGEST_TEXT)}, optional={}),
    most=MOST_LANGUAGES, least=1, distinct=lambda each: each["lang"],
)  # fmt: skip
_digests = several(
    fields({"lang": LANGUAGE, "sha256": digest}, optional={}),
    most=MOST_LANGUAGES, least=1, distinct=lambda each: each["lang"],
)  # fmt: skip
_own_texts = several(
    fields({"lang": LANGUAGE, "text": text_of(LONGEST_READOUT)}, optional={}),
    most=MOST_LANGUAGES, least=1, distinct=lambda each: each["lang"],
)  # fmt: skip
_of = {"of": entry_id, "role": ROLE}


def _whole_minute(value: Any, where: str) -> tuple[Fault, ...]:
    return INSTANT(value, where) or (() if value % 60 == 0 else (Fault(where, "talks.whole_minute_asked"),))


def _spoken_by(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for who speaks where one speaks for all, one of the signatories, and for nobody else."""
    by, is_one = value.get("spoken_by"), value["attribution"] == ON_BEHALF
    if is_one == (by is not None) and (by is None or by in value["signatories"]):
        return ()
    return (Fault("spoken_by", "talks.spoken_by_asked"),)


def _no_brackets(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return tuple(
        Fault(f"texts.{place}.text", "talks.brackets_in_statement")
        for place, each in enumerate(value["texts"])
        if _BRACKET.search(each["title"]) or _BRACKET.search(each["text"])
    )


DRAFTED, SIGNED, RELEASED = "statement_drafted", "statement_signed", "statement_released"
DECLINED, WITHDRAWN, LAPSE_KIND = "statement_declined", "statement_withdrawn", "statement_lapse_cited"
READOUT = "statement_readout_given"
_FORMS = {
    DRAFTED: fields(
        {
            "subject": SUBJECT, "texts": _texts, "signatories": _members, "release_s": _whole_minute,
            "attribution": one_of(JOINTLY, ON_BEHALF), "role": ROLE,
        },
        optional={
            "spoken_by": empty_or(_code), "place": empty_or(SHORT), "from_text": empty_or(entry_id),
            "about": several(entry_id, most=MOST_CITED, distinct=str), "readouts": yes_or_no,
        },
        also=(_spoken_by, _no_brackets),
    ),
    SIGNED: fields({**_of, "digest": digest, "digests": _digests}, optional={}),
    DECLINED: fields({**_of, "why": SHORT}, optional={}),
    WITHDRAWN: fields({**_of, "why": SHORT}, optional={}),
    RELEASED: fields({"of": entry_id, "digest": digest}, optional={}),
    READOUT: fields({**_of, "texts": _own_texts}, optional={}),
    LAPSE_KIND: fields(CITED, optional=BESIDE),
}  # fmt: skip


def _cited(said: Mapping[str, Any]) -> tuple[str, ...]:
    return (*named_in("from_text")(said), *named_in("about")(said))


STATEMENT_KINDS: Mapping[str, Kind] = {
    name: Kind(name, name == DRAFTED, content(form), cites=_cited if name == DRAFTED else None)
    for name, form in _FORMS.items()
}
