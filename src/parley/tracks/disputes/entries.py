"""The kinds of entry about disputes, and the form of each content (docs/disputes.md, "Entries"). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content.form import FieldCheck, content, digest, empty_or, entry_id, fields, one_of, several, word
from parley.tracks.content.form import yes_or_no as truth
from parley.tracks.content.lapse import BESIDE, CITED
from parley.tracks.content.place_form import area, corners_of, drawn, height
from parley.tracks.content.usual import HOW_RECEIVED, INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

MOST_CITED, MOST_MEMBERS, MOST_LANGUAGES = 16, 64, 16
MOST_AREAS, MOST_CORNERS, MOST_CLASSES, MOST_PROVISIONS = 16, 10_000, 64, 16
OTHER_TRACKS = frozenset({"hotline", "deconfliction", "incidents", "commitments"})
POSITIONS = ("accepts", "denies", "accepts_in_part", "contests_ground")
TEXT, FILE = "text", "file"
# At least 16 bytes: so that nobody can guess a text that was committed and prove it by its digest.
_SALT = re.compile(r"(?:[0-9a-f]{2}){16,64}")

_code = word(64)
_members = several(_code, most=MOST_MEMBERS, least=1, distinct=str)
_texts = several(
    fields({"lang": LANGUAGE, "text": NOTE}, optional={}),
    most=MOST_LANGUAGES, least=1, distinct=lambda each: each["lang"],
)  # fmt: skip
_about = several(entry_id, most=MOST_CITED, distinct=str)
_said = {"text": NOTE, "lang": LANGUAGE, "role": ROLE}
_classes = several(_code, most=MOST_CLASSES, distinct=str)
_place = fields(
    {"area": area}, optional={"drawn": empty_or(drawn), "lower": empty_or(height), "upper": empty_or(height)}
)
_whole_number: FieldCheck = INSTANT
_attachment = fields(
    {"name": word(200), "media_type": word(100), "size": _whole_number, "sha256": digest, "plain_sha256": digest},
    optional={},
)


def _salt(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for 16 to 64 bytes in small hexadecimal letters."""
    return () if isinstance(value, str) and _SALT.fullmatch(value) else (Fault(where, "disputes.salt_asked"),)


def _ends_later(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return () if value["from_s"] < value["until_s"] else (Fault("until_s", "geo.window_ends_first"),)


def _few_corners(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    if corners_of(value["areas"]) <= MOST_CORNERS:
        return ()
    return (Fault("areas", "disputes.too_many_corners", {"most": MOST_CORNERS}),)


def _text_or_file(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for one of the two: the text with its salt, or one file."""
    is_text = value.get("text") is not None and value.get("salt") is not None and not value.get("attachments")
    is_file = value.get("text") is None and value.get("salt") is None and len(value.get("attachments") or ()) == 1
    return () if is_text or is_file else (Fault("text", "disputes.text_or_file"),)


def cited_by(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the entries on which a claim or an answer builds; none where the content names none."""
    named = value.get("about")
    return tuple(each for each in named if isinstance(each, str)) if isinstance(named, list | tuple) else ()


def _one_cited(name: str) -> Any:
    def cites(value: Mapping[str, Any]) -> tuple[str, ...]:
        named = value.get(name)
        return (named,) if isinstance(named, str) else ()

    return cites


_claim = fields(
    {**_said, "subject": SUBJECT, "asks": NOTE, "against": _members, "precedence": one_of(*PRECEDENCE_NAMES)},
    optional={"about": _about, "provisions": several(SHORT, most=MOST_PROVISIONS, distinct=str)},
)
_answer = fields({**_said, "position": one_of(*POSITIONS)}, optional={"about": _about})
_measure = fields(
    {
        "subject": SUBJECT, "texts": _texts, "parties": _members, "classes": _classes, "excepted": _classes,
        "areas": several(_place, most=MOST_AREAS, least=1), "from_s": INSTANT, "until_s": INSTANT,
        "precedence": one_of(*PRECEDENCE_NAMES), "role": ROLE,
    },
    optional={}, also=(_ends_later, _few_corners),
)  # fmt: skip
_signed = fields({"of": entry_id, "digest": digest, "role": ROLE}, optional={})
_against = fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={})
_committed = fields({"title": SUBJECT, "over": one_of(TEXT, FILE), "digest": digest, "role": ROLE}, optional={})
_disclosed = fields(
    {"of": entry_id, "role": ROLE},
    optional={
        "salt": empty_or(_salt), "text": empty_or(NOTE), "lang": empty_or(LANGUAGE),
        "attachments": several(_attachment, most=1),
    },
    also=(_text_or_file,),
)  # fmt: skip


def _kind(name: str, check: FieldCheck, **more: Any) -> Kind:
    return Kind(name, more.pop("opens", False), content(check), **more)


OPENING_KIND, SHOWN_KIND = "dispute_claimed", "evidence_shown"
_KINDS = (
    _kind("dispute_claimed", _claim, opens=True, cites=cited_by, across=OTHER_TRACKS),
    _kind("dispute_acknowledged", fields({"how": one_of(*HOW_RECEIVED), "level": word(64), "role": ROLE}, optional={})),
    _kind("dispute_answered", _answer, cites=cited_by, across=OTHER_TRACKS),
    _kind("evidence_committed", _committed),
    _kind("evidence_disclosed", _disclosed),
    _kind("evidence_shown", _disclosed, opens=True, cites=_one_cited("of")),
    _kind("settlement_proposed", fields({"subject": SUBJECT, "texts": _texts, "role": ROLE}, optional={})),
    _kind("settlement_signed", _signed),
    _kind("settlement_declined", _against),
    _kind("settlement_withdrawn", _against),
    _kind("measure_asked", _measure),
    _kind("measure_agreed", _signed),
    _kind("measure_declined", _against),
    _kind("measure_end_agreed", _against),
    _kind(
        "measure_breach_told",
        fields({"of": entry_id, "by": entry_id, "role": ROLE}, optional={"text": empty_or(NOTE), "lang": LANGUAGE}),
        cites=_one_cited("by"), across=frozenset({"deconfliction", "incidents"}),
    ),
    _kind("pause_asked", fields({"until_s": INSTANT, "why": SHORT, "role": ROLE}, optional={})),
    _kind("pause_agreed", fields({"of": entry_id, "role": ROLE}, optional={})),
    _kind(
        "dispute_raised", fields({"level": word(64), "why": SHORT, "danger_to_life": truth, "role": ROLE}, optional={})
    ),
    _kind("mediator_proposed", fields({**_said, "subject": SUBJECT}, optional={})),
    _kind("dispute_referred", fields({**_said, "body": SUBJECT}, optional={})),
    _kind("dispute_decided", fields({"texts": _texts, "role": ROLE}, optional={})),
    _kind(
        "dispute_withdrawn", fields({"why": SHORT, "role": ROLE}, optional={"into": empty_or(entry_id)}),
        cites=_one_cited("into"),
    ),
    _kind("outcome_stated", fields({**_said, "of": entry_id}, optional={})),
    _kind("dispute_lapse_cited", fields(CITED, optional=BESIDE)),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
