"""The Merkle tree: against the definition, and every proof broken in every hash."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.merkle import (
    EMPTY_ROOT,
    Frontier,
    HashReader,
    ProofError,
    consistency_path,
    frontier_at,
    inclusion_path,
    leaf_hash,
    leaf_hashes,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.record import slow_tree

# The eight entries and roots that implementations of RFC 6962 have compared themselves by since 2013.
KNOWN_ENTRIES = [
    bytes.fromhex(entry)
    for entry in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

sizes = st.integers(min_value=0, max_value=200)


def entries_of(size: int) -> list[bytes]:
    """Return `size` entries, all different."""
    return [b"entry %d" % number for number in range(size)]


def reader(entries: list[bytes]) -> HashReader:
    """Return a reader that computes each subtree by the definition."""
    return lambda level, index: slow_tree.mth(entries[index << level : (index + 1) << level])


def broken(path: list[bytes], at: int) -> list[bytes]:
    """Return the path with one bit of one hash turned."""
    return [*path[:at], bytes([path[at][0] ^ 1]) + path[at][1:], *path[at + 1 :]]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_that_everybody_knows_come_out(size: int) -> None:
    """The root of each prefix of the known entries is the known root, in every way that we compute one."""
    hashes = leaf_hashes(KNOWN_ENTRIES[:size])
    assert root_of(hashes).hex() == KNOWN_ROOTS[size]
    assert Frontier().extend(hashes).root.hex() == KNOWN_ROOTS[size]
    assert slow_tree.mth(KNOWN_ENTRIES[:size]).hex() == KNOWN_ROOTS[size]


@given(old=sizes, more=sizes)
def test_extending_is_appending_one_by_one_is_the_definition(old: int, more: int) -> None:
    """A frontier extended by a row equals one appended leaf by leaf, and its root is that of the definition."""
    entries = entries_of(old + more)
    one_by_one = Frontier()
    for entry in entries:
        one_by_one = one_by_one.append(leaf_hash(entry))
    at_once = Frontier().extend(leaf_hashes(entries[:old])).extend(leaf_hashes(entries[old:]))
    assert at_once == one_by_one
    assert at_once.root == root_of(leaf_hashes(entries)) == slow_tree.mth(entries)


@given(size=sizes)
def test_a_frontier_is_stored_and_read_back(size: int) -> None:
    """The stored form of a frontier gives the same frontier, as does reading it from the tree."""
    entries = entries_of(size)
    frontier = Frontier().extend(leaf_hashes(entries))
    assert Frontier.from_bytes(frontier.to_bytes()) == frontier
    assert frontier_at(size, hashes=reader(entries)) == frontier


@pytest.mark.parametrize("raw", [b"", b"\0" * 7, (1).to_bytes(8, "big"), (2).to_bytes(8, "big") + b"x" * 31])
def test_a_frontier_with_another_number_of_peaks_is_refused(raw: bytes) -> None:
    """Stored bytes whose peaks do not fit their size are refused."""
    with pytest.raises(ValueError, match="peaks"):
        Frontier.from_bytes(raw)


@given(size=sizes.filter(bool), part=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_inclusion_is_proven_and_each_broken_hash_found(size: int, part: float) -> None:
    """The audit path is that of the definition and holds; with any hash broken, missing or added it does not."""
    entries, number = entries_of(size), int(size * part)
    root, hashed = slow_tree.mth(entries), leaf_hash(entries[number])
    path = inclusion_path(number, size, hashes=reader(entries))
    assert path == slow_tree.path(number, entries)
    verify_inclusion(hashed, number=number, size=size, root=root, path=path)
    wrong = [broken(path, at) for at in range(len(path))] + [path[1:]] * bool(path) + [[*path, root]]
    for bad in wrong:
        with pytest.raises(ProofError):
            verify_inclusion(hashed, number=number, size=size, root=root, path=bad)


@given(size=sizes.filter(bool), part=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_inclusion_holds_at_one_place_for_one_entry_only(size: int, part: float) -> None:
    """A path proves nothing for another entry, another place or under another root."""
    entries, number = entries_of(size), int(size * part)
    root = slow_tree.mth(entries)
    path = inclusion_path(number, size, hashes=reader(entries))
    for other in set(range(size)) - {number}:
        with pytest.raises(ProofError):
            verify_inclusion(leaf_hash(entries[number]), number=other, size=size, root=root, path=path)
    with pytest.raises(ProofError):
        verify_inclusion(leaf_hash(b"never said"), number=number, size=size, root=root, path=path)
    with pytest.raises(ProofError):
        verify_inclusion(leaf_hash(entries[number]), number=number, size=size, root=EMPTY_ROOT, path=path)


@given(old=sizes, more=sizes)
def test_consistency_is_proven_and_each_broken_hash_found(old: int, more: int) -> None:
    """The proof between two sizes is that of the definition and holds; with any hash broken, missing or added not."""
    new = old + more
    entries = entries_of(new)
    roots = {"old_root": slow_tree.mth(entries[:old]), "new_root": slow_tree.mth(entries)}
    path = consistency_path(old, new, hashes=reader(entries))
    assert path == (slow_tree.proof(old, entries) if 0 < old < new else [])
    verify_consistency(old=old, new=new, path=path, **roots)
    wrong = [broken(path, at) for at in range(len(path))] + [path[1:]] * bool(path) + [[*path, EMPTY_ROOT]]
    for bad in wrong:
        with pytest.raises(ProofError):
            verify_consistency(old=old, new=new, path=bad, **roots)


@given(size=sizes.filter(lambda size: size > 1), part=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_a_rewritten_past_is_not_consistent(size: int, part: float) -> None:
    """With one entry of the past changed, no proof made by the forger's own tree holds against the old root."""
    entries, old = entries_of(size), max(1, int(size * part))
    forged = [b"rewritten", *entries[1:]]
    path = consistency_path(old, size, hashes=reader(forged))
    with pytest.raises(ProofError):
        verify_consistency(
            old=old, old_root=slow_tree.mth(entries[:old]), new=size, new_root=slow_tree.mth(forged), path=path
        )


@pytest.mark.parametrize(("old", "new"), [(-1, 1), (2, 1), (1, 2**63)])
def test_sizes_out_of_range_prove_nothing(old: int, new: int) -> None:
    """A shrinking, negative or too large tree is refused before anything is hashed."""
    with pytest.raises(ProofError, match=r"tree\.out_of_range"):
        verify_consistency(old=old, old_root=EMPTY_ROOT, new=new, new_root=EMPTY_ROOT, path=[])


@pytest.mark.parametrize(("number", "size"), [(0, 0), (-1, 1), (1, 1), (5, 4)])
def test_a_place_outside_the_tree_is_not_proven(number: int, size: int) -> None:
    """No path is made or believed for a leaf that the tree does not have."""
    with pytest.raises(ProofError, match=r"tree\.out_of_range"):
        verify_inclusion(EMPTY_ROOT, number=number, size=size, root=EMPTY_ROOT, path=[])
    with pytest.raises(ProofError, match=r"tree\.out_of_range"):
        inclusion_path(number, size, hashes=reader([]))


def test_nothing_is_consistent_only_with_the_root_of_nothing() -> None:
    """From size 0 the old root must be the hash of nothing, and between equal sizes the roots must be equal."""
    with pytest.raises(ProofError):
        verify_consistency(old=0, old_root=b"x" * 32, new=1, new_root=b"y" * 32, path=[])
    with pytest.raises(ProofError):
        verify_consistency(old=1, old_root=b"x" * 32, new=1, new_root=b"y" * 32, path=[])
