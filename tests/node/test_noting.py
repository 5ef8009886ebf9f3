"""Each node notes a charter that came into force: what was sealed wrongly for one member reaches it unasked."""

from __future__ import annotations

from hashlib import sha256

from parley.node import noting
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from tests.node import comparing, forging
from tests.node.joining import charter_says
from tests.node.mechanism import Mechanism
from tests.node.schedule import AMENDMENTS, amended

ALL = ("IL", "SY", "US")


def note(node: Node) -> bool:
    """Let a node note the charter in force; return whether it had to."""
    return node.writer.call(lambda ledger: noting.note_charter(ledger, at_ms=node.clock.now_ms())).result()


def sign_wrongly(paris: Mechanism, raw: bytes) -> str:
    """Let SY propose an amendment and sign it so that IL cannot open the signature, the others soundly."""
    digest = sha256(raw).hexdigest()
    charter_says(paris.nodes["SY"], "charter_proposed", {"text": raw.decode()})
    paris.carry_all(rounds=1)
    forging.say(paris.nodes["SY"], "charter_signed", {"charter": digest, "role": "chief"}, unreadable_for=("IL",))
    for code in ("IL", "US"):
        assert isinstance(file(Draft("charter_signed", ALL, {"charter": digest}, role="chief"), node=paris.nodes[code]),
                          Filed)
    paris.carry_all(rounds=1)
    return digest


def test_a_signature_that_was_sealed_wrongly_reaches_its_addressee_unasked(paris: Mechanism) -> None:
    """IL, for whom SY sealed its signature wrongly, has the amendment in force as soon as US has noted it."""
    sy, il = paris.nodes["SY"], paris.nodes["IL"]
    text = amended(sy.home.charter.read_bytes().decode(), sy.founding.digest, *AMENDMENTS[0])
    digest = sign_wrongly(paris, text.encode())
    assert (sy.charter().digest, il.charter().digest) == (digest, sy.founding.digest)
    assert note(paris.nodes["US"])
    paris.carry("US", "IL")
    assert il.charter().digest == digest
    paris.carry_all(rounds=1)
    comparing.assert_converged(list(paris.nodes.values()))


def test_a_charter_is_noted_once_also_after_a_restart(paris: Mechanism) -> None:
    """A node says once that it goes by a charter, and not again after a restart or a rebuild."""
    assert note(paris.nodes["SY"]) and not note(paris.nodes["SY"])
    comparing.rebuilt(paris.nodes["SY"])
    assert not note(paris.nodes["SY"])
    paris.close("SY")
    assert not note(paris.open("SY"))


def test_a_wrong_key_in_a_note_opens_nothing(paris: Mechanism) -> None:
    """A note that gives a wrong key, or names what its author had not read, changes nothing."""
    key, content = "00" * 16, {"subject": "x"}
    aside = forging.say(paris.nodes["SY"], "message_sent", content, to=("SY", "US"))
    paris.carry_all(rounds=1)
    founding = paris.nodes["US"].founding.digest
    forging.say(paris.nodes["US"], "charter_noted", {"charter": founding, "entries": [[aside, key], ["SY/99", key]]})
    paris.carry_all(rounds=1)
    il = paris.nodes["IL"]
    assert comparing.points(il)[paris.nodes["SY"].ledger.origin, int(aside[3:])] == (None, None, None)
    comparing.assert_live_is_rebuilt(il)
