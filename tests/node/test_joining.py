"""A member joins a running mechanism: it proves the charter to itself, signs, works, and reads nothing from before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.charter.verdict import Refusal
from parley.matters.accession import Joining, parse_accession
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from tests.node import comparing, forging
from tests.node.joining import (
    JOINER,
    accession,
    charter_says,
    join,
    make_joiner,
    note_all,
    propose_and_sign,
    take,
)
from tests.node.mechanism import Mechanism
from tests.node.schedule import AMENDMENTS, amended
from tests.tracks.hotline.cell import CONTENTS

ALL = ("IL", "SY", "US")


@pytest.fixture
def five(tmp_path: Path, undurable: None) -> Iterator[Mechanism]:
    """A mechanism of five parties, a chair and an observer, its charter in force at every node."""
    mechanism = Mechanism(tmp_path / "five", template="five-parties.yaml", durable=False).make()
    yield mechanism
    mechanism.close_all()


def says(node: Node, *, to: tuple[str, ...], subject: str = "Exercise") -> str:
    """Have the duty officer send a message; return its id."""
    content = {**CONTENTS["message_sent"], "subject": subject}
    done = file(Draft("message_sent", to, content, role="duty_officer"), node=node)
    assert isinstance(done, Filed), done
    return done.id


def founding(paris: Mechanism) -> bytes:
    """Return the founding charter's bytes."""
    return paris.home("SY").charter.read_bytes()


def agree(mechanism: Mechanism) -> None:
    """See that all nodes show the same, live and rebuilt, and have the same charter in force."""
    nodes = list(mechanism.nodes.values())
    comparing.assert_converged(nodes)
    assert len({json.dumps(comparing.states(node)["charter"]) for node in nodes}) == 1
    assert len({node.charter().digest for node in nodes}) == 1


def test_a_new_member_reaches_the_charter_of_all_and_works(paris: Mechanism) -> None:
    """With its accession file the joining node folds the charter as everybody does, signs, sends and reads."""
    before = says(paris.nodes["SY"], to=ALL, subject="Before")
    digest = join(paris, founding(paris), by="SY")
    assert {node.charter().digest for node in paris.nodes.values()} == {digest}
    note_all(paris)
    agree(paris)
    everybody = paris.nodes["SY"].charter().codes
    heard = says(paris.nodes["IL"], to=everybody)
    said = says(paris.nodes[JOINER], to=everybody)
    paris.carry_all(rounds=1)
    for node in paris.nodes.values():
        assert {heard, said} <= comparing.states(node).keys()
    assert before not in comparing.states(paris.nodes[JOINER])
    agree(paris)


def test_a_new_member_opens_the_charter_and_nothing_else_from_before(paris: Mechanism) -> None:
    """Of all that was written before it joined, the new node opens exactly what was said of the charter."""
    says(paris.nodes["SY"], to=ALL)
    says(paris.nodes["US"], to=("SY", "US"))
    join(paris, founding(paris), by="IL")
    kinds = {key: kind for key, (kind, _, _) in comparing.points(paris.nodes["US"]).items()}
    opened = {key for key, (kind, _, _) in comparing.points(paris.nodes[JOINER]).items() if kind is not None}
    assert opened == {key for key, kind in kinds.items() if kind in ("charter_proposed", "charter_signed")}


