"""Checks what stands in our own extensions, field by field, as the JSON Schemas beside this file say it. Pure.

The schemas (`schemas/*.json`) are for others, who have a validator for them; a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from parley.tracks.information.marking import CREDIBILITY, RELIABILITY
from parley.tracks.information.request_state import ANSWERED, OPEN, REFUSED, WITHDRAWN
from parley.tracks.information.stix.fixed import (
    GRADE_EXTENSION,
    OWN_EXTENSIONS,
    RELEASE_EXTENSION,
    REQUEST_EXTENSION,
    TRANSLATION_EXTENSION,
)
from parley.tracks.information.stix.raw import Problem
from parley.tracks.information.stix.shapes import is_id, is_stamp

Check = Callable[[Any], bool]
LONGEST_WORD, MOST_NAMED = 64, 64
TYPE, PROPERTY = "extension_type", "property-extension"


def _one_of(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words


def _identity(value: Any) -> bool:
    return is_id(value, kind="identity")


def _identities(value: Any) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= MOST_NAMED and all(map(_identity, value))


def _word(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= LONGEST_WORD


def _yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


# Of each extension the fields that it must have, and those that it may have.
FIELDS: Mapping[str, tuple[Mapping[str, Check], Mapping[str, Check]]] = {
    GRADE_EXTENSION: (
        {"information_credibility": _one_of(*CREDIBILITY)},
        {"source_reliability": _one_of(*RELIABILITY), "source_ref": _identity, "from": is_stamp, "until": is_stamp},
    ),
    RELEASE_EXTENSION: (
        {"releasable_to": _identities},
        {"purpose": _word, "expires": is_stamp, "originator_control": _yes_or_no, "onward_release": _word},
    ),
    REQUEST_EXTENSION: (
        {"to_refs": _identities, "needed_by": is_stamp, "state": _one_of(OPEN, ANSWERED, REFUSED, WITHDRAWN)},
        {"priority": _word},
    ),
    TRANSLATION_EXTENSION: ({"made": _one_of("authentic", "human", "machine")}, {}),
}
# What has a sentence of its own.
_SAID_APART = {"source_reliability": "stix.reliability_unknown", "information_credibility": "stix.credibility_unknown"}


def own_problems(extensions: Mapping[str, Mapping[str, Any]], named: str) -> Iterator[Problem]:
    """Yield which fields of our extensions are missing, unknown or none of what they may be, at the object `named`."""
    for extension, (must, may) in FIELDS.items():
        told = extensions.get(extension)
        if told is None:
            continue
        known = {TYPE: _one_of(PROPERTY), **must, **may}
        for field in sorted({TYPE, *must, *told}):
            if field not in known or field not in told or not known[field](told[field]):
                yield _problem(OWN_EXTENSIONS[extension][0], field, named)


def _problem(name: str, field: str, named: str) -> Problem:
    apart = _SAID_APART.get(field)
    if apart is not None:
        return Problem(apart, named)
    return Problem("stix.extension_malformed", named, data={"name": name, "field": field[:60]})
