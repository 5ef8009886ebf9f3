"""Where the indexes of the tests lie: in SQLite, and in a PostgreSQL of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cluster import Cluster, programs_of_postgresql, running_cluster
from parley.geo.band import Ground
from parley.node.overlaps.index import Index
from tests.node.mechanism import Mechanism
from tests.node.overlaps.zoned import template_with_zone

_NAMES = count(1)
BOTH = [
    "sqlite",
    pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]),
]
IndexOf = Callable[[Ground], Index | None]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server for all tests of a run; who stops it starts it again."""
    programs = programs_of_postgresql()
    assert programs is not None  # tests/conftest.py has skipped what asks for it
    with running_cluster(programs, options="-c fsync=off -c shared_buffers=32MB") as made:
        yield made


@pytest.fixture(params=BOTH)
def index_of(request: pytest.FixtureRequest) -> Iterator[IndexOf]:
    """Give an empty index of activities: None stands for the detector's own in SQLite."""
    if request.param == "sqlite":
        yield lambda ground: None
        return
    from parley.node.overlaps import gist

    url, opened = request.getfixturevalue("cluster").url, list[Any]()

    def made(ground: Ground) -> Index:
        opened.append(gist.connect(url, name=f"parley_test_{next(_NAMES)}"))
        index = gist.GistIndex(opened[-1], ground=ground)
        index.make()
        return index

    yield made
    for connection in opened:
        connection.close()


@pytest.fixture
def zoned(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism, with an agreed zone."""
    mechanism = Mechanism(tmp_path / "homes", template=template_with_zone(tmp_path), durable=False).make()
    yield mechanism
    mechanism.close_all()
