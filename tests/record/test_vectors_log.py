"""The byte vectors of tree, tiles, notes, checkpoints, witness and proofs: what others run, run here."""

from __future__ import annotations

import base64
import json
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from parley.record.checkpoint import open_checkpoint
from parley.record.cosignature import open_cosigned
from parley.record.folder import encode_manifest, left_tiles, log_folder, parse_manifest, parse_path
from parley.record.formerror import FormError
from parley.record.keys import MemberKeys, RoleSigner, RoleVerifier, fingerprint
from parley.record.merkle import leaf_hash, leaf_hashes, root_of, verify_consistency, verify_inclusion
from parley.record.note import format_note, parse_note, parse_verifier_key
from parley.record.proof import format_proof, parse_proof, verify_proof
from parley.record.tiles import TileRows, decode_bundle, encode_bundle, parse_tile_path
from parley.record.ustar import encode_header
from parley.record.witness import Accept, Head, decide

VECTORS = Path(__file__).parents[2] / "vectors"
ORIGIN = "paris-2026.parley.example/sy"
KINDS = ("tree", "tiles", "note", "checkpoint", "cosignature", "witness", "proof", "folder", "member_keys")
ALL = {kind: json.loads((VECTORS / f"{kind}.json").read_text(encoding="utf-8")) for kind in KINDS}
Row = dict[str, Any]


def rows(kind: str, *parts: str) -> Any:
    """Parametrize a test over one list of one file, its rows called by their names."""
    found = reduce(lambda value, part: value[part], parts, ALL[kind])
    named = [row if isinstance(row, dict) else {"name": row, "path": row} for row in found]
    return pytest.mark.parametrize("row", named, ids=lambda row: row["name"])


def raw(row: Row, name: str = "raw") -> bytes:
    """Return the bytes of a row that stand in base64."""
    return base64.b64decode(row[name])


def hashes(row: Row) -> list[bytes]:
    """Return the hashes of a proof."""
    return [bytes.fromhex(each) for each in row["path"]]


def verifier(lines: list[str], name: str) -> RoleVerifier:
    """Return the verifier of one name among key lines."""
    return RoleVerifier(name, tuple(key for key in map(parse_verifier_key, lines) if key.name == name))


def refused(row: Row) -> Any:
    """Expect the code that stands beside a bad row."""
    return pytest.raises(FormError, match=rf"^{row['code']}\b" if "code" in row else "")


@rows("tree", "roots")
def test_a_tree_has_this_root(row: Row) -> None:
    """The root over the first entries is the stated one."""
    assert root_of(leaf_hashes([b"entry %d" % n for n in range(row["size"])])).hex() == row["root"]


def check_inclusion(row: Row) -> None:
    """Verify the inclusion that a row states."""
    verify_inclusion(
        bytes.fromhex(row["leaf_hash"]), number=row["index"], size=row["size"], root=bytes.fromhex(row["root"]),
        path=hashes(row),
    )  # fmt: skip


def check_consistency(row: Row) -> None:
    """Verify the consistency that a row states."""
    verify_consistency(
        old=row["old"], old_root=bytes.fromhex(row["old_root"]), new=row["new"],
        new_root=bytes.fromhex(row["new_root"]), path=hashes(row),
    )  # fmt: skip


@rows("tree", "inclusion", "good")
def test_a_good_inclusion_holds(row: Row) -> None:
    """A good audit path is believed."""
    check_inclusion(row)
    assert row["leaf_hash"] == leaf_hash(b"entry %d" % row["index"]).hex()


@rows("tree", "inclusion", "bad")
def test_a_bad_inclusion_is_refused(row: Row) -> None:
    """A bad audit path is refused."""
    with refused(row):
        check_inclusion(row)


@rows("tree", "consistency", "good")
def test_a_good_consistency_holds(row: Row) -> None:
    """A good consistency proof is believed."""
    check_consistency(row)
    assert hashes(row) or row["old"] in (0, row["new"])


@rows("tree", "consistency", "bad")
def test_a_bad_consistency_is_refused(row: Row) -> None:
    """A bad consistency proof is refused."""
    with refused(row):
        check_consistency(row)


@rows("tiles", "paths", "good")
def test_a_good_path_names_its_tile(row: Row) -> None:
    """A good path names the stated tile and is its only path."""
    place = parse_tile_path(row["path"])
    level = "entries" if place.level is None else place.level
    assert (level, place.index, place.width, place.path) == (row["level"], row["index"], row["width"], row["path"])


