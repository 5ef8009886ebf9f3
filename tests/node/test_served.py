"""The own log goes out only as far as its high-water mark, and the mark follows before anything more is signed."""

from __future__ import annotations

import io
import os
import shutil
import time
from pathlib import Path

import pytest

from parley.charter.verdict import Refusal
from parley.node import recovery, serving
from parley.node.bundle import Beside, write_bundle
from parley.node.filing import Filed, file
from parley.node.highwater import HighWater, bound_of
from parley.node.running import Node
from parley.wire.nodeholdings import NodeHoldings
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.test_kill import run
from tests.node.test_restore import message

BIG = 8 << 20


def fill_up(node: Node) -> None:
    """Let the disk under the high-water mark be full from now on."""
    path = node.home.highwater
    node.highwater.close()
    path.rename(path.with_name("mark"))
    path.symlink_to("/dev/full")


def make_room(node: Node) -> None:
    """Give the high-water mark its room back."""
    path = node.home.highwater
    path.unlink()
    path.with_name("mark").rename(path)


def standing(node: Node) -> recovery.Standing:
    """Return how the own log stands to its mark."""
    return node.writer.call(lambda ledger: recovery.standing(ledger, node.highwater)).result()


def said(node: Node, subject: str) -> str:
    """File a message and return its id."""
    done = file(message(subject), node=node)
    assert isinstance(done, Filed), done
    return done.id


def goes_out(node: Node) -> set[int]:
    """Return how far the own log goes by every way out of the node."""
    holdings, origin, conn = NodeHoldings(node), node.ledger.origin, node.reader()
    held = holdings.held()[origin]
    note = serving.checkpoint(conn, origin, node.bound)
    found = {held.size, held.checkpoint_size, size_of(note), size_of(holdings.checkpoint(origin))}
    assert all((size_of(each) or 0) <= held.size for each in holdings.cosigned_notes(origin))
    part = holdings.run(origin, start=0, max_count=1000, max_bytes=BIG)
    assert part is not None
    found |= {len(part.leaves), size_of(part.note)}
    for width in range(1, 256):
        got = holdings.tile(origin, level=0, index=0, width=width), holdings.bundle(origin, index=0, width=width)
        if got == (None, None):
            found.add(width - 1)
            break
        assert None not in got
    return {size for size in (*found, size_in_bundle(node)) if size is not None}


def size_of(note: bytes | None) -> int | None:
    """Return the size in a checkpoint note."""
    return int(note.split(b"\n")[1]) if note else None


def size_in_bundle(node: Node) -> int | None:
    """Return how far the own log goes in a bundle that the node writes now."""
    out = io.BytesIO()
    beside = Beside(node.member, node.home.charter.read_bytes(), node.founding.digest, b"read me\n", lambda _: [])
    # As another process would: by the file, or, where it is away, by what the node itself knows.
    bound = bound_of(node.home, node.ledger.origin, without_mark=node.highwater.size)
    manifest = write_bundle(out, conn=node.reader(), since={}, beside=beside, bound=bound)
    return next((part.size for part in manifest.logs if part.origin == node.ledger.origin), None)


def test_every_way_out_ends_at_the_mark(paris: Mechanism) -> None:
    """While the mark cannot be written, stream, tiles, checkpoint and bundle all end where it stands."""
    node = paris.nodes["SY"]
    said(node, "before")
    at = node.highwater.size
    assert goes_out(node) == {at}
    fill_up(node)
    last = said(node, "beyond the mark")
    assert last == f"SY/{at}"
    assert goes_out(node) == {at}
    refused = file(message("one batch more"), node=node)
    assert isinstance(refused, Refusal) and refused.code == "storage_failed"
    heard = said(paris.nodes["IL"], "the others are heard all the same")
    paris.carry("IL", "SY")
    assert heard in comparing.states(node)
    assert goes_out(node) == {at} and "No space" in (node.writer.mark_fault or "")


def test_a_mark_that_can_be_written_again_follows_by_itself(paris: Mechanism) -> None:
    """Once there is room, what waited beyond the mark goes out without anybody filing anything."""
    node = paris.nodes["SY"]
    fill_up(node)
    last = said(node, "beyond the mark")
    paris.carry("SY", "IL")
    make_room(node)
    end = time.monotonic() + 20
    while node.writer.mark_fault is not None and time.monotonic() < end:
        time.sleep(0.05)
    assert goes_out(node) == {int(last[3:]) + 1}
    paris.carry_all()
    assert last in comparing.states(paris.nodes["IL"])


