"""Judges again what cites an entry that was opened late: it was judged as if that entry were unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.fold import Folded
from parley.matters.verdict import Permit
from parley.node.held import held_entries
from parley.node.ledger import Ledger
from parley.node.projecting import ask_for_opening, folded_anew, locate, write_matter
from parley.node.store import cursors

# No form lets an entry cite more; what names thousands was refused before any of them was looked up.
MOST_CITED = 16


def judge_citing_again(ledger: Ledger, late: Entry) -> None:
    """Judge again the matters in which entries of this one's matter are cited, and those that cite what then changed.

    Two matters may cite each other: it goes on until no verdict changes, and each is judged by its past alone. What
    changed is told by the verdicts that were written: a fold that is made anew after a start knows the late entry
    already, and would seem to have changed nothing.
    """
    track = ledger.track_of(late.kind)
    citing = [kind.name for kind in track.kinds.values() if kind.cites] if track else []
    marks = ", ".join("?" * len(citing))
    rows = ledger.conn.execute(f"SELECT DISTINCT matter FROM point WHERE kind IN ({marks})", citing).fetchall()
    waiting = [late.matter]
    while waiting:
        cited = waiting.pop()
        for (matter,) in rows:
            entries = _entries(ledger, matter)
            if matter == cited or not _cites(ledger, entries, cited):
                continue
            before, folded = _void(ledger, matter), folded_anew(ledger, entries)
            write_matter(ledger, matter, folded, changed=dict(folded.verdicts))
            # Of two that are shut here the first was named and asked for; now it may be the other.
            for entry in entries:
                ask_for_opening(ledger, entry, folded)
            if _void_in(ledger, folded) != before:
                waiting.append(matter)


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


def _cites(ledger: Ledger, entries: Iterable[Entry], matter: str) -> bool:
    named = {each for entry in entries for each in _cited_by(ledger, entry)}
    return any(_matter_of(ledger, each) == matter for each in named)


def _matter_of(ledger: Ledger, entry_id: str) -> str | None:
    """Return the matter of an entry from its row alone: no body is opened only to learn that."""
    place = locate(ledger, entry_id)
    row = cursors.point(ledger.conn, *place) if place else None
    return row.matter if row is not None else None


def _cited_by(ledger: Ledger, entry: Entry) -> tuple[str, ...]:
    """Return what an entry cites; nothing where it names more than any form allows: it is void, whatever they are."""
    track = ledger.track_of(entry.kind)
    cites = track.kinds[entry.kind].cites if track else None
    named = cites(content_of(entry.content)) if cites else ()
    return named if len(named) <= MOST_CITED else ()
