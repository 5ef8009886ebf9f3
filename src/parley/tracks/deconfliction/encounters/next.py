"""What a node has to say of a notice and a place by itself: that they meet, or that they do not any more. Pure.

Every addressee may say it, so nobody can keep an encounter from being told; one of them says it first.
"""

from __future__ import annotations

from typing import Any

from parley.charter.activities import ActivityTerms
from parley.charter.model import Charter
from parley.tracks.deconfliction.encounters.places import Place, concerned, readers_of, side_content
from parley.tracks.deconfliction.encounters.rules import how_cleared
from parley.tracks.deconfliction.encounters.state import EncounterState
from parley.tracks.deconfliction.encounters.touching import read_touch, touched
from parley.tracks.deconfliction.notice_state import NoticeState


def next_entry(
    state: EncounterState | None, notice: NoticeState, place: Place, *, charter: Charter, terms: ActivityTerms
) -> tuple[str, dict[str, Any]] | None:
    """Return kind and content of what is to be said now of a notice and a place; None for nothing.

    `state` is their matter as it stands.
    """
    content: dict[str, Any] = {
        "notice": notice.opening.id, "met": dict(place.met), "versions": [notice.version.entry, *place.version],
    }  # fmt: skip
    stands = state is not None and state.clearing is None
    found = touched(notice, place, charter=charter, terms=terms)
    if not found.told:
        how = how_cleared(state, notice, place, charter=charter, terms=terms) if stands and state else None
        return ("encounter_cleared", {**content, "how": how}) if how else None
    is_same = state is not None and stands and list(state.finding.versions) == content["versions"]
    # Told by a build that finds another last figure, it is told all the same.
    if is_same and state and found.holds([read_touch(pair) for pair in state.finding.pairs]):
        return None
    others = concerned(notice, place, charter=charter)
    if not others:
        return None
    pairs = [each.as_json() for each in found.told]
    return "encounter_found", {**content, "side": side_content(notice), "concerns": list(others), "pairs": pairs}


def turns_of(notice: NoticeState, place: Place, *, charter: Charter) -> list[str]:
    """Return the readers in the order in which their nodes tell it: the author, whom it concerns, then the others."""
    first = [notice.opening.member, *concerned(notice, place, charter=charter)]
    return [*first, *(code for code in readers_of(notice, place) if code not in first)]
