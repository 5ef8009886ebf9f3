"""Officers' keys in the record: announced, cited, revoked; judged alike on every node, whatever came first."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.charter.verdict import Refusal
from parley.matters.acts import act_bytes
from parley.matters.officer_keys import announcement_bytes
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.officer_keys import standing_keys
from parley.node.running import Node
from tests.node import comparing, forging
from tests.node.joining import join, note_all
from tests.node.mechanism import Mechanism
from tests.node.schedule import MEMBERS
from tests.record.passkey import Passkey
from tests.tracks.hotline.cell import message

UNTIL = 1_800_000_000_000
KEYS = (Passkey(), Passkey())
_counter = itertools.count()


def origin(node: Node) -> str:
    """Return the origin of the node's own log."""
    return node.ledger.origin


def announcing(node: Node, key: Passkey) -> dict[str, Any]:
    """Return the content that announces a key for a delegate of this node."""
    over = announcement_bytes(log=origin(node), role="delegate", until_ms=UNTIL)
    return {"role": "delegate", "until_ms": UNTIL, "signature": key.sign(over)}


def announce(node: Node, key: Passkey) -> str:
    """Announce a key and return the entry."""
    outcome = file(Draft("officer_key_announced", MEMBERS, announcing(node, key)), node=node)
    assert isinstance(outcome, Filed), outcome
    return outcome.id


def revoke(node: Node, entry: str) -> None:
    """Revoke what an entry announced."""
    assert isinstance(file(Draft("officer_key_revoked", MEMBERS, {"entry": entry}), node=node), Filed)


def act(node: Node, key: Passkey, *, cites: str | None, to: tuple[str, ...] = MEMBERS) -> dict[str, Any]:
    """Return the content of a delegate's signed message."""
    content = {**message(precedence="routine"), "role": "delegate"}
    over = act_bytes(log=origin(node), kind="message_sent", matter=None, to=to, role="delegate", content=content)
    cited = {"key_entry": cites} if cites else {}
    return {**content, "signature": key.sign(over), **cited}


def send(node: Node, content: dict[str, Any], *, to: tuple[str, ...] = MEMBERS) -> Any:
    """File the message as an honest node does."""
    plain = {name: value for name, value in content.items() if name != "role"}
    return file(Draft("message_sent", to, plain, role="delegate"), node=node)


def verdict_of(node: Node, entry: str) -> str:
    """Return the code of the verdict over an entry, "" for allowed."""
    code, number = entry.split("/")
    log = node.founding.member(code).origin
    verdict = comparing.points(node)[log, int(number)][2]
    return "" if verdict is None else str(verdict).partition('"code":"')[2].partition('"')[0]


def test_an_act_needs_an_announcement_before_it(paris: Mechanism) -> None:
    """By the Paris charter a delegate's message is refused until the key is announced, and stands everywhere then."""
    node = paris.nodes["SY"]
    refused = send(node, act(node, KEYS[0], cites=None))
    assert isinstance(refused, Refusal) and (refused.code, refused.clause) == ("act_key_not_announced", "C-13")
    entry = announce(node, KEYS[0])
    sent = send(node, act(node, KEYS[0], cites=entry))
    assert isinstance(sent, Filed)
    paris.carry_all()
    assert [verdict_of(each, sent.id) for each in paris.nodes.values()] == ["", "", ""]


def test_a_node_that_brings_a_key_of_its_own_making_is_void_everywhere(paris: Mechanism) -> None:
    """A rogue node that files an act by a key it never announced, or by a revoked one, convinces nobody."""
    node = paris.nodes["SY"]
    entry = announce(node, KEYS[0])
    made_up = forging.say(node, "message_sent", act(node, KEYS[1], cites=entry), to=MEMBERS)
    revoke(node, entry)
    late = forging.say(node, "message_sent", act(node, KEYS[0], cites=entry), to=MEMBERS)
    paris.carry_all()
    for each in paris.nodes.values():
        assert (verdict_of(each, made_up), verdict_of(each, late)) == ("act_key_of_another", "act_key_revoked")


def test_another_members_key_cannot_be_announced(paris: Mechanism) -> None:
    """An announcement that its key did not sign for this log is refused at filing and void where it is forged."""
    node, other = paris.nodes["SY"], paris.nodes["IL"]
    stolen = announcing(other, KEYS[0])
    outcome = file(Draft("officer_key_announced", MEMBERS, stolen), node=node)
    assert isinstance(outcome, Refusal) and outcome.code == "officer_key_unproven"
    forged = forging.say(node, "officer_key_announced", stolen, to=MEMBERS)
    paris.carry_all()
    assert {verdict_of(each, forged) for each in paris.nodes.values()} == {"officer_key_unproven"}


def test_a_member_revokes_its_own_keys_only(paris: Mechanism) -> None:
    """What IL says of SY's key changes nothing."""
    node = paris.nodes["SY"]
    entry = announce(node, KEYS[0])
    paris.carry_all()
    revoke(paris.nodes["IL"], entry)
    paris.carry_all()
    sent = send(node, act(node, KEYS[0], cites=entry))
    assert isinstance(sent, Filed)
    paris.carry_all()
    assert {verdict_of(each, sent.id) for each in paris.nodes.values()} == {""}


