"""The link and the door over real nodes: databases, writers, rounds, sockets and TLS."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from parley.node import reading, serving
from parley.node.bundle import Beside, write_bundle
from parley.node.drafts import AttachmentDraft, Draft, Filed
from parley.node.filing import file, file_soon
from parley.node.link import attachments
from parley.node.links import via
from parley.node.running import Node
from parley.node.stick import import_bundle
from tests.link.cast import free_port
from tests.link.cell import until
from tests.link.real import RealCell, real_cells
from tests.node.mechanism import Mechanism

pytestmark = pytest.mark.story


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism on free ports, its charter in force at every node."""
    mechanism = Mechanism(tmp_path, address=lambda _: f"127.0.0.1:{free_port()}").make()
    yield mechanism
    mechanism.close_all()


def message(node: Node, text: str, *paths: Path) -> str:
    """File a routine message to all and return its id."""
    outcome = file(draft(node, text, *paths), node=node)
    assert isinstance(outcome, Filed), outcome
    return outcome.id


def messages(node: Node, count: int) -> list[str]:
    """File many messages at once and return their ids."""
    outcomes = [waiting.result() for waiting in [file_soon(draft(node, f"{n}"), node=node) for n in range(count)]]
    assert all(isinstance(outcome, Filed) for outcome in outcomes)
    return [outcome.id for outcome in outcomes if isinstance(outcome, Filed)]


def draft(node: Node, text: str, *paths: Path) -> Draft:
    """Return the draft of a routine message to all."""
    content = {"precedence": "routine", "subject": "Test", "text": text, "lang": "en", "template": None}
    to = tuple(code for code in node.charter().codes if code != node.member)
    sent = tuple(AttachmentDraft(path.name, "application/octet-stream", path) for path in paths)
    rest: dict[str, Any] = {"items": [], "asks_read_back": False}
    return Draft("message_sent", to, content | rest, role="duty_officer", attachments=sent)


def known(cell: RealCell) -> set[str]:
    """Return the ids of the matters that a node shows."""
    return {row.id for row in reading.conversations(cell.node, limit=1000)}


def test_a_message_reaches_every_member_and_is_cosigned_by_each(paris: Mechanism) -> None:
    """A filed message is held, shown and cosigned by all, and its author learns of it."""

    async def story() -> None:
        async with real_cells(*(paris.nodes[code] for code in ("SY", "IL", "US"))) as (sy, il, us):
            sent = await asyncio.to_thread(message, sy.node, "one")
            await until(lambda: sent in known(il) and sent in known(us))
            holdings = sy.app._holdings
            size = sy.size(sy)
            await until(lambda: all(holdings.mirrored(sy.origin, by=code) >= size for code in ("IL", "US")))

    asyncio.run(story())


def test_with_one_line_cut_the_supervisor_relays(paris: Mechanism) -> None:
    """Two nodes that never reach each other lose nothing while both reach the third."""

    async def story() -> None:
        sy, il, us = cells = [RealCell(paris.nodes[code]) for code in ("SY", "IL", "US")]
        try:
            # IL does not listen and does not dial SY: the two are in touch through US only.
            for cell in (sy, us):
                await cell.listen()
            for cell in cells:
                await cell.follow()
            await until(lambda: il.board.is_up("US") and sy.board.is_up("US") and us.board.is_up("SY"))
            il.links._tasks["SY"].cancel()
            await until(lambda: not il.board.is_up("SY") or il.links._tasks["SY"].done())
            sent = await asyncio.to_thread(message, sy.node, "relayed")
            await until(lambda: sent in known(il), within_s=60)
            await until(lambda: bool(il.board.routes_of(sy.origin, sy.size(sy))))
            assert via("US") in {seen.route for seen in il.board.routes_of(sy.origin, sy.size(sy))}
            assert not sy.board.is_up("IL")
        finally:
            for cell in cells:
                await cell.stop()

    asyncio.run(story())


def test_a_node_that_was_away_catches_up(paris: Mechanism) -> None:
    """Everything filed while a node was away arrives when it is back, in frames of many entries."""

    async def story() -> None:
        async with real_cells(paris.nodes["SY"], paris.nodes["US"]) as (sy, us):
            ids = await asyncio.to_thread(messages, sy.node, 200)
            await until(lambda: us.size(sy) == sy.size(sy), within_s=60)
            async with real_cells(paris.nodes["IL"]) as (il,):
                await until(lambda: il.size(sy) == sy.size(sy), within_s=60)
                await until(lambda: ids[-1] in known(il))

    asyncio.run(story())


