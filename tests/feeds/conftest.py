"""The default mechanism with real nodes, and one whose charter lets others' notices leave; each serves a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feeds.reading import Reader, reader
from tests.node import mechanism as making
from tests.node.mechanism import Mechanism

CLAUSE = b"\nfeeds:\n  others_notices: [map, calendar, alerts]\n  basis: this_charter\n"


@pytest.fixture(scope="module")
def paris(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mechanism]:
    """The default mechanism."""
    mechanism = Mechanism(tmp_path_factory.mktemp("paris"), durable=False).make()
    yield mechanism
    mechanism.close_all()


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mechanism]:
    """A mechanism whose charter, signed by all, lets others' notices leave in three formats."""
    folder = tmp_path_factory.mktemp("signed")
    (folder / "paris-2026.yaml").write_bytes((making.TEMPLATES / "paris-2026.yaml").read_bytes() + CLAUSE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(making, "TEMPLATES", Path(folder))
        mechanism = Mechanism(folder / "homes", durable=False).make()
    yield mechanism
    mechanism.close_all()


@pytest.fixture
def client(paris: Mechanism) -> Reader:
    """A client of a feed of SY's own notices in every format that is read."""
    return reader(paris.nodes["SY"])
