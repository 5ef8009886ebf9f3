"""Fixtures of the stories: every mechanism is ended, whatever became of its story."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.nodes import Mechanism


@pytest.fixture
def mechanism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mechanism]:
    """A mechanism yet to be made; its folder has a short name, for a socket's path holds 107 bytes."""
    made = Mechanism(tmp_path_factory.mktemp("s"))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def paris(mechanism: Mechanism) -> Mechanism:
    """The default mechanism with three nodes that run, its charter in force."""
    return mechanism.make().begin()