def test_the_new_member_says_nothing_but_its_signature_before(paris: Mechanism) -> None:
    """Before the amendment is in force the joining node gives no receipts and no position, and files nothing else."""
    raw = make_joiner(paris, founding(paris))
    digest = propose_and_sign(paris, raw, by="SY", signers=("SY", "IL"))
    assert isinstance(take(paris, accession(paris, digest, by="SY")), Joining)
    joiner = paris.open(JOINER)
    paris.carry_all(rounds=1)
    paris.receipts(JOINER)
    refused = file(Draft("message_sent", joiner.charter().codes, CONTENTS["message_sent"], role="chief"), node=joiner)
    assert isinstance(refused, Refusal) and refused.code == "charter.not_a_member"
    assert not joiner.in_force() and joiner.charter().digest == digest
    charter_says(joiner, "charter_signed", {"charter": digest})
    paris.carry_all(rounds=1)
    assert not joiner.in_force()
    # This signature is not in the file and not sealed to the new member: the notes of the others bring its key.
    charter_says(paris.nodes["US"], "charter_signed", {"charter": digest})
    paris.carry_all(rounds=1)
    assert [code for code, node in paris.nodes.items() if not node.in_force()] == [JOINER]
    note_all(paris)
    agree(paris)


def test_what_was_said_of_the_charter_while_it_joined_is_disclosed(paris: Mechanism) -> None:
    """A proposal that its author filed before it knew of the joining, and after the file was written, is opened too."""
    raw = make_joiner(paris, founding(paris))
    digest = propose_and_sign(paris, raw, by="SY", signers=ALL)
    taken = accession(paris, digest, by="SY")
    text = amended(founding(paris).decode(), paris.nodes["SY"].founding.digest, *AMENDMENTS[0])
    charter_says(paris.nodes["IL"], "charter_proposed", {"text": text})
    assert isinstance(take(paris, taken), Joining)
    paris.open(JOINER)
    paris.carry_all(rounds=1)
    charter_says(paris.nodes[JOINER], "charter_signed", {"charter": digest})
    paris.carry_all(rounds=2)
    one, other = (comparing.states(paris.nodes[code])["charter"] for code in (JOINER, "US"))
    assert one != other
    note_all(paris)
    agree(paris)


def test_others_seal_to_a_rotated_key_that_was_announced_before(paris: Mechanism) -> None:
    """A member's announced sealing key is said again to the new member, which seals to it as all do."""
    from tests.node.test_amended_keys import rotate, sealed_to

    recipient = rotate(paris, "IL")
    join(paris, founding(paris), by="SY")
    note_all(paris)
    assert sealed_to(paris, "IL") == {recipient}


def test_a_member_leaves_by_the_amendment_by_which_another_joins(five: Mechanism) -> None:
    """Signed by who leaves, too; from then on who left says nothing more, and the others go on without it."""
    old = says(five.nodes["NO"], to=five.nodes["NO"].charter().codes)
    five.carry_all(rounds=1)
    digest = join(five, five.home("NO").charter.read_bytes(), by="CHAIR", leaves="OBS")
    left = five.nodes["OBS"]
    assert left.ledger.current is not None and left.ledger.current.digest == digest
    assert not left.in_force() and "OBS" in left.charter().codes
    stays = {code: node for code, node in five.nodes.items() if code != "OBS"}
    assert all(node.in_force() for node in stays.values()) and len(stays) == 7
    note_all(five)
    refused = file(Draft("shift_noted", ("OBS",), CONTENTS["shift_noted"], role="duty_officer"), node=left)
    assert isinstance(refused, Refusal) and refused.code == "charter.not_a_member"
    said = says(five.nodes[JOINER], to=five.nodes[JOINER].charter().codes)
    to = comparing.states(five.nodes["NO"])[old]["to"]
    answer = Draft("message_acknowledged", tuple(to), {"how": "received"}, old, role="duty_officer")
    assert isinstance(file(answer, node=five.nodes["KA"]), Filed)
    five.carry_all(rounds=1)
    assert all(said in comparing.states(node) for node in stays.values())
    assert said not in comparing.states(left)
    comparing.assert_alike(list(stays.values()))
    for node in (five.nodes[JOINER], five.nodes["NO"], left):
        comparing.assert_live_is_rebuilt(node)