def test_a_backup_of_just_the_marks_size_forks_nothing(paris: Mechanism) -> None:
    """What stood beyond the mark was seen by nobody, so a database from before it goes on in one history."""
    node, home = paris.nodes["SY"], paris.home("SY")
    said(node, "in the backup")
    paris.close("SY")
    backup = {path.name: path.read_bytes() for path in home.path.glob("node.sqlite*")}
    node = paris.open("SY")
    fill_up(node)
    said(node, "beyond the mark")
    seen = NodeHoldings(node).run(node.ledger.origin, start=0, max_count=1000, max_bytes=BIG)
    paris.close("SY")
    make_room(node)
    for path in home.path.glob("node.sqlite*"):
        path.unlink()
    for name, raw in backup.items():
        (home.path / name).write_bytes(raw)
    node = paris.open("SY", signing=False)
    assert standing(node).word == "equal"
    node.writer.may_sign.set()
    said(node, "another in its place")
    run_now = NodeHoldings(node).run(node.ledger.origin, start=0, max_count=1000, max_bytes=BIG)
    assert seen is not None and run_now is not None and run_now.leaves[: len(seen.leaves)] == seen.leaves
    paris.carry_all()
    for other in ("IL", "US"):
        assert forging.evidence_of(node, paris.nodes[other], node.ledger.origin) is None
    comparing.assert_alike(list(paris.nodes.values()))


def test_between_commit_and_mark_nothing_goes_out_and_the_start_moves_the_mark_first(paris: Mechanism) -> None:
    """A database that a cut left ahead goes out to the mark only, until the mark has followed."""
    paris.close("SY")
    told = run(paris.home("SY").path, "SY", "file", "2", kill_at="before_highwater_write", after=1)
    acknowledged = [line[1] for line in told if line[0] == "filed"]
    node = paris.open("SY", signing=False)
    at = standing(node)
    assert (at.word, at.held) == ("ahead", at.marked + 1)
    assert goes_out(node) == {at.marked}
    node.writer.known_whole.set()
    node.writer.call(lambda ledger: None).result()
    assert node.highwater.size == at.held and goes_out(node) == {at.held}
    assert set(acknowledged) <= set(comparing.states(node))


@pytest.mark.parametrize("mark", ["missing", "copied", "different"])
def test_a_start_that_may_not_sign_leaves_the_mark_alone(paris: Mechanism, mark: str) -> None:
    """A node that has to ask the others first does not vouch for itself meanwhile, however often it starts."""
    home = paris.home("SY")
    said(paris.nodes["SY"], "held")
    paris.close("SY")
    if mark == "missing":
        home.highwater.unlink()
    elif mark == "copied":
        copy_over(home.highwater)
    else:
        held = HighWater(home.highwater)
        held.move(size=held.size, root=bytes(32))
        held.close()
    for _ in range(2):
        node = paris.open("SY", signing=False)
        assert standing(node).word == mark
        paris.close("SY")
    node = paris.open("SY")
    assert standing(node).word == "equal"


def copy_over(path: Path) -> None:
    """Put a copy in the place of a file, as a backup that is put back does."""
    beside = path.with_name("copy")
    shutil.copy2(path, beside)
    os.replace(beside, path)


def test_a_home_that_was_put_back_whole_asks_first(paris: Mechanism) -> None:
    """Database and mark out of one backup agree, yet the node does not sign: the mark names its own file."""
    home = paris.home("SY")
    said(paris.nodes["SY"], "in the backup")
    paris.close("SY")
    backup = home.path.with_name("backup")
    shutil.copytree(home.path, backup)
    node = paris.open("SY")
    said(node, "after the backup")
    paris.carry("SY", "IL")
    paris.close("SY")
    shutil.move(home.path, home.path.with_name("lost"))
    shutil.copytree(backup, home.path)
    node = paris.open("SY", signing=False)
    assert not standing(node).may_sign


def test_an_ordinary_restart_is_no_copy(paris: Mechanism) -> None:
    """A lone node that stops and starts again signs, and so does one whose mark lies elsewhere and was copied there."""
    said(paris.nodes["SY"], "held")
    paris.close("SY")
    home = paris.home("SY")
    assert not HighWater(home.highwater).copied
    copy_over(home.highwater)
    assert HighWater(home.highwater).copied
    assert not HighWater(home.highwater, inside=False).copied
