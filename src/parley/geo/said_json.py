"""JSON that other programs wrote, for whoever reads drawings: what could be read in two ways is not read. Pure.

A key that stands twice in one object means one thing to one program and another to the next: Python keeps the last.
"""

from __future__ import annotations

import json
import re
from typing import Any

from parley.geo.figures import Misread

MOST_TOLD, LONGEST_NAME = 20, 40
# Half a pair of these is no character: it could be read here, and written nowhere.
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")


class _Twice(dict[str, Any]):
    """An object in which `twice` stands more than once."""

    twice: str


def read_json(raw: bytes) -> Any | tuple[Misread, ...]:
    """Return the value that `raw` spells, or every fault: no JSON, nested too deep, a key twice in one object.

    NaN and infinities are read: whoever asks for a figure refuses them at their field.
    """
    found: list[_Twice] = []

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        names = [name for name, _ in pairs]
        twice = _Twice(value)
        twice.twice = next(name for name in names if names.count(name) > 1)
        found.append(twice)
        return twice

    try:
        value = json.loads(raw, object_pairs_hook=made)
        if _HALVES.search(raw):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        return (Misread("geo.json_wrong", f"line {error.lineno}"),)
    except (ValueError, RecursionError):
        return (Misread("geo.json_wrong"),)
    return value if not found else tuple(_places(value))


def _places(value: Any) -> list[Misread]:
    """Return where keys stand twice, the first of them in the order of the text."""
    told: list[Misread] = []
    rest: list[tuple[str, Any]] = [("", value)]
    while rest and len(told) < MOST_TOLD:
        path, each = rest.pop()
        if isinstance(each, _Twice):
            told.append(Misread("geo.said_twice", path.removeprefix("."), {"name": _shown(each.twice)}))
        inner = each.items() if isinstance(each, dict) else enumerate(each) if isinstance(each, list) else ()
        rest += reversed([(f"{path}.{_shown(str(name))}", found) for name, found in inner
                          if isinstance(found, dict | list)])  # fmt: skip
    return told


def _shown(name: str) -> str:
    """Return a name as a terminal may show it."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:LONGEST_NAME])
