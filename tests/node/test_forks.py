"""A member that shows two histories is found out, shown to all, frozen alike, and stops nobody else."""

from __future__ import annotations

from parley.charter.verdict import Refusal
from parley.node import serving
from parley.node.drafts import Draft
from parley.node.filing import Filed, file, write_draft
from parley.node.intake import Taken
from parley.node.reading import forks
from parley.node.running import Node, take_in, take_in_fork
from parley.node.taking import take
from parley.record.checkpoint import Checkpoint, sign_checkpoint
from parley.record.fork import Branch, ForkEvidence, bare_note, encode_fork
from parley.record.leaf import Leaf, encode_leaf
from parley.record.merkle import Frontier, leaf_hash
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

ALL = ("IL", "SY", "US")


def send(node: Node, subject: str = "Convoy", to: tuple[str, ...] = ALL) -> str:
    """File a message and return its id."""
    content = {**CONTENTS["message_sent"], "subject": subject}
    done = file(Draft("message_sent", to, content, role="duty_officer"), node=node)
    assert isinstance(done, Filed), done
    return done.id


def two_histories(paris: Mechanism, code: str = "SY") -> tuple[str, bytes]:
    """Let a member sign two histories, the first read by IL, the second by nobody; return the name and evidence."""
    second = forging.clone(paris, code)
    send(paris.nodes[code], "One history")
    send(paris.nodes[second], "Another history")
    paris.carry(code, "IL")
    evidence = forging.evidence_of(paris.nodes[code], paris.nodes[second], paris.nodes[code].ledger.origin)
    assert evidence is not None
    return second, evidence


def test_the_second_history_is_suspected_when_it_comes(paris: Mechanism) -> None:
    """A node that holds one history refuses the other, by its entries and by its checkpoint alone."""
    second, _ = two_histories(paris)
    assert paris.carry(second, "IL") == []
    send(paris.nodes[second], "Longer")
    found = [x for x in paris.carry(second, "IL") if isinstance(x, Refusal)]
    assert [x.code for x in found] == ["fork_suspected"]


def test_evidence_is_kept_shown_and_frozen_alike(paris: Mechanism) -> None:
    """What one node can prove, all nodes show, the forked member's own too, with the same frozen place."""
    second, evidence = two_histories(paris)
    assert isinstance(take_in_fork(evidence, node=paris.nodes["IL"]).result(), Taken)
    paris.carry_all()
    origin = paris.nodes["SY"].ledger.origin
    for name, node in paris.nodes.items():
        assert comparing.frozen(node) == {origin: 1}, name
        assert [(view.member, view.frozen_at, view.evidence) for view in forks(node)] == [("SY", 1, evidence)], name
    comparing.assert_converged(list(paris.nodes.values()))
    assert second in paris.nodes


def test_what_was_said_after_the_fork_counts_nowhere(paris: Mechanism) -> None:
    """A matter that the forked part opened is gone with the proof, and stands in the log as before."""
    _, evidence = two_histories(paris)
    il = paris.nodes["IL"]
    assert "SY/1" in comparing.states(il)
    take_in_fork(evidence, node=il).result()
    assert "SY/1" not in comparing.states(il)
    assert il.reader().execute("SELECT count(*) FROM leaf").fetchone()[0] == 5


def test_the_mechanism_goes_on_without_the_forked_member(paris: Mechanism) -> None:
    """After a proof the others file to each other and read each other; the charter stays in force."""
    _, evidence = two_histories(paris)
    take_in_fork(evidence, node=paris.nodes["IL"]).result()
    paris.carry_all()
    for code in ("IL", "US"):
        done = send(paris.nodes[code], "We go on")
        paris.carry_all()
        assert all(done in comparing.states(paris.nodes[other]) for other in ("IL", "US"))
        assert paris.nodes[code].in_force()


def test_a_fork_from_the_first_entry_leaves_the_charter_in_force(paris: Mechanism) -> None:
    """A member that forks its log from its founding signature on cannot put the charter out of force for the others."""
    sy = paris.nodes["SY"]
    second = forging.clone(paris, "SY")
    sy, other = paris.nodes["SY"], paris.nodes[second]
    evidence = _fork_of_number_zero(sy, other)
    assert isinstance(take_in_fork(evidence, node=paris.nodes["IL"]).result(), Taken)
    paris.carry_all()
    for code in ("IL", "US"):
        assert comparing.frozen(paris.nodes[code]) == {sy.ledger.origin: 0}
        assert paris.nodes[code].in_force()
    done = send(paris.nodes["IL"], "We go on", to=("IL", "US"))
    paris.carry_all()
    assert done in comparing.states(paris.nodes["US"])
    comparing.assert_alike([paris.nodes["IL"], paris.nodes["US"]])


def _fork_of_number_zero(sy: Node, other: Node) -> bytes:
    """Return evidence of another first entry, signed with the member's own keys."""
    origin = sy.ledger.origin
    lie = encode_leaf(Leaf(origin, 0, 1, (), None))
    edge = Frontier().extend([leaf_hash(lie)])
    note = sign_checkpoint(Checkpoint(origin, 1, edge.root), keys=other.keys.log, at=1)
    held = serving.checkpoint(sy.reader(), origin)
    size = serving.heads(sy.reader())[origin].checkpoint_size
    assert held is not None
    raw = sy.reader().execute("SELECT raw FROM leaf WHERE log = ? AND number = 0", (sy.ledger.own,)).fetchone()[0]
    path = tuple(serving.inclusion(sy.reader(), origin, 0, size))
    branches = (Branch(bare_note(held, log=origin), raw, path), Branch(bare_note(note, log=origin), lie, ()))
    return encode_fork(ForkEvidence(origin, 0, branches))


