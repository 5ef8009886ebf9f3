"""Strict JSON: one spelling for one value, and nothing that two programs could read differently."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.strictjson import MAX_DEPTH, MAX_INTEGER, StrictJsonError, encode, parse, parse_canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)
LIMIT = 1 << 20


def nested(depth: int) -> Any:
    """Return lists in lists, `depth` of them."""
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def code_of(raw: bytes, *, limit: int = LIMIT) -> str:
    """Return the code with which `raw` is refused."""
    with pytest.raises(StrictJsonError) as caught:
        parse(raw, limit=limit)
    return caught.value.code


@given(VALUES)
def test_what_is_encoded_parses_to_the_same_value(value: Any) -> None:
    """Encoding and parsing a value gives the value back, types included, and encoding again the same bytes."""
    raw = encode(value)
    found = parse_canonical(raw, limit=len(raw))
    assert encode(found) == raw
    assert repr(found) == repr(json.loads(raw))
    assert found == value


@given(VALUES)
def test_any_other_spelling_parses_but_is_not_canonical(value: Any) -> None:
    """Spaces and escapes do not change the value, and only the canonical spelling passes as canonical."""
    other = json.dumps(value, indent=1).encode() + b" "
    assert parse(other, limit=LIMIT) == value
    with pytest.raises(StrictJsonError, match="json.not_canonical"):
        parse_canonical(other, limit=LIMIT)


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_garbage_is_refused_with_a_code_or_spells_what_json_says(raw: bytes) -> None:
    """Whatever the bytes, the parser agrees with JSON or refuses with a code of its own; it never breaks."""
    try:
        value = parse(raw, limit=LIMIT)
    except StrictJsonError as error:
        assert error.code.startswith("json.")
    else:
        assert value == json.loads(raw)


def test_keys_are_sorted_by_code_point_and_letters_stand_as_they_are() -> None:
    """Sorting is by code point, not by UTF-16 unit, and Arabic and Hebrew letters are not escaped."""
    value = {"\U00010000": 1, "\uff5a": 2, "ש": 3, "س": 4, "a": 5, "B": 6, "": 7}
    assert encode(value) == '{"":7,"B":6,"a":5,"ש":3,"س":4,"\uff5a":2,"\U00010000":1}'.encode()


def test_only_what_must_be_escaped_is_escaped() -> None:
    """Quote, backslash and control characters have one escape each; the slash and DEL have none."""
    assert encode('"\\/\b\t\n\f\r\x00\x1f\x7f\u2028') == b'"\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\xe2\x80\xa8"'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a":1,"a":1}', "json.duplicate_key"),
        (b'[{"b":{"a":1,"\\u0061":2}}]', "json.duplicate_key"),
        (b"1.0", "json.float"),
        (b"1e3", "json.float"),
        (b"[-0.5E-2]", "json.float"),
        (b"NaN", "json.float"),
        (b"-Infinity", "json.float"),
        (b"9007199254740992", "json.integer"),
        (b"-9007199254740992", "json.integer"),
        (b"1" * 100_000, "json.integer"),
        (b'"\\ud800"', "json.surrogate"),
        (b'{"\\udfff":1}', "json.surrogate"),
        (b'"\\ude00\\ud83d"', "json.surrogate"),
        (b'"\xed\xa0\x80"', "json.utf8"),
        (b'"\xc0\xaf"', "json.utf8"),
        (b'"\xff"', "json.utf8"),
        (b'\xef\xbb\xbf"a"', "json.syntax"),
        (b'"a\nb"', "json.syntax"),
        (b"", "json.syntax"),
        (b"[1,]", "json.syntax"),
        (b"01", "json.syntax"),
        (b"+1", "json.syntax"),
        (b"1 2", "json.syntax"),
        (b"{'a':1}", "json.syntax"),
        (b"{a:1}", "json.syntax"),
        (b"[" * 200_000, "json.depth"),
        (b'{"a":' * 100_000, "json.depth"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else value,
)
def test_what_is_not_strict_is_refused(raw: bytes, code: str) -> None:
    """Each way of leaving the form has its own code."""
    assert code_of(raw) == code


@pytest.mark.parametrize(
    "raw", [b"-0", b"[1, 2]", b'{"b":1,"a":2}', b'"\\u0061"', b'"\\/"', b'"\\u000A"', b'"\\u001F"', b" 1", b"1\n"]
)
def test_a_second_spelling_is_not_canonical(raw: bytes) -> None:
    """What JSON allows to be spelled in two ways passes in one way only."""
    parse(raw, limit=LIMIT)
    with pytest.raises(StrictJsonError, match="json.not_canonical"):
        parse_canonical(raw, limit=LIMIT)


def test_the_depth_ends_at_the_limit_both_ways() -> None:
    """MAX_DEPTH levels are read and written, one more is neither, and brackets inside strings do not count."""
    deepest = nested(MAX_DEPTH)
    assert parse(encode(deepest), limit=LIMIT) == deepest
    assert code_of(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)) == "json.depth"
    with pytest.raises(StrictJsonError, match="json.depth"):
        encode(nested(MAX_DEPTH + 1))
    assert parse(encode(["[" * 99]), limit=LIMIT) == ["[" * 99]
    assert parse(b"[" + b",".join([b"[]"] * 99) + b"]", limit=LIMIT) == [[]] * 99


def test_more_bytes_than_the_limit_are_refused() -> None:
    """The limit counts bytes, and is the last size that passes."""
    raw = encode("שלום")
    assert parse(raw, limit=10) == "שלום"
    assert code_of(raw, limit=9) == "json.too_long"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "json.type"),
        (float("nan"), "json.type"),
        ((1, 2), "json.type"),
        ({1: 2}, "json.type"),
        ({None: 2}, "json.type"),
        ([{"a": b"x"}], "json.type"),
        ({"a": {"b": MAX_INTEGER + 1}}, "json.integer"),
        (["\ud800"], "json.surrogate"),
        ({"\udc00": 1}, "json.surrogate"),
    ],
    ids=str,
)
def test_what_has_no_strict_spelling_is_not_written(value: Any, code: str) -> None:
    """Encoding refuses what the library would write anyhow: fractions, tuples, keys that are no strings, half pairs."""
    with pytest.raises(StrictJsonError) as caught:
        encode(value)
    assert caught.value.code == code


def test_the_refusal_names_the_key() -> None:
    """A refusal says where: the key of a bad value, the key that stands twice."""
    with pytest.raises(StrictJsonError) as caught:
        encode({"to": [{"height_m": 1.5}]})
    assert caught.value.where == "height_m"
    with pytest.raises(StrictJsonError) as caught:
        parse(b'{"a":1,"b":2,"b":3}', limit=99)
    assert caught.value.where == "b"
