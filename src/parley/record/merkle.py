"""The Merkle tree of a log (RFC 6962 section 2.1): hashes, frontier, roots and proofs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from parley.record.formerror import FormError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
MAX_SIZE = 2**63 - 1

HashReader = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree `index` of height `level`: leaves index*2^level .. (index+1)*2^level - 1."""


class ProofError(FormError):
    """A proof does not prove what it claims: tree.wrong_length, tree.wrong_root, tree.out_of_range."""


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Sequence[bytes]) -> list[bytes]:
    """Return the leaf hash of each entry: the loop that verification spends half its time in."""
    digest = sha256
    return [digest(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def paired(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the parents of an even number of neighbouring hashes."""
    joined = b"".join(hashes)
    digest = sha256
    # Slicing one joined string is faster than concatenating two hashes for each parent.
    return [digest(b"\x01" + joined[at : at + 64]).digest() for at in range(0, len(joined), 64)]


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root of the tree over all these leaf hashes."""
    row = list(hashes)
    if not row:
        return EMPTY_ROOT
    while len(row) > 1:
        odd = row.pop() if len(row) % 2 else None
        row = paired(row)
        if odd is not None:
            row.append(odd)
    return row[0]


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: all that is needed to append and to know the root.

    `peaks` are the roots of the perfect subtrees that make up `size` leaves, largest first; there
    is one for each bit set in `size`. Immutable: appending gives a new one.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """Return the root hash; of no leaves, the hash of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def append(self, hashed: bytes) -> Frontier:
        """Return the frontier after one more leaf, given by its leaf hash."""
        peaks = list(self.peaks)
        size = self.size
        while size & 1:
            hashed = node_hash(peaks.pop(), hashed)
            size >>= 1
        return Frontier(self.size + 1, (*peaks, hashed))

    def extend(self, hashes: Sequence[bytes]) -> Frontier:
        """Return the frontier after many leaves; a whole row of the tree is hashed at a time."""
        peaks = list(self.peaks)
        low: list[bytes] = []
        row, size = list(hashes), self.size
        while row:
            if size & 1:
                row.insert(0, peaks.pop())
            if len(row) % 2:
                low.append(row.pop())
            row, size = paired(row), size >> 1
        return Frontier(self.size + len(hashes), (*peaks, *reversed(low)))

    def to_bytes(self) -> bytes:
        """Return the size (8 bytes, big-endian) and the peaks, for storage."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Frontier:
        """Return what `to_bytes` wrote; ValueError where the number of peaks does not fit the size."""
        size = int.from_bytes(raw[:8], "big")
        if len(raw) != 8 + HASH_SIZE * size.bit_count():
            raise ValueError("a frontier of this size has another number of peaks")
        return cls(size, tuple(raw[at : at + HASH_SIZE] for at in range(8, len(raw), HASH_SIZE)))


def subtree(level: int, index: int, *, size: int, hashes: HashReader) -> bytes:
    """Return the hash of the subtree `index` of height `level` as far as it is filled in a tree of `size` leaves."""
    if (index + 1) << level <= size:
        return hashes(level, index)
    left, right = 2 * index, 2 * index + 1
    if right << (level - 1) >= size:
        return subtree(level - 1, left, size=size, hashes=hashes)
    return node_hash(hashes(level - 1, left), subtree(level - 1, right, size=size, hashes=hashes))


def frontier_at(size: int, *, hashes: HashReader) -> Frontier:
    """Return the frontier of the first `size` leaves, read from stored subtrees."""
    peaks: list[bytes] = []
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append(hashes(level, start >> level))
            start += 1 << level
    return Frontier(size, tuple(peaks))


def inclusion_path(number: int, size: int, *, hashes: HashReader) -> list[bytes]:
    """Return the audit path of leaf `number` in the tree of `size` leaves, the leaf's sibling first (s2.1.1)."""
    if not 0 <= number < size:
        raise ProofError("tree.out_of_range")
    path: list[bytes] = []
    level, index, last = 0, number, size - 1
    while last:
        sibling = index ^ 1
        # The last node of a row may have no sibling: then it is its own parent.
        if sibling <= last:
            path.append(subtree(level, sibling, size=size, hashes=hashes))
        level, index, last = level + 1, index >> 1, last >> 1
    return path


def consistency_path(old: int, new: int, *, hashes: HashReader) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is a prefix of `new` (s2.1.2); empty from 0, or if equal."""
    if not 0 <= old <= new:
        raise ProofError("tree.out_of_range")
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end = 0, new
    while old != end:
        height = (end - start - 1).bit_length() - 1
        middle = start + (1 << height)
        if old <= middle:
            path.append(subtree(height, middle >> height, size=end, hashes=hashes))
            end = middle
        else:
            path.append(hashes(height, start >> height))
            start = middle
    if start:
        height = (end - start - 1).bit_length()
        path.append(subtree(height, start >> height, size=end, hashes=hashes))
    return path[::-1]


def root_from_inclusion(hashed: bytes, *, number: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that an audit path leads to; ProofError where its length is not that of this place."""
    if not 0 <= number < size <= MAX_SIZE:
        raise ProofError("tree.out_of_range")
    index, last, at = number, size - 1, 0
    while last:
        if index & 1 or index < last:
            if at == len(path):
                raise ProofError("tree.wrong_length")
            hashed = node_hash(path[at], hashed) if index & 1 else node_hash(hashed, path[at])
            at += 1
        index, last = index >> 1, last >> 1
    if at != len(path):
        raise ProofError("tree.wrong_length")
    return hashed


def verify_inclusion(hashed: bytes, *, number: int, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """Return where the leaf hash stands at `number` under `root`; otherwise raise ProofError."""
    if root_from_inclusion(hashed, number=number, size=size, path=path) != root:
        raise ProofError("tree.wrong_root")


def verify_consistency(*, old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Return where the old tree is a prefix of the new one; otherwise raise ProofError.

    From 0 the path is empty and the old root must be that of nothing; between equal sizes it is
    empty and the roots must be equal.
    """
    if not 0 <= old <= new <= MAX_SIZE:
        raise ProofError("tree.out_of_range")
    if old in (0, new):
        if path:
            raise ProofError("tree.wrong_length")
        if old_root != (new_root if old == new else EMPTY_ROOT):
            raise ProofError("tree.wrong_root")
        return
    if _roots_from_consistency(old, new, old_root, list(path)) != (old_root, new_root):
        raise ProofError("tree.wrong_root")


def _roots_from_consistency(old: int, new: int, old_root: bytes, path: list[bytes]) -> tuple[bytes, bytes]:
    """Return the old and the new root that a proof leads to (RFC 9162 section 2.1.4.2)."""
    index, last = old - 1, new - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    # Where the old tree is one perfect subtree, its root is the start and the proof leaves it out.
    rest = iter(path if index else [old_root, *path])
    try:
        before = after = next(rest)
        while last:
            if index & 1:
                sibling = next(rest)
                before, after = node_hash(sibling, before), node_hash(sibling, after)
            elif index < last:
                after = node_hash(after, next(rest))
            index, last = index >> 1, last >> 1
    except StopIteration:
        raise ProofError("tree.wrong_length") from None
    if next(rest, None) is not None:
        raise ProofError("tree.wrong_length")
    return before, after
