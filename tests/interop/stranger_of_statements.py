"""A stranger's check of a released statement: JSON, SHA-256 and tlog-scales, and nothing of this program."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path

from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint, InclusionProof


def check_as_stranger(folder: Path, *, keys: Iterable[str]) -> dict[str, str]:
    """Return who signed the text files of a folder by which entry; AssertionError where anything does not hold.

    `keys` are the members' verifier keys, as a charter lists them.
    """
    known = [Vkey.from_string(line) for line in keys]
    receipt = json.loads((folder / "receipt.json").read_bytes())
    said = [_proven(each, known) for each in receipt["entries"]]
    draft, signatures = said[0], said[1:]
    hashes = {each["lang"]: _sha256(folder / f"{each['lang']}.txt") for each in draft["content"]["texts"]}
    assert sorted(each["author"] for each in signatures) == sorted(draft["content"]["signatories"])
    for each in signatures:
        assert {row["lang"]: row["sha256"] for row in each["content"]["digests"]} == hashes
    return {each["author"]: f"{each['author']}/{each['n']}" for each in signatures}


def _proven(entry: dict[str, str], known: list[Vkey]) -> dict[str, object]:
    """Return what an entry says, once its leaf is proven to stand in its log and to commit to just that."""
    head, _, checkpoint = entry["proof"].partition("\n\n")
    form, extra, index, *path = head.split("\n")
    assert form == "c2sp.org/tlog-proof@v1"
    leaf, number = b64decode(extra.removeprefix("extra ")), int(index.removeprefix("index "))
    cp = Checkpoint.from_text(checkpoint)
    of_log = [key for key in known if key.name == cp.origin]
    assert len(VkeySet(*of_log).verify(cp.signatures, cp)) == len(of_log) > 0
    InclusionProof(number, cp.size, [b64decode(each) for each in path]).check(leaf_hash(leaf), cp.root_hash)
    payload = entry["payload"].encode()
    opened = hashlib.sha256(b"parley/commitment/v1\n" + bytes.fromhex(entry["salt"]) + payload).hexdigest()
    said, shown = json.loads(payload), json.loads(leaf)
    assert shown["body"]["commitment"] == opened
    assert (said["log"], said["n"]) == (shown["log"], shown["n"]) == (cp.origin, number)
    return dict(said)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
