"""A member comes back under a new log, by its offline key and all others; and whatever is not just that, is void."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from parley.charter.reading import read_charter
from parley.charter.verdict import Refusal
from parley.node import rebuilding, serving
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node, take_in, take_in_fork
from tests.node import comparing, forging
from tests.node.joining import note_all, propose_and_sign
from tests.node.mechanism import Mechanism
from tests.node.schedule import AMENDMENTS, amended
from tests.node.succeeding import begin_again, close, make_successor, propose, sign
from tests.node.test_rotating import announced, rotate
from tests.tracks.hotline.cell import CONTENTS

ALL = ("IL", "SY", "US")


def says(node: Node, subject: str = "Exercise", *, to: tuple[str, ...] = ALL) -> str:
    """Have the duty officer send a message; return its id."""
    content = {**CONTENTS["message_sent"], "subject": subject}
    done = file(Draft("message_sent", to, content, role="duty_officer"), node=node)
    assert isinstance(done, Filed), done
    return done.id


def agree(mechanism: Mechanism) -> None:
    """See that all nodes show the same, live and rebuilt, and have the same charter in force."""
    nodes = list(mechanism.nodes.values())
    comparing.assert_converged(nodes)
    assert len({json.dumps(comparing.states(node)["charter"]) for node in nodes}) == 1
    assert len({node.ledger.current.digest for node in nodes}) == 1  # type: ignore[union-attr]


def succeed(mechanism: Mechanism, *, code: str = "SY", name: str = "SY+2", size: int | None = None) -> bytes:
    """Let all others agree to a succession; return the version. The member's old node is not asked."""
    others = [each for each in ALL if each != code]
    before = mechanism.nodes[others[0]].charter()
    raw = make_successor(mechanism, code=code, name=name, by=others[0], size=size)
    done = propose(mechanism.nodes[others[0]], raw, close(mechanism, raw, code=code, before=before))
    assert isinstance(done, Filed), done
    mechanism.carry_all(rounds=1)
    for other in others:
        signed = sign(mechanism.nodes[other], raw)
        assert isinstance(signed, Filed), signed
    mechanism.carry_all(rounds=1)
    return raw


def test_a_member_whose_log_was_lost_goes_on_under_a_new_one(paris: Mechanism) -> None:
    """Signed by the offline key and the others, the new log is in force everywhere; ids say which log they are of."""
    old = says(paris.nodes["SY"], "Before")
    paris.carry_all(rounds=1)
    paris.close("SY")
    raw = succeed(paris)
    digest = sha256(raw).hexdigest()
    assert {node.charter().digest for node in paris.nodes.values()} == {digest}
    new = begin_again(paris, raw, code="SY", name="SY+2", by="IL", old_keys="SY")
    paris.carry_all(rounds=2)
    assert new.in_force() and new.charter().digest == digest
    note_all(paris)
    said = says(new, "After")
    assert said.startswith("SY-2/") and old.startswith("SY/")
    paris.carry_all(rounds=1)
    answer = Draft("message_acknowledged", ALL, {"how": "received"}, said, role="duty_officer")
    done = file(answer, node=paris.nodes["US"])
    assert isinstance(done, Filed), done
    paris.carry_all(rounds=1)
    for node in paris.nodes.values():
        assert {old, said} <= comparing.states(node).keys()
        assert comparing.frozen(node) == {f"{new.ledger.origin.removesuffix('-2')}": 2}
    agree(paris)


def test_a_member_under_a_new_log_changes_its_sealing_key_more_than_once(paris: Mechanism) -> None:
    """Its announcements are counted in the new log: each is the next one, and the others seal to the newest."""
    rotate(paris, "SY")
    assert announced(paris, "SY")
    paris.carry_all(rounds=1)
    paris.close("SY")
    raw = succeed(paris)
    begin_again(paris, raw, code="SY", name="SY+2", by="IL")
    paris.carry_all(rounds=2)
    for _ in range(2):
        rotate(paris, "SY+2")
        assert announced(paris, "SY+2") and not announced(paris, "SY+2")
        paris.carry_all(rounds=1)
    newest = str(paris.nodes["SY+2"].keys.sealing[-1].recipient)
    for node in paris.nodes.values():
        rows = node.reader().execute("SELECT epoch, recipient FROM sealing_epoch WHERE member = 'SY-2' ORDER BY epoch")
        found = rows.fetchall()
        assert [epoch for epoch, _ in found] == [1, 2] and found[-1][1] == newest


