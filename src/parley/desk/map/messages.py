"""The places of messages and of their read-backs; one that differs is joined to what was sent, with the distance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_matter
from parley.desk.hotline.wordings import precedence_word
from parley.desk.map.adding import Layer, MapFact, Window, line, point
from parley.desk.naming import member_name
from parley.desk.reach import tracks_read
from parley.desk.watching import subject_of
from parley.geo.distance import length_text, way
from parley.geo.place import Place, place_text
from parley.node import reading
from parley.node.reading import EntryView, MatterRow
from parley.node.running import Node
from parley.texts.oddities import cut, plainly

if TYPE_CHECKING:
    from parley.desk.models import Officer

FORMS = ("message", "call")
# So many matters are looked through for one picture; the list says where there are more.
MOST_MATTERS = 10_000
LONGEST = 120
PAGE = 500


@dataclass(frozen=True, slots=True)
class _Wording:
    """The place items that were in force from an entry on, by their number."""

    entry: str
    at_ms: int
    items: Mapping[int, Mapping[str, Any]]


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the places of the messages and calls that the window asks for and the officer reads, the newest first."""
    tracks = tracks_read(officer)
    for row in _rows(node, window):
        if row is None:
            yield _rest()
        elif row.track in tracks and row.form in FORMS and has_place(row.state):
            yield from facts_of_matter(node, row)


def _rest() -> MapFact:
    """Return the row that says that more lies further back than one picture looks."""
    name = gettext("The newest %(count)s are looked at; fewer hours, or a search, show those before them.")
    return MapFact("messages:rest", None, "message", gettext("Older messages"), name % {"count": f"{MOST_MATTERS:,}"})


def has_place(state: Mapping[str, Any]) -> bool:
    """Return whether a message in this state names a place, or anybody read one back."""
    said = [*state.get("items", ())]
    for read_back in state.get("read_backs", {}).values():
        said += read_back["items"]
    return any(item["type"] == "place" for item in said)


def _rows(node: Node, window: Window) -> Iterator[MatterRow | None]:
    """Yield the matters that the window asks for, the newest first; None at the end where there are more."""
    if window.matters is not None:
        yield from (row for row in (reading.matter(node, id_) for id_ in sorted(window.matters)) if row)
        return
    before = None
    for _ in range(MOST_MATTERS // PAGE):
        rows = reading.conversations(node, limit=PAGE, before=before, forms=FORMS)
        for row in rows:
            # Newest first by the last entry: what follows was not touched within the window.
            if row.last_at_ms < window.from_ms:
                return
            if row.at_ms <= window.until_ms:
                yield row
        if len(rows) < PAGE:
            return
        before = (rows[-1].last_at_ms, rows[-1].id)
    yield None


def facts_of_matter(node: Node, row: MatterRow) -> Iterator[MapFact]:
    """Yield every place that was ever in force in a matter, each with the time in which it was."""
    entries = [entry for entry in reading.entries_said(node, row.id) if entry.refusal is None]
    wordings = list(_wordings(entries))
    ends: list[int | None] = [later.at_ms for later in wordings[1:]]
    for wording, until_ms in zip(wordings, [*ends, None], strict=True):
        yield from _sent(node, row, wording, until_ms=until_ms)
        read_backs = [e for e in entries if e.kind == "read_back" and _reads(e, wording, wordings)]
        yield from _read_back(node, row, wording, read_backs, until_ms=until_ms)


def _wordings(entries: Iterable[EntryView]) -> Iterator[_Wording]:
    for entry in entries:
        if entry.kind in ("message_sent", "message_corrected", "call_logged") and "items" in entry.content:
            yield _Wording(entry.id, entry.at_ms, _places_of(entry.content))


def _places_of(content: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    return {item["n"]: item for item in content.get("items", ()) if item["type"] == "place"}


def _reads(entry: EntryView, wording: _Wording, wordings: list[_Wording]) -> bool:
    """Return whether a read-back is of these words; where it names none, those before it are meant."""
    named = entry.content.get("of")
    if named:
        return bool(named == wording.entry)
    before = [each for each in wordings if each.at_ms <= entry.at_ms]
    return bool(before) and before[-1] is wording


def _sent(node: Node, row: MatterRow, wording: _Wording, *, until_ms: int | None) -> Iterator[MapFact]:
    precedence = str(row.state.get("precedence") or "")
    for n, item in wording.items.items():
        where = _place(item)
        name = _shown(str(item.get("label") or item["value"].get("name") or ""))
        yield replace(
            _fact(row, wording.entry, where, n=n),
            style="flash" if precedence == "flash" else "message",
            what=gettext("Call") if row.form == "call" else gettext("Message"),
            name=_subject(row),
            label=" ".join(filter(None, (row.id, name))),
            by=member_name(node, row.opened_by, language=get_language() or "en"),
            state=precedence_word(precedence),
            source=name,
            from_ms=wording.at_ms,
            until_ms=until_ms,
            said_at_ms=wording.at_ms,
        )


def _read_back(
    node: Node, row: MatterRow, wording: _Wording, read_backs: list[EntryView], *, until_ms: int | None
) -> Iterator[MapFact]:
    for number, entry in enumerate(read_backs):
        later = next((each for each in read_backs[number + 1 :] if each.member == entry.member), None)
        end = later.at_ms if later and (until_ms is None or later.at_ms < until_ms) else until_ms
        for n, item in _places_of(entry.content).items():
            said = wording.items.get(n)
            fact = _compared(row, entry, item, said=said, n=n)
            by = member_name(node, entry.member, language=get_language() or "en")
            yield replace(fact, by=by, from_ms=entry.at_ms, until_ms=end, said_at_ms=entry.at_ms)


def _compared(
    row: MatterRow, entry: EntryView, item: Mapping[str, Any], *, said: Mapping[str, Any] | None, n: int
) -> MapFact:
    where = _place(item)
    fact = _fact(row, entry.id, where, n=n)
    subject = _subject(row)
    if said is None or _place(said) == where:
        state = gettext("Reads as sent") if said else gettext("Was not sent as a place")
        return replace(fact, style="read-back", what=gettext("Read-back"), name=subject, state=state)
    distance = length_text(way(_place(said), to=where).metres)
    return replace(
        fact, geometry=line(_place(said), where), style="differs", what=gettext("Read-back"), name=subject,
        label=f"{entry.id} ≠ {distance}", state=gettext("Differs from what was sent"), measure=distance,
    )  # fmt: skip


def _fact(row: MatterRow, entry: str, where: Place, *, n: int) -> MapFact:
    return MapFact(
        f"{entry}#{n}", point(where), "message", "", "", where=place_text(where),
        matter=row.id, address=address_of_matter(row.id, entry=entry),
    )  # fmt: skip


def _subject(row: MatterRow) -> str:
    return _shown(subject_of(row.state, language=get_language() or "en"))


def _shown(words: str) -> str:
    """Return words of people for a canvas and for cells that are filled by a script: signs for what shows nothing."""
    return plainly(cut(words, most=LONGEST)[0])


def _place(item: Mapping[str, Any]) -> Place:
    return Place(item["value"]["lat_e7"], item["value"]["lon_e7"])


MESSAGES = Layer("messages", lambda: gettext("Places of messages"), read, shape="talk", place=10)
