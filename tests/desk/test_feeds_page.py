"""The page of feeds: every officer sees what leaves this node for other software, and how often."""

from __future__ import annotations

import pytest

from parley.node.feeds import kept
from parley.node.feeds.kept import Push, Terms
from tests.desk.cell import Cell
from tests.desk.visitor import Visitor


def added(cell: Cell, name: str, terms: Terms) -> None:
    """Add a feed to the node of the desk, whatever its charter says of it."""
    node = cell.mechanism.nodes["SY"]
    charter = node.charter()
    own = Terms(terms.formats, audience=terms.audience, push=terms.push)
    made = node.writer.call(
        lambda ledger: kept.add(ledger.conn, name, own, charter=charter, random=bytes(32), at_ms=1_767_700_000_000)
    ).result()
    assert isinstance(made, str)
    node.writer.call(
        lambda ledger: ledger.conn.execute(
            "UPDATE feed SET told = replace(told, ?, ?), uses = 7 WHERE name = ?",
            ('"own"', f'"{terms.carries}"', name),
        )
    ).result()


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_an_officer_sees_which_feeds_there_are(cell: Cell, visitor: Visitor, language: str) -> None:
    """With formats, readers, uses and where it is sent; and that a feed of others' notices has no clause here."""
    own, theirs, tak = (f"{name}-{language}" for name in ("own", "theirs", "tak"))
    added(cell, own, Terms(("map", "calendar"), audience="all"))
    added(cell, theirs, Terms(("alerts",), carries="others"))
    added(cell, tak, Terms(("cot",), push=Push("tak.example", 8089, is_tls=True)))
    node = cell.mechanism.nodes["SY"]
    assert node.writer.call(lambda ledger: kept.revoke(ledger.conn, tak, at_ms=1_767_800_000_000)).result() is None
    visitor.speak(language)
    page = visitor.get("/feeds").text
    told = {"en": "no signed clause for it", "ar": "لا بند موقّعًا لذلك", "he": "אין לכך סעיף חתום"}[language]
    assert all(f'data-feed="{name}"' in page for name in (own, theirs, tak)) and told in page
    assert "tls://tak.example:8089" in page and "2026-01-07 15:33Z" in page and ">7<" in page
    assert page.index(f'data-feed="{theirs}"') < page.index(f'data-feed="{tak}"')
    assert 'href="/feeds"' in visitor.get("/").text
