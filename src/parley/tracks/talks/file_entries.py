"""The kinds of entry about a file of talks, and the form of each content (docs/talks.md, "Files"). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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
    word,
)
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

OPENED, CLOSED, REOPENED, LAPSE = "file_opened", "file_closed", "file_reopened", "file_lapse_cited"
GATES_PROPOSED, GATES_SIGNED = "gates_proposed", "gates_signed"
GATES_DECLINED, GATES_WITHDRAWN = "gates_declined", "gates_withdrawn"
RESERVED, DISCLOSED, NOTED = "position_reserved", "position_disclosed", "position_noted"
AGREED, SET_ASIDE = "agreed", "set_aside"
HOW_CLOSED = (AGREED, SET_ASIDE)
# A sitting that takes it up cites as many instruments at most.
MOST_GATES = 8

_code = word(64)
_parties = several(_code, most=64, least=1, distinct=str)
GATES = several(
    fields({"instrument": entry_id, "step": word(64)}, optional={}), most=MOST_GATES,
    distinct=lambda each: (each["instrument"], each["step"]),
)  # fmt: skip
_sealed = {"text": NOTE, "lang": LANGUAGE, "salt": digest}


def _says_how(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask of what was agreed for the decision and its round, of what is set aside for the reason."""
    asked = ("round", "decision") if value["how"] == AGREED else ("why",)
    return tuple(Fault(name, "hotline.field_missing") for name in asked if value.get(name) is None)


_FORMS: Mapping[str, FieldCheck] = {
    OPENED: fields(
        {"subject": SUBJECT, "lang": LANGUAGE, "lead": _code, "parties": _parties, "role": ROLE},
        optional={"text": NOTE, "gates": GATES},
    ),
    GATES_PROPOSED: fields({"gates": GATES, "why": SHORT, "role": ROLE}, optional={}),
    GATES_SIGNED: fields({"of": entry_id, "digest": digest, "role": ROLE}, optional={}),
    GATES_DECLINED: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    GATES_WITHDRAWN: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    CLOSED: fields(
        {"how": one_of(*HOW_CLOSED), "role": ROLE},
        optional={"round": empty_or(entry_id), "decision": empty_or(entry_id), "why": empty_or(SHORT)},
        also=(_says_how,),
    ),
    REOPENED: fields({"why": SHORT, "role": ROLE}, optional={}),
    RESERVED: fields({"digest": digest, "role": ROLE}, optional={}),
    DISCLOSED: fields({"of": entry_id, **_sealed, "role": ROLE}, optional={}),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip
_NOTE_FORM = fields({"file": entry_id, **_sealed, "role": ROLE}, optional={})


def gates_named(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the instruments of the gates that a content names, each once."""
    gates = said.get("gates")
    found = (each.get("instrument") for each in (gates if isinstance(gates, list | tuple) else ())
             if isinstance(each, Mapping))  # fmt: skip
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))


def _round_named(said: Mapping[str, Any]) -> tuple[str, ...]:
    named = said.get("round")
    return (named,) if isinstance(named, str) else ()


def _file_named(said: Mapping[str, Any]) -> tuple[str, ...]:
    named = said.get("file")
    return (named,) if isinstance(named, str) else ()


_CITES: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    OPENED: gates_named, GATES_PROPOSED: gates_named, CLOSED: _round_named,
}  # fmt: skip
# The obligations for which a file waits stand on another track.
ACROSS = frozenset({"commitments"})
FILE_KINDS: Mapping[str, Kind] = {
    name: Kind(name, name == OPENED, content(form), cites=_CITES.get(name), across=ACROSS)
    for name, form in _FORMS.items()
}
# A member's own note, sealed to itself alone.
POSITION_KINDS: Mapping[str, Kind] = {NOTED: Kind(NOTED, True, content(_NOTE_FORM), cites=_file_named)}
