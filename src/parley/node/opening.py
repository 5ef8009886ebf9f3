"""Opens the bodies that this member may read, checks them against their leaves, and keeps them locked."""

from __future__ import annotations

from dataclasses import dataclass

from parley.charter.model import Charter
from parley.matters.verdict import Refusal
from parley.node.held import kept_body
from parley.node.ledger import Ledger
from parley.node.store import bodies, logs
from parley.record.body import Payload, PayloadError, parse_payload
from parley.record.leaf import Leaf, parse_leaf
from parley.record.sealing import Opened, SealedFile, SealingError, check_commitment, open_with_file_key, read_sealed


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The body is sealed to others, or was sealed wrongly: nobody but an addressee can tell."""


def read_body(ledger: Ledger, log: int, leaf: Leaf) -> Payload | Refusal | Unreadable:
    """Return what an entry says; a Refusal (clauses B-1 to B-3) where what was sealed breaks a rule.

    The rule on stanzas (B-3) is judged by everybody, addressed or not: one more stanza than there are members
    is a reader whom nobody knows.
    """
    found = open_body(ledger, log, leaf)
    return _check(ledger, leaf, found) if isinstance(found, Opened) else found


def open_body(ledger: Ledger, log: int, leaf: Leaf) -> Opened | Refusal | Unreadable:
    """Open the body of an entry and keep it, or find it as it was kept; what it says is not looked at."""
    assert leaf.body is not None
    fresh = ledger.fresh_bodies.get(leaf.body.digest)
    raw = fresh or bodies.body(ledger.conn, leaf.body.digest)
    sealed = _read_sealed(ledger, leaf, raw) if raw is not None else None
    if isinstance(sealed, Refusal):
        return sealed
    # What came in a moment ago was never opened before, or would open the same way again.
    kept = None if fresh else kept_body(ledger.conn, ledger.box, log, leaf.number)
    if kept is not None:
        return kept
    opened = None if sealed is None else _try_own_keys(ledger, leaf, sealed)
    return Unreadable() if opened is None else keep(ledger, log, leaf.number, opened)


def _read_sealed(ledger: Ledger, leaf: Leaf, raw: bytes) -> SealedFile | Refusal:
    members = len(_charter_of(ledger, leaf).members)
    try:
        sealed = read_sealed(raw)
    except SealingError as error:
        return Refusal("body_not_sealed", "B-3", {"code": error.code})
    if sealed.stanzas != members:
        return Refusal("stanzas_differ", "B-3", {"stanzas": sealed.stanzas, "members": members})
    return sealed


def disclose_to_self(ledger: Ledger, log: int, number: int, file_key: bytes) -> Payload | Refusal | Unreadable:
    """Open an entry with the file key that another addressee disclosed, and keep it."""
    leaf = parse_leaf(logs.raw_leaves(ledger.conn, log, number, number + 1)[0])
    sealed = bodies.body(ledger.conn, leaf.body.digest) if leaf.body else None
    if leaf.body is None or sealed is None:
        return Unreadable()
    try:
        opened = open_with_file_key(sealed, file_key=file_key)
    except SealingError:
        return Unreadable()
    if not _committed(opened, leaf):
        return Unreadable()
    return _check(ledger, leaf, keep(ledger, log, number, opened))


def keep(ledger: Ledger, log: int, number: int, opened: Opened) -> Opened:
    """Keep an opened body under the local key: file key, salt and payload."""
    plain = opened.file_key + opened.salt + opened.payload
    bodies.put_plaintext(ledger.conn, log, number, ledger.box.lock(plain, place=f"{log}/{number}"))
    return opened


def _try_own_keys(ledger: Ledger, leaf: Leaf, sealed: SealedFile) -> Opened | None:
    return _try_own_stanza(ledger, leaf, sealed) or _try_handed_key(ledger, leaf, sealed)


def _try_own_stanza(ledger: Ledger, leaf: Leaf, sealed: SealedFile) -> Opened | None:
    index = _own_stanza(ledger, leaf)
    return None if index is None else _try_stanza(ledger, leaf, sealed, index=index)


def _try_stanza(ledger: Ledger, leaf: Leaf, sealed: SealedFile, *, index: int) -> Opened | None:
    known = _with_known_key(ledger, leaf, sealed, index=index)
    if known is not None:
        return known
    for identity in ledger.secrets.sealing:
        try:
            opened = sealed.open_stanza(index, identity=identity)
        except SealingError:
            continue
        # A body that opens and is not the one the leaf commits to was not said by this leaf.
        return opened if _committed(opened, leaf) else None
    return None


def _with_known_key(ledger: Ledger, leaf: Leaf, sealed: SealedFile, *, index: int) -> Opened | None:
    """Open a body by the file key that was unwrapped ahead, where there is one and it is that of this very header."""
    file_key = ledger.keywork.file_key(sealed.header.stanza(index)) if ledger.keywork else None
    return _opened_by(file_key, leaf, sealed)


def open_by_other_versions(ledger: Ledger, log: int, leaf: Leaf) -> Payload | Refusal | None:
    """Return what an entry says where it is sealed to this member by a version that is not known to be in force.

    Nothing is kept: what it is and whether it counts is judged when that version is known to be in force.
    """
    raw = bodies.body(ledger.conn, leaf.body.digest) if leaf.body else None
    if raw is None or log == ledger.own:
        return None
    try:
        sealed = read_sealed(raw)
    except SealingError:
        return None
    count = sealed.stanzas
    known = _charter_of(ledger, leaf)
    tried = {known.codes.index(ledger.member)} if ledger.member in known.codes and len(known.codes) == count else set()
    named = [each.codes for each in ledger.charters() if ledger.member in each.codes and len(each.codes) == count]
    for index in {codes.index(ledger.member) for codes in named} - tried:
        opened = _try_stanza(ledger, leaf, sealed, index=index)
        if opened is not None:
            return _check(ledger, leaf, opened)
    return None


def _try_handed_key(ledger: Ledger, leaf: Leaf, sealed: SealedFile) -> Opened | None:
    """Open what was said of the charter before this member joined, with the key of its accession file."""
    file_key = ledger.joining.keys.get((leaf.log, leaf.number)) if ledger.joining else None
    return _opened_by(file_key, leaf, sealed)


def _opened_by(file_key: bytes | None, leaf: Leaf, sealed: SealedFile) -> Opened | None:
    """Open a body by its file key; None without one, or where what it opens is not what the leaf commits to."""
    if file_key is None:
        return None
    try:
        opened = sealed.open_with(file_key)
    except SealingError:
        return None
    return opened if _committed(opened, leaf) else None


def _own_stanza(ledger: Ledger, leaf: Leaf) -> int | None:
    charter = _charter_of(ledger, leaf)
    return charter.codes.index(ledger.member) if ledger.member in charter.codes else None


def _charter_of(ledger: Ledger, leaf: Leaf) -> Charter:
    return ledger.charter_at(ledger.claimed(leaf)) or ledger.founding


def _committed(opened: Opened, leaf: Leaf) -> bool:
    assert leaf.body is not None
    try:
        check_commitment(opened, commitment=leaf.body.commitment)
    except SealingError:
        return False
    return True


def _check(ledger: Ledger, leaf: Leaf, opened: Opened) -> Payload | Refusal:
    author = ledger.code_of(leaf.log, at=ledger.claimed(leaf))
    if author is None:
        return Refusal("author_unknown", "B-1", {"log": leaf.log})
    try:
        payload = parse_payload(opened.payload, log=leaf.log, number=leaf.number, author=author)
    except PayloadError as error:
        return Refusal("body_unreadable", "B-2", {"code": error.code, "where": error.where})
    return payload