def test_what_the_old_node_says_after_the_closing_counts_nowhere(paris: Mechanism) -> None:
    """An old node that still runs is told, signs nothing more, and what it had said behind the closing is gone."""
    says(paris.nodes["SY"], "Before")
    paris.carry_all(rounds=1)
    late = says(paris.nodes["SY"], "Behind the closing")
    paris.carry("SY", "US")
    assert late in comparing.states(paris.nodes["US"])
    succeed(paris, size=2)
    paris.carry_all(rounds=1)
    for node in paris.nodes.values():
        assert late not in comparing.states(node)
        assert comparing.frozen(node) == {paris.nodes["SY"].ledger.origin: 2}
    done = file(Draft("message_sent", ALL, CONTENTS["message_sent"], role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(done, Refusal) and (done.code, done.clause) == ("log_closed", "R-5")
    agree_but_old(paris)


def agree_but_old(mechanism: Mechanism) -> None:
    """See that all nodes show the same, live and rebuilt."""
    nodes = list(mechanism.nodes.values())
    comparing.assert_converged(nodes)


def refused(done: object) -> str:
    """Return the clause by which something was refused; "" where it was filed."""
    return done.clause if isinstance(done, Refusal) else ""


def forged(mechanism: Mechanism, by: str, raw: bytes, statement: str) -> str:
    """Sign a proposal that no judge allowed, carry it to all, and return the one clause by which all refuse it."""
    content = {"text": raw.decode(), "statement": statement, "role": "chief"}
    entry = forging.say(mechanism.nodes[by], "succession_proposed", content)
    return clause_everywhere(mechanism, entry)


def clause_everywhere(mechanism: Mechanism, entry: str) -> str:
    """Return the clause by which every node holds an entry void; "" where it stands everywhere."""
    mechanism.carry_all(rounds=1)
    name, _, number = entry.partition("/")
    found = set()
    for node in mechanism.nodes.values():
        kind, _, verdict = comparing.points(node)[(str(node.ledger.origin_of(name)), int(number))]
        if kind is not None:
            found.add(json.loads(verdict)["clause"] if verdict else "")
    assert len(found) == 1, found
    return found.pop()


STATEMENTS = {
    "another size": {"size": 7},
    "another root": {"root": b"\0" * 32},
    "another log": {"log": "paris-2026.parley.example/il"},
    "another member": {"member": "IL"},
    "another version": {"charter": "0" * 64},
    "another mechanism": {"mechanism": "other"},
}


@pytest.mark.parametrize("lie", STATEMENTS)
def test_a_closing_that_says_anything_else_is_void(paris: Mechanism, lie: str) -> None:
    """The offline key's own signature over another size, log, version or mechanism closes nothing (S-3)."""
    before = paris.nodes["IL"].charter()
    raw = make_successor(paris, code="SY", name="SY+2", by="IL")
    statement = close(paris, raw, code="SY", before=before, **STATEMENTS[lie])
    assert refused(propose(paris.nodes["IL"], raw, statement)) == "S-3"
    assert forged(paris, "IL", raw, statement) == "S-3"


def test_nobody_succeeds_without_the_offline_key(paris: Mechanism) -> None:
    """All others together, with a key of another member or with the new home's own, cannot take a member's place."""
    before = paris.nodes["IL"].charter()
    raw = make_successor(paris, code="SY", name="SY+2", by="IL")
    for home in ("IL", "SY+2"):
        statement = close(paris, raw, code="SY", before=before, key_of=home)
        assert forged(paris, "US", raw, statement) == "S-3"
    assert forged(paris, "US", raw, "no statement") == "S-3"
    digest = sha256(raw).hexdigest()
    for code in ("IL", "US"):
        entry = forging.say(paris.nodes[code], "charter_signed", {"charter": digest, "role": "chief"})
        assert clause_everywhere(paris, entry) == "I-4"
    assert {node.charter().digest for node in paris.nodes.values()} == {before.digest}


def test_the_key_and_all_members_but_one_are_not_enough(paris: Mechanism) -> None:
    """With one signature missing nothing is closed, and the old log goes on; the new log's entries are void (S-9)."""
    before = paris.nodes["IL"].charter()
    raw = make_successor(paris, code="SY", name="SY+2", by="IL")
    assert isinstance(propose(paris.nodes["IL"], raw, close(paris, raw, code="SY", before=before)), Filed)
    assert isinstance(sign(paris.nodes["IL"], raw), Filed)
    paris.carry_all(rounds=1)
    new = begin_again(paris, raw, code="SY", name="SY+2", by="IL")
    paris.carry_all(rounds=1)
    done = file(Draft("message_sent", ALL, CONTENTS["message_sent"], role="duty_officer"), node=new)
    assert refused(done) == "S-9"
    entry = forging.say(new, "message_sent", {**CONTENTS["message_sent"], "role": "duty_officer"})
    assert clause_everywhere(paris, f"SY-2/{entry.partition('/')[2]}") == "S-9"
    recipient = str(paris.nodes["US"].keys.sealing[-1].recipient)
    rotated = forging.say(new, "sealing_key_rotated", {"epoch": 1, "recipient": recipient})
    assert clause_everywhere(paris, f"SY-2/{rotated.partition('/')[2]}") == "S-9"
    # The member itself cannot sign for its own succession, from either log.
    assert refused(sign(paris.nodes["SY"], raw)) == "I-5"
    assert all(comparing.frozen(node) == {} for node in paris.nodes.values())
    assert says(paris.nodes["SY"]).startswith("SY/")
    paris.carry_all(rounds=1)
    agree(paris)


def test_a_statement_serves_once(paris: Mechanism) -> None:
    """The closing of a first succession brings no second one: it names the version it was signed for (S-3)."""
    before = paris.nodes["IL"].charter()
    raw = make_successor(paris, code="SY", name="SY+2", by="IL")
    statement = close(paris, raw, code="SY", before=before)
    assert isinstance(propose(paris.nodes["IL"], raw, statement), Filed)
    other = make_successor(paris, code="SY", name="SY+3", by="IL")
    assert forged(paris, "US", other, statement) == "S-3"


def test_what_changes_more_than_the_log_is_no_succession(paris: Mechanism) -> None:
    """Nothing else comes in with a new log: no term, no other member's key; and an amendment closes nothing."""
    before = paris.nodes["IL"].charter()
    raw = make_successor(paris, code="SY", name="SY+2", by="IL")
    smuggled = raw.replace(b"word_limit: 200", b"word_limit: 3")
    assert smuggled != raw
    assert forged(paris, "IL", smuggled, close(paris, smuggled, code="SY", before=before)) == "S-1"
    amendment = Draft("charter_proposed", ALL, {"text": raw.decode()}, role="chief")
    assert refused(file(amendment, node=paris.nodes["US"])) == "A-4"
    entry = forging.say(paris.nodes["US"], "charter_proposed", {"text": raw.decode(), "role": "chief"})
    assert clause_everywhere(paris, entry) == "A-4"


def test_a_log_is_not_closed_before_what_the_charter_rests_on(paris: Mechanism) -> None:
    """A size at or below a signature of the closed log under the version that is followed is refused (S-4)."""
    node = paris.nodes["SY"]
    text = amended(paris.home("SY").charter.read_bytes().decode(), node.founding.digest, *AMENDMENTS[0])
    propose_and_sign(paris, text.encode(), by="IL", signers=ALL)
    assert {each.charter().digest for each in paris.nodes.values()} == {sha256(text.encode()).hexdigest()}
    signed = node.ledger.cursor(node.ledger.own).processed - 1
    before = paris.nodes["IL"].charter()
    for size, clause in ((signed, "S-4"), (signed + 1, "")):
        raw = make_successor(paris, code="SY", name=f"SY+{size}", by="IL", size=size)
        assert forged(paris, "IL", raw, close(paris, raw, code="SY", before=before)) == clause


def test_nobody_signs_for_what_it_does_not_hold(paris: Mechanism) -> None:
    """A closing beyond what a node holds, or with a root that its copy does not have, is not signed there (S-10)."""
    before = paris.nodes["US"].charter()
    paris.carry_all(rounds=1)
    says(paris.nodes["SY"])
    paris.carry("SY", "IL")
    raw = make_successor(paris, code="SY", name="SY+2", by="IL", size=2)
    assert isinstance(propose(paris.nodes["IL"], raw, close(paris, raw, code="SY", before=before)), Filed)
    origin, start = paris.nodes["IL"].ledger.origin, 1
    run = serving.entries(paris.nodes["IL"].reader(), origin, start, 1000, 8 << 20)
    take_in(paris.batch("IL", origin, start, run), node=paris.nodes["US"]).result()
    # What the proposal had read is not here yet, so the proposal waits.
    assert refused(sign(paris.nodes["US"], raw)) == "I-4"
    paris.carry("IL", "US")
    assert isinstance(sign(paris.nodes["US"], raw), Filed)
    root = read_charter(raw).closes.root  # type: ignore[union-attr]
    lying = raw.replace(root.encode(), b"0" * 64)
    assert refused(propose(paris.nodes["IL"], lying, close(paris, lying, code="SY", before=before))) == "S-10"


def test_of_two_rival_successions_one_can_come_into_force(paris: Mechanism) -> None:
    """Who signed one signs no rival that does not name it; one of the same log that names it takes its place."""
    before = paris.nodes["IL"].charter()
    first = make_successor(paris, code="SY", name="SY+2", by="IL")
    second = make_successor(paris, code="SY", name="SY+3", by="IL")
    for raw in (first, second):
        assert isinstance(propose(paris.nodes["IL"], raw, close(paris, raw, code="SY", before=before)), Filed)
    paris.carry_all(rounds=1)
    assert isinstance(sign(paris.nodes["IL"], first), Filed)
    assert isinstance(sign(paris.nodes["US"], second), Filed)
    assert refused(sign(paris.nodes["US"], first)) == "I-6"
    entry = forging.say(paris.nodes["IL"], "charter_signed", {"charter": sha256(second).hexdigest(), "role": "chief"})
    assert clause_everywhere(paris, entry) == "I-6"
    assert all(comparing.frozen(node) == {} for node in paris.nodes.values())
    both = f"instead_of: [{sha256(first).hexdigest()}, {sha256(second).hexdigest()}]\n".encode()
    third = make_successor(paris, code="SY", name="SY+4", by="IL", size=1)
    third = third.replace(b"\ncloses:", b"\n" + both + b"closes:")
    assert isinstance(propose(paris.nodes["US"], third, close(paris, third, code="SY", before=before)), Filed)
    paris.carry_all(rounds=1)
    for code in ("IL", "US"):
        assert isinstance(sign(paris.nodes[code], third), Filed)
    paris.carry_all(rounds=1)
    assert {n.ledger.current.digest for n in paris.nodes.values()} == {sha256(third).hexdigest()}  # type: ignore[union-attr]
    agree_but_old(paris)


def test_an_amendment_does_not_stand_in_place_of_a_succession(paris: Mechanism) -> None:
    """What names a succession under `instead_of`, and is none of the same log, is void (S-7)."""
    before = paris.nodes["IL"].charter()
    raw = make_successor(paris, code="SY", name="SY+2", by="IL")
    assert isinstance(propose(paris.nodes["IL"], raw, close(paris, raw, code="SY", before=before)), Filed)
    paris.carry_all(rounds=1)
    text = amended(paris.home("SY").charter.read_bytes().decode(), before.digest, *AMENDMENTS[0])
    head = f"predecessor: {before.digest}\n"
    text = text.replace(head, f"{head}instead_of: [{sha256(raw).hexdigest()}]\n")
    entry = forging.say(paris.nodes["US"], "charter_proposed", {"text": text, "role": "chief"})
    assert clause_everywhere(paris, entry) == "S-7"


def fork_of_a_signer(mechanism: Mechanism) -> None:
    """Let IL and US agree to a succession of SY, and prove then that US had signed two histories before it signed."""
    second = forging.clone(mechanism, "US")
    says(mechanism.nodes["SY"], "Before")
    mechanism.carry("SY", "IL")
    mechanism.carry("SY", "US")
    raw = succeed_without(mechanism, second)
    assert says(mechanism.nodes[second], "Another history", to=("SY", "US"))
    for node in (mechanism.nodes["IL"], mechanism.nodes["US"]):
        assert node.charter().digest == sha256(raw).hexdigest()
    evidence = forging.evidence_of(mechanism.nodes["IL"], mechanism.nodes[second], mechanism.nodes["US"].ledger.origin)
    assert evidence is not None
    assert not isinstance(take_in_fork(evidence, node=mechanism.nodes["IL"]).result(), Refusal)
    mechanism.receipts("IL")
    mechanism.carry_all()


def test_a_fork_of_a_signer_takes_the_succession_back_everywhere(paris: Mechanism) -> None:
    """Whatever came first, the succession or the proof: all nodes open the old log again, and agree."""
    fork_of_a_signer(paris)
    for name, node in paris.nodes.items():
        assert comparing.frozen(node) == {paris.nodes["US"].ledger.origin: 1}, name
        assert node.charter().digest == node.founding.digest
    agree_but_old(paris)


def test_nodes_would_differ_if_closings_were_kept(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was closed once kept closed, the same entries show two states: that it is derived is what is tested."""
    monkeypatch.setattr(rebuilding, "_weighed", lambda ledger: dict(ledger.closed))
    fork_of_a_signer(paris)
    with pytest.raises(AssertionError):
        comparing.assert_alike(list(paris.nodes.values()))


def succeed_without(mechanism: Mechanism, name: str) -> bytes:
    """Let all others agree to a succession of SY, told to everybody but the node of this name."""
    before = mechanism.nodes["IL"].charter()
    raw = make_successor(mechanism, code="SY", name="SY+2", by="IL", size=1)
    assert isinstance(propose(mechanism.nodes["IL"], raw, close(mechanism, raw, code="SY", before=before)), Filed)
    mechanism.carry("IL", "US")
    for code in ("IL", "US"):
        assert isinstance(sign(mechanism.nodes[code], raw), Filed)
    mechanism.carry("IL", "US")
    mechanism.carry("US", "IL")
    assert name in mechanism.nodes
    return raw
