"""The evidence that a member signed two histories of its log: two checkpoints that cannot both be true. Pure.

Either two checkpoints of one size with different roots, which need nothing more, or two checkpoints
of any size under which different leaves stand at one number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from parley.record.checkpoint import Checkpoint, open_checkpoint
from parley.record.formerror import FormError
from parley.record.keys import RoleVerifier
from parley.record.merkle import HASH_SIZE, HashReader, ProofError, inclusion_path, leaf_hash, verify_inclusion
from parley.record.note import NoteError, format_note, from_base64, parse_note, to_base64
from parley.record.strictjson import StrictJsonError, encode, parse_canonical

VERSION = 1
MAX_LEAF_SIZE = 65_535
MAX_PATH = 63
# A note with only the log's own lines; several keys of each algorithm fit, for a rotation.
MAX_BRANCH_NOTE = 32_768
MAX_EVIDENCE_SIZE = 400_000


class ForkError(FormError):
    """What was brought is no evidence: fork.form, fork.size, fork.not_a_fork, or the code of the check that failed."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the two histories: a checkpoint note, a leaf (None where none is needed) and its audit path."""

    note: bytes
    leaf: bytes | None
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ForkEvidence:
    """Two branches of one log. `number` is the first entry known to differ, None where only the roots differ.

    Whoever holds evidence with several numbers goes by the smallest: a branch can hide where it
    left the other, and then the smallest proven number moves down when more is known.
    """

    log: str
    number: int | None
    branches: tuple[Branch, Branch]


def bare_note(raw: bytes, *, log: str) -> bytes:
    """Return a checkpoint note with the log's own lines only: a fork is the log's doing, not its cosigners'."""
    note = parse_note(raw)
    return format_note(note.text, signatures=[line for line in note.signatures if line.name == log])


def encode_fork(evidence: ForkEvidence) -> bytes:
    """Return the canonical bytes; the branches stand in the order of their notes, whoever found them."""
    branches = sorted(evidence.branches, key=lambda branch: branch.note)
    return encode(
        {
            "branches": [
                {
                    "leaf": None if branch.leaf is None else to_base64(branch.leaf),
                    "note": branch.note.decode(),
                    "path": [to_base64(each) for each in branch.path],
                }
                for branch in branches
            ],
            "log": evidence.log,
            "number": evidence.number,
            "v": VERSION,
        }
    )


def parse_fork(raw: bytes) -> ForkEvidence:
    """Return what the bytes say, with nothing of it verified; ForkError for any other form."""
    try:
        value = parse_canonical(raw, limit=MAX_EVIDENCE_SIZE)
        if set(value) != {"branches", "log", "number", "v"} or value["v"] != VERSION:
            raise ForkError("fork.form")
        first, second = value["branches"]
        evidence = ForkEvidence(value["log"], value["number"], (_parse_branch(first), _parse_branch(second)))
    except (StrictJsonError, NoteError) as fault:
        raise ForkError(fault.code, fault.where) from None
    except (TypeError, KeyError, ValueError, AttributeError):
        raise ForkError("fork.form") from None
    number = evidence.number
    if not isinstance(evidence.log, str) or not (number is None or (type(number) is int and number >= 0)):
        raise ForkError("fork.form")
    return evidence


def _parse_branch(value: dict[str, Any]) -> Branch:
    if set(value) != {"leaf", "note", "path"} or len(value["path"]) > MAX_PATH:
        raise ForkError("fork.form")
    note = value["note"].encode()
    leaf = None if value["leaf"] is None else from_base64(value["leaf"], where="leaf")
    path = tuple(from_base64(each, where="path") for each in value["path"])
    if len(note) > MAX_BRANCH_NOTE or len(leaf or b"") > MAX_LEAF_SIZE or any(len(h) != HASH_SIZE for h in path):
        raise ForkError("fork.size")
    return Branch(note, leaf, path)


