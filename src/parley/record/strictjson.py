"""JSON with one spelling for one value: what leaves, payloads and charters are written in.

A value is a dict with string keys, a list, a string, an integer of at most 53 bits, a bool or None. There are no
fractions: two programs may print one differently. The canonical spelling has its keys sorted by code point, no spaces,
UTF-8, and escapes only what JSON forces (quote, backslash, control characters: the short escape where there is one,
else \\u00 and two lower-case digits).
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from parley.record.formerror import FormError

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32

_LONGEST_INTEGER = len(str(-MAX_INTEGER))


class StrictJsonError(FormError):
    """Bytes or a value outside the strict form; `where` names the key, or the place in characters."""


def encode(value: Any) -> bytes:
    """Return the canonical bytes of `value`.

    Refused with StrictJsonError: "json.type" (a float, a tuple, a key that is no string, any other type),
    "json.integer" (outside +-MAX_INTEGER), "json.depth", "json.surrogate".
    """
    _check(value, 0, "")
    return _spell(value)


def parse(raw: bytes, *, limit: int) -> Any:
    """Return the value that `raw` spells, whatever its spaces and the order of its keys.

    Refused with StrictJsonError: "json.too_long" (over `limit` bytes), "json.utf8", "json.syntax",
    "json.duplicate_key", "json.float" (fractions, exponents, NaN, Infinity), "json.integer", "json.depth",
    "json.surrogate".
    """
    if len(raw) > limit:
        raise StrictJsonError("json.too_long", str(limit))
    value = _scan(raw)
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH:
        _check_depth(value, 0)
    # Only an escape can bring in half a surrogate pair: UTF-8 itself has no bytes for one.
    if b"\\u" in raw:
        _spell(value)
    return value


def parse_canonical(raw: bytes, *, limit: int) -> Any:
    """Return the value of `raw`, refusing what `parse` refuses and any other spelling ("json.not_canonical")."""
    if len(raw) <= limit and (found := _read_canonical(raw)) is not None:
        return found
    # Whatever is wrong has its code, which the strict reading finds.
    value = parse(raw, limit=limit)
    if _spell(value) != raw:
        raise StrictJsonError("json.not_canonical")
    return value


def _read_canonical(raw: bytes) -> Any:
    """Return the value where a plain reading shows that nothing is wrong, much faster than the strict one; else None.

    Bytes that are the very spelling of what a plain reading finds name no key twice and hold no half of a surrogate.
    """
    # Few brackets cannot be nested too deep.
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH:
        return None
    try:
        value = _PLAIN_DECODER.decode(raw.decode("utf-8"))
        return value if _spell(value) == raw else None
    except (StrictJsonError, ValueError):
        return None


def _scan(raw: bytes) -> Any:
    try:
        return _DECODER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise StrictJsonError("json.utf8", str(error.start)) from None
    except json.JSONDecodeError as error:
        raise StrictJsonError("json.syntax", str(error.pos)) from None
    except RecursionError:
        raise StrictJsonError("json.depth", str(MAX_DEPTH)) from None


def _spell(value: Any) -> bytes:
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise StrictJsonError("json.surrogate") from None


def _check(value: Any, depth: int, where: str) -> None:
    """Refuse what the library would spell though it is no strict value: it takes tuples, floats and integer keys."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return
    if kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise StrictJsonError("json.integer", where)
    elif depth == MAX_DEPTH and kind in (dict, list):
        raise StrictJsonError("json.depth", where)
    elif kind is dict:
        for key, item in value.items():
            if type(key) is not str:
                raise StrictJsonError("json.type", where)
            _check(item, depth + 1, key)
    elif kind is list:
        for item in value:
            _check(item, depth + 1, where)
    else:
        raise StrictJsonError("json.type", where)


def _check_depth(value: Any, depth: int) -> None:
    if type(value) is dict:
        inner = list(value.values())
    elif type(value) is list:
        inner = value
    else:
        return
    if depth == MAX_DEPTH:
        raise StrictJsonError("json.depth", str(MAX_DEPTH))
    for item in inner:
        _check_depth(item, depth + 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise StrictJsonError("json.duplicate_key", next(key for key in keys if keys.count(key) > 1))
    return found


def _integer(digits: str) -> int:
    # The length first: turning very long digits into a number costs more than reading them.
    if len(digits) > _LONGEST_INTEGER or not -MAX_INTEGER <= (number := int(digits)) <= MAX_INTEGER:
        raise StrictJsonError("json.integer", digits[:24])
    return number


def _no_float(digits: str) -> NoReturn:
    raise StrictJsonError("json.float", digits[:24])


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_PLAIN_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_no_float, parse_constant=_no_float)
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_no_float, parse_constant=_no_float
)
