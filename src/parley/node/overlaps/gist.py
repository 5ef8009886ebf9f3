"""Boxes of volumes in a GiST index of PostgreSQL over (box, tstzrange, numrange): plain PostgreSQL, no extension.

What lies here is derived and unlogged: it goes into no log, no base backup and no standby, and a server that crashed
begins with it empty. Of each volume a digest is kept: who comes back puts in only what is missing or is another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import Int8

from parley.geo.band import Ground
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Volume
from parley.node.overlaps.guarded import Given, IndexAway
from parley.node.overlaps.rows import COLUMNS, FAR, Box, Row, hits_of, rows_of

# Another form of the rows: what an older program left is thrown away.
FORM = 1
CONNECT_S, ANSWER_MS, ANALYZE_MS = 5, 10_000, 120_000
AT_ONCE = 1_000
# Beyond this year 8307 an instant counts as for ever, which is never less.
LATEST_S = 2.0e11

# One index over all three, and it is always taken: a plan by guessed figures chose badly when it was measured.
SESSION = f"""
SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off;
SET statement_timeout = {ANSWER_MS}; SET lock_timeout = {ANSWER_MS};
SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
"""
TABLES = """
CREATE TABLE made (form integer NOT NULL, ground text NOT NULL);
CREATE UNLOGGED TABLE held (
  owner text NOT NULL, number bigint NOT NULL, mark bytea NOT NULL, PRIMARY KEY (owner, number));
CREATE UNLOGGED TABLE activity (
  owner text NOT NULL, number bigint NOT NULL, label text NOT NULL, begins_s bigint, ends_s bigint,
  reference text NOT NULL, written_lower float8, written_upper float8, band_lower float8, band_upper float8,
  outline bytea NOT NULL, member text NOT NULL,
  place box NOT NULL, during tstzrange NOT NULL, height numrange NOT NULL);
