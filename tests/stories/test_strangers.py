"""Strangers check the record of live nodes with programs of their own, given nothing but public keys."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tiles import leaf_hash

from parley.record.folder import log_folder
from tests.stories.nodes import Mechanism, until

pytestmark = [pytest.mark.story, pytest.mark.timeout(90)]


def spoken(mechanism: Mechanism) -> str:
    """Have SY say something that everybody reads and cosigns; return its id."""
    said = mechanism.say("SY", "For the record.")
    until(lambda: set(mechanism.opened("SY", said)["cosigned_by"]) == {"IL", "US"}, what="both cosigned")
    mechanism.agree()
    return said


def test_an_export_of_a_running_node_is_checked_with_its_keys_alone(paris: Mechanism) -> None:
    """tlog-scales reads each exported log, verifies all signatures by keys.txt, and recomputes root and proofs."""
    said = spoken(paris)
    folder = until(lambda: fully_cosigned_export(paris, "US"), what="an export that everybody has cosigned")
    for code in paris.codes:
        log = folder / log_folder(paris.origin(code))
        reader = TilesReader(LocalBackend(log))
        cp = reader.get_checkpoint()
        assert len(VkeySet(*keys_beside(log)).verify(cp.signatures, cp)) == len(cp.signatures) == 10
        assert reader.calculate_root_hash() == cp.root_hash
        for number in {0, cp.size // 2, cp.size - 1}:
            reader.get_inclusion_proof(number, cp.size).check(leaf_hash(reader.get_entry(number)), cp.root_hash)
    reader = TilesReader(LocalBackend(folder / log_folder(paris.origin("SY"))))
    assert reader.get_checkpoint().size > int(said.split("/")[1])
    raw = reader.get_entry(int(said.split("/")[1]))
    assert hashlib.sha256(b"\x00" + raw).hexdigest() == paris.opened("SY", said)["leaf_hash"]


def keys_beside(log: Path) -> list[Vkey]:
    """Return the keys in keys.txt: two of the log, two of each mirror and of each witness of the two others."""
    return [Vkey.from_string(line) for line in (log / "keys.txt").read_text(encoding="utf-8").splitlines()]


def fully_cosigned_export(mechanism: Mechanism, name: str) -> Path | None:
    """Export, and return the folder where the newest state of every log has all its signatures already."""
    folder = mechanism.folder / f"export-{len(list(mechanism.folder.glob('export-*')))}"
    mechanism.verb("export", str(folder), name=name)
    logs = [folder / log_folder(mechanism.origin(code)) for code in mechanism.codes]
    whole = [len(TilesReader(LocalBackend(log)).get_checkpoint().signatures) == len(keys_beside(log)) for log in logs]
    return folder if all(whole) else None


def test_verify_passes_on_folder_bundle_home_and_running_node(paris: Mechanism) -> None:
    """The same record is sound wherever it lies; a folder with one changed tile is not."""
    spoken(paris)
    folder, bundle = paris.folder / "export", paris.folder / "b.tar"
    paris.verb("export", str(folder), name="US")
    paris.verb("bundle", "export", str(bundle), name="US")
    paris.verb("verify", "--deep", str(folder))
    paris.verb("verify", "--deep", str(bundle))
    paris.verb("verify", "--deep", str(paris.posts["IL"].home))
    # No caller is IL's process here: the line leads to the node itself.
    paris.verb("verify", f"127.0.0.1:{paris.posts['SY'].port}", name="IL")
    tile = next((folder / log_folder(paris.origin("SY")) / "tile" / "0").rglob("*.p/*"))
    raw = bytearray(tile.read_bytes())
    raw[0] ^= 1
    tile.write_bytes(raw)
    assert "SY" in paris.verb("verify", str(folder), code=1)


def test_a_receipt_is_verified_by_a_few_independent_lines(paris: Mechanism) -> None:
    """Hashing the leaf up the path of a tlog-proof, by RFC 6962 alone, gives the root that the log signed."""
    said = spoken(paris)
    file = paris.folder / "receipt.tlog-proof"
    paris.verb("receipt", said, "--out", str(file), name="US")
    head, _, note = file.read_text(encoding="utf-8").partition("\n\n")
    lines = head.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    extra = base64.b64decode(next(line for line in lines if line.startswith("extra ")).removeprefix("extra "))
    index = int(next(line for line in lines if line.startswith("index ")).removeprefix("index "))
    path = [base64.b64decode(line) for line in lines[1:] if not line.startswith(("extra ", "index "))]
    origin, size, root = note.split("\n")[:3]
    assert (origin, index) == (paris.origin("SY"), int(said.split("/")[1]))
    assert climbed(hashlib.sha256(b"\x00" + extra).digest(), index, int(size), path) == base64.b64decode(root)
    keys = (Path(str(file) + ".txt")).read_text(encoding="utf-8")
    assert all(line in keys for line in paris.charter.member("SY").keys.log)
    paris.verb("verify", str(file), "--charter", str(paris.charter_file))


def climbed(node: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root to which an inclusion path leads (RFC 9162, 2.1.3.2)."""
    at, last = index, size - 1
    for sibling in path:
        if at % 2 or at == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        at, last = at >> 1, last >> 1
    assert last == 0
    return node
