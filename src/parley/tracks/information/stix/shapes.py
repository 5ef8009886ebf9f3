"""The profile of STIX 2.1 that is read: which types, which properties each may have, and of which kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from parley.tracks.information.stix.raw import LONGEST_TEXT, MOST_LISTED, Problem

ID = re.compile(
    r"[a-z][a-z0-9-]{1,60}--[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
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


def shape_problems(item: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what of one object is not of the profile: its type, its id, its stamps, its properties, its lengths."""
    kind, named = str(item.get("type"))[:60], str(item.get("id"))[:120]
    if kind not in TYPES:
        yield Problem("stix.type_not_taken", named, data={"type": kind})
        return
    if item.get("spec_version", "2.1") != "2.1":
        yield Problem("stix.other_version", named)
    if ID.fullmatch(str(item.get("id"))) is None or not named.startswith(f"{kind}--"):
        yield Problem("stix.id_malformed", named)
    for name in sorted(set(item) - {*_COMMON, *_OF[kind]}):
        yield Problem("stix.property_unknown", named, data={"name": name[:60]})
    for name in ("created", "modified") if kind not in UNVERSIONED else ():
        if not isinstance(item.get(name), str) or STAMP.fullmatch(item[name]) is None:
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
