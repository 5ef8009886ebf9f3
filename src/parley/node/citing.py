"""Judges again what cites an entry that was opened late: it was judged as if that entry were unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parley.matters.entry import Entry
from parley.matters.fold import Folded
from parley.matters.verdict import Permit
from parley.node.held import held_entries
from parley.node.ledger import Ledger
from parley.node.projecting import ask_for_opening, folded_anew, locate, write_matter
from parley.node.store import citations, cursors, logs


def judge_citing_again(ledger: Ledger, late: Entry) -> None:
    """Judge again the matters in which entries of this one's matter are cited, and those that cite what then changed.

    Two matters may cite each other: it goes on until no verdict changes, and each is judged by its past alone. What
    changed is told by the verdicts that were written: a fold that is made anew after a start knows the late entry
    already, and would seem to have changed nothing.
    """
    waiting = [late.matter]
    while waiting:
        cited = waiting.pop()
        for matter in citations.citing(ledger.conn, _ids_of(ledger, cited)):
            if matter == cited:
                continue
            entries = _entries(ledger, matter)
            before, folded = _void(ledger, matter), folded_anew(ledger, entries)
            write_matter(ledger, matter, folded, changed=dict(folded.verdicts))
            # Of two that are shut here the first was named and asked for; now it may be the other.
            for entry in entries:
                ask_for_opening(ledger, entry, folded)
            if _void_in(ledger, folded) != before:
                waiting.append(matter)


def _ids_of(ledger: Ledger, matter: str) -> Iterator[str]:
    """Yield the ids of the opened entries of a matter, from their rows alone: no body is opened for it."""
    origins = {head.id: origin for origin, head in logs.heads(ledger.conn).items()}
    for row in cursors.points_of_matter(ledger.conn, matter):
        name = ledger.name_of(origins[row.log])
        if name is not None:
            yield f"{name}/{row.number}"


def _entries(ledger: Ledger, matter: str) -> Sequence[Entry]:
    """Return the entries of a matter; not judged anew only to learn what they cite."""
    known = ledger.fold_of(matter)
    if known is not None:
        return known.entries
    return held_entries(ledger.conn, matter, box=ledger.box, track_of=ledger.track_of)


def _void(ledger: Ledger, matter: str) -> set[tuple[int, int]]:
    """Return which entries of a matter are written as void."""
    rows = cursors.points_of_matter(ledger.conn, matter)
    return {(row.log, row.number) for row in rows if row.verdict is not None}


def _void_in(ledger: Ledger, folded: Folded) -> set[tuple[int, int]]:
    found = (locate(ledger, each.id) for each in folded.entries if not isinstance(folded.verdicts[each.id], Permit))
    return {place for place in found if place is not None}
