"""Asks the index, and opens each entry found before it is told: what cannot be opened or read here is not there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parley.charter.lognames import log_name
from parley.geo.distance import way
from parley.geo.place import Place
from parley.node import reading
from parley.node.search import index
from parley.node.search.contents import areas_of, cells_around, places_of, texts_of
from parley.node.search.keeping import MOST_FOR_A_QUESTION, Reach, SearchKeeper
from parley.node.store import cursors, logs, matters
from parley.node.store.cursors import PointRow
from parley.texts.finding import Asked, Question, is_met

PAGE = 25
MOST_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Near:
    """A place and a distance in kilometres."""

    place: Place
    km: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `tracks` are those that the officer's role reads; empty strings and None ask for nothing.

    `from_ms` and `to_ms` bound the author's time, the second not included. `state` is that of the matter.
    """

    tracks: tuple[str, ...]
    question: Question = field(default_factory=lambda: Question(()))
    member: str = ""
    kind: str = ""
    precedence: str = ""
    state: str = ""
    track: str = ""
    near: Near | None = None
    from_ms: int | None = None
    to_ms: int | None = None

    @property
    def asks_nothing(self) -> bool:
        """Return whether every entry would be found."""
        told = (self.question.phrases, self.member, self.kind, self.precedence, self.state, self.track, self.near)
        return not any(told) and self.from_ms is None and self.to_ms is None


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found. `texts` are its words, `state` its matter's as plain JSON.

    `km` is how far its nearest place is, or the edge of its nearest area; nought within one.
    """

    id: str
    member: str
    at_ms: int
    kind: str
    track: str
    matter: str
    texts: tuple[str, ...]
    state: Mapping[str, Any]
    is_void: bool
    km: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, newest first. `more` is from where to go on, None where nothing is left.

    `looked_back_to_ms` is set where the page ended because so many entries had been opened, not because it was full.
    """

    hits: tuple[Hit, ...]
    more: int | None
    looked_back_to_ms: int | None
    reach: Reach


def search(keeper: SearchKeeper, wish: Wish, *, before: int | None = None, page: int = PAGE) -> Found:
    """Return the newest entries that meet the wish, from the row `before` backwards.

    The newest few entries are brought in first, so that what was just filed is found at once.
    """
    keeper.catch_up(most=MOST_FOR_A_QUESTION)
    conn = keeper.reader()
    try:
        return _page(keeper, wish, conn=conn, before=before, page=page)
    finally:
        conn.close()


def _page(keeper: SearchKeeper, wish: Wish, *, conn: sqlite3.Connection, before: int | None, page: int) -> Found:
    opener = _Opener(keeper, wish)
    hits: list[Hit] = []
    last: int | None = None
    looked = 0
    for row_id, log, number in _candidates(keeper.tokens, wish, conn=conn, before=before):
        if len(hits) == page or looked == MOST_LOOKED_AT:
            back = last >> 20 if looked == MOST_LOOKED_AT and len(hits) < page and last else None
            return Found(tuple(hits), last, back, keeper.reach())
        looked, last = looked + 1, row_id
        hit = opener.open(log, number)
        if hit is not None:
            hits.append(hit)
    return Found(tuple(hits), None, None, keeper.reach())


def _candidates(
    tokens: index.Tokens, wish: Wish, *, conn: sqlite3.Connection, before: int | None
) -> Iterator[tuple[int, int, int]]:
    """Yield the rows whose tokens meet the wish, newest first."""
    match = " AND ".join(f"({' OR '.join(each)})" for each in _asked_tokens(tokens, wish))
    if not match:
        return iter(())
    low = index.id_at(wish.from_ms) if wish.from_ms is not None else 0
    high = index.id_at(wish.to_ms) if wish.to_ms is not None else 1 << 62
    return conn.execute(
        "SELECT row.id, row.log, row.number FROM word JOIN row ON row.id = word.rowid "
        "WHERE word MATCH ? AND word.rowid >= ? AND word.rowid < ? ORDER BY word.rowid DESC",
        (match, low, min(high, before if before is not None else high)),
    )


def _asked_tokens(tokens: index.Tokens, wish: Wish) -> list[list[str]]:
    """Return what a row must have: one token of each list. No list at all where the role reads no such track."""
    tracks = [name for name in wish.tracks if wish.track in ("", name)]
    if not tracks:
        return []
    found = [[tokens.of("track", name) for name in tracks]]
    for sort, word in (("member", wish.member), ("kind", wish.kind)):
        if word:
            found.append([tokens.of(sort, word)])
    found += [_of_word(tokens, asked) for asked in wish.question.words]
    if wish.near is not None:
        cells = cells_around(wish.near.place.lat_e7, wish.near.place.lon_e7, km=wish.near.km)
        found.append([tokens.of("cell", cell) for cell in cells or ["any"]])
    return found


