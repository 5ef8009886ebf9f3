"""Judges again what cites an entry that was opened late: it was judged as if that entry were unknown."""

from __future__ import annotations

from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.fold import Folded
from parley.node.ledger import Ledger
from parley.node.projecting import folded_anew, locate, matter_fold, write_matter
from parley.node.store import cursors

# No form lets an entry cite more; what names thousands was refused before any of them was looked up.
MOST_CITED = 16


def judge_citing_again(ledger: Ledger, late: Entry) -> None:
    """Judge again the matters in which entries of this one's matter are cited, and those that cite what then changed.

    Two matters may cite each other: it goes on until no verdict changes, and each is judged by its past alone.
    """
    track = ledger.track_of(late.kind)
    citing = [kind.name for kind in track.kinds.values() if kind.cites] if track else []
    marks = ", ".join("?" * len(citing))
    rows = ledger.conn.execute(f"SELECT DISTINCT matter FROM point WHERE kind IN ({marks})", citing).fetchall()
    waiting = [late.matter]
    while waiting:
        cited = waiting.pop()
        for (matter,) in rows:
            before = matter_fold(ledger, matter)
            if matter == cited or not _cites(ledger, before, cited):
                continue
            folded = folded_anew(ledger, before.entries)
            write_matter(ledger, matter, folded, changed=dict(folded.verdicts))
            if folded.verdicts != before.verdicts:
                waiting.append(matter)


def _cites(ledger: Ledger, folded: Folded, matter: str) -> bool:
    named = {each for entry in folded.entries for each in _cited_by(ledger, entry)}
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