def test_the_forked_member_signs_nothing_more(paris: Mechanism) -> None:
    """When its own log is proven forked a node refuses every draft by the clause, and gives no receipts."""
    _, evidence = two_histories(paris)
    take_in_fork(evidence, node=paris.nodes["IL"]).result()
    paris.carry("IL", "SY")
    sy = paris.nodes["SY"]
    size = sy.ledger.conn.execute("SELECT size FROM log WHERE origin = ?", (sy.ledger.origin,)).fetchone()[0]
    done = file(Draft("message_sent", ALL, CONTENTS["message_sent"], role="duty_officer"), node=sy)
    assert isinstance(done, Refusal) and (done.code, done.clause) == ("log_frozen", "R-5")
    paris.receipts("SY")
    assert sy.ledger.conn.execute("SELECT size FROM log WHERE origin = ?", (sy.ledger.origin,)).fetchone()[0] == size


def test_a_batch_in_which_the_own_log_is_frozen_is_signed_whole(paris: Mechanism) -> None:
    """What was filed in the transaction that brought the proof stands, under a checkpoint that never goes back."""
    _, evidence = two_histories(paris)
    take_in_fork(evidence, node=paris.nodes["IL"]).result()
    sy = paris.nodes["SY"]
    proof = paris.batch("IL", *_run(paris, "IL", "SY"))

    def act(ledger: object) -> None:
        draft = Draft("message_sent", ALL, CONTENTS["message_sent"], role="chief")
        done = write_draft(sy.ledger, draft, at_ms=1)
        assert isinstance(done, Filed), done
        assert isinstance(take(sy.ledger, proof, verifiers=sy.verifiers), Taken)

    sy.writer.call(act).result()
    origin = sy.ledger.origin
    row = sy.reader().execute("SELECT size, checkpoint_size FROM log WHERE origin = ?", (origin,)).fetchone()
    held = sy.reader().execute("SELECT count(*) FROM leaf WHERE log = ?", (sy.ledger.own,)).fetchone()[0]
    assert row == (held, held) == (3, 3)
    assert comparing.frozen(sy) == {origin: 1}


def _run(paris: Mechanism, source: str, target: str) -> tuple[str, int, list[tuple[bytes, bytes | None]]]:
    origin = paris.nodes[source].ledger.origin
    start = serving.heads(paris.nodes[target].reader())[origin].size
    return origin, start, serving.entries(paris.nodes[source].reader(), origin, start, 1000, 8 << 20)


def test_a_proof_counts_while_its_entry_still_waits(paris: Mechanism) -> None:
    """An entry that cannot be judged yet, because what its author had read is missing, proves the fork all the same."""
    _, evidence = two_histories(paris)
    send(paris.nodes["US"], "Not carried to SY")
    paris.carry("US", "IL")
    take_in_fork(evidence, node=paris.nodes["IL"]).result()
    other = paris.nodes["SY-2"]
    origin, start, run = _run(paris, "IL", "SY-2")
    paris.carry("IL", "US")
    assert isinstance(take_in(paris.batch("IL", origin, start, run), node=other).result(), Taken)
    assert other.ledger.cursor(other.ledger.log_id(origin)).processed < start + len(run)
    assert comparing.frozen(other) == {paris.nodes["SY"].ledger.origin: 1}


def test_evidence_learned_from_a_log_that_is_forked_itself_reaches_all(paris: Mechanism) -> None:
    """A proof that stood only in the forked part of another log is told anew by whoever kept it."""
    _, evidence = two_histories(paris, "SY")
    us, il = paris.nodes["US"], paris.nodes["IL"]
    take_in_fork(evidence, node=us).result()
    paris.carry("US", "IL")
    assert comparing.frozen(il) == {paris.nodes["SY"].ledger.origin: 1}
    # Now US is proven to have forked before it told: what it told counts nowhere.
    paris.carry_all(rounds=1)
    lie = _fork_of_number_zero(us, us)
    assert isinstance(take_in_fork(lie, node=il).result(), Taken)
    paris.receipts("IL")
    told = [v for v in comparing.points(il).items() if v[1][0] == "fork_proven" and v[0][0] == il.ledger.origin]
    assert len(told) == 2


def test_nobody_freezes_another_without_proof(paris: Mechanism) -> None:
    """Evidence of a stranger's log, of one history twice, or with another's signature freezes nothing."""
    second, evidence = two_histories(paris)
    il = paris.nodes["IL"]
    for lie in (b"{}", evidence[:-3], evidence.replace(b'"number":1', b'"number":0')):
        found = take_in_fork(lie, node=il).result()
        assert isinstance(found, Refusal) and found.code == "fork_not_proven"
        forging.say(paris.nodes["US"], "fork_proven", {"evidence": lie.decode(), "at": 0, "log": "x"})
    paris.carry_all()
    assert comparing.frozen(il) == {}
