"""`parley stix`: what this node may read, or may hand on, as one bundle; what of a bundle can be taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.information import bundling
from parley.tracks.information.stix.intake import read_bundle
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import ALL, CHARTERS
from tests.tracks.information.exchanged import DAY_S, report
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


def test_what_a_node_may_read_is_written_and_to_others_only_what_may_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it, or with `--for` what that member reads or may be given, alike from each node; never over a file."""
    mechanism = Mechanism(tmp_path / "homes", durable=False).make()
    told = {"to all": ALL, "to US": ("SY", "US"), "to US and on": ("SY", "US")}
    for subject, to in told.items():
        on = {"tlp": "amber", "releasable_to": list(ALL)} if subject.endswith("on") else {}
        expires_s = mechanism.nodes["SY"].clock.now_ms() // 1000 + DAY_S
        content = report(to, subject=f"EXERCISE {subject}", expires_s=expires_s, seen=None, released_by="chief", **on)
        outcome = file(Draft("report_given", to, content, role="analyst"), node=mechanism.nodes["SY"])
        assert isinstance(outcome, Filed), outcome
    mechanism.carry_all()
    mechanism.close_all()
    for code in ALL:
        (mechanism.home(code).path / "node.toml").write_text(f'member = "{code}"\n')

    def subjects(code: str, name: str, *words: str) -> dict[str, str]:
        made = tmp_path / f"{name}.json"
        assert main(["stix", "export", str(made), "--home", str(mechanism.home(code).path), *words]) == 0
        assert read_bundle(made.read_bytes(), floor_m=1000).problems == ()
        objects = json.loads(made.read_text())["objects"]
        return {each["name"].removeprefix("EXERCISE "): each["id"] for each in objects if each["type"] == "report"}

    whole, others = subjects("SY", "whole"), subjects("IL", "others")
    assert set(whole) == set(told) and set(others) == {"to all"} and others.items() <= whole.items()
    assert set(subjects("SY", "on", "--for", "IL")) == {"to all", "to US and on"}
    assert not subjects("SY", "old", "--until", "2001-01-01")
    assert set(subjects("SY", "new", "--since", "2001-01-01")) == set(told)
    home = str(mechanism.home("SY").path)
    capsys.readouterr()
    assert main(["stix", "export", str(tmp_path / "whole.json"), "--home", home]) == 2
    assert main(["stix", "export", str(tmp_path / "none.json"), "--for", "XX", "--home", home]) == 2
    assert main(["stix", "export", str(tmp_path / "none.json"), "--since", "monday", "--home", home]) == 2
    said = capsys.readouterr().err
    monkeypatch.setattr(bundling, "MOST_OBJECTS", 5)
    assert main(["stix", "export", str(tmp_path / "none.json"), "--home", home]) == 2
    assert "a span of days" in capsys.readouterr().err
    assert "XX" in said and "“monday” is no day" in said and not (tmp_path / "none.json").exists()
