"""The kinds of entry about a round of talks, and the form of each content (docs/talks.md, "Rounds"). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from parley.charter.talk_terms import REMARK_RULES
from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    FieldCheck,
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

PROPOSED, ANSWERED, LAPSE = "round_proposed", "round_answered", "round_lapse_cited"
TOLD, POSTPONED, CANCELLED, CLOSED = "delegation_told", "round_postponed", "round_cancelled", "round_closed"
SITTING, SITTING_CLOSED, ATTENDED, REMARK = "sitting_opened", "sitting_closed", "attendance_told", "remark_made"
CORRECTED = "remark_corrected"
AGENDA, DECISION, PACKAGE = "agenda_proposed", "decision_proposed", "package_proposed"
SIGNED, DECLINED, WITHDRAWN = "decision_signed", "decision_declined", "decision_withdrawn"
RESERVED, LIFTED, READOUT = "decision_reserved", "reservation_lifted", "national_readout_given"
INSTRUMENTS = (AGENDA, DECISION, PACKAGE)

ACCEPTS, ACCEPTS_WITH, DECLINES = "accepts", "accepts_with", "declines"
HOW_ANSWERED = (ACCEPTS, ACCEPTS_WITH, DECLINES)
# Chatham House: what was said may be used, who said it is not told.
ON_RECORD, NOT_FOR_ATTRIBUTION, OFF_RECORD = "on_record", "not_for_attribution", "off_record"
RULES = REMARK_RULES
MOST_ROLES, MOST_ITEMS, MOST_DECISIONS, LARGEST_TEAM = 32, 64, 200, 1_000
# An entry cites sixteen others at most (parley.node.cited): the files of an agenda, or files with what they wait for.
MOST_FILES, MOST_GROUNDS, MOST_ON_AGENDA, MOST_LEFT_OUT = 8, 8, 16, 16

_code = word(64)
MEMBERS = several(_code, most=64, least=1, distinct=str)
# What one says alone is no decision of a round.
_several_members = several(_code, most=64, least=2, distinct=str)
TEXTS = several(
    fields({"lang": LANGUAGE, "text": NOTE}, optional={}), most=16, least=1, distinct=lambda each: each["lang"]
)
_files = several(entry_id, most=MOST_FILES, distinct=str)
_grounds = several(entry_id, most=MOST_GROUNDS, distinct=str)
_left_out = several(entry_id, most=MOST_LEFT_OUT, distinct=str)
_roles = several(
    fields({"role": _code, "number": whole(1, LARGEST_TEAM)}, optional={}), most=MOST_ROLES, least=1,
    distinct=lambda each: each["role"],
)  # fmt: skip
_present = several(
    fields({"member": _code, "roles": _roles}, optional={}), most=64, least=1, distinct=lambda each: each["member"]
)
_item = fields({"subject": SUBJECT}, optional={"file": empty_or(entry_id)})
_agreed = fields({"of": entry_id, "digest": digest}, optional={})


def ends_later(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask that what begins ends after that."""
    return () if value["from_s"] < value["until_s"] else (Fault("until_s", "geo.window_ends_first"),)


