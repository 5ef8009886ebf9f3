"""What an officer typed into the forms of incidents, turned into their contents or into faults, each at its field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict

from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, read_item, text_typed
from parley.geo.figures import Misread, plain

MOST_ROWS = 20
# What a radius is where its field was left empty.
USUAL_RADIUS_M = {"exact": 25, "near": 500, "area": 5_000}
_ID_AND_PIECE = re.compile(r"([A-Z][A-Z0-9-]{0,15}/\d{1,16})#(\d{1,2})")


def account_typed(form: QueryDict) -> Typed:
    """Read the whole form of an account."""
    faults: list[Fault] = []
    content: dict[str, Any] = {
        **{name: form.get(name, "") for name in ("type", "lang", "source", "credibility", "knowledge")},
        "subject": form.get("subject", "").strip(),
        "text": text_typed(form),
        "time": _time(form, faults),
        "means": form.getlist("means"),
        "actors": [_actor(row) for row in _rows(form, "actor", "who", "name")],
    }
    place = _place(form, faults)
    if place is not None:
        content["place"] = place
    beside = {
        "casualties": [
            _casualty(row, n, faults) for n, row in enumerate(_rows(form, "casualty", "who", "least", "most"))
        ],
        "damage": [_damage(row, n, faults) for n, row in enumerate(_rows(form, "damage", "what", "count", "text"))],
        "evidence": pieces_typed(form, faults),
        "about": form.get("about", "").replace(",", " ").split(),
    }
    return Typed(content | {name: value for name, value in beside.items() if value}, tuple(faults))


def pieces_typed(form: QueryDict, faults: list[Fault]) -> list[dict[str, Any]]:
    """Read the rows of evidence; a row without name and digest is none."""
    found = []
    for number, row in enumerate(_rows(form, "evidence", "name", "sha256")):
        piece: dict[str, Any] = {
            "n": number + 1, "form": row.get("form") or "other", "name": row.get("name", ""),
            "sha256": row.get("sha256", "").lower().replace(" ", ""),
        }  # fmt: skip
        if row.get("taken"):
            piece["taken_s"] = _instant(row["taken"], f"evidence.{number}.taken_s", faults)
        if row.get("of"):
            piece["of"] = _earlier(row["of"], f"evidence.{number}.of", faults)
        found.append(piece)
    return found


def rows_typed(form: QueryDict) -> dict[str, int]:
    """Return how many rows of each kind a form holds, so that it is shown again with as many."""
    found = {"actor": 0, "casualty": 0, "damage": 0, "evidence": 0}
    for name in form:
        kind, _, rest = name.partition("-")
        number = rest.partition("-")[0]
        if kind in found and number.isdecimal() and len(number) < 3 and form.get(name, "").strip():
            found[kind] = max(found[kind], min(int(number), MOST_ROWS))
    return found


def _rows(form: QueryDict, kind: str, *needed: str) -> Iterator[dict[str, str]]:
    """Yield the rows in which one of these fields was filled in: a figure without its subject is a fault, and told."""
    names = {name for name in form if name.startswith(f"{kind}-")}
    for n in range(1, MOST_ROWS + 1):
        begins = f"{kind}-{n}-"
        row = {name.removeprefix(begins): form.get(name, "").strip() for name in names if name.startswith(begins)}
        if any(row.get(name) for name in needed):
            yield row


def _time(form: QueryDict, faults: list[Fault]) -> dict[str, Any]:
    begins = form.get("begins", "").strip()
    from_s = _instant(begins, "begins", faults)
    ends = form.get("ends", "").strip()
    until_s = _instant(ends, "ends", faults) if ends else from_s
    return {"from_s": from_s, "until_s": until_s, "precision": form.get("time_precision", "")}


def _instant(text: str, where: str, faults: list[Fault]) -> int:
    found = instant_typed(text, where=where)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found


def _place(form: QueryDict, faults: list[Fault]) -> dict[str, Any] | None:
    """Read the place, in degrees or in the military grid; None where none was typed."""
    text = form.get("places", "").strip()
    if not text:
        return None
    found = read_item("place", text)
    if isinstance(found, Misread):
        faults.append(Fault("places", found.code, found.data))
        return None
    precision = form.get("place_precision", "")
    typed = plain(form.get("radius_m", ""))
    radius = _count(typed, "radius_m", faults) if typed else USUAL_RADIUS_M.get(precision, 0)
    place = {"lat_e7": found["lat_e7"], "lon_e7": found["lon_e7"], "precision": precision, "radius_m": radius}
    name = form.get("place_name", "").strip()
    return {**place, "name": name} if name else place


def _actor(row: Mapping[str, str]) -> dict[str, Any]:
    kind, _, member = row.get("who", "").partition(":")
    actor: dict[str, Any] = {"kind": kind}
    if member:
        actor["member"] = member
    return {**actor, "name": row["name"]} if row.get("name") else actor


def _casualty(row: Mapping[str, str], number: int, faults: list[Fault]) -> dict[str, Any]:
    least = _count(row.get("least", ""), f"casualties.{number}.at_least", faults)
    most = _count(row["most"], f"casualties.{number}.at_most", faults) if row.get("most") else least
    return {"who": row.get("who", ""), "harm": row.get("harm", ""), "at_least": least, "at_most": most}


def _damage(row: Mapping[str, str], number: int, faults: list[Fault]) -> dict[str, Any]:
    count = _count(row.get("count") or "1", f"damage.{number}.count", faults)
    found = {"what": row.get("what", ""), "extent": row.get("extent", ""), "count": count}
    return {**found, "text": row["text"]} if row.get("text") else found


def _count(text: str, where: str, faults: list[Fault]) -> int:
    text = plain(text)
    if text.isascii() and text.isdigit() and len(text) < 8:
        return int(text)
    faults.append(Fault(where, "geo.count_asked"))
    return 0


def _earlier(text: str, where: str, faults: list[Fault]) -> dict[str, Any]:
    found = _ID_AND_PIECE.fullmatch(text)
    if found is None:
        faults.append(Fault(where, "incidents.piece_asked"))
        return {}
    return {"entry": found[1], "n": int(found[2])}
