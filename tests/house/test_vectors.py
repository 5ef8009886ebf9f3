"""Released byte vectors are never edited: other implementations run them."""

from __future__ import annotations

import json
from hashlib import sha256

from tests.house.tree import ROOT

VECTORS = ROOT / "vectors"


def frozen() -> dict[str, str]:
    """Return the digests of vectors/FROZEN by path."""
    rows = (line.split("  ", 1) for line in (VECTORS / "FROZEN").read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in rows}


def test_no_frozen_vector_was_edited() -> None:
    """Every file of vectors/FROZEN stands there with the digest it was released with."""
    assert {path: sha256((VECTORS / path).read_bytes()).hexdigest() for path in frozen()} == frozen()


def test_every_vector_is_frozen() -> None:
    """Every vector is entered in vectors/FROZEN (scripts/freeze_vectors.py), once it is in the tree."""
    files = (path for path in VECTORS.rglob("*") if path.is_file() and path.name not in {"FROZEN", "README.md"})
    assert {path.relative_to(VECTORS).as_posix() for path in files} == set(frozen())


def test_there_are_good_and_bad_vectors_for_other_implementations() -> None:
    """The folder holds JSON that any language reads, and says in its README how to run it."""
    assert all(json.loads((VECTORS / path).read_bytes()) for path in frozen() if path.endswith(".json"))
    assert (VECTORS / "README.md").is_file()
