"""The STIX bundle of what this node may read: all of it, some matters, a span, or what may go on to one member."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from parley.charter.verdict import Refusal
from parley.node import reading
from parley.node.running import Node
from parley.tracks.information.assessment_state import FORM as ASSESSMENT
from parley.tracks.information.report_state import FORM as REPORT
from parley.tracks.information.request_state import FORM as REQUEST
from parley.tracks.information.stix.raw import MOST_BYTES, MOST_OBJECTS
from parley.tracks.information.stix.writing import bundle_text

FORMS = (REPORT, REQUEST, ASSESSMENT)
# More than so many matters are refused with words: nothing of an export is left out without a word.
MOST_EXPORTED = 2_000


def bundle_of(
    node: Node, *, member: str = "", matters: Collection[str] | None = None, from_ms: int = 0,
    until_ms: int | None = None,
) -> str | Refusal:  # fmt: skip
    """Return a bundle of every matter of information exchange that was opened in a span, or of these alone.

    With a `member` it holds only what that member reads, or what may go on to it. Refused: an unknown member, and what
    would be more than anybody takes in at once, this program too.
    """
    charter = node.charter()
    if member and member not in charter.codes:
        return Refusal("stix.member_unknown", "IR-4", {"member": member, "members": ", ".join(charter.codes)})
    found = [
        state for state in _states(node, from_ms=from_ms, until_ms=until_ms)
        if (matters is None or state["id"] in matters) and (not member or member in _may_read(state))
    ]  # fmt: skip
    if len(found) > MOST_EXPORTED:
        return Refusal("stix.too_many_to_give", "DESK-90", {"found": len(found), "limit": MOST_EXPORTED})
    text = bundle_text(found, charter=charter)
    return _refuse_size(text) or text


def _refuse_size(text: str) -> Refusal | None:
    count, size = len(json.loads(text)["objects"]), len(text.encode())
    if count <= MOST_OBJECTS and size <= MOST_BYTES:
        return None
    data = {"objects": count, "most": MOST_OBJECTS, "bytes": size, "limit": MOST_BYTES}
    return Refusal("stix.too_large_to_give", "DESK-90", data)


def _states(node: Node, *, from_ms: int, until_ms: int | None) -> Iterator[Mapping[str, Any]]:
    for form in FORMS:
        for row in reading.of_form(node, form, from_ms=from_ms, until_ms=until_ms):
            yield row.state


def _may_read(state: Mapping[str, Any]) -> set[str]:
    terms = state["main"]["terms"] if state["form"] == ASSESSMENT else state["terms"]
    return {*state["to"], *(terms.get("releasable_to") or ())}
