"""The STIX bundle of what this node may read: all of it, one matter, or what may go on to one member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.charter.verdict import Refusal
from parley.node import reading
from parley.node.running import Node
from parley.tracks.information.assessment_state import FORM as ASSESSMENT
from parley.tracks.information.report_state import FORM as REPORT
from parley.tracks.information.request_state import FORM as REQUEST
from parley.tracks.information.stix.writing import bundle_text

FORMS = (REPORT, REQUEST, ASSESSMENT)
# More than so many matters are refused with words: nothing of an export is left out without a word.
MOST_EXPORTED = 2_000


def bundle_of(node: Node, *, member: str = "", matters: tuple[str, ...] = ()) -> str | Refusal:
    """Return a bundle of every matter of information exchange, or of these alone.

    With a `member` it holds only what that member reads, or what may go on to it.
    """
    charter = node.charter()
    if member and member not in charter.codes:
        return Refusal("stix.member_unknown", "IR-4", {"member": member, "members": ", ".join(charter.codes)})
    found = [
        state for state in _states(node)
        if (not matters or state["id"] in matters) and (not member or member in _may_read(state))
    ]  # fmt: skip
    if len(found) > MOST_EXPORTED:
        return Refusal("stix.too_many_to_give", "DESK-90", {"found": len(found), "limit": MOST_EXPORTED})
    return bundle_text(found, charter=charter)


def _states(node: Node) -> Iterator[Mapping[str, Any]]:
    for form in FORMS:
        for row in reading.of_form(node, form, from_ms=0):
            yield row.state


def _may_read(state: Mapping[str, Any]) -> set[str]:
    terms = state["main"]["terms"] if state["form"] == ASSESSMENT else state["terms"]
    return {*state["to"], *(terms.get("releasable_to") or ())}