def _one_host(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for one host: a member, or somebody else by name."""
    is_one = (value.get("host") is None) != (value.get("host_name") is None)
    return () if is_one else (Fault("host", "talks.one_host"),)


def _says_with_what(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask of who accepts with a condition, or declines, for the words and their language."""
    if value["how"] == ACCEPTS and value.get("text") is None:
        return ()
    asked = {"text": "hotline.text_asked", "lang": "hotline.field_missing"}
    return tuple(Fault(name, code) for name, code in asked.items() if value.get(name) is None)


def _files_once(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask that an agenda names a file once (TA-6)."""
    named = [each["file"] for each in value["points"] if each.get("file") is not None]
    if len(named) > MOST_ON_AGENDA:
        length = {"least": 0, "most": MOST_ON_AGENDA, "length": len(named)}
        return (Fault("points", "hotline.list_length", length),)
    return () if len(set(named)) == len(named) else (Fault("points", "talks.file_twice"),)


def _both_or_neither(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask that words come with their language, and a language with words: without both a remark is taken back."""
    asked = {"text": "hotline.text_asked", "lang": "hotline.field_missing"}
    missing = [name for name in asked if value.get(name) is None]
    return tuple(Fault(name, asked[name]) for name in missing) if len(missing) == 1 else ()


_FORMS: Mapping[str, FieldCheck] = {
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
    TOLD: fields({"roles": _roles, "role": ROLE}, optional={}),
    POSTPONED: fields(
        {"of": entry_id, "from_s": INSTANT, "until_s": INSTANT, "why": SHORT, "role": ROLE}, optional={},
        also=(ends_later,),
    ),
    CANCELLED: fields({"why": SHORT, "role": ROLE}, optional={}),
    CLOSED: fields({"role": ROLE}, optional={"text": NOTE, "lang": LANGUAGE}),
    AGENDA: fields(
        {"points": several(_item, most=MOST_ITEMS, least=1), "signatories": MEMBERS, "lang": LANGUAGE, "role": ROLE},
        optional={},
        also=(_files_once,),
    ),
    SITTING: fields(
        {"began_s": INSTANT, "rule": one_of(*RULES), "present": _present, "role": ROLE},
        optional={"files": _files, "grounds": _grounds},
    ),
    SITTING_CLOSED: fields({"of": entry_id, "ended_s": INSTANT, "role": ROLE}, optional={}),
    ATTENDED: fields({"of": entry_id, "roles": _roles, "role": ROLE}, optional={}),
    REMARK: fields(
        {"of": entry_id, "text": NOTE, "lang": LANGUAGE, "role": ROLE},
        optional={"speaker": empty_or(fields({"member": _code, "role": _code}, optional={}))},
    ),
    CORRECTED: fields(
        {"of": entry_id, "role": ROLE}, optional={"text": NOTE, "lang": LANGUAGE}, also=(_both_or_neither,)
    ),
    DECISION: fields(
        {"subject": SUBJECT, "texts": TEXTS, "signatories": _several_members, "role": ROLE},
        optional={"file": empty_or(entry_id), "sitting": empty_or(entry_id), "grounds": _grounds},
    ),
    PACKAGE: fields(
        {
            "decisions": several(_agreed, most=MOST_DECISIONS, least=1, distinct=lambda each: each["of"]),
            "signatories": MEMBERS, "role": ROLE,
        },
        optional={"left_out": _left_out},
    ),
    SIGNED: fields({"of": entry_id, "digest": digest, "role": ROLE}, optional={}),
    DECLINED: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    WITHDRAWN: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    RESERVED: fields({"of": entry_id, "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}),
    LIFTED: fields({"of": entry_id, "role": ROLE}, optional={"why": SHORT}),
    READOUT: fields({"of": entry_id, "texts": TEXTS, "role": ROLE}, optional={"statement": empty_or(entry_id)}),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip


def _ids(found: Iterator[Any]) -> tuple[str, ...]:
    """Return the ids among what was found, each once; what is none, the form refuses."""
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))


def _listed(said: Mapping[str, Any], name: str) -> Iterator[Any]:
    found = said.get(name)
    yield from found if isinstance(found, list | tuple) else ()


def _of_agenda(said: Mapping[str, Any]) -> tuple[str, ...]:
    return _ids(each.get("file") for each in _listed(said, "points") if isinstance(each, Mapping))


def _of_sitting(said: Mapping[str, Any]) -> tuple[str, ...]:
    return _ids(each for name in ("files", "grounds") for each in _listed(said, name))


def _of_decision(said: Mapping[str, Any]) -> tuple[str, ...]:
    return _ids(iter([said.get("file"), *_listed(said, "grounds")]))


def _of_readout(said: Mapping[str, Any]) -> tuple[str, ...]:
    return _ids(iter([said.get("statement")]))


_CITES: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    AGENDA: _of_agenda, SITTING: _of_sitting, DECISION: _of_decision, READOUT: _of_readout,
}  # fmt: skip
# The steps for which a file waits stand on another track.
ACROSS = frozenset({"commitments"})
ROUND_KINDS: Mapping[str, Kind] = {
    name: Kind(name, name == PROPOSED, content(form), cites=_CITES.get(name), across=ACROSS)
    for name, form in _FORMS.items()
}
