"""tlog-scales, a program of strangers, reads and verifies our logs, checkpoints, cosignatures and proofs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import MLDSA44CosignatureSigner, PlainEd25519Signer, Vkey, VkeySet
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import ConsistencyProof, ConsistencyProofInvalid, InclusionProof, InclusionProofInvalid

from parley.record.checkpoint import Checkpoint, open_checkpoint
from parley.record.folder import log_folder
from parley.record.keys import RoleVerifier
from parley.record.merkle import consistency_path, inclusion_path, verify_consistency, verify_inclusion
from parley.record.note import NoteError, parse_verifier_key
from parley.record.proof import TlogProof, format_proof, parse_proof, verify_proof
from parley.record.tiles import TileHashes, tile_path
from tests.record.signers import LOG, LOG_VERIFIER, MIRROR_VERIFIER, ORIGIN, WITNESS_VERIFIER, seed
from tests.verify.recorded import Recorded, key_lines, recorded, write_folder

SIZE = 600


@pytest.fixture(scope="module")
def record() -> Recorded:
    """A record of two logs."""
    return recorded(SIZE)


@pytest.fixture(scope="module")
def log(record: Recorded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one log as we write it."""
    return write_folder(record, tmp_path_factory.mktemp("record")) / log_folder(ORIGIN)


def hashes(log: Path) -> TileHashes:
    """Return the tree as our reader finds it in the folder."""
    return TileHashes(lambda level, index, width: (log / tile_path(level, index, width)).read_bytes(), size=SIZE)


def test_they_verify_every_signature_of_our_checkpoint(log: Path) -> None:
    """The log's two lines and the four of mirror and witness all hold by their keys, read from our keys.txt."""
    cp = TilesReader(LocalBackend(log)).get_checkpoint()
    keys = [Vkey.from_string(line) for line in (log / "keys.txt").read_text(encoding="utf-8").splitlines()]
    assert [key.serialize() for key in keys] == key_lines(ORIGIN)
    assert len(VkeySet(*keys).verify(cp.signatures, cp)) == len(keys) == 6


def test_they_compute_our_root_from_our_tiles(log: Path) -> None:
    """Their reader, given only the folder, comes to the root that we signed."""
    reader = TilesReader(LocalBackend(log))
    assert reader.get_checkpoint().root_hash == reader.calculate_root_hash()


@pytest.mark.parametrize("index", [0, 1, 255, 256, 511, 512, SIZE - 1])
def test_they_find_each_entry_and_prove_it(log: Path, record: Recorded, index: int) -> None:
    """Entries come out of our bundles; their inclusion proof is ours, and each side's check passes on it."""
    reader = TilesReader(LocalBackend(log))
    cp = reader.get_checkpoint()
    entry = reader.get_entry(index)
    assert entry == record.leaves[ORIGIN][index]
    proof = reader.get_inclusion_proof(index, cp.size)
    proof.check(leaf_hash(entry), cp.root_hash)
    assert proof.node_hashes == inclusion_path(index, SIZE, hashes=hashes(log))
    verify_inclusion(leaf_hash(entry), number=index, size=SIZE, root=cp.root_hash, path=proof.node_hashes)
    with pytest.raises(InclusionProofInvalid):
        InclusionProof(index, SIZE, proof.node_hashes).check(leaf_hash(b"another"), cp.root_hash)


@pytest.mark.parametrize("old", [1, 2, 255, 256, 300, 512, SIZE - 1])
def test_they_prove_that_our_log_only_grew(log: Path, record: Recorded, old: int) -> None:
    """Their consistency proof is ours, and each side's check passes on it and fails on another old root."""
    reader = TilesReader(LocalBackend(log))
    cp = reader.get_checkpoint()
    proof = reader.get_consistency_proof(old, SIZE)
    proof.check(record.root(ORIGIN, old), cp.root_hash)
    ours = consistency_path(old, SIZE, hashes=hashes(log))
    assert proof.node_hashes == ours
    verify_consistency(old=old, old_root=record.root(ORIGIN, old), new=SIZE, new_root=cp.root_hash, path=ours)
    with pytest.raises(ConsistencyProofInvalid):
        ConsistencyProof(old, SIZE, ours).check(b"x" * 32, cp.root_hash)


def test_we_open_what_they_sign() -> None:
    """A checkpoint signed by their signers with the same seeds opens here, as the same keys."""
    theirs = [
        PlainEd25519Signer(ORIGIN, seed(f"ed25519 {ORIGIN}")),
        MLDSA44CosignatureSigner(ORIGIN, seed(f"mldsa {ORIGIN}")),
    ]
    assert [signer.vkey.serialize() for signer in theirs] == [key.text for key in LOG.log_keys]
    keys = tuple(parse_verifier_key(signer.vkey.serialize()) for signer in theirs)
    raw = TheirCheckpoint.make_signed(ORIGIN, 5, b"r" * 32, list(theirs)).serialize().encode()
    assert open_checkpoint(raw, log=RoleVerifier(ORIGIN, keys)) == Checkpoint(ORIGIN, 5, b"r" * 32)
    half = TheirCheckpoint.make_signed(ORIGIN, 5, b"r" * 32, [theirs[0]]).serialize().encode()
    with pytest.raises(NoteError, match=r"checkpoint\.unsigned"):
        open_checkpoint(half, log=LOG_VERIFIER)


def test_their_command_writes_the_receipt_that_we_write(log: Path, record: Recorded) -> None:
    """`tlog-tiles gen-proof` on our folder gives, byte for byte, the tlog-proof that we give, and it holds."""
    command = [sys.executable, "-m", "tlog_scales.cli", "gen-proof", str(log), "300"]
    code = f"import sys; sys.argv = {command[2:]!r}; from tlog_scales.cli import main; main()"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    note = (log / "checkpoint").read_bytes()
    assert made == format_proof(TlogProof(300, tuple(inclusion_path(300, SIZE, hashes=hashes(log))), note))
    entry = record.leaves[ORIGIN][300]
    opened = verify_proof(
        parse_proof(made), entry=entry, log=LOG_VERIFIER, cosigners=(MIRROR_VERIFIER, WITNESS_VERIFIER)
    )
    assert (opened.checkpoint.size, len(opened.cosigned)) == (SIZE, 2)
