"""Three real nodes over sockets: one gives a blind notice, the other an open one, the supervisor's tells both."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parley.node.blind.answering import held_versions
from tests.link.cast import free_port
from tests.link.cell import until
from tests.link.real import real_cells
from tests.node import comparing
from tests.node.blind.cast import TICK_S, gives, template_with_clause
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, notice

pytestmark = pytest.mark.story


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism with the clause, on free ports."""
    template = template_with_clause(tmp_path)
    mechanism = Mechanism(
        tmp_path / "homes", template=template, address=lambda _: f"127.0.0.1:{free_port()}", durable=False
    ).make()
    yield mechanism
    mechanism.close_all()


def of_form(paris: Mechanism, member: str, form: str) -> list[Any]:
    """Return the states of one form at a node."""
    return [state for state in comparing.states(paris.nodes[member]).values() if state.get("form") == form]


def test_both_sides_learn_of_it_at_the_next_tick(paris: Mechanism) -> None:
    """Their nodes count, detect and tell by themselves; between two ticks nothing is told."""

    async def story() -> None:
        async with real_cells(*(paris.nodes[code] for code in ALL)):
            mine = await asyncio.to_thread(gives, paris, "SY")
            await asyncio.to_thread(notice, paris, "IL")
            us = paris.nodes["US"]
            await until(lambda: bool(held_versions(us)) and len(of_form(paris, "US", "notice")) == 2, within_s=60)
            assert all(of_form(paris, member, "blind_overlap") == [] for member in ALL)
            for clock in paris.clocks.values():
                clock.at_ms += TICK_S * 1000
            await until(lambda: all(len(of_form(paris, member, "blind_overlap")) == 1 for member in ALL), within_s=60)
            assert mine not in comparing.states(paris.nodes["IL"])

    asyncio.run(story())
    told = [of_form(paris, member, "blind_overlap") for member in ALL]
    assert told[0] == told[1] == told[2] and told[0][0]["name"] == "told"
