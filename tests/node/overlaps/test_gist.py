"""What lies in PostgreSQL is derived: used again where it is what is held, mended where it is not, missed by nobody."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cluster import Cluster
from parley.geo.geojson import Drawn
from parley.node.overlaps import gist, telling
from parley.node.overlaps.finding import Detector
from parley.node.overlaps.gist import GistIndex
from parley.node.overlaps.guarded import Given, IndexAway
from parley.node.overlaps.held import HeldOverlaps
from parley.node.overlaps.rows import boxes_of
from parley.node.running import Node
from parley.node.statusing import status
from tests.geo.drawing import GROUND
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, BEGINS_S, found, notice, says
from tests.node.overlaps.scattering import scattered
from tests.tracks.deconfliction.plans import DAY

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]
NAME = "parley_test_gist"


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """The address of the server, without anything of these tests in it."""
    yield cluster.url
    with gist.connect(cluster.url, name=NAME) as conn:
        conn.execute(f"DROP SCHEMA IF EXISTS {NAME} CASCADE")


def given(drawn: list[Drawn]) -> list[Given]:
    """Return activities as an index is given them."""
    return [Given(each.id, 0, each.volume, each.members[0], each.classes[0]) for each in drawn]


def opened(url: str, **changes: Any) -> tuple[Any, GistIndex]:
    """Return a connection and the index that lies behind it."""
    conn = gist.connect(url, name=NAME)
    index = GistIndex(conn, ground=replace(GROUND, **changes))
    index.make()
    return conn, index


def written(conn: Any) -> dict[str, int]:
    """Return of each activity the transaction that wrote its row."""
    rows = conn.execute("SELECT owner, xmin::text::bigint FROM activity").fetchall()
    return dict(rows)


def test_what_is_the_same_is_not_written_again_and_what_is_another_is(url: str) -> None:
    """After a start: only what changed meanwhile is put in, and what nobody holds any more is taken out."""
    one, other, gone = scattered(3, seed=1)
    conn, index = opened(url)
    index.add_all(given([one, other, gone]))
    before = written(conn)
    conn.close()
    conn, index = opened(url)
    moved = replace(other, volume=gone.volume)
    index.add_all(given([one, moved]))
    assert index.hits(gone.volume) == sorted([(gone.id, 0), (other.id, 0)])
    index.sweep()
    assert index.hits(gone.volume) == [(other.id, 0)]
    after = written(conn)
    assert after.keys() == {one.id, other.id}
    assert after[one.id] == before[one.id] and after[other.id] != before[other.id]
    conn.close()


def test_what_is_there_and_not_held_counts_for_nothing(url: str) -> None:
    """Before it is swept out: a detector answers for what it holds alone."""
    one, other = scattered(2, seed=1)
    conn, index = opened(url)
    index.add_all(given([replace(one, id="IL/0", members=("IL",))]))
    conn.close()
    conn, index = opened(url)
    detector = Detector(sqlite3.connect(":memory:", isolation_level=None), ground=GROUND, activities=index)
    assert detector.check(replace(other, volume=one.volume, members=("SY",))) == []
    conn.close()


def test_another_ground_makes_the_tables_anew(url: str) -> None:
    """Heights were widened by the charter's figures: by other figures they are other boxes. The line stays as it is."""
    drawn = scattered(9, seed=1)
    conn, index = opened(url)
    index.add_all(given(drawn))
    assert all((each.id, 0) in index.hits(each.volume) for each in drawn)
    again = GistIndex(conn, ground=replace(GROUND, geoid_m=(1, 2)))
    again.make()
    assert written(conn) == {}
    again.add_all(given(drawn[:1]))
    assert again.hits(drawn[0].volume) == [(drawn[0].id, 0)]
    conn.close()


def test_two_processes_do_not_share_the_tables(url: str) -> None:
    """Each would take out what the other put in, and collisions would be missed."""
    conn, _ = opened(url)
    with pytest.raises(IndexAway, match="another process"):
        gist.connect(url, name=NAME)
    conn.close()
    gist.connect(url, name=NAME).close()


@pytest.mark.parametrize("address", [
    "postgresql://parley:secret@localhost:1/none", "postgresql://parley:secret@/none?host=/nowhere",
    "postgresql://parley:secret%@localhost/none",
])  # fmt: skip
def test_why_there_is_no_connection_is_told_without_the_password(address: str) -> None:
    """In one line, for an operator."""
    with pytest.raises(IndexAway) as refused:
        gist.connect(address, name=NAME)
    told = str(refused.value)
    assert told and "\n" not in told and "secret" not in told


def test_many_are_put_in_at_once_and_the_planner_is_told(url: str) -> None:
    """A thousand in one transaction; each is found again by itself, by the index over all three dimensions."""
    drawn = scattered(1_500, seed=4, spread=4_000)
    conn, index = opened(url)
    index.add_all(given(drawn))
    index.sweep()
    assert all((each.id, 0) in index.hits(each.volume) for each in drawn[::50])
    box = next(boxes_of(drawn[0].volume, drawn[0].volume.band(GROUND)))
    plan = "\n".join(row[0] for row in conn.execute("EXPLAIN " + gist.ASK, (*gist._limits(box), "")))
    assert "activity_where" in plan
    conn.close()


@pytest.fixture
def with_database(tmp_path: Path, cluster: Cluster) -> Iterator[Mechanism]:
    """The default mechanism; IL's node keeps its index in PostgreSQL."""
    mechanism = Mechanism(tmp_path / "homes", durable=False, database_urls={"IL": cluster.url}).make()
    yield mechanism
    mechanism.close_all()


