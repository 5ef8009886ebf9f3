"""What a charter says of blind notices: notices that a party gives to the supervisor alone. Off where it says nothing.

The supervisor's node holds them against the others' notices; whom they meet learns a coarse cell and an hour, and no
more. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.charter.model import Charter, Provenance
from parley.charter.verdict import Fault

DAY_S, HOUR_S = 86_400, 3_600
TOLD_KIND, COUNTED_KIND = "blind_overlap_told", "blind_look_counted"


@dataclass(frozen=True, slots=True)
class BlindTerms:
    """The section `blind_notices`: the grid of what is told, the tick, how many looks and answers there are in a day.

    `cell_e7` is the side of a cell in ten-millionths of a degree; cells are counted from 0 north, 0 east. Each blind
    version that is held against the others' notices is a look of its member; `answers_a_day` are told to two members at
    most. `precedence` says how fast an answer is acknowledged.
    """

    cell_e7: int
    tick_minutes: int
    looks_a_day: int
    answers_a_day: int
    precedence: str
    provenance: Provenance

    @property
    def tick_s(self) -> int:
        """Return how many seconds lie between two ticks, which are counted from midnight UTC."""
        return self.tick_minutes * 60


def blind_terms(charter: Charter) -> BlindTerms | None:
    """Return the section where it is agreed, None where there is none or it is not: then blind notices are off."""
    terms = charter.blind_notices
    return terms if terms is not None and terms.provenance.judges else None


def is_blind(charter: Charter, *, member: str, to: Iterable[str]) -> bool:
    """Return whether a notice of this member to these is blind: a supervisor reads it, and some other member does not.

    A supervisor's own notice is none, nor is one that everybody reads.
    """
    others = set(to) - {member}
    if member in charter.supervisors or not others or not others <= set(charter.supervisors):
        return False
    return any(code not in charter.supervisors and code != member for code in charter.codes)


def blind_faults(charter: Charter) -> Iterable[Fault]:
    """Yield what else of the charter must be so that its blind notices work; nothing where it has no such section."""
    terms = charter.blind_notices
    if terms is None:
        return
    track = charter.tracks.get("deconfliction")
    if not terms.provenance.judges:
        yield Fault("blind_notices.basis", "charter.blind_not_agreed")
    if charter.activities is None or track is None:
        yield Fault("blind_notices", "charter.blind_without_notices")
        return
    if not charter.supervisors:
        yield Fault("blind_notices", "charter.blind_without_supervisor")
        return
    for kind in (COUNTED_KIND, TOLD_KIND):
        if kind not in track.node_files:
            yield Fault("tracks.deconfliction.node_files", "charter.blind_not_filed", {"kind": kind})
    listed = [set(charter.audiences[name].members) for name in track.audiences if name in charter.audiences]
    for member in charter.members:
        if member.kind == "party" and not any(
            member.code in each and is_blind(charter, member=member.code, to=each) for each in listed
        ):
            yield Fault("tracks.deconfliction.audiences", "charter.blind_nobody_to_tell", {"code": member.code})