FORGERIES = {
    "a key of another entry": ("E-9", lambda value: value["entries"][0].__setitem__("key", "00" * 16)),
    "another body": ("E-9", lambda value: value["entries"][0].__setitem__("body", value["entries"][1]["body"])),
    "another place": ("E-9", lambda value: value["entries"][0].__setitem__("n", 7)),
    "a log of a stranger": ("E-9", lambda value: value["entries"][0].__setitem__("log", "paris-2026.parley.test/xx")),
    "an altered path": ("E-9", lambda value: value["entries"][-1].__setitem__("path", ["00" * 32])),
    "no checkpoint": ("E-9", lambda value: value["checkpoints"].clear()),
    "a signature left out": ("E-10", lambda value: value["entries"].pop(0)),
    "another founding charter": ("A-1", lambda value: value["charters"].__setitem__(0, value["charters"][0] + "# x\n")),
    "no founding charter": ("E-8", lambda value: value["charters"].pop(0)),
    "a form of its own": ("E-7", lambda value: value.pop("entries")),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_an_altered_accession_file_is_refused(paris: Mechanism, forgery: str) -> None:
    """Whatever is altered in an accession file, taking it in is refused with its clause, and nothing is written."""
    digest = propose_and_sign(paris, make_joiner(paris, founding(paris)), by="SY", signers=ALL)
    value = json.loads(accession(paris, digest, by="US"))
    value["entries"].sort(key=lambda entry: (entry["log"], entry["n"]))
    clause, alter = FORGERIES[forgery]
    alter(value)
    taken = take(paris, json.dumps(value).encode())
    assert isinstance(taken, Refusal) and taken.clause == clause, taken
    assert not paris.home(JOINER).charter.exists() and not paris.home(JOINER).accession.exists()


def test_a_signature_that_is_void_proves_nothing(paris: Mechanism) -> None:
    """A second signature under one predecessor, which counts nowhere, puts no version of an accession file in force."""
    text = amended(founding(paris).decode(), paris.nodes["SY"].founding.digest, *AMENDMENTS[0])
    first = propose_and_sign(paris, text.encode(), by="IL", signers=("IL",))
    raw = make_joiner(paris, founding(paris))
    digest = propose_and_sign(paris, raw, by="SY", signers=("SY", "US"))
    assert first != digest
    forging.say(paris.nodes["IL"], "charter_signed", {"charter": digest, "role": "chief"})
    paris.carry_all(rounds=1)
    # Void entries stand in the matter too, and so in the file.
    joining = take(paris, accession(paris, digest, by="SY"))
    assert isinstance(joining, Joining) and joining.signed == ("SY", "US")


def test_an_accession_file_that_names_other_keys_is_refused(paris: Mechanism) -> None:
    """Whoever slipped in keys of its own for the new member is found out when the file is taken in."""
    digest = propose_and_sign(paris, make_joiner(paris, founding(paris)), by="SY", signers=ALL)
    raw = accession(paris, digest, by="SY")
    other = Mechanism(paris.folder / "other", durable=False)
    make_joiner(other, founding(paris))
    taken = take(other, raw)
    assert isinstance(taken, Refusal) and (taken.code, taken.clause) == ("init.other_keys", "E-3")


def test_forks_that_were_proven_before_are_known_to_the_new_member(paris: Mechanism) -> None:
    """The accession file carries the evidence of forks, so that the new node freezes the same log at the same entry."""
    second = forging.clone(paris, "IL")
    for name in ("IL", second):
        says(paris.nodes[name], to=ALL, subject=name)
    paris.carry("IL", "SY")
    paris.carry(second, "US")
    origin = paris.nodes["IL"].ledger.origin
    from parley.node.running import take_in_fork

    evidence = forging.evidence_of(paris.nodes["SY"], paris.nodes["US"], origin)
    assert evidence is not None
    take_in_fork(evidence, node=paris.nodes["SY"]).result()
    paris.close(second)
    paris.close("IL")
    paris.carry_all(rounds=1)
    raw = accession(paris, paris.nodes["SY"].founding.digest, by="SY")
    assert parse_accession(raw).forks == (evidence,)
