"""`parley stix import`: what is wrong with a bundle goes to one side, a draft for each report to the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.cli.main import main
from tests.tracks.hotline.cell import CHARTERS
from tests.tracks.information.test_stix import played, written

PARIS = str(CHARTERS / "paris-2026.yaml")


def test_a_bundle_is_told_and_gives_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound one ends with 0 and a draft a report that was not revoked; a fault ends with 1 and its sentence."""
    told = json.loads(written(played()[1]))
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(told))
    assert main(["stix", "import", str(file), "--charter", PARIS]) == 0
    said = capsys.readouterr()
    assert not said.err and {json.loads(line)["kind"] for line in said.out.splitlines()} == {"report_given"}
    assert len(said.out.splitlines()) == 2
    told["objects"].append({"type": "indicator", "id": "indicator--1"})
    file.write_text(json.dumps(told))
    assert main(["stix", "import", str(file), "--charter", PARIS]) == 1
    assert "indicator is no type of the profile" in capsys.readouterr().err


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file: 2, and a sentence; no JSON: 1, and a sentence."""
    assert main(["stix", "import", str(tmp_path / "none.json"), "--charter", PARIS]) == 2
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "no.json").write_bytes(b"\xff")
    assert main(["stix", "import", str(tmp_path / "no.json"), "--charter", PARIS]) == 1
