"""A member changes its sealing key: others seal to the new one, and the old one can then be destroyed."""

from __future__ import annotations

from parley.node import rotating
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS


def says(paris: Mechanism, code: str) -> str:
    """Let a member send a message to all, and return its id."""
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    done = file(Draft("message_sent", ("IL", "SY", "US"), content), node=paris.nodes[code])
    assert isinstance(done, Filed), done
    return done.id


def announced(paris: Mechanism, code: str) -> bool:
    """Let a node announce its newest key where that is due; return whether it was."""
    node = paris.nodes[code]
    return node.writer.call(lambda ledger: rotating.announce_newest_key(ledger, at_ms=node.clock.now_ms())).result()


def rotate(paris: Mechanism, code: str) -> None:
    """Do what an operator does: make the key, start the node again."""
    rotating.make_next_key(paris.home(code), passphrase=None)
    paris.close(code)
    paris.open(code)


def test_others_seal_to_the_new_key_once_they_have_read_of_it(paris: Mechanism) -> None:
    """After the announcement the old private key opens nothing new, and without it everything stays readable."""
    before = says(paris, "IL")
    paris.carry_all()
    rotate(paris, "SY")
    beside = says(paris, "IL")
    assert announced(paris, "SY")
    paris.carry_all()
    (paris.home("SY").keys / "sealing.key").unlink()
    paris.close("SY")
    paris.open("SY")
    after = says(paris, "IL")
    paris.carry_all()
    assert {before, beside, after} <= comparing.states(paris.nodes["SY"]).keys()
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(paris.nodes["SY"])


def test_who_has_not_read_of_the_new_key_is_still_understood(paris: Mechanism) -> None:
    """An entry sealed to the older key while the announcement was under way opens as before."""
    rotate(paris, "SY")
    assert announced(paris, "SY")
    crossing = says(paris, "IL")
    paris.carry_all()
    assert crossing in comparing.states(paris.nodes["SY"])


def test_a_key_is_announced_once(paris: Mechanism) -> None:
    """Nothing is announced without a new key, nor twice, nor an older key that came back with a backup."""
    assert not announced(paris, "SY")
    rotate(paris, "SY")
    assert announced(paris, "SY") and not announced(paris, "SY")
    rotate(paris, "SY")
    assert announced(paris, "SY")
    (paris.home("SY").keys / "sealing-2.key").unlink()
    paris.close("SY")
    paris.open("SY")
    assert not announced(paris, "SY")
