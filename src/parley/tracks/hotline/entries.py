"""The kinds of entry of the hotline and the form of each content (docs/hotline.md, "Entries"). Pure.

Every content carries `role`, the role in which the officer acted; only what a node files by itself has none. Contents
hold texts, whole numbers, truth values, lists and objects, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import ANSWERERS, PRECEDENCE_NAMES
from parley.charter.verdict import Fault
from parley.geo.items import ITEM_TYPES, value_faults
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
from parley.tracks.content.usual import HOW_RECEIVED, INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT
from parley.tracks.hotline.line_texts import TEXT_COUNT
from parley.tracks.hotline.replies import REASONS as REPLY_REASONS
from parley.tracks.hotline.replies import REPLIES, reply_faults
from parley.tracks.hotline.spoken_words import WORD_COUNT
from parley.tracks.hotline.templates import TEMPLATES, template_faults
from parley.tracks.hotline.voice import GROUP_WORDS, HIGHEST_FIGURE, LOWEST_FIGURE, REASONS

ATTACHMENT_LIMIT = 25 * 1024 * 1024
ATTACHMENTS_MOST = 20
ITEMS_MOST = 50
ITEM_NUMBER_MOST = 999
ABOUT_MOST = 20
CLOSED_BECAUSE = ("settled", "withdrawn")

_code = word(16)


def _item(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for {n, type, value, label?}; the value's own faults are told at their field."""
    required = {"n": whole(1, ITEM_NUMBER_MOST), "type": one_of(*ITEM_TYPES), "value": _anything}
    found = fields(required, optional={"label": SHORT})(value, where)
    if found:
        return found
    faults = value_faults(value["type"], value["value"])
    return tuple(Fault(f"{where}.value.{f.field}".rstrip("."), f.code, f.data) for f in faults)


def _anything(value: Any, where: str) -> tuple[Fault, ...]:
    return ()


_items = several(_item, most=ITEMS_MOST, distinct=lambda item: item["n"])
_attachment = fields(
    {"name": SHORT, "media_type": word(120), "size": whole(0, ATTACHMENT_LIMIT), "sha256": digest},
    optional={"plain_sha256": digest},
)
_attachments = several(_attachment, most=ATTACHMENTS_MOST, distinct=lambda attachment: attachment["name"])


