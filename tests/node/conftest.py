"""Fixtures of the node's tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from parley.node import running
from tests.node.mechanism import Mechanism


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The homes of the default mechanism, its charter signed by all and in force, to be copied for each test."""
    folder = tmp_path_factory.mktemp("made") / "homes"
    Mechanism(folder, durable=False).make_anew().close_all()
    return folder


read_once = lru_cache(maxsize=256)(running.read_charter)


@pytest.fixture
def undurable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no disk, for these tests cut no power, and read each charter once."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(running, "read_charter", read_once)


@pytest.fixture
def paris(made: Path, tmp_path: Path, undurable: None) -> Iterator[Mechanism]:
    """The default mechanism, its charter in force at every node."""
    mechanism = Mechanism(shutil.copytree(made, tmp_path / "homes"), durable=False)
    for code in ("SY", "IL", "US"):
        mechanism.open(code)
    yield mechanism
    mechanism.close_all()
