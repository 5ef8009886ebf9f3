"""`parley verify` on a bundle: the tar that was carried on a stick, whole or from a later entry on."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from parley.cli.main import main
from parley.record.folder import log_folder
from parley.record.ustar import BLOCK, UstarError, decode_header, encode_header
from tests.record.signers import ORIGIN
from tests.verify.recorded import BODY, Recorded, recorded, tar_of

LOG = log_folder(ORIGIN)


def verified(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Return exit code and what was told of the first log."""
    code = main(["verify", str(path), "--json", "--quiet", *words])
    logs = {log["log"]: log for log in json.loads(capsys.readouterr().out)["logs"]}
    return code, logs[ORIGIN]


def written(record: Recorded, folder: Path) -> Path:
    """Write the record as a bundle."""
    path = folder / "record.tar"
    path.write_bytes(tar_of(record.files()))
    return path


def test_a_bundle_is_checked_like_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Leaves, tiles, root, bodies and what was seen: all of it, without unpacking."""
    code, log = verified(written(recorded(), tmp_path), capsys, "--deep")
    assert (code, log["sound"]) == (0, True)
    assert log["counts"] == {
        "entries": 600, "tiles": 4, "bodies": 86, "attachments": 86, "positions": 514, "seen": 119,
    }  # fmt: skip


@pytest.mark.parametrize("start", [256, 512])
def test_a_bundle_from_a_later_entry_on_leads_to_the_same_root(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], start: int
) -> None:
    """With the tree's left edge instead of the earlier leaves, the later ones are proven all the same."""
    record = recorded()
    record.starts[ORIGIN] = start
    code, log = verified(written(record, tmp_path), capsys, "--deep")
    assert (code, log["start"], log["counts"]["entries"]) == (0, start, 600 - start)


def test_a_false_left_edge_misses_the_root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An edge that is not that of the earlier leaves does not come to the signed root."""
    record = recorded()
    record.starts[ORIGIN] = 512
    files = [
        (path, b"x" * len(content) if path == f"{LOG}/tile/1/000.p/2" else content) for path, content in record.files()
    ]
    (tmp_path / "record.tar").write_bytes(tar_of(files))
    code, log = verified(tmp_path / "record.tar", capsys)
    assert (code, log["fault"]["code"]) == (1, "audit.root")


def test_a_changed_body_in_a_bundle_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One changed byte of a body is found at the first entry that names it."""
    path = written(recorded(), tmp_path)
    path.write_bytes(path.read_bytes().replace(BODY, BODY[:-1] + b"!", 1))
    code, log = verified(path, capsys, "--deep")
    assert (code, log["fault"]["code"], log["fault"]["entry"]) == (1, "audit.blob", 0)


def refused(raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what is told of a bundle that cannot be read."""
    (tmp_path / "record.tar").write_bytes(raw)
    assert main(["verify", str(tmp_path / "record.tar")]) == 1
    return capsys.readouterr().err


def test_a_bundle_that_is_cut_off_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bundle that ends before its end is refused wherever it was cut."""
    whole = tar_of(recorded().files())
    for at in (100, BLOCK, len(whole) // 2, len(whole) - 2 * BLOCK):
        assert refused(whole[:at], tmp_path, capsys)


def test_a_file_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two files of one name would let two readers see two records in one bundle."""
    files = list(recorded().files())
    assert f"{LOG}/checkpoint" in refused(tar_of([*files, (f"{LOG}/checkpoint", b"other")]), tmp_path, capsys)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "logs/x/../../evil", "notes.txt"])
def test_a_name_that_is_not_of_the_layout_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A bundle holds the files of a record and nothing else."""
    assert refused(tar_of([*recorded().files(), (name, b"x")]), tmp_path, capsys)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_folders_and_devices_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: bytes) -> None:
    """A tar that another tool filled with anything but plain files is refused."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        entry = tarfile.TarInfo("manifest.json")
        entry.type, entry.linkname = kind, "charter.yaml"
        tar.addfile(entry)
    assert refused(made.getvalue(), tmp_path, capsys)


def test_other_tools_read_a_bundle() -> None:
    """The tar is an ordinary one: Python's own reader finds every file with its content."""
    files = list(recorded().files())
    with tarfile.open(fileobj=io.BytesIO(tar_of(files)), mode="r:") as tar:
        read = [(entry.name, (tar.extractfile(entry) or io.BytesIO()).read()) for entry in tar.getmembers()]
    assert read == files


LONG_PATHS = ["logs/" + "n" * 80 + "/attachments/" + "ab" * 32, "x" * 100, "y" * 155 + "/" + "z" * 100]


@pytest.mark.parametrize("path", ["a", *LONG_PATHS])
def test_a_header_reads_back(path: str) -> None:
    """Path and size come back, long paths too."""
    assert decode_header(encode_header(path, size=8**11 - 1)) == (path, 8**11 - 1)


@pytest.mark.parametrize(("path", "size"), [("x" * 101, 0), ("x/" + "y" * 101, 0), ("a", -1), ("a", 8**11)])
def test_what_does_not_fit_a_header_is_refused(path: str, size: int) -> None:
    """A path or a size that a header cannot hold is refused at writing."""
    with pytest.raises(UstarError):
        encode_header(path, size=size)