def verify_fork(evidence: ForkEvidence, *, log: RoleVerifier) -> tuple[Checkpoint, Checkpoint]:
    """Return the two checkpoints where the log signed both and both cannot be true; otherwise raise ForkError."""
    if evidence.log != log.name:
        raise ForkError("fork.other_log", evidence.log)
    first, second = (_open_branch(branch, log=log) for branch in evidence.branches)
    if evidence.number is None:
        if first.size != second.size or first.root == second.root:
            raise ForkError("fork.not_a_fork")
        return first, second
    one, other = (
        _leaf_under(branch, cp=cp, number=evidence.number)
        for branch, cp in zip(evidence.branches, (first, second), strict=True)
    )
    if one == other:
        raise ForkError("fork.not_a_fork")
    return first, second


def first_doubtful(evidence: ForkEvidence, *, first: Checkpoint, second: Checkpoint) -> int:
    """Return the first entry in doubt, given the two checkpoints that `verify_fork` returned.

    Where only roots differ nothing tells the entry; what is held below the size stays, and where two nodes
    hold different entries below it, the next evidence between them names the first and moves this down.
    """
    return evidence.number if evidence.number is not None else min(first.size, second.size)


def _open_branch(branch: Branch, *, log: RoleVerifier) -> Checkpoint:
    try:
        return open_checkpoint(branch.note, log=log)
    except NoteError as fault:
        raise ForkError(fault.code, fault.where) from None


def _leaf_under(branch: Branch, *, cp: Checkpoint, number: int) -> bytes:
    """Return the hash of the branch's leaf where it stands at `number` under the checkpoint."""
    if branch.leaf is None:
        raise ForkError("fork.leaf_missing")
    hashed = leaf_hash(branch.leaf)
    try:
        verify_inclusion(hashed, number=number, size=cp.size, root=cp.root, path=branch.path)
    except ProofError as fault:
        raise ForkError(fault.code) from None
    return hashed


def first_difference(size: int, *, ours: HashReader, theirs: HashReader) -> int | None:
    """Return the first of `size` leaves in which two trees differ, None where they agree.

    Reads about twice the height of the tree: full subtrees are compared from the left, and the first
    that differs is descended into.
    """
    start = 0
    for level in reversed(range(size.bit_length())):
        if not size >> level & 1:
            continue
        index = start >> level
        if ours(level, index) != theirs(level, index):
            return _descend(level, index, ours=ours, theirs=theirs)
        start += 1 << level
    return None


def _descend(level: int, index: int, *, ours: HashReader, theirs: HashReader) -> int:
    while level:
        level, index = level - 1, 2 * index
        if ours(level, index) == theirs(level, index):
            index += 1
    return index


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a log: a checkpoint note, and what is behind it as far as whoever shows it can show it.

    `hashes` and `leaf` raise a FormError or a LookupError where they cannot.
    """

    note: bytes
    hashes: HashReader
    leaf: Callable[[int], bytes]


def find_evidence(ours: Copy, theirs: Copy, *, log: RoleVerifier) -> ForkEvidence | None:
    """Return verified evidence that two copies of a log are two histories; None where they do not show it."""
    try:
        evidence = _evidence(_bare(ours, log=log.name), _bare(theirs, log=log.name), log=log)
        verify_fork(evidence, log=log)
    except (FormError, LookupError):
        return None
    return evidence


def _bare(copy: Copy, *, log: str) -> Copy:
    return replace(copy, note=bare_note(copy.note, log=log))


def _evidence(ours: Copy, theirs: Copy, *, log: RoleVerifier) -> ForkEvidence:
    sizes = [open_checkpoint(each.note, log=log).size for each in (ours, theirs)]
    try:
        number = first_difference(min(sizes), ours=ours.hashes, theirs=theirs.hashes)
        if number is None:
            raise ForkError("fork.not_a_fork")
        first, second = (
            Branch(each.note, each.leaf(number), tuple(inclusion_path(number, size, hashes=each.hashes)))
            for each, size in zip((ours, theirs), sizes, strict=True)
        )
        return ForkEvidence(log.name, number, (first, second))
    except (FormError, LookupError):
        # Two roots of one size are a fork whether or not the leaves can be shown.
        return ForkEvidence(log.name, None, (Branch(ours.note, None, ()), Branch(theirs.note, None, ())))
