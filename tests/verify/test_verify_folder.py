"""`parley verify` on a folder: a sound record is called sound, and the first fault is named with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from parley.cli import verify
from parley.cli.main import main
from parley.record.folder import log_folder
from parley.record.leaf import Seen
from parley.record.merkle import EMPTY_ROOT
from parley.record.tiles import encode_bundle
from parley.texts import LANGUAGES
from tests.record.signers import ORIGIN, OTHER, signer
from tests.verify.recorded import ATTACHMENT, BODY, key_lines, leaf, recorded, write_folder

LOG, SECOND = log_folder(ORIGIN), log_folder(OTHER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound record of two logs."""
    return write_folder(recorded(), tmp_path)


def verified(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Return exit code and what was told of the first log."""
    code = main(["verify", str(path), "--json", "--quiet", *words])
    logs = {log["log"]: log for log in json.loads(capsys.readouterr().out)["logs"]}
    return code, logs[ORIGIN]


def fault(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str, int | None]:
    """Return code, file and entry of the fault that must be found in the first log."""
    code, log = verified(path, capsys, *words)
    assert (code, log["sound"]) == (1, False)
    return log["fault"]["code"], log["fault"]["file"], log["fault"]["entry"]


def changed(path: Path, change: Callable[[bytearray], None]) -> None:
    """Change the bytes of a file."""
    raw = bytearray(path.read_bytes())
    change(raw)
    path.write_bytes(raw)


def turn(at: int) -> Callable[[bytearray], None]:
    """Return a change that turns one bit."""

    def change(raw: bytearray) -> None:
        raw[at] ^= 1

    return change


def test_a_sound_record_is_sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every log is checked up to its signed root, with its cosigners; the command ends with 0."""
    code, log = verified(folder, capsys)
    assert (code, log["sound"], log["size"]) == (0, True, 600)
    assert log["root"] == recorded().root(ORIGIN, 600).hex()
    assert [each["name"] for each in log["cosigned"]] == [f"{OTHER}/mirror", f"{OTHER}/witness"]
    assert log["counts"] == {"entries": 600, "tiles": 4}


def test_deep_looks_at_bodies_attachments_and_what_was_seen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --deep each blob is hashed and each root that was seen compared with the other log."""
    _, log = verified(folder, capsys, "--deep")
    assert log["counts"] == {
        "entries": 600, "tiles": 4, "bodies": 86, "attachments": 86, "positions": 514, "seen": 119,
    }  # fmt: skip


def test_a_changed_leaf_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One turned bit in entry 300 is found at entry 300, in the tile that holds its hash."""
    place = folder / LOG / "tile/entries/001"
    at = len(encode_bundle(recorded().leaves[ORIGIN][256:300])) + 2 + 10
    changed(place, turn(at))
    assert fault(folder, capsys) == ("audit.tile", "tile/0/001", 300)


@pytest.mark.parametrize(
    ("path", "entry"), [("tile/0/000", 0), ("tile/0/001", 256), ("tile/0/002.p/88", 512), ("tile/1/000.p/2", 0)]
)
def test_a_changed_tile_is_named(folder: Path, capsys: pytest.CaptureFixture[str], path: str, entry: int) -> None:
    """One turned bit in any tile is found there, at the first entry that its hash covers."""
    changed(folder / LOG / path, turn(31))
    assert fault(folder, capsys) == ("audit.tile", path, entry)


def test_a_tile_of_another_length_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tile that lacks a byte is found, although every byte that is there is right."""
    changed(folder / LOG / "tile/0/001", bytearray.pop)
    assert fault(folder, capsys) == ("tile.size", "tile/0/001", 256)


def test_leaves_and_tiles_changed_together_miss_the_root(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who rewrites leaf and tiles alike does not come to the signed root."""
    forged = recorded()
    forged.leaves[ORIGIN][300] = leaf(ORIGIN, 300, sealed=[b"another body"])
    note = (folder / LOG / "checkpoint").read_bytes()
    write_folder(forged, folder)
    (folder / LOG / "checkpoint").write_bytes(note)
    assert fault(folder, capsys) == ("audit.root", "checkpoint", None)


def test_leaves_cut_off_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of leaves that lacks its last byte is found at its first entry."""
    changed(folder / LOG / "tile/entries/001", bytearray.pop)
    assert fault(folder, capsys) == ("tile.bundle_form", "tile/entries/001", 256)


def test_missing_leaves_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of leaves that is not there is a fault, at its first entry."""
    (folder / LOG / "tile/entries/001").unlink()
    assert fault(folder, capsys) == ("audit.missing", "tile/entries/001", 256)


def test_missing_tiles_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tiles can be made again from the leaves: one that is not there is told, and is no fault."""
    (folder / LOG / "tile/0/001").unlink()
    code, log = verified(folder, capsys)
    assert (code, log["counts"]["tiles"], log["counts"]["tiles_missing"]) == (0, 3, 1)


def test_full_files_stand_for_partial_ones(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log may drop partial files once the full ones are there; the record of the older size still verifies."""
    older, grown = recorded(size=500), recorded()
    write_folder(grown, folder)
    for path in ("checkpoint", "tile/1/000.p/1"):
        (folder / LOG / path).write_bytes(dict(older.files())[f"{LOG}/{path}"])
    (folder / "manifest.json").write_bytes(older.manifest())
    code, log = verified(folder, capsys)
    assert (code, log["size"], log["counts"]) == (0, 500, {"entries": 500, "tiles": 3})


def test_a_checkpoint_with_a_bad_signature_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The root is believed only under both of the log's signatures."""
    note = (folder / LOG / "checkpoint").read_text(encoding="utf-8").split("\n")
    note[4] = (folder / SECOND / "checkpoint").read_text(encoding="utf-8").split("\n")[4].replace(OTHER, ORIGIN)
    (folder / LOG / "checkpoint").write_text("\n".join(note), encoding="utf-8")
    assert fault(folder, capsys) == ("checkpoint.unsigned", "checkpoint", None)


def test_the_checkpoint_of_another_log_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder does not pass with the checkpoint of another log."""
    (folder / LOG / "checkpoint").write_bytes((folder / SECOND / "checkpoint").read_bytes())
    assert fault(folder, capsys) == ("checkpoint.unknown_origin", "checkpoint", None)


def test_a_fault_in_one_log_leaves_the_others_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each log is reported by itself, and one fault makes the whole command end with 1."""
    (folder / SECOND / "checkpoint").unlink()
    code, log = verified(folder, capsys)
    assert (code, log["sound"]) == (1, True)


@pytest.mark.parametrize("content", [b"another body!", BODY + b"x", b""])
def test_a_changed_body_is_named(folder: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    """A body that is not what its name says is found at the first entry that names it."""
    name = f"bodies/{sha256(BODY).hexdigest()}"
    (folder / LOG / name).write_bytes(content)
    assert verified(folder, capsys)[0] == 0
    assert fault(folder, capsys, "--deep") == ("audit.blob", name, 0)


def test_missing_blobs_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is sealed may be kept elsewhere: a body or attachment that is not here is told, and is no fault."""
    (folder / LOG / "bodies" / sha256(BODY).hexdigest()).unlink()
    (folder / LOG / "attachments" / sha256(ATTACHMENT).hexdigest()).unlink()
    code, log = verified(folder, capsys, "--deep")
    assert (code, log["counts"]["bodies_missing"], log["counts"]["attachments_missing"]) == (0, 86, 86)


def test_symbolic_links_are_not_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder from anybody may not point the auditor at other files of the machine."""
    place = folder / LOG / "tile/entries/001"
    place.rename(folder / "elsewhere")
    place.symlink_to(folder / "elsewhere")
    assert fault(folder, capsys) == ("audit.missing", "tile/entries/001", 256)


def misplaced(number: int) -> bytes:
    """Return a leaf that says it stands elsewhere."""
    return leaf(ORIGIN, number + 1)


REMARKS = {
    "another number": (misplaced(300), "audit.leaf_elsewhere"),
    "another log": (leaf(OTHER, 300), "audit.leaf_elsewhere"),
    "no JSON": (b"hello", "json.syntax"),
    "nothing": (b"", "json.syntax"),
    "spaces": (leaf(ORIGIN, 300).replace(b",", b", "), "json.not_canonical"),
}


@pytest.mark.parametrize("why", REMARKS)
@pytest.mark.parametrize("words", [(), ("--deep",)], ids=["plain", "deep"])
def test_a_void_leaf_is_remarked_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], why: str, words: tuple[str, ...]
) -> None:
    """What an author wrote against the rules is told with its place; the record itself is sound."""
    record = recorded()
    record.leaves[ORIGIN][300] = REMARKS[why][0]
    code, log = verified(write_folder(record, tmp_path), capsys, *words)
    assert (code, [(r["entry"], r["code"]) for r in log["remarks"]]) == (0, [(300, REMARKS[why][1])])


