"""Offline proofs: that an entry stands in a log, shown to somebody who asks nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.cosignature import with_lines
from parley.record.merkle import EMPTY_ROOT, ProofError, inclusion_path
from parley.record.note import NoteError
from parley.record.proof import MAX_EXTRA_SIZE, TlogProof, format_proof, parse_proof, verify_proof
from tests.record import slow_tree
from tests.record.signers import (
    LOG_VERIFIER,
    MIRROR,
    MIRROR_VERIFIER,
    WITNESS,
    WITNESS_VERIFIER,
    cosigned,
    entries,
    signed,
)

COSIGNERS = (MIRROR_VERIFIER, WITNESS_VERIFIER)


def proof_of(index: int, size: int) -> TlogProof:
    """Return the proof of an entry, under a checkpoint with the cosignatures of a mirror and a witness."""
    held = entries(size)
    note = with_lines(signed(size), lines=(*cosigned(size, MIRROR.name), *cosigned(size, WITNESS.name)))
    path = inclusion_path(index, size, hashes=lambda lev, i: slow_tree.mth(held[i << lev : (i + 1) << lev]))
    return TlogProof(index, tuple(path), note)


@given(size=st.integers(min_value=1, max_value=20), part=st.floats(min_value=0, max_value=1, exclude_max=True),
       extra=st.none() | st.binary(max_size=50))  # fmt: skip
def test_a_proof_reads_back_and_holds(size: int, part: float, extra: bytes | None) -> None:
    """The text of a proof is read as the same proof, which holds and names its cosigners."""
    index = int(size * part)
    proof = replace(proof_of(index, size), extra=extra)
    assert parse_proof(format_proof(proof)) == proof
    opened = verify_proof(proof, entry=entries(size)[index], log=LOG_VERIFIER, cosigners=COSIGNERS)
    assert opened.checkpoint.size == size
    assert [each.name for each in opened.cosigned] == [MIRROR.name, WITNESS.name]


def test_the_text_is_that_of_the_specification() -> None:
    """Header, extra, index, hashes, an empty line, and the checkpoint byte for byte."""
    proof = replace(proof_of(1, 2), extra=b"hi")
    lines = format_proof(proof).decode().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra aGk=", "index 1"]
    assert lines[4] == ""
    assert format_proof(proof).endswith(b"\n\n" + proof.checkpoint)


def test_a_proof_for_another_entry_or_place_does_not_hold() -> None:
    """Another entry, another index and each hash broken are refused."""
    proof = proof_of(3, 7)
    wrong = [replace(proof, index=2), replace(proof, index=7), replace(proof, path=proof.path[1:])]
    wrong += [replace(proof, path=(*proof.path[:n], EMPTY_ROOT, *proof.path[n + 1 :])) for n in range(len(proof.path))]
    for bad in wrong:
        with pytest.raises(ProofError):
            verify_proof(bad, entry=entries(7)[3], log=LOG_VERIFIER)
    with pytest.raises(ProofError):
        verify_proof(proof, entry=b"never said", log=LOG_VERIFIER)


def test_the_checkpoint_of_a_proof_is_verified() -> None:
    """A proof under a checkpoint with a broken signature is refused, however sound its path."""
    proof = proof_of(3, 7)
    broken = with_lines(proof.checkpoint, lines=[replace(line, value=bytes(72)) for line in cosigned(7, MIRROR.name)])
    with pytest.raises(NoteError, match=r"note\.bad_signature"):
        verify_proof(replace(proof, checkpoint=broken), entry=entries(7)[3], log=LOG_VERIFIER, cosigners=COSIGNERS)


GOOD = format_proof(proof_of(3, 7)).decode()
BAD = {
    "another header": GOOD.replace("@v1", "@v2"),
    "no index": GOOD.replace("index 3\n", ""),
    "a leading zero": GOOD.replace("index 3", "index 03"),
    "extra after index": GOOD.replace("index 3\n", "index 3\nextra aGk=\n"),
    "extra twice": GOOD.replace("index", "extra aGk=\nextra aGk=\nindex"),
    "no base64 extra": GOOD.replace("index", "extra aGk\nindex"),
    "too much extra": GOOD.replace("index", f"extra {'AAAA' * (MAX_EXTRA_SIZE // 3 + 1)}\nindex"),
    "64 hashes": GOOD.replace("index 3\n", "index 3\n" + (("A" * 43 + "=\n") * 64)),
    "a short hash": GOOD.replace("index 3\n", "index 3\nAAAA\n"),
    "no checkpoint": GOOD.split("\n\n")[0] + "\n\n",
    "no empty line": GOOD.split("\n\n")[0] + "\n",
    "other line ends": GOOD.replace("\n", "\r\n"),
    "something before": " " + GOOD,
}


@pytest.mark.parametrize("why", BAD)
def test_a_text_is_no_proof_for(why: str) -> None:
    """Anything that is not exactly the form is refused."""
    with pytest.raises(NoteError):
        parse_proof(BAD[why].encode())
