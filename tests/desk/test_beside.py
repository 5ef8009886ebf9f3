"""Another program may open the database of a running node, and close it again: the node loses nothing by it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

# A node's process: its writer, then the desk's tables, then another program that comes and goes, and the power cut.
NODE = """
import os, subprocess, sys
from pathlib import Path
from parley.desk.opening import make_tables
from parley.desk.place import place_of
from parley.node.store.connection import open_reader, open_writer

database = Path(sys.argv[1]) / "node.sqlite"
writer, reader = open_writer(database), open_reader(database)
put = "INSERT INTO log (origin, frontier) VALUES (?, x'')"
writer.execute(put, ("before",))
make_tables(place_of(database.parent))
beside = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM log').fetchall(); c.close()"
subprocess.run([sys.executable, "-c", beside, str(database)], check=True)
writer.execute(put, ("after",))
print(reader.execute("SELECT count(*) FROM log").fetchone()[0], flush=True)
os._exit(0)
"""


def test_what_is_written_after_another_program_closed_the_database_stays(tmp_path: Path) -> None:
    """As `parley officer list` does it: the log ahead is not deleted under the node, whose power goes afterwards."""
    done = subprocess.run(
        [sys.executable, "-c", NODE, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "2"), done.stderr
    with sqlite3.connect(tmp_path / "node.sqlite") as conn:
        found = [row[0] for row in conn.execute("SELECT origin FROM log ORDER BY origin")]
    conn.close()
    assert found == ["after", "before"]
    assert (tmp_path / "node.sqlite").stat().st_mode & 0o777 == 0o600