def status_of(node: Node) -> dict[str, Any]:
    """Return what `parley status` says of a node's index."""
    told: dict[str, Any] = status(node)["overlap_index"]
    return told


def test_a_node_finds_the_same_with_a_database_and_without(with_database: Mechanism) -> None:
    """Filed, changed in what they meet, cancelled: all three nodes tell the same pairs."""
    paris = with_database
    kept = HeldOverlaps(paris.nodes["IL"])
    kept.keep_up()
    assert status_of(paris.nodes["IL"]) == {"where": "postgresql", "fault": None}
    assert status_of(paris.nodes["SY"]) == {"where": "memory", "fault": None}
    mine = [notice(paris, "SY", begins_s=BEGINS_S + day * DAY) for day in range(3)]
    for day in range(3):
        notice(paris, "IL", begins_s=BEGINS_S + day * DAY)
    paris.carry_all(1)
    assert [(each.matters, each.kind, each.knew) for each in kept.all()] == found(paris, "SY") == found(paris, "US")
    assert len(kept.all()) == 3
    says(paris, "SY", "activity_cancelled", {"why": "Rain"}, matter=mine[0], to=ALL)
    paris.carry_all(1)
    assert [(each.matters, each.kind, each.knew) for each in kept.all()] == found(paris, "US")
    assert len(kept.all()) == 2


def test_a_database_that_ends_under_a_node_costs_no_overlap(with_database: Mechanism, cluster: Cluster) -> None:
    """The status says what is wrong; what comes meanwhile is found, and is in the database when it is back."""
    paris, node = with_database, with_database.nodes["IL"]
    kept = HeldOverlaps(node)
    kept.keep_up()
    first = notice(paris, "SY")
    notice(paris, "IL")
    paris.carry_all(1)
    assert len(kept.all()) == 1
    cluster.kill()
    try:
        later = notice(paris, "SY", begins_s=BEGINS_S + DAY)
        notice(paris, "IL", begins_s=BEGINS_S + DAY)
        says(paris, "SY", "activity_cancelled", {"why": "Rain"}, matter=first, to=ALL)
        paris.carry_all(1)
        assert [each.matters[1] for each in kept.all()] == [later]
        kept.keep_up()
        told = status_of(paris.nodes["IL"])
        assert told["where"] == "memory" and told["fault"]
    finally:
        cluster.start()
    kept.keep_up()
    assert status_of(paris.nodes["IL"]) == {"where": "postgresql", "fault": None}
    assert [each.matters[1] for each in kept.all()] == [later]
    assert database_holds(node) == held(kept)
    assert len(kept.tried(notice_plan(BEGINS_S + DAY), own="US")) == 2


def database_holds(node: Any) -> set[str]:
    """Return whose volumes lie in the database of a node."""
    conn = node.kept["overlap_index"].connection
    return {row[0] for row in conn.execute("SELECT owner FROM activity")}


def held(kept: HeldOverlaps) -> set[str]:
    """Return the notices that a detector holds."""
    return {matter for matter, each in kept._held.items() if not each.state.is_over}


def notice_plan(begins_s: int) -> dict[str, Any]:
    """Return a plan over the square of the tests."""
    from tests.tracks.deconfliction.plans import plan, volume

    return plan(volume(begins_s=begins_s))


def test_a_node_that_starts_again_takes_up_what_is_there(with_database: Mechanism) -> None:
    """Nothing is written again that is the same; a notice that was cancelled while it was away is out of it."""
    paris = with_database
    kept = HeldOverlaps(paris.nodes["IL"])
    kept.keep_up()
    gone, stays = notice(paris, "SY"), notice(paris, "SY", begins_s=BEGINS_S + DAY)
    own = notice(paris, "IL", begins_s=BEGINS_S + DAY)
    paris.carry_all(1)
    assert len(kept.all()) == 1
    conn = paris.nodes["IL"].kept["overlap_index"].connection
    before = written(conn)
    conn.close()
    paris.close("IL")
    says(paris, "SY", "activity_cancelled", {"why": "Rain"}, matter=gone, to=ALL)
    node = paris.open("IL")
    paris.carry_all(1)
    again = HeldOverlaps(node)
    again.keep_up()
    assert [each.matters for each in again.all()] == [(own, stays)]
    after = written(node.kept["overlap_index"].connection)
    assert after == {each: before[each] for each in (own, stays)}


def test_a_running_node_looks_after_its_database_by_itself(
    with_database: Mechanism, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody asks for an overlap: it is reached, its end is noticed and told, and it is reached again."""
    monkeypatch.setattr(telling, "LOOK_EVERY_S", 0.05)
    node = with_database.nodes["IL"]

    async def told(where: str, *, is_well: bool) -> None:
        async with asyncio.timeout(60):
            while (state := status_of(node))["where"] != where or (state["fault"] is None) is not is_well:
                await asyncio.sleep(0.05)

    async def looked_after() -> None:
        running = asyncio.create_task(telling.run_index(node))
        await told("postgresql", is_well=True)
        await asyncio.to_thread(cluster.kill)
        try:
            await told("memory", is_well=False)
        finally:
            await asyncio.to_thread(cluster.start)
        await told("postgresql", is_well=True)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    asyncio.run(looked_after())


def test_a_node_without_a_database_looks_after_none(with_database: Mechanism) -> None:
    """Its round ends at once, and loads nothing."""
    node = with_database.nodes["SY"]
    asyncio.run(asyncio.wait_for(telling.run_index(node), timeout=60))
    assert status_of(node) == {"where": "memory", "fault": None} and "overlap_index" not in node.kept