def test_a_root_that_was_never_there_is_remarked_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An author that claims to have seen another history of a log is told with its place."""
    record = recorded()
    record.leaves[ORIGIN][301] = leaf(ORIGIN, 301, seen=(Seen(OTHER, 150, b"x" * 32),))
    _, log = verified(write_folder(record, tmp_path), capsys, "--deep")
    assert [(r["entry"], r["code"], r["detail"]) for r in log["remarks"]] == [(301, "audit.seen_root", f"{OTHER} 150")]


def test_what_was_seen_of_a_log_that_is_not_here_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Roots of logs that are elsewhere, or longer than here, cannot be compared: that is said."""
    record = recorded()
    record.leaves[ORIGIN][301] = leaf(ORIGIN, 301, seen=(Seen("elsewhere.example/x", 1, EMPTY_ROOT),))
    record.leaves[ORIGIN][302] = leaf(ORIGIN, 302, seen=(Seen(OTHER, 301, EMPTY_ROOT),))
    _, log = verified(write_folder(record, tmp_path), capsys, "--deep")
    assert log["counts"]["seen_missing"] == 2


def test_keys_that_were_named_are_the_ones_believed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record signed by other keys than those that the auditor trusts does not pass, whatever it lists itself."""
    trusted = folder / "trusted.txt"
    trusted.write_text("\n".join([*key_lines(ORIGIN), *key_lines(OTHER)]), encoding="utf-8")
    assert verified(folder, capsys, "--keys", str(trusted))[0] == 0
    impostor = [key.text for key in signer("impostor.example/x").log_keys]
    trusted.write_text("\n".join(impostor), encoding="utf-8")
    assert fault(folder, capsys, "--keys", str(trusted)) == ("key.missing", "keys.txt", None)


def test_one_log_alone_is_checked_without_a_manifest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder of one log is a record too, as any tool for tlog-tiles wrote it."""
    code, log = verified(folder / LOG, capsys)
    assert (code, log["size"]) == (0, 600)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_a_broken_manifest_is_told(folder: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    """A manifest that cannot be read ends the command with 1."""
    (folder / "manifest.json").write_bytes(content)
    assert main(["verify", str(folder)]) == 1
    assert capsys.readouterr().err.strip()


def test_a_place_without_a_record_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder, a missing file and a name that is nothing end with 2 and say what to name."""
    for place in (tmp_path, tmp_path / "missing", Path("no-such-thing")):
        assert main(["verify", str(place)]) == 2
        assert "parley export" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_every_language(folder: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    """The same is told in English, Arabic and Hebrew: each log, its root, its cosigners, and what was not looked at."""
    assert main(["verify", str(folder), "--quiet", "--language", language]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in (ORIGIN, recorded().root(ORIGIN, 600).hex(), f"{OTHER}/witness", "--deep"))
    (folder / LOG / "tile/entries/001").unlink()
    assert main(["verify", str(folder), "--quiet", "--language", language]) == 1
    told = capsys.readouterr().out
    assert "256" in told
    assert "tile/entries/001" in told


def test_progress_is_shown_while_it_lasts_and_not_when_unwanted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """How far each log is stands on standard error, apart from the findings; --quiet shows none of it."""
    monkeypatch.setattr(verify, "EVERY_SECONDS", 0.0)
    assert main(["verify", str(folder)]) == 0
    told = capsys.readouterr()
    assert all(f"{origin} {size}/{size}" in told.err for origin, size in ((ORIGIN, 600), (OTHER, 300)))
    assert f"{ORIGIN} 256/600" in told.err and "256/600" not in told.out
    assert main(["verify", str(folder), "--quiet"]) == 0
    assert capsys.readouterr().err == ""
