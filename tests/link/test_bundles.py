"""A bundle is read as hostile: what is not exactly of its layout is refused, and nothing is ever unpacked."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.node.bundle import Beside, write_bundle
from parley.node.intake import PeerBatch, Taken
from parley.node.stick import import_bundle
from parley.node.tarwalk import BundleError, walk
from parley.node.unbundling import Intake, take_bundle
from parley.record.folder import parse_path
from parley.record.ustar import END, encode_header, padding
from tests.link.test_real_nodes import message
from tests.node.mechanism import Mechanism


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Mechanism, bytes]]:
    """A mechanism and the bundle that SY writes after a few messages."""
    mechanism = Mechanism(tmp_path_factory.mktemp("paris")).make()
    sy = mechanism.nodes["SY"]
    for n in range(3):
        message(sy, f"message {n}")
    out = io.BytesIO()
    beside = Beside("SY", sy.home.charter.read_bytes(), sy.founding.digest, b"read me\n", lambda _: [])
    write_bundle(out, conn=sy.reader(), since={}, beside=beside, bound=sy.bound)
    yield mechanism, out.getvalue()
    mechanism.close_all()


def files_of(raw: bytes) -> list[tuple[str, bytes]]:
    """Return the files of a bundle."""
    return [(f.path, raw[f.place.at : f.place.at + f.place.size]) for f in walk(io.BytesIO(raw))]


def tar_of(files: list[tuple[str, bytes]]) -> bytes:
    """Return a bundle of these files."""
    parts = [encode_header(path, size=len(raw)) + raw + bytes(padding(len(raw))) for path, raw in files]
    return b"".join(parts) + END


def refuse_all() -> Intake:
    """Return an intake that must not be asked for anything but what is held."""

    def take(batch: PeerBatch) -> Future[Taken | Refusal]:
        raise AssertionError(f"{batch.log} {batch.start} was handed on")

    def put(digest: bytes, pieces: Iterator[bytes]) -> bool:
        raise AssertionError("an attachment was handed on")

    def look(log: str, shown: object) -> Any:
        raise AssertionError(f"{log} was handed on")

    return Intake(take, note=look, suspect=look, held=lambda log: 0, wants=lambda digest, size: False, put=put)


def code_of(path: Path) -> str:
    """Return the code with which a bundle is refused before anything of it is handed on."""
    with pytest.raises(BundleError) as caught:
        take_bundle(path, intake=refuse_all())
    return caught.value.code


def test_a_stranger_s_tar_reads_a_bundle(whole: tuple[Mechanism, bytes]) -> None:
    """A bundle is a plain tar to any tool, with nothing in it but regular files inside its own folder."""
    with tarfile.open(fileobj=io.BytesIO(whole[1])) as tar:
        members = tar.getmembers()
    assert all(member.isreg() and member.mtime == member.uid == 0 for member in members)
    assert [parse_path(member.name).kind for member in members][:3] == ["manifest.json", "charter.yaml", "README.txt"]


def hostile_tar(kind: bytes, name: str) -> bytes:
    """Return a tar with one member of this type and name, as Python's own writer makes it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
        tar.addfile(member)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (tarfile.SYMTYPE, "manifest.json"),
        (tarfile.LNKTYPE, "manifest.json"),
        (tarfile.CHRTYPE, "manifest.json"),
        (tarfile.FIFOTYPE, "manifest.json"),
        (tarfile.DIRTYPE, "logs"),
        (tarfile.REGTYPE, "../manifest.json"),
        (tarfile.REGTYPE, "/manifest.json"),
        (tarfile.REGTYPE, "logs/../../x"),
        (tarfile.REGTYPE, "logs/a/bodies/../../../x"),
        (tarfile.REGTYPE, "node.sqlite"),
    ],
)
def test_links_devices_and_paths_that_lead_out_are_refused(kind: bytes, name: str, tmp_path: Path) -> None:
    """Nothing but the layout's own regular files has a place in a bundle."""
    path = tmp_path / "bundle"
    path.write_bytes(hostile_tar(kind, name))
    assert code_of(path) == "bundle.header"


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.7, 0.95])
def test_a_bundle_cut_short_is_refused_before_anything_is_taken(
    whole: tuple[Mechanism, bytes], kept: float, tmp_path: Path
) -> None:
    """Wherever the copy broke off, nothing of it is handed on."""
    path = tmp_path / "bundle"
    path.write_bytes(whole[1][: int(len(whole[1]) * kept)])
    assert code_of(path) in ("bundle.truncated", "bundle.header")


