"""The kinds of entry of supervision and the form of each content (docs/supervision.md, "Entries"). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    content,
    digest,
    empty_or,
    entry_id,
    fields,
    one_of,
    several,
    whole,
    word,
    yes_or_no,
)
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

WILL_DO, WILL_NOT, NOTED = "will_do", "will_not", "noted"
ANSWERS = (WILL_DO, WILL_NOT, NOTED)
ACTIVE, SUSPENDED, ENDED = "active", "suspended", "ended"
CHANGES = (ACTIVE, SUSPENDED, ENDED)
DAY, WEEK = "day", "week"
SPANS = (DAY, WEEK)
MOST_ABOUT, MOST_MEMBERS, MOST_LANGUAGES, MOST_LOGS, MOST_SECTIONS = 32, 64, 16, 256, 32

_code = word(64)
_members = several(_code, most=MOST_MEMBERS, least=1, distinct=str)
_about = several(entry_id, most=MOST_ABOUT, distinct=str)
_texts = several(
    fields({"lang": LANGUAGE, "text": NOTE}, optional={}),
    most=MOST_LANGUAGES, least=1, distinct=lambda each: each["lang"],
)  # fmt: skip


def _reason_asked(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for a reason where somebody will not do what was directed."""
    missing = value["answer"] == WILL_NOT and not value.get("text", "").strip()
    return (Fault("text", "supervision.reason_asked"),) if missing else ()


def _ends_later(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    until_s = value.get("until_s")
    return (Fault("until_s", "geo.window_ends_first"),) if until_s is not None and until_s <= value["from_s"] else ()


def _only_suspended_ends(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Allow an end for a suspension alone: what is resumed or ended is so until something else is signed."""
    lasting = value["becomes"] != SUSPENDED and value.get("until_s") is not None
    return (Fault("until_s", "supervision.no_end_asked"),) if lasting else ()


_directive = fields(
    {"subject": SUBJECT, "texts": _texts, "given_to": _members, "role": ROLE},
    optional={"by_s": empty_or(INSTANT), "clause": empty_or(_code), "about": _about},
)
_answered = fields({"answer": one_of(*ANSWERS), "role": ROLE}, optional={"text": NOTE}, also=(_reason_asked,))
_done = fields({"done_s": INSTANT, "role": ROLE}, optional={"text": NOTE, "about": _about})
_gone = fields({"why": SHORT, "role": ROLE}, optional={})
_certificate = fields(
    {
        "clause": _code, "subject": SUBJECT, "texts": _texts, "as_of_s": INSTANT, "role": ROLE,
        "about": several(entry_id, most=MOST_ABOUT, least=1, distinct=str),
    },
    optional={},
)  # fmt: skip
_contested = fields({"stands": yes_or_no, "why": SHORT, "role": ROLE}, optional={"about": _about})
_change = fields(
    {"becomes": one_of(*CHANGES), "texts": _texts, "from_s": INSTANT, "role": ROLE},
    optional={"until_s": empty_or(INSTANT), "about": _about},
    also=(_only_suspended_ends, _ends_later),
)
_signed = fields({"of": entry_id, "digest": digest, "role": ROLE}, optional={})
_against = fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={})
_digest_of = fields({"name": _code, "digest": digest}, optional={})
_position = fields({"log": _code, "size": whole(1), "root": digest}, optional={})
_pack = fields(
    {
        "span": one_of(*SPANS), "until_s": INSTANT, "charter": digest, "digest": digest, "role": ROLE,
        "positions": several(_position, most=MOST_LOGS, distinct=lambda each: each["log"]),
        "sections": several(_digest_of, most=MOST_SECTIONS, least=1, distinct=lambda each: each["name"]),
    },
    optional={},
)  # fmt: skip
_lapse = fields(lapse.CITED, optional=lapse.BESIDE)

DIRECTIVE_LAPSE, CHANGE_LAPSE = "directive_lapse_cited", "mechanism_lapse_cited"


def _kinds(forms: Mapping[str, Any], *, opening: str) -> dict[str, Kind]:
    return {name: Kind(name, name == opening, content(form)) for name, form in forms.items()}


DIRECTIVE_KINDS = _kinds(
    {
        "directive_given": _directive, "directive_answered": _answered, "directive_done": _done,
        "directive_withdrawn": _gone, DIRECTIVE_LAPSE: _lapse,
    },
    opening="directive_given",
)  # fmt: skip
CERTIFICATE_KINDS = _kinds(
    {"certificate_given": _certificate, "certificate_contested": _contested, "certificate_withdrawn": _gone},
    opening="certificate_given",
)
CHANGE_KINDS = _kinds(
    {
        "mechanism_change_proposed": _change, "mechanism_change_signed": _signed,
        "mechanism_change_declined": _against, "mechanism_change_withdrawn": _against, CHANGE_LAPSE: _lapse,
    },
    opening="mechanism_change_proposed",
)  # fmt: skip
PACK_KINDS = _kinds({"pack_issued": _pack}, opening="pack_issued")
KINDS: Mapping[str, Kind] = {**DIRECTIVE_KINDS, **CERTIFICATE_KINDS, **CHANGE_KINDS, **PACK_KINDS}