def _of_word(tokens: index.Tokens, asked: Asked) -> list[str]:
    if asked.begins:
        # A word of just four letters has no beginning of its own in the index.
        return [tokens.of("begins", asked.begins[:4]), tokens.of("word", asked.begins)]
    return [tokens.of("word", form) for form in sorted(asked.forms)]


class _Opener:
    """Opens candidates and holds each against the whole wish; each matter's state is read once."""

    def __init__(self, keeper: SearchKeeper, wish: Wish) -> None:
        self._node, self._wish = keeper.node, wish
        self._conn = keeper.node.reader()
        self._origins = {head.id: origin for origin, head in logs.heads(self._conn).items()}
        self._states: dict[str, Mapping[str, Any]] = {}

    def open(self, log: int, number: int) -> Hit | None:
        """Return an entry as it is told, None where it does not meet the wish or was not judged here."""
        row = cursors.point(self._conn, log, number)
        if row is None or row.kind is None or row.matter is None:
            return None
        track = self._node.ledger.track_of(row.kind)
        if track is None or track.name not in self._wish.tracks:
            return None
        return self._held_against(row, track=track.name)

    def _held_against(self, row: PointRow, *, track: str) -> Hit | None:
        wish, said = self._wish, reading.opened_payload(self._node, row.log, row.number)
        if said is None or not self._in_time(row.at_ms):
            return None
        state = self._state_of(row.matter or "")
        if (wish.state and state.get("name") != wish.state) or (
            wish.precedence and wish.precedence not in (state.get("precedence"), said["content"].get("precedence"))
        ):
            return None
        texts = tuple(texts_of(said["content"]))
        km = self._distance(said["content"])
        if not is_met(wish.question, texts) or (wish.near is not None and (km is None or km > wish.near.km)):
            return None
        member, name = str(said["author"]), log_name(str(said["author"]), str(said["log"]))
        return Hit(
            f"{name}/{row.number}", member, row.at_ms, row.kind or "", track, row.matter or "", texts, state,
            row.verdict is not None, km,
        )  # fmt: skip

    def _in_time(self, at_ms: int) -> bool:
        wish = self._wish
        return (wish.from_ms is None or at_ms >= wish.from_ms) and (wish.to_ms is None or at_ms < wish.to_ms)

    def _distance(self, content: Mapping[str, Any]) -> float | None:
        near = self._wish.near
        if near is None:
            return None
        places = (Place(lat_e7=lat, lon_e7=lon) for lat, lon in places_of(content))
        found = [way(near.place, to=place).metres for place in places]
        found += [metres for area in areas_of(content) if (metres := _metres_to(area, place=near.place)) is not None]
        return min(found) / 1000 if found else None

    def _state_of(self, matter: str) -> Mapping[str, Any]:
        if matter not in self._states:
            row = matters.matter(self._conn, matter)
            self._states[matter] = reading.state_of(self._node, row) if row else {}
        return self._states[matter]


def _metres_to(value: Any, *, place: Place) -> float | None:
    """Return how far a place is from an outline, nought within it; None for what is no outline."""
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.geo.area import Area, read_area  # noqa: PLC0415
    from parley.geo.nearest import metres_to  # noqa: PLC0415

    area = read_area(value)
    return metres_to(area, place=place) if isinstance(area, Area) else None


def entry_of_number(keeper: SearchKeeper, text: str, *, tracks: tuple[str, ...]) -> str | None:
    """Return the id of the entry whose number was typed, "sy 1042" or "SY/١٠٤٢"; None where it is none to be seen.

    One that the role may not read, one sealed to others and one that does not exist are answered alike.
    """
    entry_id = number_typed(text)
    found = reading.find_entry(keeper.node, entry_id) if entry_id else None
    if entry_id is None or found is None or found[1].kind is None:
        return None
    track = keeper.node.ledger.track_of(found[1].kind)
    return entry_id if track is not None and track.name in tracks else None


def number_typed(text: str) -> str | None:
    """Return a text that reads as the number of an entry as its id, else None."""
    parts = text.strip().upper().replace("/", " ").split()
    if len(parts) != 2 or not parts[0].isascii() or not parts[1].isdecimal():
        return None
    if not parts[0].replace("-", "").isalnum():
        return None
    return f"{parts[0]}/{int(parts[1])}" if len(parts[1]) <= 15 else None
