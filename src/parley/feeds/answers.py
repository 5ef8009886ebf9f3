"""What a feed answers at each of its addresses, once its token has opened the door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from parley.feeds import cap, ogc
from parley.feeds.calendar import calendar
from parley.feeds.features import features, standstill_features
from parley.feeds.todo import event_calendar, todo_calendar
from parley.node.feeds.alert import Watched
from parley.node.feeds.alerts import alerts
from parley.node.feeds.carried import carried, windows_before
from parley.node.feeds.duties import FORM as DUTIES
from parley.node.feeds.duties import todos
from parley.node.feeds.kept import Terms
from parley.node.feeds.standing import carried_standstills
from parley.node.feeds.table import table
from parley.node.running import Node
from parley.texts import sentence

TEXT, CALENDAR = "text/plain; charset=utf-8", "text/calendar; charset=utf-8"
TABLE = "text/csv; charset=utf-8; header=present"
ATOM, CAP = "application/atom+xml", "application/cap+xml"
NOTICES = "One feature a volume: where, when, how high. Heights stand as written, with their reference."
STANDSTILLS = "One feature an area of a standstill that all have signed: where and when what it names stands still."
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the path below the feed's place, the query, and the address of that place for links."""

    path: str
    query: Mapping[str, str]
    base: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    kind: str
    body: bytes
    headers: Headers = ()

    @staticmethod
    def words(status: int, text: str, headers: Headers = ()) -> Answer:
        """Return an answer in words: other software shows it to whoever set it up."""
        return Answer(status, TEXT, f"{text}\n".encode(), headers)


_FORMATS = {
    "notices.geojson": "map", "ogc": "map", "calendar.ics": "calendar", "alerts": "alerts", "notices.csv": "table",
    "duties.ics": "duties",
}  # fmt: skip


def answer(node: Node, terms: Terms, asked: Asked, *, watched: Watched, at_ms: int) -> Answer:
    """Return what stands at this address of a feed with these terms."""
    first, _, rest = asked.path.partition("/")
    form = _FORMATS.get(first)
    if form is None:
        return Answer.words(404, f"There is nothing at this address. A feed has: {', '.join(_FORMATS)}.")
    if form not in terms.formats:
        return Answer.words(403, f"This feed was not added for the format {form}.")
    if first == "ogc":
        return _ogc(node, terms, asked, rest, watched=watched, at_ms=at_ms)
    if first == "alerts":
        return _alerts(node, terms, asked, rest, watched=watched, at_ms=at_ms)
    if rest:
        return Answer.words(404, "There is nothing at this address.")
    if form == DUTIES:
        return _duties(node, terms, asked, at_ms=at_ms)
    return {"map": _geojson, "calendar": _calendar, "table": _table}[form](node, terms, at_ms=at_ms)


def title(node: Node, language: str) -> str:
    """Return the name of what a feed carries, with the mark of an exercise before it."""
    mechanism = node.charter().mechanism
    names = mechanism.names
    told = f"{names.get(language) or names.get('en') or mechanism.id} – {node.member}"
    return f"EXERCISE {told}" if mechanism.exercise else told


def _ogc(node: Node, terms: Terms, asked: Asked, path: str, *, watched: Watched, at_ms: int) -> Answer:
    now_s, base, name = at_ms // 1000, f"{asked.base}/ogc", title(node, terms.language)
    collections = _collections(node, terms, name, watched=watched, now_s=now_s)
    found = ogc.page(path, asked.query, base=base, title=name, collections=collections, now_s=now_s)
    return Answer(found.status, found.kind, _json(found.says))


def _collections(
    node: Node, terms: Terms, name: str, *, watched: Watched, now_s: int
) -> tuple[ogc.Collection, ...]:
    """Return what a map may show, by kind: neither a zone nor a site is among it (docs/decisions/0026-feeds.md)."""
    standstills = carried_standstills(node, terms, watched, now_s=now_s)
    of_standstills = standstill_features(
        standstills, language=terms.language, is_exercise=node.charter().mechanism.exercise, now_s=now_s
    )
    notices = features(carried(node, terms, "map", now_s=now_s))
    words = {
        each: sentence(f"feeds.collection_{each}", language=terms.language, data={})
        for each in ("notices", "standstills")
    }  # fmt: skip
    return (
        ogc.Collection("notices", f"{name} – {words['notices']}", NOTICES, tuple(notices)),
        ogc.Collection("standstills", f"{name} – {words['standstills']}", STANDSTILLS, tuple(of_standstills)),
    )


def _geojson(node: Node, terms: Terms, *, at_ms: int) -> Answer:
    notices = carried(node, terms, "map", now_s=at_ms // 1000)
    return Answer(200, ogc.GEOJSON, _json({"type": "FeatureCollection", "features": list(features(notices))}))


def _calendar(node: Node, terms: Terms, *, at_ms: int) -> Answer:
    notices = carried(node, terms, "calendar", now_s=at_ms // 1000)
    before = {each.id: tuple(windows_before(node, each.id)) for each in notices if each.changes}
    caution = sentence("feeds.caution", language=terms.language, data={})
    told = calendar(notices, before=before, title=title(node, terms.language), caution=caution)
    return Answer(200, CALENDAR, told)


def _duties(node: Node, terms: Terms, asked: Asked, *, at_ms: int) -> Answer:
    """As to-dos, or as events for a calendar that shows none: `duties.ics?as=events`."""
    form = asked.query.get("as", "todos")
    if form not in _AS:
        return Answer.words(400, f"as is one of: {', '.join(_AS)}.")
    name = f"{title(node, terms.language)} – {sentence('feeds.duties', language=terms.language, data={})}"
    caution = sentence("feeds.caution_duties", language=terms.language, data={})
    return Answer(200, CALENDAR, _AS[form](todos(node, terms, now_ms=at_ms), title=name, caution=caution))


_AS = {"todos": todo_calendar, "events": event_calendar}


def _table(node: Node, terms: Terms, *, at_ms: int) -> Answer:
    notices = carried(node, terms, "table", now_s=at_ms // 1000)
    return Answer(200, TABLE, table(notices, lambda name: sentence(f"feeds.{name}", language=terms.language, data={})))


def _alerts(node: Node, terms: Terms, asked: Asked, path: str, *, watched: Watched, at_ms: int) -> Answer:
    found = alerts(node, terms, watched, now_s=at_ms // 1000)
    if not path:
        base = f"{asked.base}/alerts"
        return Answer(200, ATOM, cap.listing(found, base=base, title=title(node, terms.language)))
    for each in found:
        if each.id == path:
            return Answer(200, CAP, cap.document(each, sender=node.charter().member(node.member).origin))
    return Answer.words(404, "There is no such alert, or no more.")


def _json(says: Mapping[str, object]) -> bytes:
    return json.dumps(says, ensure_ascii=False, separators=(",", ":")).encode()
