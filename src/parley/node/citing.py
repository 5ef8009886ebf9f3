"""Judges again what cites an entry that was opened late: it was judged as if that entry were unknown."""

from __future__ import annotations

from collections.abc import Sequence

from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.fold import Folded
from parley.node.ledger import Ledger
from parley.node.projecting import fold_of_entry, folded_anew, matter_fold, write_matter


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
    return any(entry.matter == matter for each in named for entry in _beside(ledger, each)[:1])


def _beside(ledger: Ledger, entry_id: str) -> Sequence[Entry]:
    found = fold_of_entry(ledger, entry_id)
    return found.entries if isinstance(found, Folded) else found


def _cited_by(ledger: Ledger, entry: Entry) -> tuple[str, ...]:
    track = ledger.track_of(entry.kind)
    cites = track.kinds[entry.kind].cites if track else None
    return cites(content_of(entry.content)) if cites else ()
