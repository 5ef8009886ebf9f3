"""A pack that was issued: a span that is over, from which entries it was counted, and digests of what it says. Pure.

The figures themselves stand in no entry: each node counts them from the same entries, and compares the digests (SU-12).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from parley.charter.model import Charter
from parley.charter.supervision_terms import WEEKDAYS, SupervisionTerms, supervision_terms
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.said import Opening, opening_of
from parley.tracks.supervision.entries import WEEK
from parley.tracks.supervision.refusing import refuse, sizes_read

FORM = "pack"
ISSUED = "issued"
DAY_S = 86_400
HOUR_S = 3_600


@dataclass(frozen=True, slots=True)
class PackState:
    """A pack as it was issued; a later one of the same span stands beside it, and takes nothing back."""

    opening: Opening
    terms: Mapping[str, Any]

    precedence = "routine"
    name = ISSUED

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/supervision.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "span": self.terms["span"],
            "until_s": self.terms["until_s"],
            "charter": self.terms["charter"],
            "positions": [dict(each) for each in self.terms["positions"]],
            "sections": [dict(each) for each in self.terms["sections"]],
            "digest": self.terms["digest"],
        }


def ends_at(until_s: int, *, span: str, terms: SupervisionTerms) -> bool:
    """Return whether a pack of this span ends at this second by the charter."""
    if until_s % DAY_S != terms.pack_hour * HOUR_S:
        return False
    return span != WEEK or WEEKDAYS[datetime.fromtimestamp(until_s, UTC).weekday()] == terms.pack_day


def judge_pack(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a pack as it was issued (SU-12)."""
    terms, said = supervision_terms(charter), entry.content
    if terms is None:
        return refuse("no_supervision", "SU-12")
    if entry.member not in charter.supervisors:
        return refuse("pack_of_supervisor", "SU-12", member=entry.member, supervisors=", ".join(charter.supervisors))
    unread = set(charter.codes) - set(entry.to)
    if unread:
        return refuse("pack_to_all", "SU-12", members=", ".join(sorted(unread)))
    if not ends_at(said["until_s"], span=said["span"], terms=terms):
        return refuse("pack_other_end", "SU-12", hour=f"{terms.pack_hour:02d}:00", day=terms.pack_day)
    if said["until_s"] * 1000 > entry.point.at_ms:
        return refuse("pack_ahead", "SU-12")
    return _refuse_unread(said["positions"], entry, charter=charter) or Permit("SU-12")


def _refuse_unread(positions: Any, entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse positions of which its author had not read the entries: nobody counts what it does not hold."""
    by_name = sizes_read(entry, charter=charter)
    for each in positions:
        if by_name.get(each["log"], 0) < each["size"]:
            return refuse("pack_not_read", "SU-12", log=each["log"], size=each["size"])
    return None


def open_pack(entry: Entry) -> PackState:
    """Return the state after a pack was issued."""
    return PackState(opening_of(entry), content_of(entry.content))