def test_a_size_beyond_its_kind_is_refused_unread(tmp_path: Path) -> None:
    """A header that claims more than any file of its kind has is refused; nothing is read into memory for it."""
    path = tmp_path / "bundle"
    path.write_bytes(encode_header("manifest.json", size=2**30))
    os.truncate(path, 2**31)
    assert code_of(path) == "bundle.too_large"


def test_a_name_twice_is_refused(whole: tuple[Mechanism, bytes], tmp_path: Path) -> None:
    """Two files of one name would show two readers two records."""
    files = files_of(whole[1])
    path = tmp_path / "bundle"
    path.write_bytes(tar_of([*files, files[1]]))
    assert code_of(path) == "bundle.file_twice"


@pytest.mark.parametrize(
    ("lost", "code"),
    [
        ("manifest.json", "bundle.no_manifest"),
        ("/checkpoint", "bundle.file_missing"),
        ("entries", "bundle.file_missing"),
    ],
)
def test_a_missing_file_is_named(whole: tuple[Mechanism, bytes], lost: str, code: str, tmp_path: Path) -> None:
    """A bundle without one of its files is refused with its name."""
    path = tmp_path / "bundle"
    path.write_bytes(tar_of([each for each in files_of(whole[1]) if lost not in each[0]]))
    assert code_of(path) == code


def test_a_link_in_the_place_of_the_bundle_is_not_followed(whole: tuple[Mechanism, bytes], tmp_path: Path) -> None:
    """Only a regular file is opened: no symbolic link, no device, no pipe that never ends."""
    (tmp_path / "bundle").write_bytes(whole[1])
    (tmp_path / "link").symlink_to(tmp_path / "bundle")
    with pytest.raises(OSError, match="link"):
        take_bundle(tmp_path / "link", intake=refuse_all())
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    assert [code_of(tmp_path / name) for name in ("pipe", "folder")] == ["bundle.not_a_file"] * 2


def changed(raw: bytes, part: str, *, change: bytes) -> bytes:
    """Return the bundle with the end of every file whose path holds `part` overwritten."""
    files = [(path, content[: -len(change)] + change if part in path else content) for path, content in files_of(raw)]
    return tar_of(files)


@pytest.mark.parametrize("part", ["entries", "bodies", "checkpoint"])
def test_changed_bytes_are_refused_by_the_intake(whole: tuple[Mechanism, bytes], part: str, tmp_path: Path) -> None:
    """A leaf, body or checkpoint that is not what was signed changes nothing of what is held."""
    mechanism, raw = whole
    il = mechanism.nodes["IL"]
    before = {origin: head.size for origin, head in _heads(il).items()}
    path = tmp_path / "bundle"
    path.write_bytes(changed(raw, part, change=b"AAAA"))
    try:
        assert any(log.refusal is not None for log in import_bundle(path, node=il))
    except BundleError as error:
        assert error.code == "bundle.leaves"
    assert {origin: head.size for origin, head in _heads(il).items()} == before


def _heads(node: object) -> dict[str, object]:
    from parley.node import serving

    return serving.heads(node.reader())  # type: ignore[attr-defined, return-value]


def test_a_bundle_taken_twice_changes_nothing(whole: tuple[Mechanism, bytes], tmp_path: Path) -> None:
    """The second time nothing is new and nothing is refused."""
    mechanism, raw = whole
    path = tmp_path / "bundle"
    path.write_bytes(raw)
    us = mechanism.nodes["US"]
    first, second = import_bundle(path, node=us), import_bundle(path, node=us)
    assert sum(log.added for log in first) >= 3 and [log.added for log in second] == [0] * len(second)
    assert all(log.refusal is None for log in first + second)
