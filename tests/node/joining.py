"""A member that joins a running mechanism by amendment, and one that leaves it, as tests of the node do it."""

from __future__ import annotations

from hashlib import sha256

from parley.charter.assembly import assemble
from parley.charter.card import KeyCard, read_card, write_card
from parley.charter.verdict import Refusal
from parley.matters.accession import Joining
from parley.node import noting
from parley.node.accessing import accession_of
from parley.node.drafts import Draft
from parley.node.enrolling import take_accession
from parley.node.filing import Filed, file
from parley.node.home import make_folder
from parley.node.keys import make_keys
from parley.node.running import Node
from tests.node.mechanism import Mechanism

JOINER = "JO"


def template_with(raw: bytes, *, code: str = JOINER, leaves: str | None = None) -> bytes:
    """Return the template of an amendment of this charter in which one more member stands, and one may be gone."""
    text = raw.decode()
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("predecessor:")]
    head = "format: parley-charter-v1\n"
    text = "".join(lines).replace(head, f"{head}predecessor: {sha256(raw).hexdigest()}\n")
    origin = text.split("    origin: ", 1)[1].partition("/")[0]
    names = text.split("    names: ", 1)[1].partition("\n")[0].replace(",", " 2,").replace("}", " 2}")
    member = (
        f"  - code: {code}\n    kind: observer\n    names: {names}\n    origin: {origin}/{code.lower()}\n"
        "    basis: BASIS\n    address: from_card\n    keys: from_card\n"
    )
    basis = text.split("    basis: ", 1)[1].partition("\n")[0]
    at = text.index("\n\n", text.index("\nmembers:\n")) + 1
    text = text[:at] + member.replace("BASIS", basis) + text[at:]
    everybody = text.split("  all: {members: [", 1)[1].partition("]")[0]
    text = text.replace(f"  all: {{members: [{everybody}]", f"  all: {{members: [{everybody}, {code}]")
    return (_without(text, leaves) if leaves else text).encode()


def _without(text: str, code: str) -> str:
    """Return the text without a member: its block, and its place in the audience of all."""
    start = text.index(f"  - code: {code}\n")
    following = [at for mark in ("\n  - code: ", "\n\n") if (at := text.find(mark, start)) >= 0]
    text = text[:start] + text[min(following) + 1 :]
    return text.replace(f", {code}", "").replace(f"{code}, ", "")


def make_joiner(mechanism: Mechanism, raw: bytes, *, code: str = JOINER, leaves: str | None = None) -> bytes:
    """Make the new member's home with its keys; return the amendment with its card, without the founders' doing."""
    template = template_with(raw, code=code, leaves=leaves)
    home = mechanism.home(code)
    make_folder(home.path)
    origin = template.decode().split(f"code: {code}\n", 1)[1].split("origin: ", 1)[1].partition("\n")[0]
    keys = make_keys(home, origin=origin, passphrase=None)
    mechanism_id = template.decode().split("\n  id: ", 1)[1].partition("\n")[0]
    card = KeyCard(mechanism_id, code, origin, "127.0.0.1:7499", keys)
    home.card(code).write_bytes(write_card(card))
    return assemble(template, cards=[read_card(home.card(code).read_bytes())])


def charter_says(node: Node, kind: str, content: dict[str, str]) -> None:
    """File what the chief of a member says of the charter, to everybody whom it concerns."""
    to = dict.fromkeys((*node.charter().codes, *(node.ledger.current or node.founding).codes))
    done = file(Draft(kind, tuple(to), content, role="chief"), node=node)
    assert isinstance(done, Filed), done


def propose_and_sign(mechanism: Mechanism, raw: bytes, *, by: str, signers: tuple[str, ...]) -> str:
    """Let a member propose an amendment and these sign it; return its digest."""
    digest = sha256(raw).hexdigest()
    charter_says(mechanism.nodes[by], "charter_proposed", {"text": raw.decode()})
    mechanism.carry_all(rounds=1)
    for code in signers:
        charter_says(mechanism.nodes[code], "charter_signed", {"charter": digest})
    mechanism.carry_all(rounds=1)
    return digest


def accession(mechanism: Mechanism, digest: str, *, by: str) -> bytes:
    """Return the accession file that a member's node writes for a version."""
    node = mechanism.nodes[by]
    founding = node.home.charter.read_bytes()
    raw = node.writer.call(lambda ledger: accession_of(ledger, digest, founding=founding)).result()
    assert raw is not None
    return raw


def take(mechanism: Mechanism, raw: bytes, *, code: str = JOINER) -> Joining | Refusal:
    """Take the accession file into the new member's home."""
    return take_accession(mechanism.home(code).path, raw=raw, code=code)


def note_all(mechanism: Mechanism) -> None:
    """Let every node note the charter in force, and ask for and disclose what is shut."""
    for node in mechanism.nodes.values():
        node.writer.call(lambda ledger, n=node: noting.note_charter(ledger, at_ms=n.clock.now_ms())).result()
    for _ in range(2):
        mechanism.carry_all(rounds=1)
        for code in list(mechanism.nodes):
            mechanism.receipts(code)
    mechanism.carry_all(rounds=1)


def join(mechanism: Mechanism, raw: bytes, *, by: str, code: str = JOINER, leaves: str | None = None) -> str:
    """Let a new member join by an amendment of the charter `raw`, everybody signing; return the amendment's digest."""
    amended = make_joiner(mechanism, raw, code=code, leaves=leaves)
    digest = propose_and_sign(mechanism, amended, by=by, signers=tuple(mechanism.nodes))
    taken = take(mechanism, accession(mechanism, digest, by=by), code=code)
    assert isinstance(taken, Joining), taken
    node = mechanism.open(code)
    mechanism.carry_all(rounds=1)
    charter_says(node, "charter_signed", {"charter": digest})
    mechanism.carry_all(rounds=2)
    return digest
