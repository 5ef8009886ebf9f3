"""The layout of folders and bundles: names that lead nowhere else, and a manifest that says where to look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.folder import (
    FolderError,
    FolderFile,
    ForkPart,
    LogPart,
    Manifest,
    attachment_path,
    body_path,
    decode_keys,
    encode_keys,
    encode_manifest,
    fork_path,
    left_tiles,
    log_folder,
    parse_manifest,
    parse_path,
)
from parley.record.merkle import frontier_at
from parley.record.tiles import TileHashes, TilePlace
from tests.record.signers import ORIGIN, OTHER

ORIGINS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._~:/-]{0,199}", fullmatch=True)
FOLDER = "logs/paris-2026.parley.example_sy"
MANIFEST = Manifest(1_767_700_800_000, "SY", "ab" * 32, (LogPart(ORIGIN, 0, 70_000), LogPart(OTHER, 512, 600)))


def test_a_log_lies_under_a_name_that_people_read() -> None:
    """The folder of a log is its origin with the slashes told apart."""
    assert log_folder(ORIGIN) == FOLDER


@given(ORIGINS, ORIGINS)
def test_no_two_logs_share_a_folder(one: str, other: str) -> None:
    """Each origin has a folder of its own, whose files have paths that are read back."""
    assert (log_folder(one) == log_folder(other)) == (one == other)
    assert parse_path(f"{log_folder(one)}/checkpoint") == FolderFile(log_folder(one), "checkpoint")


@pytest.mark.parametrize("pair", [("a/b", "a_b"), ("a=2Fb", "a/b"), ("a~b", "a=7Eb")])
def test_names_made_to_look_alike_do_not_collide(pair: tuple[str, str]) -> None:
    """An origin that spells another one's folder gets another folder."""
    assert log_folder(pair[0]) != log_folder(pair[1])


def test_every_kind_of_file_is_named() -> None:
    """Each path of the layout is read as what it names."""
    digest = bytes(range(32))
    assert parse_path("manifest.json") == FolderFile(None, "manifest.json")
    assert parse_path("charter.yaml") == FolderFile(None, "charter.yaml")
    assert parse_path(fork_path(ORIGIN, 12)) == FolderFile(None, "forks")
    assert parse_path(f"{FOLDER}/keys.txt") == FolderFile(FOLDER, "keys.txt")
    assert parse_path(f"{FOLDER}/{body_path(digest)}") == FolderFile(FOLDER, "bodies", digest=digest)
    assert parse_path(f"{FOLDER}/{attachment_path(digest)}") == FolderFile(FOLDER, "attachments", digest=digest)
    assert parse_path(f"{FOLDER}/tile/1/000.p/3") == FolderFile(FOLDER, "tile", tile=TilePlace(1, 0, 3))
    assert parse_path(f"{FOLDER}/tile/entries/001") == FolderFile(FOLDER, "entries", tile=TilePlace(None, 1, 256))


BAD_PATHS = [
    "", "/manifest.json", "../manifest.json", "logs/../charter.yaml", "logs/./checkpoint", f"{FOLDER}/../checkpoint",
    f"/{FOLDER}/checkpoint", f"{FOLDER}/checkpoint/", f"{FOLDER}//checkpoint", f"{FOLDER}/bodies/{'AB' * 32}",
    f"{FOLDER}/bodies/{'ab' * 31}", f"{FOLDER}/bodies/{'ab' * 32}/x", f"{FOLDER}/tile/0/../000", "logs/a b/checkpoint",
    "logs/.hidden/checkpoint", f"logs/{'a' * 81}/checkpoint", "logs/é/checkpoint", f"{FOLDER}/tile/0/0",
    "Manifest.json", f"forks/{'ab' * 32}-01.json", f"forks/{'AB' * 32}-1.json", "forks/../1.json",
    f"forks/{'ab' * 32}.json",
]  # fmt: skip


@pytest.mark.parametrize("path", BAD_PATHS)
def test_a_path_that_is_not_of_the_layout_is_refused(path: str) -> None:
    """No path leads out of the folder, and nothing is taken that the layout does not name."""
    with pytest.raises(FolderError, match=r"folder\.path"):
        parse_path(path)


def test_the_manifest_reads_back() -> None:
    """A manifest is written and read as the same."""
    assert parse_manifest(encode_manifest(MANIFEST)) == MANIFEST
    assert parse_manifest(encode_manifest(FORKED)) == FORKED


FORKED = replace(MANIFEST, forks=(ForkPart(ORIGIN, 0), ForkPart(OTHER, 7)))
RAW = encode_manifest(MANIFEST)
BAD_MANIFESTS = {
    "not JSON": b"{",
    "a list": b"[]",
    "another version": RAW.replace(b'"v":1', b'"v":2'),
    "no logs": RAW.replace(b'"logs"', b'"loga"'),
    "a folder elsewhere": RAW.replace(FOLDER.encode(), b"logs/../../etc"),
    "another log's folder": RAW.replace(b"example_sy", b"example_il"),
    "a start inside a tile": RAW.replace(b'"start":512', b'"start":511'),
    "a start after the end": RAW.replace(b'"start":512', b'"start":768'),
    "a log twice": RAW.replace(b"/il", b"/sy").replace(b"_il", b"_sy"),
    "no origin": RAW.replace(b"paris-2026", b"  paris-2"),
    "a charter that is no digest": RAW.replace(b"abab", b"ABAB"),
    "a fork below entry 0": encode_manifest(FORKED).replace(b'"entry":7', b'"entry":-7'),
    "a fork twice": encode_manifest(replace(FORKED, forks=(ForkPart(ORIGIN, 0), ForkPart(OTHER, 0)))).replace(
        b'"entry":0,"log":"' + OTHER.encode(), b'"entry":0,"log":"' + ORIGIN.encode()
    ),
    "forks that are no list": RAW.replace(b'"logs"', b'"forks":{},"logs"'),
    "a number for a name": RAW.replace(b'"by":"SY"', b'"by":1'),
}


@pytest.mark.parametrize("why", BAD_MANIFESTS)
def test_a_manifest_is_refused_for(why: str) -> None:
    """A manifest that is not exactly the form says nothing."""
    assert BAD_MANIFESTS[why] != RAW
    with pytest.raises(FolderError):
        parse_manifest(BAD_MANIFESTS[why])


def test_what_would_not_read_back_is_not_written() -> None:
    """A part that begins inside a tile is refused at writing."""
    with pytest.raises(FolderError):
        encode_manifest(Manifest(0, "SY", None, (LogPart(ORIGIN, 1, 2),)))


@given(start=st.integers(min_value=0, max_value=2**20).map(lambda n: n * 256), more=st.integers(0, 100_000))
def test_the_left_edge_is_read_from_the_tiles_that_are_carried(start: int, more: int) -> None:
    """Reading the left edge asks for exactly the tiles that `left_tiles` names, each at its width."""
    asked: set[TilePlace] = set()

    def read(level: int, index: int, width: int) -> bytes:
        asked.add(TilePlace(level, index, width))
        return b"x" * 32 * width

    frontier_at(start, hashes=TileHashes(read, size=start + more))
    assert asked == set(left_tiles(start, size=start + more))
    assert len(asked) <= 4


def test_key_lines_read_back_and_garbage_is_refused() -> None:
    """keys.txt is one key a line."""
    assert decode_keys(encode_keys(["a", "b"])) == ["a", "b"]
    for raw in (b"\xff", b"x" * (2 << 20)):
        with pytest.raises(FolderError, match=r"folder\.keys"):
            decode_keys(raw)