def test_an_attachment_follows_its_entry(paris: Mechanism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sealed attachment is mirrored by all, whole and under its digest."""
    monkeypatch.setattr(attachments, "LOOK_EVERY_S", 0.1)
    sketch = tmp_path / "sketch.bin"
    sketch.write_bytes(bytes(range(256)) * 8000)

    async def story() -> None:
        async with real_cells(*(paris.nodes[code] for code in ("SY", "IL", "US"))) as (sy, il, us):
            await asyncio.to_thread(message, sy.node, "with a sketch", sketch)
            digest = sy.node.reader().execute("SELECT digest FROM attachment").fetchone()[0]
            await until(lambda: all(serving.attachment_size(c.node.reader(), digest) for c in (il, us)), within_s=60)
            size = serving.attachment_size(il.node.reader(), digest) or 0
            raw = serving.attachment_bytes(il.node.reader(), digest, 0, size)
            assert sha256(raw).digest() == digest

    asyncio.run(story())


def bundle_of(node: Node, path: Path, since: dict[str, int] | None = None) -> Path:
    """Write what a node holds into a bundle."""
    beside = Beside(node.member, node.home.charter.read_bytes(), node.founding.digest, b"read me\n", lambda _: [])
    with path.open("wb") as out:
        write_bundle(out, conn=node.reader(), since=since or {}, beside=beside, bound=node.bound)
    return path


def test_a_bundle_carries_what_a_link_would(paris: Mechanism, tmp_path: Path) -> None:
    """A node that takes a bundle in holds and shows what the other did, attachments included."""
    sy, il = paris.nodes["SY"], paris.nodes["IL"]
    sketch = tmp_path / "sketch.bin"
    sketch.write_bytes(bytes(300_000))
    ids = [*messages(sy, 300), message(sy, "with a sketch", sketch)]
    taken = import_bundle(bundle_of(sy, tmp_path / "a.bundle"), node=il)
    assert [log.refusal for log in taken] == [None] * len(taken)
    assert set(ids) <= {row.id for row in reading.conversations(il, limit=1000)}
    digest = sy.reader().execute("SELECT digest FROM attachment").fetchone()[0]
    assert serving.attachment_size(il.reader(), digest) is not None


def test_equal_holdings_make_equal_bundles(paris: Mechanism, tmp_path: Path) -> None:
    """The same node writes the same bytes twice, and the node that took them in writes the same leaves."""
    sy = paris.nodes["SY"]
    message(sy, "one")
    first, second = bundle_of(sy, tmp_path / "a"), bundle_of(sy, tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()


def test_a_bundle_may_begin_where_the_other_stopped(paris: Mechanism, tmp_path: Path) -> None:
    """A bundle since a number brings what lies beyond it, proven from the left edge it carries."""
    sy, il = paris.nodes["SY"], paris.nodes["IL"]
    messages(sy, 600)
    origin = sy.founding.member("SY").origin
    import_bundle(bundle_of(sy, tmp_path / "all"), node=il)
    messages(sy, 300)
    held = serving.heads(il.reader())[origin].size
    path = bundle_of(sy, tmp_path / "rest", {origin: held})
    assert path.stat().st_size < (tmp_path / "all").stat().st_size
    assert all(log.refusal is None for log in import_bundle(path, node=il))
    assert serving.heads(il.reader())[origin].size == serving.heads(sy.reader())[origin].size


def test_a_bundle_from_beyond_what_is_held_is_refused(paris: Mechanism, tmp_path: Path) -> None:
    """A bundle that leaves a gap is refused for that log, and what is held stays."""
    sy, il = paris.nodes["SY"], paris.nodes["IL"]
    messages(sy, 300)
    origin = sy.founding.member("SY").origin
    before = serving.heads(il.reader())[origin].size
    taken = import_bundle(bundle_of(sy, tmp_path / "rest", {origin: 290}), node=il)
    refused = {log.log: log.refusal for log in taken}[origin]
    assert refused is not None and refused.code == "gap"
    assert serving.heads(il.reader())[origin].size == before
