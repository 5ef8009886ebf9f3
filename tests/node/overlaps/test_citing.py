"""What an entry that was opened late changes is found by what cites it: not by a search through all that might."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.node import citing
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import citations, matters
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import BEGINS_S, notice, tell_all
from tests.tracks.deconfliction.plans import DAY


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism."""
    mechanism = Mechanism(tmp_path / "homes", durable=False).make()
    yield mechanism
    mechanism.close_all()


def meeting(paris: Mechanism, *days: int) -> list[tuple[str, str]]:
    """Let two notices meet on each of these days and a node tell it; return their ids, IL's first."""
    pairs = []
    for day in days:
        mine = notice(paris, "SY", begins_s=BEGINS_S + day * DAY)
        pairs.append((notice(paris, "IL", begins_s=BEGINS_S + day * DAY), mine))
    paris.carry_all(1)
    tell_all(paris, "IL")
    paris.carry_all(1)
    return pairs


def opening_of(node: Node, matter: str) -> Entry:
    """Return the entry that opened a matter."""
    row = matters.matter(node.reader(), matter)
    assert row is not None
    return fold_now(node, matter, version=row.locked).entries[0]


def judged_for(node: Node, late: Entry, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Return how many matters were opened and how many judged again as if this entry had just been opened."""
    opened, judged = list[str](), list[int]()
    known_entries, known_fold = citing._entries, citing.folded_anew

    def entries(ledger: Any, matter: str) -> Any:
        opened.append(matter)
        return known_entries(ledger, matter)

    def folded_anew(ledger: Any, entries: Any) -> Any:
        judged.append(1)
        return known_fold(ledger, entries)

    with monkeypatch.context() as patched:
        patched.setattr(citing, "_entries", entries)
        patched.setattr(citing, "folded_anew", folded_anew)
        node.writer.call(lambda ledger: citing.judge_citing_again(ledger, late)).result()
    return len(opened), len(judged)


def test_what_is_judged_again_does_not_grow_with_what_cites_other_entries(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One overlap cites the notice: one matter is opened and judged, with one overlap in the record or with six."""
    node = paris.nodes["US"]
    ((_, mine),) = meeting(paris, 0)
    assert judged_for(node, opening_of(node, mine), monkeypatch) == (1, 1)
    others = meeting(paris, 1, 2, 3, 4, 5)
    assert len(comparing.states(node).keys() & {overlap_id(pair) for pair in others}) == 5
    assert judged_for(node, opening_of(node, mine), monkeypatch) == (1, 1)


def test_a_database_of_an_older_program_learns_at_its_start_what_cites_what(paris: Mechanism) -> None:
    """Its citations were never noted; they are the same as those of a node that noted each as it came, and rebuilt."""
    (pair,) = meeting(paris, 0)
    node = paris.nodes["US"]
    noted = comparing.tables(node)["citation"]
    assert citations.citing(node.reader(), pair) == [overlap_id(pair)]
    node.writer.call(lambda ledger: ledger.conn.execute("DELETE FROM citation")).result()
    paris.close("US")
    again = paris.open("US")
    assert comparing.tables(again)["citation"] == noted
    comparing.assert_live_is_rebuilt(again)
