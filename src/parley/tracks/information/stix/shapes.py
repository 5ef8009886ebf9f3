"""The profile of STIX 2.1 that is read: which types, which properties each may have, and of which kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from parley.tracks.information.stix.raw import LONGEST_TEXT, MOST_LISTED, Problem

ID = re.compile(
    r"[a-z][a-z0-9-]{1,60}--[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z")
_COMMON = (
    "type", "spec_version", "id", "created_by_ref", "created", "modified", "revoked", "labels", "confidence", "lang",
    "external_references", "object_marking_refs", "granular_markings", "extensions",
)  # fmt: skip
_OF: Mapping[str, tuple[str, ...]] = {
    "report": ("name", "description", "report_types", "published", "object_refs"),
    "incident": ("name", "description"),
    "location": (
        "name", "description", "latitude", "longitude", "precision", "region", "country", "administrative_area", "city",
        "street_address", "postal_code",
    ),
    "identity": ("name", "description", "roles", "identity_class", "sectors", "contact_information"),
    "observed-data": ("first_observed", "last_observed", "number_observed", "objects", "object_refs"),
    "sighting": (
        "description", "first_seen", "last_seen", "count", "sighting_of_ref", "observed_data_refs",
        "where_sighted_refs", "summary",
    ),
    "opinion": ("explanation", "authors", "opinion", "object_refs"),
    "note": ("abstract", "content", "authors", "object_refs"),
    "grouping": ("name", "description", "context", "object_refs"),
    "course-of-action": ("name", "description", "action"),
    "relationship": ("relationship_type", "description", "source_ref", "target_ref", "start_time", "stop_time"),
    "language-content": ("object_ref", "object_modified", "contents"),
    "marking-definition": ("name", "definition_type", "definition"),
    "extension-definition": ("name", "description", "schema", "version", "extension_types", "extension_properties"),
    "file": ("name", "name_enc", "mime_type", "size", "hashes", "defanged"),
    "artifact": ("mime_type", "payload_bin", "url", "hashes", "defanged"),
    "url": ("value", "defanged"),
}  # fmt: skip
TYPES = frozenset(_OF)
# These have no versions, and need no marking of their own.
UNVERSIONED = frozenset({"marking-definition", "file", "artifact", "url"})
UNMARKED = frozenset({"marking-definition", "extension-definition", "identity"})
# Of these the version of the specification may be left out.
OBSERVABLES = frozenset({"file", "artifact", "url"})
LARGEST = 10**15


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_list_of(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(each, kind) for each in value)


def is_figure(value: Any) -> bool:
    """Return whether a value is a number, and one that something could measure."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def _is_yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


_TEXT_LISTS = (
    "labels", "object_marking_refs", "report_types", "object_refs", "roles", "sectors", "where_sighted_refs",
    "observed_data_refs", "authors", "extension_types", "extension_properties",
)  # fmt: skip
_OBJECT_LISTS, _OBJECTS = ("external_references", "granular_markings"), ("hashes", "definition", "objects")
_FIGURES, _YES_OR_NO = ("count", "number_observed", "size"), ("revoked", "defanged", "summary")
# What a property is, whichever object it stands in; any other is a text. What is not named here has a check of its own.
_VALUES: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(_TEXT_LISTS, _is_list_of(str)),
    **dict.fromkeys(_OBJECT_LISTS, _is_list_of(dict)),
    **dict.fromkeys(_FIGURES, is_figure),
    **dict.fromkeys(_YES_OR_NO, _is_yes_or_no),
    **dict.fromkeys(_OBJECTS, _is_object),
}
_CHECKED_APART = frozenset({"extensions", "contents", "confidence", "latitude", "longitude", "precision"})


def is_id(value: Any, *, kind: str) -> bool:
    """Return whether a value is the id of an object of this type."""
    return isinstance(value, str) and value.startswith(f"{kind}--") and ID.fullmatch(value) is not None


