"""Sealing epochs: author and reader choose the same key, and a key is destroyed only when nothing can need it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.epochs import EpochError, SealingEpoch, SealingEpochs
from parley.record.leaf import Leaf, Seen
from parley.record.sealing import SealingError, SealingIdentity, open_stanza, seal
from tests.record.sealed import FILE_KEY, NONCE, SALT

MINE, THEIRS = "x.example/il", "x.example/sy"
IDENTITIES = tuple(SealingIdentity.from_seed(bytes([number + 100]) * 32) for number in range(3))


def epochs(*announced_by: int) -> SealingEpochs:
    """Return the epochs of IL: one from the charter, one for each entry given."""
    found = SealingEpochs.founded(MINE, recipient=IDENTITIES[0].recipient)
    for number, entry in enumerate(announced_by, start=1):
        found = found.announced(SealingEpoch(number, IDENTITIES[number].recipient, entry))
    return found


def leaf(*, log: str = THEIRS, number: int = 50, read: int = 0) -> Leaf:
    """Return a leaf whose author had read `read` entries of IL's log."""
    seen = (Seen(MINE, read, bytes(32)),) if read and log != MINE else ()
    return Leaf(log, number, 0, seen, None)


@pytest.mark.parametrize(("read", "number"), [(0, 0), (7, 0), (8, 1), (20, 1), (21, 2), (1000, 2)])
def test_an_entry_is_sealed_to_the_newest_key_its_author_had_read(read: int, number: int) -> None:
    """The announcing entry counts from the moment it was read, not from the moment it was written."""
    assert epochs(7, 20).opening(leaf(read=read)).number == number


@pytest.mark.parametrize(("entry", "number"), [(0, 0), (7, 0), (8, 1), (21, 2)])
def test_the_member_itself_seals_to_what_it_had_announced_before(entry: int, number: int) -> None:
    """In its own log a member changes keys with the entry after the announcement."""
    assert epochs(7, 20).opening(leaf(log=MINE, number=entry)).number == number


@given(st.integers(0, 30))
def test_what_is_sealed_by_the_leaf_opens_with_the_identity_the_leaf_names(read: int) -> None:
    """Author and reader find the same epoch from the same leaf, and no other identity opens."""
    known = epochs(7, 20)
    sealed = seal(b"x", recipients=[known.known_at(read).recipient], file_key=FILE_KEY, salt=SALT, nonce=NONCE)
    named = known.opening(leaf(read=read)).number
    assert open_stanza(sealed.file, index=0, identity=IDENTITIES[named]).payload == b"x"
    with pytest.raises(SealingError, match="sealing.stanza"):
        open_stanza(sealed.file, index=0, identity=IDENTITIES[named - 1])


@pytest.mark.parametrize(
    ("reads", "spent"), [([21, 21, 21], (0, 1)), ([21, 8, 21], (0,)), ([21, 7, 21], ()), ([0, 0, 0], ()), ([], ())]
)
def test_a_key_is_spent_when_every_log_has_moved_beyond_it(reads: list[int], spent: tuple[int, ...]) -> None:
    """One author that has not read the new key keeps the old one alive; without any leaf nothing is spent."""
    assert epochs(7, 20).spent([leaf(read=read) for read in reads]) == spent


@given(st.lists(st.integers(0, 30), min_size=1, max_size=4), st.integers(0, 30))
def test_nothing_that_may_still_come_is_sealed_to_a_spent_key(reads: list[int], more: int) -> None:
    """Whatever an author reads beyond what it had read, its next entry is sealed to a key that is kept."""
    known = epochs(7, 20)
    spent = known.spent([leaf(read=read) for read in reads])
    for read in reads:
        assert known.opening(leaf(read=read + more)).number not in spent


@pytest.mark.parametrize(
    ("epoch", "code"),
    [
        (SealingEpoch(1, IDENTITIES[2].recipient, 30), "epochs.number"),
        (SealingEpoch(3, IDENTITIES[2].recipient, 30), "epochs.number"),
        (SealingEpoch(2, IDENTITIES[2].recipient, 7), "epochs.order"),
        (SealingEpoch(2, IDENTITIES[2].recipient, 6), "epochs.order"),
        (SealingEpoch(2, IDENTITIES[2].recipient, None), "epochs.order"),
        (SealingEpoch(2, IDENTITIES[0].recipient, 30), "epochs.reused"),
        (SealingEpoch(2, IDENTITIES[1].recipient, 30), "epochs.reused"),
    ],
)
def test_an_announcement_that_does_not_continue_is_refused(epoch: SealingEpoch, code: str) -> None:
    """Skipped, repeated and backward epochs are refused, and so is a key that comes back."""
    with pytest.raises(EpochError) as caught:
        epochs(7).announced(epoch)
    assert caught.value.code == code
