"""The leaf: one spelling, read fast and read slowly alike."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record import leaf as leaf_module
from parley.record import strictjson
from parley.record.leaf import (
    ENC,
    MAX_LEAF,
    AttachmentRef,
    BodyRef,
    Leaf,
    LeafError,
    Seen,
    encode_leaf,
    is_origin,
    parse_leaf,
)

COUNTS = st.integers(0, strictjson.MAX_INTEGER)
SIZES = st.integers(1, strictjson.MAX_INTEGER)
HASHES = st.binary(min_size=32, max_size=32)
ORIGINS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._~:/-]{0,30}", fullmatch=True)
BODIES = st.builds(
    BodyRef, HASHES, SIZES, st.just(ENC) | st.from_regex(r"[a-z0-9][a-z0-9._-]{0,9}", fullmatch=True), HASHES
)


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    """Any leaf that keeps the form."""
    origins = draw(st.lists(ORIGINS, min_size=1, max_size=5, unique=True))
    body = draw(st.none() | BODIES)
    attachments = draw(st.lists(st.builds(AttachmentRef, HASHES, SIZES), max_size=3)) if body else []
    return Leaf(
        log=origins[0],
        number=draw(COUNTS),
        at_ms=draw(COUNTS),
        seen=tuple(Seen(origin, draw(SIZES), draw(HASHES)) for origin in sorted(origins[1:])),
        body=body,
        attachments=tuple(attachments),
    )


def example() -> Leaf:
    """A leaf with everything a leaf can have."""
    return Leaf(
        log="paris-2026.parley.example/sy",
        number=1042,
        at_ms=1_770_000_000_000,
        seen=(
            Seen("paris-2026.parley.example/il", 17, b"\x01" * 32),
            Seen("paris-2026.parley.example/us", 3, b"\x02" * 32),
        ),
        body=BodyRef(b"\x03" * 32, 5797, ENC, b"\x04" * 32),
        attachments=(AttachmentRef(b"\x05" * 32, 70_000),),
    )


def altered(*path: str | int, to: Any) -> bytes:
    """Return the canonical bytes of the example with one value exchanged."""
    value = json.loads(encode_leaf(example()))
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return strictjson.encode(value)


@given(leaves())
def test_a_leaf_comes_back_as_it_went(leaf: Leaf) -> None:
    """Parsing what was encoded gives the same leaf."""
    assert parse_leaf(encode_leaf(leaf)) == leaf


@given(leaves())
def test_the_encoder_by_hand_writes_canonical_json(leaf: Leaf) -> None:
    """The bytes equal what the canonical encoder writes for the same value."""
    raw = encode_leaf(leaf)
    assert strictjson.encode(json.loads(raw)) == raw


@given(leaves())
def test_the_fast_and_the_slow_way_of_reading_agree(leaf: Leaf) -> None:
    """A leaf in the usual form is read by the fast way, and reads the same by way of JSON."""
    raw = encode_leaf(leaf)
    value = json.loads(raw)
    # A field that nobody knows makes the fast way step aside.
    slow = strictjson.encode(value | {"zz": 0})
    assert leaf_module._read_usual(raw) == leaf
    assert leaf_module._read_usual(slow) is None
    assert parse_leaf(slow) == leaf


@given(leaves(), st.data())
def test_a_changed_byte_is_refused_or_read_as_json_reads_it(leaf: Leaf, data: st.DataObject) -> None:
    """Whatever byte is changed, what still passes is canonical and says in JSON what the leaf says."""
    raw = bytearray(encode_leaf(leaf))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = parse_leaf(bytes(raw))
    except LeafError:
        return
    assert strictjson.encode(json.loads(raw)) == raw
    spelled = json.loads(encode_leaf(found))
    read = json.loads(raw)
    assert {name: read[name] for name in spelled} == spelled


@given(
    leaves(), st.dictionaries(st.from_regex(r"[a-z_]{2,8}x", fullmatch=True), st.text() | st.integers(0, 9), max_size=3)
)
def test_unknown_fields_are_allowed_and_change_nothing(leaf: Leaf, extra: dict[str, Any]) -> None:
    """A leaf of a later version, with fields more at every level, reads as the leaf without them."""
    value = json.loads(encode_leaf(leaf)) | extra
    value["seen"] = [item | extra for item in value["seen"]]
    value["body"] = value["body"] and value["body"] | extra
    value["attachments"] = [item | extra for item in value["attachments"]]
    assert parse_leaf(strictjson.encode(value)) == leaf


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (altered("v", to=2), "leaf.version"),
        (altered("v", to=True), "leaf.field"),
        (altered("log", to="has space"), "leaf.field"),
        (altered("log", to="plus+sign"), "leaf.field"),
        (altered("log", to=""), "leaf.field"),
        (altered("log", to="a" * 201), "leaf.field"),
        (altered("n", to=-1), "leaf.field"),
        (altered("n", to="1042"), "leaf.field"),
        (altered("n", to=True), "leaf.field"),
        (altered("at", to=-1), "leaf.field"),
        (altered("at", to=None), "leaf.field"),
        (altered("seen", to={}), "leaf.field"),
        (altered("seen", 0, to=[]), "leaf.field"),
        (altered("seen", 0, "size", to=0), "leaf.field"),
        (altered("seen", 0, "root", to="AB" * 32), "leaf.field"),
        (altered("seen", 0, "root", to="ab" * 31), "leaf.field"),
        (altered("seen", 0, "log", to="paris-2026.parley.example/zz"), "leaf.seen_order"),
        (altered("seen", 0, "log", to="paris-2026.parley.example/us"), "leaf.seen_order"),
        (altered("seen", 1, "log", to="paris-2026.parley.example/sy"), "leaf.seen_order"),
        (altered("body", to=[]), "leaf.field"),
        (altered("body", to=False), "leaf.field"),
        (altered("body", to=None), "leaf.position"),
        (altered("body", "size", to=0), "leaf.field"),
        (altered("body", "enc", to="AGE"), "leaf.field"),
        (altered("body", "sha256", to="0g" * 32), "leaf.field"),
        (altered("body", "commitment", to=""), "leaf.field"),
        (altered("attachments", to=None), "leaf.field"),
        (altered("attachments", 0, "size", to=0), "leaf.field"),
        (altered("attachments", 0, "sha256", to=7), "leaf.field"),
        (b"[]", "leaf.field"),
        (b"null", "leaf.field"),
        (b"{}", "leaf.missing"),
        (b"", "json.syntax"),
        (encode_leaf(example()) + b"\n", "json.not_canonical"),
        (encode_leaf(example()).replace(b'"n":1042', b'"n": 1042'), "json.not_canonical"),
        (encode_leaf(example()).replace(b'"n":1042', b'"n":01042'), "json.syntax"),
        (encode_leaf(example()).replace(b'"n":1042', b'"n":9007199254740992'), "json.integer"),
        (encode_leaf(example()).replace(b'"n":1042', b'"n":1042.0'), "json.float"),
        (encode_leaf(example()).replace(b'"n":1042', b'"n":1042,"n":1042'), "json.duplicate_key"),
        (encode_leaf(example()).replace(b"},{", b"}{"), "json.syntax"),
        (encode_leaf(example()).replace(b'"v":1', b'"v":1,"w":"' + b"x" * MAX_LEAF + b'"'), "json.too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_leaf_outside_the_form_is_refused(raw: bytes, code: str) -> None:
    """Each way of leaving the form has its code."""
    with pytest.raises(LeafError) as caught:
        parse_leaf(raw)
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["at", "attachments", "body", "log", "n", "seen", "v"])
def test_a_leaf_without_one_of_its_fields_is_refused(name: str) -> None:
    """No field has a default: absence and null are different things."""
    value = json.loads(encode_leaf(example()))
    del value[name]
    with pytest.raises(LeafError) as caught:
        parse_leaf(strictjson.encode(value))
    assert (caught.value.code, caught.value.where) == ("leaf.missing", name)


@pytest.mark.parametrize(
    "leaf",
    [
        replace(example(), number=strictjson.MAX_INTEGER + 1),
        replace(example(), log='a"b'),
        replace(example(), seen=example().seen[::-1]),
        replace(example(), body=None),
        replace(example(), body=BodyRef(b"short", 1, ENC, bytes(32))),
        replace(example(), attachments=(AttachmentRef(bytes(31), 1),)),
        replace(example(), attachments=(AttachmentRef(bytes(32), 1),) * 800),
    ],
)
def test_what_could_not_be_read_is_not_written(leaf: Leaf) -> None:
    """Encoding refuses a leaf that parsing would refuse."""
    with pytest.raises(LeafError):
        encode_leaf(leaf)


def test_a_position_has_neither_body_nor_attachments() -> None:
    """A leaf without a body is a position, and round-trips as one."""
    position = replace(example(), body=None, attachments=())
    assert parse_leaf(encode_leaf(position)) == position


def test_a_body_sealed_with_an_unknown_suite_is_still_a_leaf() -> None:
    """Who cannot open a later suite can still read, hash and mirror the leaf."""
    assert parse_leaf(altered("body", "enc", to="age-v2-something")).body == replace(
        example().body or 0, enc="age-v2-something"
    )


@pytest.mark.parametrize("text", ["paris-2026.parley.example/sy", "a", "host:9443/x~y_z"])
def test_names_that_need_no_escaping_are_origins(text: str) -> None:
    """An origin is spelled alike in JSON, notes, URLs and file names."""
    assert is_origin(text)


@pytest.mark.parametrize("text", ["", "a b", "a+b", "a\n", "é", "/a", "-a", 'a"', "a\\b", "a" * 201])
def test_other_names_are_no_origins(text: str) -> None:
    """What some format would have to escape names no log."""
    assert not is_origin(text)
