"""`parley demo` that is stopped on its way: what its exit code says to whoever waits for it."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parley.cli import demo


@pytest.fixture
def template(tmp_path: Path) -> Iterator[Path]:
    """A file in place of a template; afterwards the signals do again what they did."""
    file, before = tmp_path / "charter.yaml", signal.getsignal(signal.SIGTERM)
    file.write_text("")
    # A shell that runs the tests in the background has Ctrl-C ignored from the start.
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield file
    signal.signal(signal.SIGTERM, before)
    signal.signal(signal.SIGINT, ignored)


def stopped(number: int) -> Any:
    """Return an exercise that is stopped by this signal while it is played."""

    def play(folder: Path, **_: Any) -> bool:
        os.kill(os.getpid(), number)
        return True

    return play


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_check_that_was_stopped_has_not_passed(
    monkeypatch: pytest.MonkeyPatch, template: Path, number: int
) -> None:
    """Stopped by Ctrl-C or by SIGTERM, `parley demo --check` ends with 1: it found out nothing."""
    monkeypatch.setattr(demo, "check", stopped(number))
    for home in (None, template.parent / "demo"):
        assert demo.run(argparse.Namespace(home=home, template=template, language="en", check=True)) == 1


def test_a_demo_that_a_person_ends_has_ended_well(monkeypatch: pytest.MonkeyPatch, template: Path) -> None:
    """Who watches stops it when he has seen enough."""
    monkeypatch.setattr(demo, "show", stopped(signal.SIGTERM))
    assert demo.run(argparse.Namespace(home=template.parent, template=template, language="en", check=False)) == 0
