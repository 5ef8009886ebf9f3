"""Reads the bytes of a bundle within limits, before anything of it is understood: size, depth, count, doubles. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES, MOST_OBJECTS, MOST_DEPTH, LONGEST_TEXT, MOST_LISTED = 4 * 1024 * 1024, 2_000, 24, 20_000, 5_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one object, or with the whole (`id` empty): a code of texts/stix.json and its figures.

    One that `refuses` keeps the object out; any other is told, and the object is taken.
    """

    code: str
    id: str = ""
    data: Mapping[str, str | int] = field(default_factory=dict)
    refuses: bool = True


class _Doubled(ValueError):
    pass


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Doubled
    return found


def _no_constant(name: str) -> float:
    raise ValueError(name)


def read_objects(raw: bytes) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the objects of a bundle as they stand, or what keeps the whole from being read."""
    if len(raw) > MOST_BYTES:
        return [], [Problem("stix.too_long", data={"limit": MOST_BYTES, "bytes": len(raw)})]
    try:
        # Before the reader recurses: what is deeper than any bundle would end the program's own stack.
        text = raw.decode("utf-8")
        if _deepest(text) > MOST_DEPTH:
            return [], [Problem("stix.too_deep", data={"limit": MOST_DEPTH})]
        whole = json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_constant)
    except _Doubled:
        return [], [Problem("stix.key_twice")]
    except ValueError:
        return [], [Problem("stix.no_json")]
    if not isinstance(whole, dict) or whole.get("type") != "bundle" or not isinstance(whole.get("objects"), list):
        return [], [Problem("stix.no_bundle")]
    if _is_half_written(whole):
        return [], [Problem("stix.half_character")]
    if whole.get("spec_version", "2.1") != "2.1":
        return [], [Problem("stix.other_version")]
    if len(whole["objects"]) > MOST_OBJECTS:
        return [], [Problem("stix.too_many", data={"limit": MOST_OBJECTS, "found": len(whole["objects"])})]
    objects = [each for each in whole["objects"] if isinstance(each, dict)]
    lost = len(whole["objects"]) - len(objects)
    return objects, [Problem("stix.no_object", data={"found": lost})] if lost else []


def _is_half_written(whole: dict[str, Any]) -> bool:
    """Return whether a text holds half of a character that is written as two: it can neither be shown nor kept."""
    try:
        json.dumps(whole, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _deepest(text: str) -> int:
    """Return how deep brackets stand in each other, those within strings left out."""
    depth = deepest = 0
    in_text = escaped = False
    for sign in text:
        if in_text:
            escaped, in_text = (sign == "\\" and not escaped), (sign != '"' or escaped)
        elif sign == '"':
            in_text = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest
