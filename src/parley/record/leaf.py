"""The leaf: what an entry shows to everybody, and what its author's log is hashed over.

A leaf says whose entry it is, its number, when it was written, how far its author had read each other log, and the
hashes of its sealed body and attachments. Its bytes are canonical strict JSON. The bytes as they came are what is
stored and hashed: a later version may add fields, and those are kept although nobody here reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from parley.record import strictjson
from parley.record.formerror import FormError

ENC = "age-v1-mlkem768x25519"
MAX_LEAF = 65_535

_MAX = strictjson.MAX_INTEGER
_unhex = bytes.fromhex
_ORIGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~:/-]{0,199}")
_SUITE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")

# Where the parts of a usual leaf stand. These may match too much: what they find counts only if it encodes to the
# very bytes it was found in.
_USUAL = re.compile(
    r'\{"at":([0-9]{1,16}),"attachments":\[([^]]*)\],"body":(null|\{[^}]*\}),'
    r'"log":"([^"]*)","n":([0-9]{1,16}),"seen":\[([^]]*)\],"v":1\}'
)
_USUAL_SEEN = re.compile(r'\{"log":"([^"]*)","root":"([0-9a-f]{64})","size":([0-9]{1,16})\}')
_USUAL_ATTACHMENT = re.compile(r'\{"sha256":"([0-9a-f]{64})","size":([0-9]{1,16})\}')
_USUAL_BODY = re.compile(
    r'\{"commitment":"([0-9a-f]{64})","enc":"([^"]*)","sha256":"([0-9a-f]{64})","size":([0-9]{1,16})\}'
)


class LeafError(FormError):
    """A leaf that breaks its form; `where` names the field."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the author had read another log: its first `size` entries (at least one), whose tree has this root."""

    log: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class BodyRef:
    """The sealed body: SHA-256 and size of the file, the suite it is sealed with, the salted hash of its payload."""

    digest: bytes
    size: int
    enc: str
    commitment: bytes


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """One sealed attachment: SHA-256 and size of the sealed file."""

    digest: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf. `seen` is sorted by log, without the own one. Without a body it is a position: no attachments then."""

    log: str
    number: int
    at_ms: int
    seen: tuple[Seen, ...]
    body: BodyRef | None
    attachments: tuple[AttachmentRef, ...] = ()


@lru_cache(maxsize=256)
def is_origin(text: str) -> bool:
    """Return whether `text` can name a log: 1 to 200 of letters, digits and . _ ~ : / -, with a letter or digit first.

    The tree formats allow more, but a name that needs no escaping anywhere (JSON, notes, URLs) has one spelling.
    """
    return _ORIGIN.fullmatch(text) is not None


def encode_leaf(leaf: Leaf) -> bytes:
    """Return the canonical bytes of `leaf`; LeafError if it breaks the form (see `parse_leaf`)."""
    _check(leaf)
    seen = ",".join([f'{{"log":"{s.log}","root":"{s.root.hex()}","size":{s.size}}}' for s in leaf.seen])
    attachments = ",".join([f'{{"sha256":"{a.digest.hex()}","size":{a.size}}}' for a in leaf.attachments])
    raw = (
        f'{{"at":{leaf.at_ms},"attachments":[{attachments}],"body":{_spell_body(leaf.body)},'
        f'"log":"{leaf.log}","n":{leaf.number},"seen":[{seen}],"v":1}}'
    ).encode("ascii")
    if len(raw) > MAX_LEAF:
        raise LeafError("leaf.too_long", str(MAX_LEAF))
    return raw


def parse_leaf(raw: bytes) -> Leaf:
    """Return the leaf that `raw` spells; fields that this version does not know are allowed and left aside.

    Refused with LeafError: every code of `strictjson.parse_canonical`, "leaf.missing", "leaf.field" (a field of another
    type or outside its range), "leaf.version", "leaf.seen_order" (not sorted, twice, or the own log among them),
    "leaf.position" (attachments without a body).
    """
    usual = _read_usual(raw)
    if usual is not None:
        return usual
    try:
        value = strictjson.parse_canonical(raw, limit=MAX_LEAF)
    except strictjson.StrictJsonError as error:
        raise LeafError(error.code, error.where) from None
    if type(value) is not dict:
        raise LeafError("leaf.field", "leaf")
    if _field(value, "v", int) != 1:
        raise LeafError("leaf.version", "v")
    leaf = Leaf(
        log=_field(value, "log", str),
        number=_field(value, "n", int),
        at_ms=_field(value, "at", int),
        seen=tuple([_read_seen(item) for item in _field(value, "seen", list)]),
        body=_read_body(value),
        attachments=tuple([_read_attachment(item) for item in _field(value, "attachments", list)]),
    )
    _check(leaf)
    return leaf


def _read_usual(raw: bytes) -> Leaf | None:
    """Return the leaf if `raw` is one without unknown fields, else None; much faster than by way of JSON."""
    found = _USUAL.fullmatch(raw.decode("latin-1"))
    if found is None:
        return None
    at, attachments, body, log, number, seen = found.groups()
    leaf = Leaf(
        log=log,
        number=int(number),
        at_ms=int(at),
        seen=tuple([Seen(log, int(size), _unhex(root)) for log, root, size in _USUAL_SEEN.findall(seen)]),
        body=_read_usual_body(body),
        attachments=tuple([AttachmentRef(_unhex(d), int(size)) for d, size in _USUAL_ATTACHMENT.findall(attachments)]),
    )
    try:
        return leaf if encode_leaf(leaf) == raw else None
    except LeafError:
        return None


def _read_usual_body(text: str) -> BodyRef | None:
    found = _USUAL_BODY.fullmatch(text)
    if found is None:
        return None
    commitment, enc, digest, size = found.groups()
    return BodyRef(_unhex(digest), int(size), enc, _unhex(commitment))


def _spell_body(body: BodyRef | None) -> str:
    if body is None:
        return "null"
    return (
        f'{{"commitment":"{body.commitment.hex()}","enc":"{body.enc}",'
        f'"sha256":"{body.digest.hex()}","size":{body.size}}}'
    )


def _read_seen(item: Any) -> Seen:
    return Seen(_field(item, "log", str), _field(item, "size", int), _hash(item, "root"))


def _read_attachment(item: Any) -> AttachmentRef:
    return AttachmentRef(_hash(item, "sha256"), _field(item, "size", int))


def _read_body(value: dict[str, Any]) -> BodyRef | None:
    if "body" in value and value["body"] is None:
        return None
    item = _field(value, "body", dict)
    return BodyRef(
        digest=_hash(item, "sha256"),
        size=_field(item, "size", int),
        enc=_field(item, "enc", str),
        commitment=_hash(item, "commitment"),
    )


def _field(item: Any, name: str, kind: type) -> Any:
    if type(item) is not dict:
        raise LeafError("leaf.field", name)
    if name not in item:
        raise LeafError("leaf.missing", name)
    found = item[name]
    # `type is`, not isinstance: true is an int to Python and to nobody else.
    if type(found) is not kind:
        raise LeafError("leaf.field", name)
    return found


def _hash(item: Any, name: str) -> bytes:
    text = _field(item, name, str)
    if _HASH.fullmatch(text) is None:
        raise LeafError("leaf.field", name)
    return bytes.fromhex(text)


def _check(leaf: Leaf) -> None:
    if not is_origin(leaf.log):
        raise LeafError("leaf.field", "log")
    if not 0 <= leaf.number <= _MAX:
        raise LeafError("leaf.field", "n")
    if not 0 <= leaf.at_ms <= _MAX:
        raise LeafError("leaf.field", "at")
    _check_seen(leaf)
    if leaf.body is not None:
        _check_body(leaf.body)
    elif leaf.attachments:
        raise LeafError("leaf.position", "attachments")
    for attachment in leaf.attachments:
        if len(attachment.digest) != 32 or not 1 <= attachment.size <= _MAX:
            raise LeafError("leaf.field", "attachments")


def _check_seen(leaf: Leaf) -> None:
    before = ""
    for seen in leaf.seen:
        # Nothing read of a log is said by leaving it out, and only so.
        if not is_origin(seen.log) or not 1 <= seen.size <= _MAX or len(seen.root) != 32:
            raise LeafError("leaf.field", "seen")
        if seen.log <= before or seen.log == leaf.log:
            raise LeafError("leaf.seen_order", seen.log)
        before = seen.log


def _check_body(body: BodyRef) -> None:
    # Any suite may be named: an entry sealed with a later one is still an entry to those who cannot open it.
    if _SUITE.fullmatch(body.enc) is None:
        raise LeafError("leaf.field", "enc")
    if len(body.digest) != 32 or len(body.commitment) != 32 or not 1 <= body.size <= _MAX:
        raise LeafError("leaf.field", "body")
