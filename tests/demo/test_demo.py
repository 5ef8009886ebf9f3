"""The whole demo, as anybody would call it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from parley.demo.script import Stand, the_exercise
from parley.texts import sentence
from tests.house.tree import ROOT


@pytest.mark.story
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_plays_and_every_node_shows_the_same() -> None:
    """`parley demo --check` plays the exercise over three nodes with a power cut and a night; each track stands."""
    command = [sys.executable, "-m", "parley.cli.main", "demo", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every node shows the same, and every record verifies." in done.stdout
    # What stands is told only where it stands at each node.
    for stand in the_exercise().stands:
        (told,) = [line for line in done.stdout.splitlines() if line.startswith(opening_of(stand))]
        assert told.endswith(f"at {', '.join(stand.at or ('SY', 'IL', 'US'))}).")


def opening_of(stand: Stand) -> str:
    """Return how the sentence begins that tells what stands."""
    return sentence(stand.says, language="en", data={"matter": "%", "by": "", "at": ""}).split("%")[0]


@pytest.mark.story
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_plays_over_seven_members_of_another_charter() -> None:
    """`parley demo --check` plays over five parties, a chair and an observer, and finds no fault."""
    command = [sys.executable, "-m", "parley.cli.main", "demo", "--check", "--template", "charters/five-parties.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every node shows the same, and every record verifies." in done.stdout


def shown_until(home: Path, *, kind: str) -> list[str]:
    """Start the demo in a folder, interrupt it once it has filed an entry of this kind, and return what it showed."""
    # What runs in the background of a shell, as these tests may, does not hear Ctrl-C, and its children neither.
    command = ["env", "--default-signal=INT", sys.executable, "-m", "parley.cli.main", "demo", "--home", str(home)]
    told = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            told.append(line)
            if line.rstrip().endswith(f" {kind}"):
                demo.send_signal(signal.SIGINT)
                break
        told += demo.stdout.readlines()
    assert demo.returncode == 0, "".join(told)
    return told


@pytest.mark.story
@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_demo_that_was_stopped_goes_on_where_it_stood(tmp_path: Path) -> None:
    """A second start of `parley demo` in the same folder files nothing twice and goes on with the next step."""
    home = tmp_path / "demo"
    first = shown_until(home, kind="watch_taken")
    before = json.loads((home / "progress.json").read_text(encoding="utf-8"))
    second = shown_until(home, kind="translation_attached")
    after = json.loads((home / "progress.json").read_text(encoding="utf-8"))
    assert "All nodes were stopped." in first[-1]
    assert before == {label: after[label] for label in before} and len(after) > len(before)
    assert not any("charter_signed" in line for line in second)
    assert (home / "sign-ins.txt").read_text(encoding="utf-8") in "".join(second)
