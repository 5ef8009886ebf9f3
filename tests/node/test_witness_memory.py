"""A witness never signs two histories, also where what it has cosigned was lost with its database (RECORD 2.6)."""

from __future__ import annotations

from parley.node import serving
from parley.node.running import Node, cosign, take_in
from parley.node.store import cosignatures
from parley.node.witnessing import add_checkpoint
from parley.record.fork import bare_note
from parley.record.witness import Decline, format_request
from tests.node import forging
from tests.node.mechanism import Mechanism
from tests.node.test_forks import send


def cosigned(node: Node, origin: str) -> dict[str, int]:
    """Return by role how far a node has cosigned a log."""
    head = serving.heads(node.reader())[origin]
    own = f"{node.ledger.origin}/"
    rows = cosignatures.of_log(node.reader(), head.id)
    return {row.cosigner.removeprefix(own): row.size for row in rows if row.cosigner.startswith(own)}


def test_before_the_own_log_is_whole_a_node_cosigns_as_mirror_alone(paris: Mechanism) -> None:
    """What it stores it says to have stored; as a witness it speaks again once nothing of its own can be missing."""
    origin = paris.nodes["IL"].ledger.origin
    before = cosigned(paris.nodes["SY"], origin)
    paris.close("SY")
    node = paris.open("SY", signing=False)
    send(paris.nodes["IL"])
    paris.carry("IL", "SY")
    assert cosign(origin, node=node).result()
    size = serving.heads(node.reader())[origin].size
    assert cosigned(node, origin) == {**before, "mirror": size}
    node.writer.may_sign.set()
    assert cosign(origin, node=node).result()
    assert cosigned(node, origin) == {"mirror": size, "witness": size}


def lost(paris: Mechanism, *, second: str) -> Node:
    """Let SY lose its database, get its own log back, and be shown another history of IL than it had read."""
    origin, own = (paris.nodes[code].ledger.origin for code in ("IL", "SY"))
    paris.close("SY")
    for path in paris.home("SY").path.glob("node.sqlite*"):
        path.unlink()
    node = paris.open("SY", signing=False)
    for source, log in (("US", own), (second, origin)):
        run = serving.entries(paris.nodes[source].reader(), log, 0, 100, 8 << 20)
        take_in(paris.batch(source, log, 0, run), node=node).result()
    node.writer.may_sign.set()
    return node


def test_a_witness_that_lost_its_memory_signs_nothing_beside_its_own_word(paris: Mechanism) -> None:
    """Its own entries, which came back from others, name the history that it had read: another one it does not sign."""
    second = forging.clone(paris, "IL")
    send(paris.nodes["IL"], "One history")
    send(paris.nodes[second], "Another history")
    paris.carry("IL", "SY")
    send(paris.nodes["SY"], "It was read")
    paris.carry("SY", "US")
    origin = paris.nodes["IL"].ledger.origin
    node = lost(paris, second=second)
    cosign(origin, node=node).result()
    assert "witness" not in cosigned(node, origin)
    note = bare_note(serving.checkpoint(paris.nodes[second].reader(), origin) or b"", log=origin)
    told = add_checkpoint(format_request(old=0, path=(), note=note), node=node).result()
    assert isinstance(told, Decline) and told.status == 409


def test_a_witness_that_lost_its_memory_goes_on_from_its_own_word(paris: Mechanism) -> None:
    """Shown the history that it had read, and more of it, it cosigns again."""
    paris.carry_all()
    send(paris.nodes["IL"], "The one history")
    paris.carry("IL", "SY")
    send(paris.nodes["SY"], "It was read")
    paris.carry("SY", "US")
    send(paris.nodes["IL"], "More of it")
    origin = paris.nodes["IL"].ledger.origin
    node = lost(paris, second="IL")
    assert cosign(origin, node=node).result()
    assert cosigned(node, origin)["witness"] == serving.heads(node.reader())[origin].size


def test_a_recovering_node_answers_no_request_to_its_witness(paris: Mechanism) -> None:
    """Who asks is told to come back, and nothing is signed."""
    origin = paris.nodes["IL"].ledger.origin
    paris.close("SY")
    node = paris.open("SY", signing=False)
    note = bare_note(serving.checkpoint(paris.nodes["IL"].reader(), origin) or b"", log=origin)
    told = add_checkpoint(format_request(old=0, path=(), note=note), node=node).result()
    assert isinstance(told, Decline) and told.status == 503
