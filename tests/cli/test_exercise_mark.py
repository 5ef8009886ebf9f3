"""Whatever an exercise shows or writes says that it is one; whatever is real says no such thing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.cli import charter_signing
from parley.cli import explain as explain_verb
from parley.cli import status as status_verb
from parley.cli.main import main
from parley.node.asking import NodeAway
from parley.node.drafts import Draft
from parley.node.explaining import explain
from parley.node.filing import Filed, file
from parley.node.settings import Settings, write_settings
from parley.node.statusing import status
from parley.texts import catalogue
from tests.charter.making import PARIS
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

MARKS = tuple(catalogue()["record.exercise"].values())
Screen = pytest.CaptureFixture[str]


@pytest.fixture(params=["exercise", "real"])
def cell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Mechanism, str, bool]]:
    """A mechanism, an exercise or not, an entry of SY, and whether everything must be marked."""
    template, is_exercise = tmp_path / "template.yaml", request.param == "exercise"
    marked = PARIS.replace(b"exercise: false", b"exercise: true").replace(b"paris-2026", b"exercise-paris-2026")
    template.write_bytes(marked if is_exercise else PARIS)
    mechanism = Mechanism(tmp_path / "homes", template=str(template)).make()
    for code in mechanism.nodes:
        mechanism.home(code).settings.write_bytes(write_settings(Settings(member=code)))
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    done = file(Draft("message_sent", ("IL", "US"), content), node=mechanism.nodes["SY"])
    assert isinstance(done, Filed)
    mechanism.carry_all()
    yield mechanism, done.id, is_exercise
    mechanism.close_all()


def is_marked(text: str) -> bool:
    """Return whether a text bears the mark in one of the languages."""
    return any(mark in text for mark in MARKS)


def test_what_a_running_node_tells_is_marked(cell: tuple[Mechanism, str, bool]) -> None:
    """`parley status` and `parley explain` begin with the mark."""
    mechanism, entry, expected = cell
    node = mechanism.nodes["SY"]
    assert is_marked(next(iter(status_verb.lines(status(node), "en")))) == expected
    assert is_marked(explain_verb.lines(explain(node, entry), "en")[0]) == expected


@pytest.mark.parametrize("verb", ["export", "receipt", "bundle"])
def test_what_leaves_the_node_is_marked(
    cell: tuple[Mechanism, str, bool], verb: str, tmp_path: Path, capsys: Screen
) -> None:
    """Export, receipt and bundle say it on the screen, and in the words that lie beside or in what was written."""
    mechanism, entry, expected = cell
    out, home = tmp_path / "out", str(mechanism.home("SY").path)
    words = {
        "export": ["export", str(out)],
        "receipt": ["receipt", entry, "--out", str(out)],
        "bundle": ["bundle", "export", str(out)],
    }[verb]
    assert main([*words, "--home", home]) == 0
    assert is_marked(capsys.readouterr().out) == expected
    beside = {"export": out / "README.txt", "receipt": Path(f"{out}.txt"), "bundle": out}[verb]
    assert is_marked(beside.read_bytes().decode("utf-8", errors="replace")) == expected
    # The name of every log is the exercise's own, so that even one file alone tells.
    assert (b"exercise-paris-2026.parley.example" in beside.read_bytes()) == expected or verb == "export"


def test_a_node_that_starts_is_marked(cell: tuple[Mechanism, str, bool]) -> None:
    """The first words of `parley run` say in every language that it is an exercise."""
    mechanism, _, expected = cell
    told = "".join(started(mechanism, "SY", ending="peers on"))
    assert [mark in told for mark in MARKS] == [expected] * len(MARKS)


def started(mechanism: Mechanism, code: str, *, ending: str) -> Iterator[str]:
    """Run a node as a process of its own and yield its lines until one holds `ending`."""
    mechanism.close(code)
    mechanism.home(code).settings.write_bytes(
        write_settings(Settings(member=code, desk_port=0, peer_port=0, peer_host="127.0.0.1"))
    )
    words = [sys.executable, "-m", "parley.cli.main", "run", "--no-desk", "--home", str(mechanism.home(code).path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield line
            if ending in line:
                break
        process.terminate()


@pytest.mark.parametrize("words", [["charter", "status"], ["charter", "sign"], ["charter", "propose"]])
def test_what_is_said_of_the_charter_is_marked(
    cell: tuple[Mechanism, str, bool], words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Status, signature and proposal of a charter begin with the mark, before anything is asked of the node."""
    mechanism, _, expected = cell
    home = mechanism.home("SY")
    file = [str(home.charter)] if words[-1] == "propose" else []

    def away(path: Path, request: object) -> object:
        assert is_marked(capsys.readouterr().out) == expected
        raise NodeAway(str(path))

    monkeypatch.setattr(charter_signing, "ask", away)
    assert main([*words, *file, "--home", str(home.path)]) == 2


def test_a_rebuild_is_marked(cell: tuple[Mechanism, str, bool], capsys: Screen) -> None:
    """`parley rebuild` says that what it judged again is an exercise."""
    mechanism, _, expected = cell
    mechanism.close("SY")
    assert main(["rebuild", "--home", str(mechanism.home("SY").path)]) == 0
    assert is_marked(capsys.readouterr().out) == expected


def test_the_list_of_officers_is_marked(cell: tuple[Mechanism, str, bool]) -> None:
    """`parley officer list` says whose officers they are: those of an exercise, or real ones."""
    mechanism, _, expected = cell
    words = [sys.executable, "-m", "parley.cli.main", "officer", "list", "--home", str(mechanism.home("SY").path)]
    # Django is set up once in a process, for one home.
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert is_marked(done.stdout) == expected


def test_what_an_auditor_is_told_is_marked(
    cell: tuple[Mechanism, str, bool], tmp_path: Path, capsys: Screen
) -> None:
    """`parley verify` of an export says that all of it is an exercise."""
    mechanism, _, expected = cell
    assert main(["export", str(tmp_path / "out"), "--home", str(mechanism.home("SY").path)]) == 0
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "out"), "--quiet"]) == 0
    assert is_marked(capsys.readouterr().out) == expected