@rows("tiles", "paths", "bad")
def test_a_bad_path_names_nothing(row: Row) -> None:
    """A bad path is refused."""
    with refused(row):
        parse_tile_path(row["path"])


@rows("tiles", "bundles", "good")
def test_a_good_bundle_holds_its_entries(row: Row) -> None:
    """A good bundle reads as the stated entries and is written as the stated bytes."""
    entries = [base64.b64decode(entry) for entry in row["entries"]]
    assert decode_bundle(raw(row), width=len(entries)) == entries
    assert encode_bundle(entries) == raw(row)


@rows("tiles", "bundles", "bad")
def test_a_bad_bundle_is_refused(row: Row) -> None:
    """A bad bundle is refused for the stated width."""
    with refused(row):
        decode_bundle(raw(row), width=row["width"])


@rows("tiles", "trees")
def test_a_tree_has_these_tiles(row: Row) -> None:
    """The tiles of a tree are the stated ones, byte for byte, and no others."""
    built = TileRows()
    tiles = built.add(leaf_hashes([b"entry %d" % n for n in range(row["size"])])) + built.edge()
    assert {tile.path: sha256(tile.raw).hexdigest() for tile in tiles} == {
        tile["path"]: tile["sha256"] for tile in row["tiles"]
    }


@rows("note", "notes", "good")
def test_a_good_note_reads_as_stated(row: Row) -> None:
    """A good note has the stated text and signatures, and is written as the same bytes."""
    note = parse_note(raw(row))
    signatures = [
        {"name": line.name, "key_id": line.key.hex(), "value": base64.b64encode(line.value).decode()}
        for line in note.signatures
    ]
    assert (note.text, signatures) == (row["text"], row["signatures"])
    assert format_note(note.text, signatures=note.signatures) == raw(row)


@rows("note", "notes", "bad")
def test_a_bad_note_is_refused(row: Row) -> None:
    """A bad note is refused."""
    with refused(row):
        parse_note(raw(row))


@rows("note", "keys", "good")
def test_a_good_key_reads_as_stated(row: Row) -> None:
    """A good key line has the stated name, algorithm, id and key, and is written as the same text."""
    key = parse_verifier_key(row["text"])
    stated = (row["key_name"], row["algorithm"], row["key_id"], raw(row, "public"), row["text"])
    assert (key.name, key.algorithm, key.id.hex(), key.public, key.text) == stated


@rows("note", "keys", "bad")
def test_a_bad_key_is_refused(row: Row) -> None:
    """A bad key line is refused."""
    with refused(row):
        parse_verifier_key(row["text"])


@rows("checkpoint", "good")
def test_a_good_checkpoint_opens(row: Row) -> None:
    """A good checkpoint opens under its keys as stated."""
    cp = open_checkpoint(raw(row), log=verifier(row["keys"], ORIGIN))
    assert (cp.origin, cp.size, cp.root.hex()) == (row["origin"], row["size"], row["root"])


@rows("checkpoint", "bad")
def test_a_bad_checkpoint_is_refused(row: Row) -> None:
    """A bad checkpoint is refused under its keys."""
    with refused(row):
        open_checkpoint(raw(row), log=verifier(row["keys"], ORIGIN))


def cosigners(lines: list[str]) -> list[RoleVerifier]:
    """Return the verifiers of everybody but the log, in the order of the lines."""
    names = dict.fromkeys(parse_verifier_key(line).name for line in lines)
    return [verifier(lines, name) for name in names if name != ORIGIN]


@rows("cosignature", "good")
def test_good_cosignatures_count(row: Row) -> None:
    """Exactly the stated cosigners count, at the stated times."""
    lines = ALL["cosignature"]["keys"]
    opened = open_cosigned(raw(row), log=verifier(lines, ORIGIN), cosigners=cosigners(lines))
    assert [{"name": each.name, "at": each.at} for each in opened.cosigned] == row["cosigned"]


@rows("cosignature", "bad")
def test_bad_cosignatures_are_refused(row: Row) -> None:
    """A note with a bad line of a known cosigner is refused."""
    lines = ALL["cosignature"]["keys"]
    with refused(row):
        open_cosigned(raw(row), log=verifier(lines, ORIGIN), cosigners=cosigners(lines))


