"""How an overlap's entries are refused: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| O-1 | an overlap is found of two notices of different members, both in force as far as its finder had read |
| O-2 | it goes to all who may read both notices and to nobody else, the two authors among them |
| O-3 | what is found is what the detector finds of the two versions by the charter in force |
| O-4 | the same two versions are found once; what is cleared is cleared once |
| O-5 | the two authors answer the newest finding; a supervisor advises where it is asked; each says why |
| O-6 | who has the right of way need not move, and is the only one that may just receive |
| O-7 | it is cleared where a notice is over, or the detector finds nothing more between those in force |
| O-8 | a lapse cited names a duty of the overlap that was due before, and once for each level |
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.track import Cited
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.refusing import refuse


def refuse_other_readers(entry: Entry, notices: tuple[NoticeState, NoticeState]) -> Refusal | None:
    """Refuse an overlap that goes to others than those who may read both notices (O-2)."""
    one, other = (set(notice.opening.to) for notice in notices)
    readers = one & other
    authors = {notice.opening.member for notice in notices}
    if set(entry.to) == readers and authors <= readers:
        return None
    return refuse("overlap_readers", "O-2", to=", ".join(sorted(readers | authors)))


def refuse_strange_notices(
    entry: Entry, versions: tuple[str, str], cited: Mapping[str, Cited]
) -> tuple[NoticeState, NoticeState] | Refusal:
    """Return the two notices that an entry names by their versions; a Refusal where they are others (O-1)."""
    found = [cited[version].state for version in versions]
    ids = tuple(state.opening.id for state in found if isinstance(state, NoticeState))
    if list(ids) != list(entry.content["notices"]):
        return refuse("overlap_other_notices", "O-1", notices=", ".join(entry.content["notices"]))
    if found[0].opening.member == found[1].opening.member:
        return refuse("overlap_of_one", "O-1", member=found[0].opening.member)
    for state, version in zip(found, versions, strict=True):
        if state.version.entry != version:
            return refuse("overlap_older_version", "O-1", named=version, in_force=state.version.entry)
    return found[0], found[1]
