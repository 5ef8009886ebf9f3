"""What is signed was read back and hashed again: a disk that keeps something else gets no signature of ours."""

from __future__ import annotations

import pytest

from parley.node.filing import file
from parley.node.ledger import Ledger
from parley.node.running import Node, cosign
from parley.node.store import cosignatures
from tests.node.mechanism import Mechanism
from tests.node.test_forks import send
from tests.node.test_restore import message


def spoil(ledger: Ledger, log: int, *, number: int) -> None:
    """Change one byte of a stored leaf, as a failing disk or another program would."""
    ledger.conn.execute("DROP TRIGGER leaf_update")
    ledger.conn.execute(
        "UPDATE leaf SET raw = CAST(replace(CAST(raw AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) "
        "WHERE log = ? AND number = ?",
        (log, number),
    )


def cosigned(node: Node, log: int) -> int:
    """Return how far a node's mirror has cosigned a log."""
    rows = cosignatures.of_log(node.reader(), log)
    return next((row.size for row in rows if row.cosigner == node.ledger.secrets.mirror.name), 0)


def test_own_entries_that_are_stored_otherwise_are_not_signed(paris: Mechanism) -> None:
    """A batch whose leaves read back as others is rolled back; the next one goes through."""
    node = paris.nodes["SY"]
    before = node.ledger.cursor(node.ledger.own)

    def act(*statements: str) -> None:
        node.writer.call(lambda ledger: [ledger.conn.execute(each) for each in statements]).result()

    spoils = "UPDATE leaf SET raw = CAST(raw || ' ' AS BLOB) WHERE log = new.log AND number = new.number"
    act("DROP TRIGGER leaf_update", f"CREATE TEMP TRIGGER spoils AFTER INSERT ON leaf BEGIN {spoils}; END")
    with pytest.raises(RuntimeError, match="nothing is signed"):
        file(message("Lost"), node=node)
    act("DROP TRIGGER spoils")
    assert node.ledger.cursor(node.ledger.own) == before
    assert send(node) == f"SY/{before.processed}"


def test_what_is_stored_otherwise_is_not_cosigned(paris: Mechanism) -> None:
    """A mirror whose database lost a byte of what it took in says for that log nothing more."""
    il = paris.nodes["IL"]
    send(paris.nodes["SY"], "Before")
    paris.carry("SY", "IL")
    origin = paris.nodes["SY"].ledger.origin
    log = il.ledger.log_id(origin)
    assert cosign(origin, node=il).result()
    entry = send(paris.nodes["SY"], "Spoilt")
    paris.carry("SY", "IL")
    held = cosigned(il, log)
    il.writer.call(lambda ledger: spoil(ledger, log, number=int(entry[3:]))).result()
    assert not cosign(origin, node=il).result()
    assert cosigned(il, log) == held == int(entry[3:])