def is_stamp(value: Any) -> bool:
    """Return whether a value is an instant as STIX writes it, of a day and an hour that there are."""
    if not isinstance(value, str) or STAMP.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value[:19])
    except ValueError:
        return False
    return True


def instant_key(stamp: str) -> tuple[str, str]:
    """Return what orders instants that are written to different fractions, and is the same of the same instant."""
    return stamp[:19], stamp[19:].strip(".Z").ljust(9, "0")


def shape_problems(item: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what of one object is not of the profile: its type, its id, its stamps, its properties, its lengths."""
    kind, named = str(item.get("type"))[:60], str(item.get("id"))[:120]
    if kind not in TYPES:
        yield Problem("stix.type_not_taken", named, data={"type": kind})
        return
    if item.get("spec_version", "2.1" if kind in OBSERVABLES else None) != "2.1":
        yield Problem("stix.other_version", named)
    if not is_id(item.get("id"), kind=kind):
        yield Problem("stix.id_malformed", named)
    for name in sorted(set(item) - {*_COMMON, *_OF[kind]}):
        yield Problem("stix.property_unknown", named, data={"name": name[:60]})
    for name in sorted((set(item) & {*_COMMON, *_OF[kind]}) - _CHECKED_APART):
        if not _VALUES.get(name, _is_text)(item[name]):
            yield Problem("stix.property_malformed", named, data={"name": name})
    for name in ("created", "modified") if kind not in UNVERSIONED else ():
        if not is_stamp(item.get(name)):
            yield Problem("stix.stamp_malformed", named, data={"name": name})
    yield from _lengths(item, named)


def _lengths(item: Mapping[str, Any], named: str) -> Iterator[Problem]:
    pending: list[Any] = [item]
    while pending:
        value = pending.pop()
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            yield Problem("stix.text_too_long", named, data={"limit": LONGEST_TEXT})
        elif isinstance(value, list | dict):
            if len(value) > MOST_LISTED:
                yield Problem("stix.list_too_long", named, data={"limit": MOST_LISTED})
            else:
                pending += value.values() if isinstance(value, dict) else value


def profile_schema() -> dict[str, Any]:
    """Return the profile as a JSON Schema, for others: what of one object is checked here, but for what objects say.

    `schemas/profile.json` beside this file is what this returns; a test compares them.
    """
    kinds = sorted(TYPES)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:parley:profile:1.0.0",
        "title": "profile", "description": "One object of a STIX 2.1 bundle that is taken (docs/information.md).",
        "type": "object", "required": ["type", "id"], "properties": {"type": {"enum": kinds}},
        "allOf": [{"if": {"properties": {"type": {"const": kind}}}, "then": _type_schema(kind)} for kind in kinds],
    }  # fmt: skip


def _type_schema(kind: str) -> dict[str, Any]:
    version = [] if kind in OBSERVABLES else ["spec_version"]
    stamps = [] if kind in UNVERSIONED else ["created", "modified"]
    known = {name: _value_schema(name) for name in (*_COMMON, *_OF[kind])}
    named = {"id": {"type": "string", "pattern": f"^{kind}--{ID.pattern.split('--')[1]}$"}}
    at = dict.fromkeys(stamps, {"type": "string", "pattern": f"^{STAMP.pattern}$"})
    return {
        "properties": {**known, **named, **at, "spec_version": {"const": "2.1"}}, "required": [*version, *stamps],
        "additionalProperties": False,
    }  # fmt: skip


def _value_schema(name: str) -> dict[str, Any]:
    text, several = {"type": "string", "maxLength": LONGEST_TEXT}, {"type": "array", "maxItems": MOST_LISTED}
    if name in _CHECKED_APART:
        return {}
    if name in _TEXT_LISTS:
        return {**several, "items": text}
    if name in _OBJECT_LISTS:
        return {**several, "items": {"type": "object"}}
    if name in _FIGURES:
        return {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}
    return {"type": "boolean"} if name in _YES_OR_NO else {"type": "object"} if name in _OBJECTS else text
