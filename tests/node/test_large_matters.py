"""A matter in which very much was said: its row keeps no state, and readers see the same as of any other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parley.node import owed, projecting, reading, writer
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from parley.node.store import matters
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.test_nextdue import ALL, message

SAID = 12


@pytest.fixture(autouse=True)
def _soon_large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Call a matter large that has more than four entries."""
    monkeypatch.setattr(projecting, "LARGE", 4)
    yield


def answers(paris: Mechanism, matter: str, *, by: str, texts: range) -> list[str]:
    """Let a member answer so often and return the ids."""
    found = []
    for text in texts:
        content = {"text": f"EXERCISE {text}.", "lang": "en"}
        draft = Draft("message_answered", ALL, content, role="duty_officer", matter=matter)
        filed = file(draft, node=paris.nodes[by])
        assert isinstance(filed, Filed), filed
        found.append(filed.id)
    return found


def opened(paris: Mechanism) -> str:
    """Let SY send a message that everybody has read."""
    draft = Draft("message_sent", ALL, message(asked=["IL", "US"]), role="duty_officer")
    filed = file(draft, node=paris.nodes["SY"])
    assert isinstance(filed, Filed), filed
    paris.carry_all(1)
    return filed.id


def shown(node: Node, matter: str) -> list[str]:
    """Return the answers of a matter as its page shows them."""
    row = reading.matter(node, matter)
    assert row is not None
    return [each["text"] for each in row.state["answers"]]


def test_a_large_matter_is_shown_as_any_other(paris: Mechanism) -> None:
    """State, form, duties and place in lists are those of its entries, before and after a start."""
    matter = opened(paris)
    answers(paris, matter, by="IL", texts=range(SAID))
    node = paris.nodes["IL"]
    stored = matters.matter(node.reader(), matter)
    assert stored is not None and b"EXERCISE" not in node.box.unlock(stored.locked, place=f"matter/{matter}")
    assert shown(node, matter) == [f"EXERCISE {text}." for text in range(SAID)]
    assert (stored.form, stored.opened_by, stored.owing) == ("message", "SY", 1)
    before = reading.duties_of(node, matter, now_ms=node.clock.now_ms())
    ours = {each.what: each.state for each in before if each.owed_by == "IL"}
    assert ours == {"acknowledge": "done", "answer": "done"}
    paris.close("IL")
    node = paris.open("IL")
    assert shown(node, matter) == [f"EXERCISE {text}." for text in range(SAID)]
    answers(paris, matter, by="IL", texts=range(SAID, SAID + 2))
    assert shown(node, matter) == [f"EXERCISE {text}." for text in range(SAID + 2)]


def test_it_is_the_same_on_every_node_and_when_made_again(paris: Mechanism) -> None:
    """Said at once on three nodes and carried then: late entries are placed, and a rebuild gives the same tables."""
    matter = opened(paris)
    for by in ("IL", "US"):
        answers(paris, matter, by=by, texts=range(SAID))
    paris.carry_all()
    answers(paris, matter, by="IL", texts=range(SAID, SAID + 3))
    paris.carry_all()
    found = {code: shown(node, matter) for code, node in paris.nodes.items()}
    assert len(found["SY"]) == 2 * SAID + 3
    assert found["SY"] == found["IL"] == found["US"]
    for node in paris.nodes.values():
        live = comparing.tables(node)
        assert live == comparing.rebuilt(node)
        stored = matters.matter(node.reader(), matter)
        assert stored is not None
        assert owed.fold_now(node, matter, version=stored.locked).state == node.ledger.shown[matter][1].state


def test_many_late_entries_are_folded_together(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a cut link what comes at once is written at once, and tells the same as one by one, and as a rebuild."""
    matter = opened(paris)
    monkeypatch.setattr(projecting, "FEW_LATE", 0)
    for by in ("IL", "US"):
        answers(paris, matter, by=by, texts=range(SAID))
    waited = []
    write = projecting.write_unfolded
    monkeypatch.setattr(writer, "write_unfolded", lambda ledger: (waited.extend(ledger.unfolded), write(ledger)))
    paris.carry("US", "IL")
    paris.carry("IL", "US", most=1)
    assert waited.count(matter) >= 2
    assert shown(paris.nodes["IL"], matter) == shown(paris.nodes["US"], matter)
    assert len(shown(paris.nodes["IL"], matter)) == 2 * SAID
    for code in ("IL", "US"):
        node = paris.nodes[code]
        stored = matters.matter(node.reader(), matter)
        assert stored is not None and stored.last_at_ms == max(
            at_ms for (at_ms,) in node.reader().execute("SELECT at_ms FROM point WHERE matter = ?", (matter,))
        )
        live = comparing.tables(node)
        assert live == comparing.rebuilt(node)


def test_what_readers_are_handed_belongs_to_the_row_they_see(paris: Mechanism) -> None:
    """A fold of another version of the row is handed to nobody."""
    matter = opened(paris)
    answers(paris, matter, by="IL", texts=range(SAID))
    node = paris.nodes["IL"]
    stored = matters.matter(node.reader(), matter)
    assert stored is not None
    node.folds.clear()
    assert owed.fold_now(node, matter, version=stored.locked) is node.ledger.shown[matter][1]
    answers(paris, matter, by="IL", texts=range(SAID, SAID + 1))
    assert owed.fold_now(node, matter, version=stored.locked) is not node.ledger.shown[matter][1]
