"""Attachments on their way in: whoever names a false size, or sends in crumbs, stops nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256

import pytest

from parley.node.store import bodies, schema
from parley.node.store.connection import open_writer

CONTENT = bytes(range(256)) * 100
DIGEST = sha256(CONTENT).digest()


@pytest.fixture
def conn(tmp_path: object) -> Iterator[sqlite3.Connection]:
    """An empty database of a node."""
    made = open_writer(tmp_path / "node.sqlite")  # type: ignore[operator]
    yield made
    made.close()


def put(conn: sqlite3.Connection, content: bytes, *, piece: int) -> bool:
    """Store a content in pieces and check it."""
    for at in range(0, len(content), piece):
        assert bodies.put_part(conn, DIGEST, offset=at, part=content[at : at + piece]) == min(at + piece, len(content))
    return bodies.finish_attachment(conn, DIGEST)


@pytest.mark.parametrize("false", [10, 5_000_000])
def test_a_false_size_that_was_named_first_keeps_nothing_out(conn: sqlite3.Connection, false: int) -> None:
    """Of several sizes that leaves name the digest tells the true one; the attachment is whole then."""
    bodies.begin_attachment(conn, DIGEST, size=false)
    bodies.begin_attachment(conn, DIGEST, size=len(CONTENT))
    bodies.begin_attachment(conn, DIGEST, size=len(CONTENT))
    assert sorted(bodies.sizes_named(conn, DIGEST)) == sorted([false, len(CONTENT)])
    assert put(conn, CONTENT, piece=9_000)
    assert bodies.whole_size(conn, DIGEST) == len(CONTENT)
    assert bodies.missing_attachments(conn, after=0, limit=10) == []


def test_what_has_another_digest_is_dropped(conn: sqlite3.Connection) -> None:
    """Nothing of wrong bytes is kept, and a true size by itself makes nothing whole."""
    bodies.begin_attachment(conn, DIGEST, size=len(CONTENT))
    assert not put(conn, bytes(len(CONTENT)), piece=9_000)
    assert bodies.parts_held(conn, DIGEST) == 0 and not bodies.attachment_whole(conn, DIGEST)
    assert put(conn, CONTENT, piece=9_000)


def test_a_part_that_does_not_fit_is_left_out(conn: sqlite3.Connection) -> None:
    """What comes twice, or over a gap, changes nothing: a stick and a link may bring the same."""
    bodies.begin_attachment(conn, DIGEST, size=len(CONTENT))
    assert bodies.put_part(conn, DIGEST, offset=0, part=CONTENT[:100]) == 100
    assert bodies.put_part(conn, DIGEST, offset=0, part=CONTENT[:50]) == 100
    assert bodies.put_part(conn, DIGEST, offset=200, part=CONTENT[200:300]) == 100
    bodies.put_part(conn, DIGEST, offset=100, part=CONTENT[100:])
    assert bodies.finish_attachment(conn, DIGEST)
    assert bodies.put_part(conn, DIGEST, offset=0, part=b"more") == 0


def test_where_a_transfer_goes_on_is_found_by_one_look(conn: sqlite3.Connection) -> None:
    """However many parts came, only the last is read to know how much is held."""
    bodies.begin_attachment(conn, DIGEST, size=len(CONTENT))
    put_of = "INSERT INTO attachment_part (digest, offset, bytes) VALUES (?, ?, ?)"
    conn.executemany(put_of, [(DIGEST, at, CONTENT[at : at + 1]) for at in range(5_000)])
    steps: list[int] = []
    conn.set_progress_handler(lambda: steps.append(1), 100)
    assert bodies.parts_held(conn, DIGEST) == 5_000
    assert len(steps) <= 2


def test_missing_attachments_are_listed_page_by_page(conn: sqlite3.Connection) -> None:
    """Each page begins behind the last, so that what nobody has hides nothing."""
    for number in range(40):
        bodies.begin_attachment(conn, sha256(b"%d" % number).digest(), size=number + 1)
    pages, after = [], 0
    while page := bodies.missing_attachments(conn, after=after, limit=16):
        pages.append(len(page))
        after = page[-1][0]
    assert pages == [16, 16, 8]


def test_an_older_database_takes_the_sizes_too(conn: sqlite3.Connection) -> None:
    """A database from before several sizes were kept opens as it is, and keeps them from then on."""
    conn.execute("DROP TABLE attachment_size")
    schema.create(conn)
    bodies.begin_attachment(conn, DIGEST, size=1)
    bodies.begin_attachment(conn, DIGEST, size=2)
    assert bodies.sizes_named(conn, DIGEST) == [1, 2]
