"""Notes what each opened entry cites, so that what is opened late finds whatever builds on it without a search."""

from __future__ import annotations

from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.node.held import held_entries
from parley.node.ledger import Ledger
from parley.node.store import citations

# No form lets an entry cite more; one that names thousands is void whatever they are, and is noted with none.
MOST_CITED = 64


def note_cited(ledger: Ledger, entry: Entry) -> None:
    """Note what an entry cites; nothing where it cites nothing, as nearly all."""
    named = _cited_by(ledger, entry)
    if named:
        citations.add_citations(ledger.conn, entry.matter, named)


def note_all_cited(ledger: Ledger) -> None:
    """Note it of every entry that is held, where a program that knew nothing of it wrote them."""
    if citations.are_whole(ledger.conn):
        return
    kinds = [name for name, track in ledger.tracks.items() if track.kinds[name].cites]
    marks = ", ".join("?" * len(kinds))
    rows = ledger.conn.execute(f"SELECT DISTINCT matter FROM point WHERE kind IN ({marks})", kinds).fetchall()
    for (matter,) in rows:
        for entry in held_entries(ledger.conn, matter, box=ledger.box, track_of=ledger.track_of):
            note_cited(ledger, entry)
    citations.call_whole(ledger.conn)


def _cited_by(ledger: Ledger, entry: Entry) -> tuple[str, ...]:
    track = ledger.track_of(entry.kind)
    cites = track.kinds[entry.kind].cites if track else None
    named = cites(content_of(entry.content)) if cites else ()
    return named if len(named) <= MOST_CITED else ()
