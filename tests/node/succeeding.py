"""A member whose log was lost or forked goes on under a new one, as tests of the node do it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from hashlib import sha256

from parley.charter.assembly import assemble
from parley.charter.card import KeyCard, read_card, write_card
from parley.charter.lognames import next_origin
from parley.charter.model import Charter
from parley.charter.reading import read_charter
from parley.charter.succession import closing_for
from parley.matters.accession import Joining
from parley.node.drafts import Draft, Outcome
from parley.node.enrolling import take_accession
from parley.node.filing import file
from parley.node.home import make_folder
from parley.node.keys import make_keys, open_succession
from parley.node.running import Node
from parley.node.succeeding import template_for
from parley.record.closing import Closing, sign_closing
from tests.node.joining import accession
from tests.node.mechanism import Mechanism

PORTS = iter(range(7600, 7999))


def charter_text(node: Node, charter: Charter) -> bytes:
    """Return the bytes of a version that a node knows."""
    row = node.reader().execute("SELECT raw FROM charter_text WHERE digest = ?", (charter.digest,)).fetchone()
    return bytes(row[0]) if row else node.home.charter.read_bytes()


def make_successor(mechanism: Mechanism, *, code: str, name: str, by: str, size: int | None = None) -> bytes:
    """Make the new home of a member, called `name`, and return the version by which it goes on; a node writes it."""
    node = mechanism.nodes[by]
    founding = node.home.charter.read_bytes()
    template = node.writer.call(lambda ledger: template_for(ledger, code, size=size, founding=founding)).result()
    assert isinstance(template, bytes), template
    home = mechanism.home(name)
    make_folder(home.path)
    charter = node.charter()
    origin = next_origin(charter.member(code).origin)
    keys = make_keys(home, origin=origin, passphrase=None)
    card = KeyCard(charter.mechanism.id, code, origin, f"127.0.0.1:{next(PORTS)}", keys)
    home.card(code).write_bytes(write_card(card))
    return assemble(template, cards=[read_card(home.card(code).read_bytes())])


def close(
    cell: Mechanism, raw: bytes, *, code: str, before: Charter, key_of: str | None = None, **other: object
) -> str:
    """Return the closing of a version under the offline key in the home `key_of`; `other` says something else."""
    closing = closing_for(read_charter(raw), before=before)
    assert isinstance(closing, Closing)
    path = cell.home(key_of or code).offline / "succession.key"
    key = open_succession(path, passphrase=None)
    return sign_closing(replace(closing, **other), key=key).decode()  # type: ignore[arg-type]


def propose(node: Node, raw: bytes, statement: str) -> Outcome:
    """Let a member propose a succession to all."""
    content = {"text": raw.decode(), "statement": statement}
    return file(Draft("succession_proposed", node.charter().codes, content, role="chief"), node=node)


def sign(node: Node, raw: bytes) -> Outcome:
    """Let a member sign a version."""
    content = {"charter": sha256(raw).hexdigest()}
    return file(Draft("charter_signed", node.charter().codes, content, role="chief"), node=node)


def begin_again(
    mechanism: Mechanism, raw: bytes, *, code: str, name: str, by: str, old_keys: str | None = None
) -> Node:
    """Take the accession file into the new home and open the node; `old_keys` is a home whose sealing keys it keeps."""
    taken = accession(mechanism, sha256(raw).hexdigest(), by=by)
    home = mechanism.home(name)
    done = take_accession(home.path, raw=taken, code=code)
    assert isinstance(done, Joining), done
    if old_keys is not None:
        (home.keys / "sealing.key").rename(home.keys / "sealing-1.key")
        shutil.copy(mechanism.home(old_keys).keys / "sealing.key", home.keys / "sealing.key")
    return mechanism.open(name)