@rows("witness", "rows")
def test_the_witness_answers_as_stated(row: Row) -> None:
    """Each request gets the stated status, body and content type, and evidence is kept where stated."""
    log = verifier(ALL["witness"]["keys"], ORIGIN)
    last = Head(row["last_size"], bytes.fromhex(row["last_root"]))
    answer = decide(raw(row, "request"), find={ORIGIN: log}.get, last=lambda origin: last)
    if isinstance(answer, Accept):
        assert (200, answer.checkpoint.size, answer.checkpoint.root.hex()) == (row["status"], row["size"], row["root"])
    else:
        given = (answer.status, answer.code, answer.body.decode(), answer.content_type, answer.evidence is not None)
        assert given == (row["status"], row["code"], row["body"], row["content_type"], row["evidence"])


def check_proof(row: Row) -> Any:
    """Verify the proof that a row states."""
    lines = ALL["proof"]["keys"]
    proof = parse_proof(raw(row))
    opened = verify_proof(
        proof, entry=raw(row, "entry"), log=verifier(lines, ORIGIN), cosigners=cosigners(lines)
    )  # fmt: skip
    return proof, opened


@rows("proof", "good")
def test_a_good_proof_holds(row: Row) -> None:
    """A good proof proves what it states, and is written as the same bytes."""
    proof, opened = check_proof(row)
    extra = base64.b64encode(proof.extra).decode() if proof.extra is not None else None
    names = [each.name for each in opened.cosigned]
    stated = (row["index"], row["size"], row["extra"], row["cosigned"])
    assert (proof.index, opened.checkpoint.size, extra, names) == stated
    assert format_proof(proof) == raw(row)


@rows("proof", "bad")
def test_a_bad_proof_is_refused(row: Row) -> None:
    """A bad proof proves nothing."""
    with refused(row):
        check_proof(row)


@rows("folder", "folders")
def test_a_log_lies_in_its_folder(row: Row) -> None:
    """An origin has the stated folder."""
    assert log_folder(row["origin"]) == row["folder"]


@rows("folder", "paths", "good")
def test_a_good_path_is_of_the_layout(row: Row) -> None:
    """A good path is read."""
    assert parse_path(row["path"]).kind


@rows("folder", "paths", "bad")
def test_a_bad_path_is_not_of_the_layout(row: Row) -> None:
    """A bad path is refused."""
    with pytest.raises(FormError):
        parse_path(row["path"])


@rows("folder", "manifests", "good")
def test_a_good_manifest_reads_as_stated(row: Row) -> None:
    """A good manifest says the stated fields, and is written as the same bytes."""
    manifest = parse_manifest(raw(row))
    logs = [{"log": p.origin, "folder": p.folder, "start": p.start, "size": p.size} for p in manifest.logs]
    assert {"at": manifest.at_ms, "by": manifest.by, "charter": manifest.charter, "logs": logs} == row["fields"]
    assert encode_manifest(manifest) == raw(row)


@rows("folder", "manifests", "bad")
def test_a_bad_manifest_is_refused(row: Row) -> None:
    """A bad manifest is refused."""
    with pytest.raises(FormError):
        parse_manifest(raw(row))


@rows("folder", "left_tiles")
def test_the_left_edge_needs_these_tiles(row: Row) -> None:
    """The tiles of the left edge are the stated ones."""
    assert [place.path for place in left_tiles(row["start"], size=row["size"])] == row["tiles"]


@rows("folder", "headers")
def test_a_header_is_these_bytes(row: Row) -> None:
    """The header before a file in the tar is the stated block."""
    assert encode_header(row["path"], size=row["size"]) == raw(row)


@rows("member_keys", "seeds")
def test_seeds_give_these_keys(row: Row) -> None:
    """The two seeds of a role give the stated verifier keys."""
    signer = RoleSigner(row["name"], bytes.fromhex(row["ed25519"]), bytes.fromhex(row["mldsa"]))
    assert [key.text for key in signer.log_keys] == row["log"]
    assert [key.text for key in signer.cosigner_keys] == row["cosigner"]


@rows("member_keys", "good")
def test_keys_have_this_fingerprint(row: Row) -> None:
    """The keys of a member have the stated forty digits."""
    stated = {name: tuple(value) if isinstance(value, list) else value for name, value in row["keys"].items()}
    assert list(fingerprint(MemberKeys(**stated), origin=row["origin"])) == row["fingerprint"]
