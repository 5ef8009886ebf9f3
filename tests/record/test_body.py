"""The payload of an entry: bound to its author, log and number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD, Payload, PayloadError, encode_payload, parse_payload
from tests.record.test_strictjson import TEXTS, VALUES

LOG = "paris-2026.parley.example/sy"
CODES = st.from_regex(r"[A-Z][A-Z0-9-]{0,5}", fullmatch=True)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)


@st.composite
def payloads(draw: st.DrawFn) -> Payload:
    """Any payload that keeps the form."""
    to = sorted(draw(st.sets(CODES, min_size=1, max_size=5)))
    extra = draw(st.dictionaries(TEXTS, VALUES, max_size=3))
    known = {"author", "content", "kind", "log", "matter", "n", "to", "v"}
    return Payload(
        author=draw(st.sampled_from(to)),
        log=LOG,
        number=draw(st.integers(0, strictjson.MAX_INTEGER)),
        to=tuple(to),
        kind=draw(NAMES),
        matter=draw(st.none() | st.builds("{}/{}".format, CODES, st.integers(0, 10**15))),
        content=draw(st.dictionaries(TEXTS, VALUES, max_size=5)),
        extra={name: value for name, value in extra.items() if name not in known},
    )


def example() -> Payload:
    """A message."""
    return Payload(
        author="SY",
        log=LOG,
        number=1042,
        to=("IL", "SY", "US"),
        kind="message_sent",
        matter=None,
        content={"lang": "ar", "text": "سلام"},
    )


def altered(**values: Any) -> bytes:
    """Return the canonical bytes of the example with some values exchanged."""
    return strictjson.encode(strictjson.parse(encode_payload(example()), limit=MAX_PAYLOAD) | values)


def read(raw: bytes, *, log: str = LOG, number: int = 1042, author: str = "SY") -> Payload:
    """Parse `raw` as the payload of SY/1042."""
    return parse_payload(raw, log=log, number=number, author=author)


@given(payloads())
def test_a_payload_comes_back_as_it_went_unknown_fields_included(payload: Payload) -> None:
    """Parsing gives the same payload, and encoding that gives the same bytes."""
    raw = encode_payload(payload)
    found = read(raw, number=payload.number, author=payload.author)
    assert found == payload
    assert encode_payload(found) == raw


@pytest.mark.parametrize(
    "elsewhere", [{"log": "paris-2026.parley.example/il"}, {"number": 1043}, {"author": "IL"}], ids=str
)
def test_a_payload_copied_under_another_leaf_is_refused(elsewhere: dict[str, Any]) -> None:
    """A body says where it was written, and is read nowhere else."""
    with pytest.raises(PayloadError, match="body.elsewhere"):
        read(encode_payload(example()), **elsewhere)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (altered(v=2), "body.version"),
        (altered(v=True), "body.field"),
        (altered(author="sy"), "body.field"),
        (altered(author="US", to=["IL", "SY"]), "body.addressees"),
        (altered(to=["SY", "IL", "US"]), "body.addressees"),
        (altered(to=["IL", "SY", "SY"]), "body.addressees"),
        (altered(to=[]), "body.addressees"),
        (altered(to=["IL", 1]), "body.field"),
        (altered(to=["IL", "SY", "ü"]), "body.field"),
        (altered(to="SY"), "body.field"),
        (altered(n=-1), "body.field"),
        (altered(n="1042"), "body.field"),
        (altered(log="no log"), "body.field"),
        (altered(kind="Message Sent"), "body.field"),
        (altered(kind=""), "body.field"),
        (altered(matter="SY/01"), "body.field"),
        (altered(matter="SY"), "body.field"),
        (altered(matter=7), "body.field"),
        (altered(content=[]), "body.field"),
        (altered(content=None), "body.field"),
        (b"[]", "body.field"),
        (b"{}", "body.missing"),
        (encode_payload(example()) + b" ", "json.not_canonical"),
        (encode_payload(example()).replace(b'"n":1042', b'"n":1042.0'), "json.float"),
        (b'"' + b"x" * MAX_PAYLOAD + b'"', "json.too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_payload_outside_the_form_is_refused(raw: bytes, code: str) -> None:
    """Each way of leaving the form has its code."""
    with pytest.raises(PayloadError) as caught:
        read(raw)
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["author", "content", "kind", "log", "matter", "n", "to", "v"])
def test_a_payload_without_one_of_its_fields_is_refused(name: str) -> None:
    """No field has a default; an entry that opens a matter says so with null."""
    value = strictjson.parse(encode_payload(example()), limit=MAX_PAYLOAD)
    del value[name]
    with pytest.raises(PayloadError) as caught:
        read(strictjson.encode(value))
    assert (caught.value.code, caught.value.where) == ("body.missing", name)


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (replace(example(), to=("IL", "US")), "body.addressees"),
        (replace(example(), kind="A"), "body.field"),
        (replace(example(), extra={"kind": "other"}), "body.field"),
        (replace(example(), content={"height_m": 1.5}), "json.type"),
        (replace(example(), content={"text": "x" * MAX_PAYLOAD}), "body.too_long"),
    ],
)
def test_what_could_not_be_read_is_not_written(payload: Payload, code: str) -> None:
    """Encoding refuses a payload that parsing would refuse."""
    with pytest.raises(PayloadError) as caught:
        encode_payload(payload)
    assert caught.value.code == code