def _asks_what_it_gives(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """A read-back without an item would ask for nothing, and a time of answer without an answer likewise."""
    found = []
    if value["asks_read_back"] and not value["items"]:
        found.append(Fault("items", "hotline.nothing_to_read_back"))
    if value.get("answer_by_s") is not None and not value.get("asks_answer"):
        found.append(Fault("answer_by_s", "hotline.answer_not_asked"))
    return tuple(found)


def _ends_after_start(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return (Fault("ended_at_s", "hotline.ends_before_start"),) if value["ended_at_s"] < value["started_at_s"] else ()


def _two_ends(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    return (Fault("to", "hotline.call_with_oneself"),) if value["from"] == value["to"] else ()


_wording: Mapping[str, FieldCheck] = {"subject": SUBJECT, "text": NOTE, "lang": LANGUAGE, "items": _items}

_message_sent = fields(
    {**_wording, "precedence": one_of(*PRECEDENCE_NAMES), "asks_read_back": yes_or_no, "role": ROLE},
    optional={
        "attachments": _attachments,
        "template": empty_or(one_of(*TEMPLATES)),
        "precedence_reason": empty_or(SHORT),
        "reply_to": empty_or(entry_id),
        "about": several(entry_id, most=ABOUT_MOST, distinct=str),
        "asks_answer": yes_or_no,
        "answer_by_s": empty_or(INSTANT),
        "asked": several(_code, most=64, least=1, distinct=str),
    },
    also=(_asks_what_it_gives, template_faults),
)
_message_corrected = fields({**_wording, "role": ROLE}, optional={"of": entry_id, "why": SHORT})
_message_acknowledged = fields({"how": one_of(*HOW_RECEIVED), "role": ROLE}, optional={"of": entry_id, "text": NOTE})
_read_back = fields(
    {"items": several(_item, most=ITEMS_MOST, least=1, distinct=lambda item: item["n"]), "role": ROLE},
    optional={"of": entry_id},
)
_read_back_confirmed = fields({"of": entry_id, "role": ROLE}, optional={})
_message_answered = fields(
    {"text": NOTE, "lang": LANGUAGE, "role": ROLE},
    optional={
        "of": entry_id,
        "items": _items,
        "attachments": _attachments,
        "reply": one_of(*REPLIES),
        "done_at_s": INSTANT,
        "cannot_because": one_of(*REPLY_REASONS),
    },
    also=(reply_faults,),
)
_message_closed = fields({"reason": one_of(*CLOSED_BECAUSE), "role": ROLE}, optional={"text": NOTE})
_translation_attached = fields(
    {"of": entry_id, "lang": LANGUAGE, "text": NOTE, "by_role": ROLE, "role": ROLE},
    optional={"subject": SUBJECT},
)
_call_logged = fields(
    {
        "started_at_s": INSTANT,
        "ended_at_s": INSTANT,
        "from": _code,
        "to": _code,
        "summary": NOTE,
        "lang": LANGUAGE,
        "role": ROLE,
    },
    optional={
        "items": _items,
        "channel": SHORT,
        "replaces": empty_or(entry_id),
        "precedence": one_of(*PRECEDENCE_NAMES),
        "called_back": yes_or_no,
        "challenge": empty_or(entry_id),
    },
    also=(_ends_after_start, _two_ends),
)
_call_group = fields(
    {
        "words": several(whole(1, WORD_COUNT), most=GROUP_WORDS, least=GROUP_WORDS, distinct=int),
        "figure": whole(LOWEST_FIGURE, HIGHEST_FIGURE),
    },
    optional={},
)
_call_challenged = fields({"to": _code, "far": _call_group, "near": _call_group, "role": ROLE}, optional={})
_voice_authenticated = fields({"role": ROLE}, optional={"text": NOTE, "lang": LANGUAGE})
_voice_not_authenticated = fields(
    {"reason": one_of(*REASONS), "role": ROLE}, optional={"text": NOTE, "lang": LANGUAGE}
)
_call_confirmed = fields({"role": ROLE}, optional={"text": NOTE})
_call_disputed = fields({"text": NOTE, "role": ROLE}, optional={"lang": LANGUAGE})
_line_check_sent = fields(
    {"to": _code, "text_no": whole(1, TEXT_COUNT), "routes": several(_code, most=16, least=1, distinct=str)},
    optional={
        "slot_at_s": empty_or(INSTANT),
        "answered_by": one_of(*ANSWERERS),
        "attempt": whole(1, 1000),
        "role": empty_or(ROLE),
    },
)
_line_check_answered = fields(
    {"text_no": whole(1, TEXT_COUNT), "routes": several(_code, most=16, distinct=str)},
    optional={"role": empty_or(ROLE)},
)
_watch_taken = fields(
    {"role": ROLE, "authority": SHORT, "call_back": SHORT, "until_s": INSTANT},
    optional={"name": SHORT, "after": empty_or(entry_id), "from_role": ROLE, "from_name": SHORT},
)
_watch_handed_over = fields(
    {"role": ROLE, "to_role": ROLE, "open_items": several(SHORT, most=200)},
    optional={
        "text": NOTE,
        "name": SHORT,
        "silent": several(_code, most=64, distinct=str),
        "promises": several(SHORT, most=50),
    },
)
_shift_noted = fields({"text": NOTE, "role": ROLE}, optional={"lang": LANGUAGE, "about": empty_or(entry_id)})
_lapse_cited = fields(lapse.CITED, optional=lapse.BESIDE)

_OPENING = {
    "message_sent": _message_sent,
    "call_challenged": _call_challenged,
    "call_logged": _call_logged,
    "line_check_sent": _line_check_sent,
    "watch_taken": _watch_taken,
    "shift_noted": _shift_noted,
}
_CONTINUING = {
    "message_corrected": _message_corrected,
    "message_acknowledged": _message_acknowledged,
    "read_back": _read_back,
    "read_back_confirmed": _read_back_confirmed,
    "message_answered": _message_answered,
    "message_closed": _message_closed,
    "translation_attached": _translation_attached,
    "voice_authenticated": _voice_authenticated,
    "voice_not_authenticated": _voice_not_authenticated,
    "call_confirmed": _call_confirmed,
    "call_disputed": _call_disputed,
    "line_check_answered": _line_check_answered,
    "watch_handed_over": _watch_handed_over,
    "lapse_cited": _lapse_cited,
}

# A watch is opened by `watch_taken` and taken over by another `watch_taken` in the same matter; a call is opened by its
# `call_logged`, or by a `call_challenged` that a `call_logged` in the same matter follows.
_BOTH = ("watch_taken", "call_logged")
KINDS: Mapping[str, Kind] = {
    name: Kind(name, opens, content(form), continues=name in _BOTH)
    for forms, opens in ((_OPENING, True), (_CONTINUING, False))
    for name, form in forms.items()
}
