"""The payload of an entry: who says what to whom, sealed inside the body and bound to its leaf.

A sealed file can be copied under another leaf by anybody. So the payload names its author, log and number, and a reader
refuses one that is found anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.record import strictjson
from parley.record.formerror import FormError
from parley.record.leaf import is_origin

MAX_PAYLOAD = 1024 * 1024

_CODE = re.compile(r"[A-Z][A-Z0-9-]{0,15}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,63}")
_MATTER = re.compile(r"[A-Z][A-Z0-9-]{0,15}/(?:0|[1-9][0-9]{0,15})")
_KNOWN = frozenset(("author", "content", "kind", "log", "matter", "n", "to", "v"))


class PayloadError(FormError):
    """A payload that breaks its form or stands under another leaf; `where` names the field."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What an entry says.

    `to` names the addressees by code, sorted, the author among them. `matter` is the id of the entry that opened the
    matter, None in the entry that opens one. `content` is any strict JSON object. `extra` holds the fields that this
    version does not know, so that encoding what was parsed gives the same bytes.
    """

    author: str
    log: str
    number: int
    to: tuple[str, ...]
    kind: str
    matter: str | None
    content: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)


def encode_payload(payload: Payload) -> bytes:
    """Return the canonical bytes of `payload`; PayloadError if it breaks the form (see `parse_payload`)."""
    _check(payload)
    try:
        raw = strictjson.encode(
            {
                **payload.extra,
                "author": payload.author,
                "content": payload.content,
                "kind": payload.kind,
                "log": payload.log,
                "matter": payload.matter,
                "n": payload.number,
                "to": list(payload.to),
                "v": 1,
            }
        )
    except strictjson.StrictJsonError as error:
        raise PayloadError(error.code, error.where) from None
    if len(raw) > MAX_PAYLOAD:
        raise PayloadError("body.too_long", str(MAX_PAYLOAD))
    return raw


def parse_payload(raw: bytes, *, log: str, number: int, author: str) -> Payload:
    """Return the payload found in the body of entry `number` of `log`, the log of member `author`.

    Refused with PayloadError: every code of `strictjson.parse_canonical`, "body.missing", "body.field" (another type or
    form), "body.version", "body.addressees" (not sorted, twice, or without the author), "body.elsewhere" (it was
    written for another log, number or author: a copy).
    """
    try:
        value = strictjson.parse_canonical(raw, limit=MAX_PAYLOAD)
    except strictjson.StrictJsonError as error:
        raise PayloadError(error.code, error.where) from None
    if type(value) is not dict:
        raise PayloadError("body.field", "payload")
    payload = _read(value)
    _check(payload)
    if (payload.log, payload.number, payload.author) != (log, number, author):
        raise PayloadError("body.elsewhere", f"{payload.log} {payload.number} {payload.author}")
    return payload


def _read(value: dict[str, Any]) -> Payload:
    if _field(value, "v", int) != 1:
        raise PayloadError("body.version", "v")
    to = _field(value, "to", list)
    if not all(type(code) is str for code in to):
        raise PayloadError("body.field", "to")
    return Payload(
        author=_field(value, "author", str),
        log=_field(value, "log", str),
        number=_field(value, "n", int),
        to=tuple(to),
        kind=_field(value, "kind", str),
        matter=None if value.get("matter", "") is None else _field(value, "matter", str),
        content=_field(value, "content", dict),
        extra={name: item for name, item in value.items() if name not in _KNOWN},
    )


def _field(value: dict[str, Any], name: str, kind: type) -> Any:
    if name not in value:
        raise PayloadError("body.missing", name)
    found = value[name]
    if type(found) is not kind:
        raise PayloadError("body.field", name)
    return found


def _check(payload: Payload) -> None:
    if _CODE.fullmatch(payload.author) is None:
        raise PayloadError("body.field", "author")
    if not is_origin(payload.log):
        raise PayloadError("body.field", "log")
    if not 0 <= payload.number <= strictjson.MAX_INTEGER:
        raise PayloadError("body.field", "n")
    if _KIND.fullmatch(payload.kind) is None:
        raise PayloadError("body.field", "kind")
    if payload.matter is not None and _MATTER.fullmatch(payload.matter) is None:
        raise PayloadError("body.field", "matter")
    if not all(_CODE.fullmatch(code) for code in payload.to):
        raise PayloadError("body.field", "to")
    if _KNOWN & payload.extra.keys():
        raise PayloadError("body.field", "extra")
    if list(payload.to) != sorted(set(payload.to)) or payload.author not in payload.to:
        raise PayloadError("body.addressees", "to")
