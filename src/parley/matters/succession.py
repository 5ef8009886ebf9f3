"""Judges a succession among the versions of the charter: where it follows, what it may displace, who signs it. Pure.

| clause | says |
|---|---|
| S-4 | a succession closes the log behind every entry on which the charter before rests |
| S-6 | it follows the charter that is in force where it is proposed and where it is signed |
| S-7 | only another succession of the same log, which closes it no later, stands in its place |
| S-8 | a member signs it that has signed nothing which stands in place of a version before it |
| S-9 | a member speaks and signs from the log that the charter names for it |

Of these follows that the line of a succession which all have signed can only go on: whoever could sign another line has
signed this one. So nothing that the closed log says later can displace it, and the order of arrival changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from parley.charter.model import Charter
from parley.charter.succession import refusals_of_succession
from parley.matters.entry import Entry, Point
from parley.matters.verdict import Refusal

if TYPE_CHECKING:
    from parley.matters.instrument import Version

Versions = Mapping[str, "Version"]


def refuse_succession(
    proposed: Charter, entry: Entry, *, versions: Versions, line: Sequence[Charter], in_force: Charter | None
) -> Refusal | None:
    """Refuse what may not follow `line`, the versions up to its predecessor, `in_force` being where it is proposed."""
    faults = refusals_of_succession(proposed, earlier=line, statement=entry.content["statement"].encode())
    if faults:
        return faults[0]
    if in_force is not line[-1]:
        return Refusal("succession.not_in_force", "S-6", {"charter": line[-1].digest[:16]})
    closes = proposed.closes
    if closes is not None and not _closes_behind(proposed, versions=versions, line=line):
        return Refusal("succession.closes_its_ground", "S-4", {"log": closes.log, "size": closes.size})
    return None


def _closes_behind(proposed: Charter, *, versions: Versions, line: Sequence[Charter]) -> bool:
    """Return whether nothing on which the line rests stands in what is closed. The founding signature counts anyway."""
    closes = proposed.closes
    assert closes is not None  # asked of successions alone
    for version in (versions[charter.digest] for charter in line if charter.predecessor is not None):
        known = [p for p in version.proposals if p.log != closes.log or p.number < closes.size]
        cut = [s for s in version.signatures if s.log == closes.log and s.number >= closes.size]
        if not known or cut:
            return False
    return True


def refuse_displacing(proposed: Charter, *, versions: Versions) -> Refusal | None:
    """Refuse what would stand in place of a succession and is not one of the same log, closed no later (S-7)."""
    for digest in proposed.instead_of:
        closes = versions[digest].charter.closes
        mine = proposed.closes
        if closes is not None and (mine is None or mine.log != closes.log or mine.size > closes.size):
            return Refusal("succession.displaced", "S-7", {"charter": digest[:16]})
    return None


def refuse_signing(
    version: Version, entry: Entry, *, versions: Versions, line: Sequence[Charter], in_force: Charter | None
) -> Refusal | None:
    """Refuse a signature on a succession from where its predecessor is not in force, or against what was signed."""
    if in_force is not line[-1]:
        return Refusal("succession.not_in_force", "S-6", {"charter": line[-1].digest[:16]})
    before = {charter.digest for charter in line}
    for other in versions.values():
        displaces = before & set(other.charter.instead_of)
        if displaces and any(s.member == entry.member for s in other.signatures):
            return Refusal("succession.signed_against", "S-8", {"charter": other.charter.digest[:16]})
    return None


def refuse_log(version: Version, entry: Entry, *, before: Charter | None) -> Refusal | None:
    """Refuse a signature from another log than the one that the charter before, or for who joins this one, names."""
    charter = before if before is not None and entry.member in before.codes else version.charter
    return refuse_other_log(charter, member=entry.member, point=entry.point)


def refuse_other_log(charter: Charter, *, member: str, point: Point) -> Refusal | None:
    """Refuse what a member of this charter says from a log that is not, or no longer, or not yet its own (S-9)."""
    named = charter.member_of_log(point.log)
    if named is not None and named.code == member:
        return None
    return Refusal("succession.other_log", "S-9", {"member": member, "log": point.log})


def closings(line: Sequence[Charter]) -> dict[str, int]:
    """Return at which size each log is closed by the successions of a line."""
    found: dict[str, int] = {}
    for charter in line:
        if charter.closes is not None:
            found[charter.closes.log] = min(charter.closes.size, found.get(charter.closes.log, charter.closes.size))
    return found
