"""The whole demo, as anybody would call it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from parley.demo.exercise import nodes_of, open_stage
from parley.demo.playing import PROGRESS, Stage, read_progress
from parley.demo.script import Played, Stand, matter_of, the_exercise
from parley.demo.standing import nodes_of as must_stand_at
from parley.texts import sentence
from tests.demo.pages import HEAD, MARKS, PAGES
from tests.desk.screens import FLAGS
from tests.house.tree import ROOT
from tests.stories.two_day_desks import LANGUAGES, desk_of


@dataclass(frozen=True)
class Checked:
    """The folder of an exercise that was checked, and what the check told."""

    folder: Path
    done: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """The exercise of the default charter, played and checked once, in a folder that is kept."""
    folder = tmp_path_factory.mktemp("d") / "x"
    command = [sys.executable, "-m", "parley.cli.main", "demo", "--check", "--home", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    return Checked(folder, done)


@pytest.mark.story
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demo_plays_and_every_node_shows_the_same(checked: Checked) -> None:
    """`parley demo --check` plays the exercise over three nodes with a power cut and a night; each track stands."""
    done = checked.done
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every node shows the same, and every record verifies." in done.stdout
    # What stands is told only where it stands at each node.
    for stand in the_exercise().stands:
        (told,) = [line for line in done.stdout.splitlines() if line.startswith(opening_of(stand))]
        assert told.endswith(f"at {', '.join(stand.at or ('SY', 'IL', 'US'))}).")


@pytest.mark.story
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_file_of_talks_waited_for_its_step(checked: Checked) -> None:
    """Its sitting was handed in just before the step was certified, and refused by the clause of gates."""
    waited = sentence("demo.waited", language="en", data={"member": "US", "kind": "sitting_opened", "clause": "TA-8"})
    lines = checked.done.stdout.splitlines()
    assert waited in lines and lines[lines.index(waited) + 1].endswith(" step_certified"), checked.done.stdout


@dataclass(frozen=True)
class Desks:
    """The stage whose nodes run, what was played on it, and a browser."""

    stage: Stage
    progress: Mapping[str, Played]
    browser: Browser


@pytest.fixture(scope="module")
def desks(checked: Checked, chromium: str) -> Iterator[Desks]:
    """The desks of the exercise as it was left, an officer of each member signed in, and where each matter lies."""
    assert checked.done.returncode == 0, checked.done.stdout + checked.done.stderr
    stage = open_stage(checked.folder, template=b"")
    progress = read_progress(stage.folder)
    last_s = max(each.now_s for each in progress.values())
    ahead_s = last_s - int((stage.folder / PROGRESS).stat().st_mtime)
    with nodes_of(stage, ahead_s=ahead_s), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield Desks(stage, progress, browser)
        browser.close()


@pytest.mark.story
@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_chief_of_each_side_sees_all_that_stands_in_its_own_language(desks: Desks, code: str) -> None:
    """Each matter's page says how it stands and that it is an exercise; what was not given to a member is not there."""
    language, desk = LANGUAGES[code], desk_of(desks.browser, desks.stage, code, role="chief")
    for stand in the_exercise().stands:
        shown = PAGES[stand.says.rpartition(".")[2]]
        address = f"/{shown.under}/{matter_of(stand.of, desks.progress)}"
        if code not in must_stand_at(desks.stage, stand):
            assert desk.page.request.get(address).status == HTTPStatus.NOT_FOUND, address
            continue
        desk.visit(address)  # on a telephone, too
        assert desk.page.locator("p.exercise b").first.inner_text() == MARKS[language], address
        said = desk.page.locator(shown.where).first.inner_text()
        is_said = said == shown.words[language] if shown.where == HEAD else shown.words[language] in said
        assert is_said, (address, said)
    assert desk.page.locator("html").get_attribute("lang") == language
    assert desk.complaints == []


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
