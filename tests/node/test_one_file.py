"""A node that was stopped leaves its database in one file: what is copied then is all that it held."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from parley.node import running
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS


def say(paris: Mechanism) -> None:
    """Send a message from SY."""
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    assert isinstance(file(Draft("message_sent", ("IL", "US"), content), node=paris.nodes["SY"]), Filed)


def leaves(database: Path) -> int:
    """Return how many leaves stand in a database."""
    with sqlite3.connect(database) as conn:
        found = int(conn.execute("SELECT count(*) FROM leaf").fetchone()[0])
    conn.close()
    return found


def test_the_one_file_of_a_stopped_node_holds_everything(paris: Mechanism, tmp_path: Path) -> None:
    """Also where others had read of it: their connections are open to the end and keep SQLite from doing it itself."""
    node = paris.nodes["SY"]
    for _ in range(5):
        say(paris)
    held = node.reader().execute("SELECT count(*) FROM leaf").fetchone()[0]
    paris.close("SY")
    copy = tmp_path / "copy.sqlite"
    shutil.copy(node.home.database, copy)
    assert leaves(copy) == held


def test_a_reader_that_does_not_end_only_delays_the_stop(
    paris: Mechanism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The node stops all the same, and the next start finds everything."""
    monkeypatch.setattr(running, "LAST_WAIT_MS", 10)
    node = paris.nodes["SY"]
    say(paris)
    reader = node.reader()
    reader.execute("BEGIN")
    held = reader.execute("SELECT count(*) FROM leaf").fetchone()[0]
    say(paris)
    paris.close("SY")
    reader.execute("COMMIT")
    assert paris.open("SY").reader().execute("SELECT count(*) FROM leaf").fetchone()[0] == held + 1
