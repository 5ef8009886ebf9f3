"""The feeds of this node: added and revoked by an operator, found by their token, each use counted.

Of a token only its SHA-256 is kept: it is 32 random bytes, so nobody finds it by trying. The name before it says which
feed is meant; that name alone opens nothing.
"""

from __future__ import annotations

import json
import re
import sqlite3
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from parley.charter.feeds import FORMATS, OWN_FORMATS
from parley.charter.model import Charter
from parley.charter.verdict import Refusal

OWN, OTHERS = "own", "others"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
SEPARATOR = "."
MOST_A_MINUTE = 6_000
_NOBODY = bytes(32)


@dataclass(frozen=True, slots=True)
class Push:
    """Where Cursor-on-Target is sent: host and port, by TLS or plainly, files of certificates, the name to expect."""

    host: str
    port: int
    is_tls: bool
    ca: str = ""
    certificate: str = ""
    key: str = ""
    name: str = ""

    @property
    def address(self) -> str:
        """Return the address as an operator writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'tls' if self.is_tls else 'tcp'}://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an operator said of a feed.

    `audience` names an audience of the charter: only what all of it was told is carried; empty stands for this member
    alone. `carries` is "own" or "others", `language` that of words. `ahead_min` says how long before its beginning an
    activity is pushed.
    """

    formats: tuple[str, ...]
    carries: str = OWN
    audience: str = ""
    language: str = "en"
    per_minute: int = 60
    push: Push | None = None
    ahead_min: int = 60


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its use so far."""

    name: str
    terms: Terms
    added_ms: int
    revoked_ms: int | None
    uses: int
    used_ms: int | None

    @property
    def is_open(self) -> bool:
        """Return whether it was not revoked."""
        return self.revoked_ms is None


def add(
    conn: sqlite3.Connection, name: str, terms: Terms, *, charter: Charter, random: bytes, at_ms: int
) -> str | Refusal:
    """Keep a feed and return its token, which is told this once; `random` are 32 bytes. Refused: FEED-1 to FEED-4."""
    if refused := _refused(conn, name, terms, charter=charter):
        return refused
    token = urlsafe_b64encode(random).decode().rstrip("=")
    row = (name, sha256(token.encode()).digest(), json.dumps(asdict(terms)), at_ms)
    conn.execute("INSERT INTO feed (name, token, told, added_ms) VALUES (?, ?, ?, ?)", row)
    return f"{name}{SEPARATOR}{token}"


def _refused(conn: sqlite3.Connection, name: str, terms: Terms, *, charter: Charter) -> Refusal | None:
    if not NAME.fullmatch(name):
        return Refusal("feed_name", "FEED-1", {"name": name[:80]})
    if named(conn, name) is not None:
        return Refusal("feed_known", "FEED-1", {"name": name})
    if terms.audience and terms.audience not in charter.audiences:
        known = ", ".join(charter.audiences)
        return Refusal("feed_audience", "FEED-2", {"audience": terms.audience[:80], "known": known})
    formats = (*FORMATS, *OWN_FORMATS)
    if not terms.formats or not set(terms.formats) <= set(formats) or not 1 <= terms.per_minute <= MOST_A_MINUTE:
        return Refusal("feed_terms", "FEED-3", {"formats": ", ".join(formats), "most": MOST_A_MINUTE})
    if ("cot" in terms.formats) != (terms.push is not None):
        return Refusal("feed_push", "FEED-3")
    if terms.carries != OWN and (unsigned := unsigned_formats(charter, terms.formats)):
        return Refusal("feed_unsigned", "FEED-4", {"formats": ", ".join(unsigned)})
    return None


def unsigned_formats(charter: Charter, formats: tuple[str, ...]) -> list[str]:
    """Return in which of these formats the charter lets nobody's notices leave but the own."""
    terms = charter.feeds
    agreed = terms.others_notices if terms is not None and terms.provenance.judges else ()
    return [each for each in formats if each not in agreed]


def revoke(conn: sqlite3.Connection, name: str, *, at_ms: int) -> Refusal | None:
    """Close a feed from its next use on; its row stays, so that what once left is known. Refused: FEED-5."""
    changed = conn.execute("UPDATE feed SET revoked_ms = ? WHERE name = ? AND revoked_ms IS NULL", (at_ms, name))
    return None if changed.rowcount else Refusal("feed_unknown", "FEED-5", {"name": name[:80]})


def listed(conn: sqlite3.Connection) -> list[Feed]:
    """Return every feed by its name, revoked ones too."""
    return [_feed(row) for row in conn.execute(f"SELECT {_COLUMNS} FROM feed ORDER BY name")]


def named(conn: sqlite3.Connection, name: str) -> Feed | None:
    """Return the feed of this name, revoked or not."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM feed WHERE name = ?", (name,)).fetchone()
    return _feed(row) if row else None


def opened_by(conn: sqlite3.Connection, token: str) -> Feed | None:
    """Return the open feed that this token opens. A name that is not known costs the same comparison as one that is."""
    name, _, secret = token.partition(SEPARATOR)
    row = conn.execute(f"SELECT {_COLUMNS}, token FROM feed WHERE name = ?", (name,)).fetchone()
    fits = compare_digest(sha256(secret.encode("utf-8", "replace")).digest(), row[-1] if row else _NOBODY)
    if not fits or row is None:
        return None
    found = _feed(row[:-1])
    return found if found.is_open else None


def count_use(conn: sqlite3.Connection, name: str, *, at_ms: int) -> None:
    """Count one use."""
    conn.execute("UPDATE feed SET uses = uses + 1, used_ms = ? WHERE name = ?", (at_ms, name))


_COLUMNS = "name, told, added_ms, revoked_ms, uses, used_ms"


def _feed(row: Any) -> Feed:
    told = json.loads(row[1])
    push = Push(**told["push"]) if told["push"] else None
    return Feed(row[0], Terms(**{**told, "formats": tuple(told["formats"]), "push": push}), *row[2:])
