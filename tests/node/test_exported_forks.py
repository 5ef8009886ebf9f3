"""Evidence of a fork leaves the node with the record, and whoever checks the record is told of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.node.intake import Taken
from parley.node.running import take_in_fork
from parley.node.settings import Settings, write_settings
from parley.record.folder import MANIFEST, Manifest, encode_manifest, fork_path, parse_manifest
from parley.texts import LANGUAGES, sentence
from tests.node.mechanism import Mechanism
from tests.node.test_forks import two_histories
from tests.verify.recorded import tar_of

FORKED, FAULTY = 3, 1
Screen = pytest.CaptureFixture[str]
Exported = tuple[Path, str]


@pytest.fixture
def exported(paris: Mechanism, tmp_path: Path) -> Exported:
    """What IL exports after SY was proven to have signed two histories from SY/1 on, and where the evidence lies."""
    _, evidence = two_histories(paris)
    il = paris.nodes["IL"]
    assert isinstance(take_in_fork(evidence, node=il).result(), Taken)
    il.home.settings.write_bytes(write_settings(Settings(member="IL")))
    assert main(["export", str(tmp_path / "out"), "--home", str(il.home.path)]) == 0
    return tmp_path / "out", fork_path(paris.nodes["SY"].ledger.origin, 1)


def test_the_evidence_is_exported_and_proves_the_fork_to_a_stranger(exported: Exported, capsys: Screen) -> None:
    """`parley verify` of an export with a fork says so first, in every language, and does not end with 0."""
    folder, path = exported
    figures = {"log": "SY", "entry": 1, "file": path}
    for language in LANGUAGES:
        capsys.readouterr()
        assert main(["verify", str(folder), "--deep", "--quiet", "--language", language]) == FORKED
        told = capsys.readouterr().out.splitlines()
        assert told[0] == sentence("audit.fork", language=language, data=figures)


def test_a_program_is_told_of_the_fork(exported: Exported, capsys: Screen) -> None:
    """With --json the forks stand beside the logs."""
    capsys.readouterr()
    assert main(["verify", str(exported[0]), "--json", "--quiet"]) == FORKED
    (fork,) = json.loads(capsys.readouterr().out)["forks"]
    assert (fork["member"], fork["entry"], fork["proven"]) == ("SY", 1, True)


def test_a_home_with_evidence_is_told_of_as_it_stands(exported: Exported, paris: Mechanism) -> None:
    """The database of a node that keeps evidence is checked alike, without an export."""
    assert exported and main(["verify", str(paris.home("IL").path), "--quiet"]) == FORKED
    assert main(["verify", str(paris.home("US").path), "--quiet"]) == 0


def test_keys_of_another_mechanism_make_a_proof_prove_nothing(
    exported: Exported, tmp_path: Path, capsys: Screen
) -> None:
    """Evidence whose signatures do not hold under the keys that were named is a fault of the record."""
    keys = tmp_path / "keys.txt"
    (log,) = [part for part in (exported[0] / "logs").iterdir() if part.name.endswith("_il")]
    keys.write_bytes((log / "keys.txt").read_bytes())
    capsys.readouterr()
    assert main(["verify", str(exported[0]), "--keys", str(keys), "--quiet", "--json"]) == FAULTY
    assert [fork["proven"] for fork in json.loads(capsys.readouterr().out)["forks"]] == [False]


@pytest.mark.parametrize("damage", ["gone", "garbage", "empty", "other_entry", "link"])
def test_evidence_that_proves_nothing_is_a_fault(
    exported: Exported, damage: str, tmp_path: Path, capsys: Screen
) -> None:
    """Evidence that is missing, not of its form, or about another entry than the manifest says, accuses nobody."""
    folder, path = exported
    raw = (folder / path).read_bytes()
    (folder / path).unlink()
    if damage == "other_entry":
        manifest = parse_manifest((folder / MANIFEST).read_bytes())
        (fork,) = manifest.forks
        moved = type(fork)(fork.origin, 0)
        changed = Manifest(manifest.at_ms, manifest.by, manifest.charter, manifest.logs, (moved,))
        (folder / MANIFEST).write_bytes(encode_manifest(changed))
        (folder / moved.path).write_bytes(raw)
    elif damage == "link":
        (tmp_path / "elsewhere").write_bytes(raw)
        (folder / path).symlink_to(tmp_path / "elsewhere")
    elif damage != "gone":
        (folder / path).write_bytes(b"" if damage == "empty" else b"{}")
    capsys.readouterr()
    assert main(["verify", str(folder), "--quiet"]) == FAULTY
    assert "proves nothing" in capsys.readouterr().out


def test_a_bundle_may_carry_evidence(exported: Exported, tmp_path: Path) -> None:
    """A tar of the export is read with its evidence."""
    folder, path = exported
    names = [MANIFEST, "charter.yaml", "README.txt", path]
    files = {str(file.relative_to(folder)): file for file in folder.rglob("*") if file.is_file()}
    tar = tmp_path / "bundle.tar"
    ordered = [*names, *sorted(files.keys() - set(names))]
    tar.write_bytes(tar_of((name, files[name].read_bytes()) for name in ordered))
    assert main(["verify", str(tar), "--quiet"]) == FORKED
