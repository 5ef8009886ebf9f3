"""What a feed answers at each of its addresses, once its token has opened the door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from parley.feeds import cap, ogc
from parley.feeds.calendar import calendar
from parley.feeds.features import features
from parley.node.feeds.alert import Watched
from parley.node.feeds.alerts import alerts
from parley.node.feeds.carried import carried, windows_before
from parley.node.feeds.kept import Terms
from parley.node.feeds.table import table
from parley.node.running import Node
from parley.texts import sentence

TEXT, CALENDAR = "text/plain; charset=utf-8", "text/calendar; charset=utf-8"
TABLE = "text/csv; charset=utf-8; header=present"
ATOM, CAP = "application/atom+xml", "application/cap+xml"
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
        return _ogc(node, terms, asked, rest, at_ms=at_ms)
    if first == "alerts":
        return _alerts(node, terms, asked, rest, watched=watched, at_ms=at_ms)
    if rest:
        return Answer.words(404, "There is nothing at this address.")
    return {"map": _geojson, "calendar": _calendar, "table": _table}[form](node, terms, at_ms=at_ms)


def title(node: Node, language: str) -> str:
    """Return the name of what a feed carries, with the mark of an exercise before it."""
    mechanism = node.charter().mechanism
    names = mechanism.names
    told = f"{names.get(language) or names.get('en') or mechanism.id} – {node.member}"
    return f"EXERCISE {told}" if mechanism.exercise else told


def _ogc(node: Node, terms: Terms, asked: Asked, path: str, *, at_ms: int) -> Answer:
    notices = carried(node, terms, "map", now_s=at_ms // 1000)
    base = f"{asked.base}/ogc"
    found = ogc.page(
        path, asked.query, base=base, title=title(node, terms.language), notices=notices, now_s=at_ms // 1000
    )
    return Answer(found.status, found.kind, _json(found.says))


def _geojson(node: Node, terms: Terms, *, at_ms: int) -> Answer:
    notices = carried(node, terms, "map", now_s=at_ms // 1000)
    return Answer(200, ogc.GEOJSON, _json({"type": "FeatureCollection", "features": list(features(notices))}))


def _calendar(node: Node, terms: Terms, *, at_ms: int) -> Answer:
    notices = carried(node, terms, "calendar", now_s=at_ms // 1000)
    before = {each.id: tuple(windows_before(node, each.id)) for each in notices if each.changes}
    caution = sentence("feeds.caution", language=terms.language, data={})
    told = calendar(notices, before=before, title=title(node, terms.language), caution=caution)
    return Answer(200, CALENDAR, told)


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