CREATE INDEX activity_where ON activity USING gist (place, during, height);
CREATE INDEX activity_owner ON activity (owner, number);
"""
BOX = (
    "box(point(%s, %s), point(%s, %s)), tstzrange(to_timestamp(%s), to_timestamp(%s), '[]'), "
    "numrange(%s::numeric, %s::numeric, '[]')"
)
PUT = (
    f"INSERT INTO activity ({COLUMNS}, place, during, height) VALUES (%s, %s, %s, %s::bigint, %s::bigint, %s, "
    f"%s::float8, %s::float8, %s::float8, %s::float8, %s, %s, {BOX})"
)
HOLD = "INSERT INTO held VALUES (%s, %s, %s) ON CONFLICT (owner, number) DO UPDATE SET mark = excluded.mark"
DROP = ("DELETE FROM activity WHERE owner = %s AND number = %s", "DELETE FROM held WHERE owner = %s AND number = %s")
DROP_ALL = ("DELETE FROM activity WHERE owner = %s", "DELETE FROM held WHERE owner = %s")
_PLACE, _DURING, _HEIGHT = BOX.replace("numrange", "|numrange").replace("tstzrange", "|tstzrange").split(", |")
ASK = (
    f"SELECT {COLUMNS} FROM activity WHERE place && {_PLACE} AND during && {_DURING} AND height && {_HEIGHT} "
    "AND member IS DISTINCT FROM nullif(%s::text, '')"
)

Connection = psycopg.Connection[Any]


def connect(url: str, *, name: str) -> Connection:
    """Return a connection to the tables of this name alone; IndexAway where there is none, or another process has it.

    Who waits for the server waits five seconds at most, for the connection, and ten for an answer.
    """
    password = _password(url)
    with _told(password):
        conn = psycopg.connect(
            url, autocommit=True, connect_timeout=CONNECT_S, tcp_user_timeout=ANSWER_MS, application_name="parley"
        )
    try:
        with _told(password):
            _begin(conn, name)
    except IndexAway:
        conn.close()
        raise
    return conn


def _begin(conn: Connection, name: str) -> None:
    conn.execute(SESSION)
    # Two processes would each take out what the other put in.
    alone = conn.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (name,)).fetchone()
    if alone != (True,):
        raise IndexAway("another process uses the tables of this node")
    conn.execute(f"CREATE SCHEMA IF NOT EXISTS {name}; SET search_path = {name}")


def _password(url: str) -> str:
    try:
        return str(conninfo_to_dict(url).get("password") or "")
    except psycopg.Error:
        # What is wrong with it is told with a piece of it, which may be the password's.
        raise IndexAway("the address cannot be read") from None


@contextmanager
def _told(password: str = "") -> Iterator[None]:
    """Tell what PostgreSQL refuses in one line and without the password."""
    try:
        yield
    except psycopg.Error as error:
        line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise IndexAway(line.replace(password, "***") if password else line) from error


class GistIndex:
    """The activities in PostgreSQL. Between `make` and `sweep` it may hold what its last owner held and nobody does."""

    def __init__(self, conn: Connection, *, ground: Ground) -> None:
        """Use the tables that the connection leads to."""
        self._conn, self._ground = conn, ground
        self._rows = conn.cursor(binary=True)
        # What was there when it was opened and has not been put in again since: digests by owner and number.
        self._there: dict[str, dict[int, bytes]] = {}
        self._put = 0

    def make(self) -> None:
        """Make the tables where they are missing, of another form, or for another ground; see what lies in them."""
        with _told():
            self._make()
            for owner, number, mark in self._rows.execute("SELECT owner, number, mark FROM held"):
                self._there.setdefault(owner, {})[number] = mark

    def _make(self) -> None:
        here = (FORM, repr(self._ground))
        with self._conn.transaction():
            is_made = self._conn.execute("SELECT to_regclass('made')").fetchone() != (None,)
            if is_made and self._conn.execute("SELECT form, ground FROM made").fetchone() == here:
                return
            (name,) = self._conn.execute("SELECT current_schema()").fetchone() or ("",)
            self._conn.execute(f"DROP SCHEMA {name} CASCADE; CREATE SCHEMA {name}; {TABLES}")
            self._conn.execute("INSERT INTO made VALUES (%s, %s)", here)

    def add(self, owner: str, number: int, volume: Volume, *, member: str = "", label: str = "") -> None:
        """Put in a volume in place of what was there by this owner and number; the same again costs no writing."""
        self._add([Given(owner, number, volume, member, label)])

    def add_all(self, given: Iterable[Given]) -> None:
        """Put in many, a thousand in one transaction."""
        left = iter(given)
        while some := list(islice(left, AT_ONCE)):
            self._add(some)

    def _add(self, given: Iterable[Given]) -> None:
        rows: list[tuple[Any, ...]] = []
        held: list[tuple[str, Int8, bytes]] = []
        for each in given:
            told = list(rows_of(*each[:3], member=each.member, label=each.label, ground=self._ground))
            mark = sha256(repr(told).encode()).digest()[:16]
            if self._there.get(each.owner, {}).pop(each.number, None) != mark:
                held.append((each.owner, Int8(each.number), mark))
                rows += [_put_in(row, box) for row, box in told]
        if not held:
            return
        with _told(), self._conn.pipeline(), self._conn.transaction():
            for statement in DROP:
                self._rows.executemany(statement, [each[:2] for each in held])
            self._rows.executemany(PUT, rows)
            self._rows.executemany(HOLD, held)
        self._put += len(rows)

    def remove(self, owner: str) -> None:
        """Take out all volumes of an owner."""
        self._there.pop(owner, None)
        with _told(), self._conn.pipeline(), self._conn.transaction():
            for statement in DROP_ALL:
                self._conn.execute(statement, (owner,))

    def sweep(self) -> None:
        """Take out what was there at the beginning and was not put in since: nobody holds it any more."""
        gone = [(owner, Int8(number)) for owner, marks in self._there.items() for number in marks]
        self._there.clear()
        with _told():
            if gone:
                with self._conn.pipeline(), self._conn.transaction():
                    for statement in DROP:
                        self._rows.executemany(statement, gone)
            if self._put > AT_ONCE:
                self._analyze()

    def _analyze(self) -> None:
        """Let the planner look at what lies there now: of very much that takes longer than any answer may."""
        with self._conn.transaction():
            self._conn.execute(f"SET LOCAL statement_timeout = {ANALYZE_MS}")
            self._conn.execute("ANALYZE activity")
        self._put = 0

    def look(self) -> None:
        """Ask whether the server is still there."""
        with _told():
            self._conn.execute("SELECT 1")

    def hits(
        self,
        volume: Volume,
        *,
        but_of: str = "",
        apart: Callable[[str], Separation] = lambda _label: NONE,
        widest: Separation = NONE,
    ) -> list[tuple[str, int]]:
        """Return owner and number of every volume that overlaps this one, or is too close; see `Index`."""

        def near(box: Box) -> list[Any]:
            with _told():
                return self._rows.execute(ASK, (*_limits(box), but_of), prepare=True).fetchall()

        return hits_of(volume, ground=self._ground, apart=apart, widest=widest, near=near)


def _put_in(row: Row, box: Box) -> tuple[Any, ...]:
    numbers = [None if each is None else Int8(each) for each in (row.number, row.begins_s, row.ends_s)]
    told = row._replace(number=numbers[0], begins_s=numbers[1], ends_s=numbers[2])  # type: ignore[arg-type]
    return (*told, *_limits(box))


def _limits(box: Box) -> tuple[float, ...]:
    """Return a box as PostgreSQL is given it; heights in whole millimetres, outwards: numeric keeps 15 figures."""
    west, east, south, north, begins_s, ends_s, lower_m, upper_m = box
    heights = (_millimetres(lower_m, math.floor), _millimetres(upper_m, math.ceil))
    return (west, south, east, north, _instant(begins_s), _instant(ends_s), *heights)


def _millimetres(height_m: float, rounded: Callable[[float], int]) -> float:
    return height_m if abs(height_m) >= FAR else float(rounded(height_m * 1000))


def _instant(at_s: float) -> float:
    return math.copysign(math.inf, at_s) if abs(at_s) > LATEST_S else float(at_s)