def test_whoever_joins_later_is_told_the_standing_keys(paris: Mechanism) -> None:
    """They are announced again to all, the revoked one is not; acts to all then stand for the new member too."""
    node = paris.nodes["SY"]
    announce(node, KEYS[0])
    revoke(node, announce(node, KEYS[1]))
    join(paris, node.home.charter.read_bytes(), by="SY")
    note_all(paris)
    everybody, at_ms = node.charter().codes, node.clock.now_ms()
    standing = standing_keys(node.reader(), origin=origin(node), role="delegate", to=everybody, at_ms=at_ms)
    assert [key.key for key in standing] == [KEYS[0].sign(b"")["key"]]
    sent = send(node, act(node, KEYS[0], cites=f"SY/{standing[0].number}", to=everybody), to=everybody)
    assert isinstance(sent, Filed), sent
    paris.carry_all(1)
    assert [verdict_of(each, sent.id) for each in paris.nodes.values()] == [""] * len(everybody)


@pytest.mark.parametrize("kind", ["officer_key_announced", "officer_key_revoked"])
def test_what_was_sealed_wrongly_for_one_member_is_disclosed_and_judged_alike(paris: Mechanism, kind: str) -> None:
    """IL cannot open the announcement, or the revocation, that SY sealed as garbage for it; it ends as the others."""
    node = paris.nodes["SY"]
    hidden = {"unreadable_for": ("IL",), "to": MEMBERS}
    if kind == "officer_key_announced":
        entry = forging.say(node, kind, announcing(node, KEYS[0]), **hidden)
    else:
        entry = announce(node, KEYS[0])
        hidden_entry = forging.say(node, kind, {"entry": entry}, **hidden)
    sent = forging.say(node, "message_sent", act(node, KEYS[0], cites=entry), to=MEMBERS)
    paris.carry_all(1)
    if kind == "officer_key_revoked":
        # Nothing cites a revocation, so IL has to be told of it: here by US, that tells what it was asked for.
        ask = Draft("disclosure_asked", MEMBERS, {"entry": hidden_entry})
        assert isinstance(file(ask, node=paris.nodes["IL"]), Filed)
    for _ in range(3):
        for code in MEMBERS:
            paris.receipts(code)
        paris.carry_all(1)
    wished = "" if kind == "officer_key_announced" else "act_key_revoked"
    assert [verdict_of(each, sent) for each in paris.nodes.values()] == [wished] * 3
    for each in paris.nodes.values():
        comparing.assert_live_is_rebuilt(each)


STEP = st.one_of(
    st.tuples(st.just("announce"), st.sampled_from(MEMBERS), st.integers(0, 1)),
    st.tuples(st.just("revoke"), st.sampled_from(MEMBERS), st.integers(0, 5)),
    st.tuples(st.just("act"), st.sampled_from(MEMBERS), st.integers(0, 1), st.integers(0, 5)),
    st.tuples(st.just("carry"), st.sampled_from(MEMBERS), st.sampled_from(MEMBERS), st.integers(1, 4)),
)


def play(mechanism: Mechanism, steps: list[tuple[Any, ...]]) -> list[str]:
    """Play announcements, revocations, acts by any key that cite any entry, and carrying; return the acts."""
    said: dict[str, list[str]] = {code: [] for code in MEMBERS}
    acts = []
    for what, member, *more in steps:
        node = mechanism.nodes[member]
        if what == "announce":
            said[member].append(announce(node, KEYS[more[0]]))
        elif what == "carry":
            if member != more[0]:
                mechanism.carry(member, more[0], most=more[1], batches=1)
        elif said[member] and what == "revoke":
            revoke(node, said[member][more[0] % len(said[member])])
        elif what == "act":
            cites = said[member][more[1] % len(said[member])] if said[member] else None
            acts.append(forging.say(node, "message_sent", act(node, KEYS[more[0]], cites=cites), to=MEMBERS))
    return acts


@pytest.mark.timeout(300)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=8, max_size=30))
def test_every_node_judges_acts_by_keys_alike(made: Path, undurable: None, steps: list[tuple[Any, ...]]) -> None:
    """Whatever arrives in whatever pieces, all nodes agree on every act, and live equals rebuilt."""
    folder = made.parent / f"keys-{next(_counter)}"
    shutil.copytree(made, folder)
    mechanism = Mechanism(folder, durable=False)
    try:
        for code in MEMBERS:
            mechanism.open(code)
        acts = play(mechanism, steps)
        mechanism.carry_all(2)
        for entry in acts:
            assert len({verdict_of(node, entry) for node in mechanism.nodes.values()}) == 1
        comparing.assert_converged(list(mechanism.nodes.values()))
    finally:
        mechanism.close_all()
        shutil.rmtree(folder)
