"""What an officer typed into the hotline's forms, turned into the content of an entry, or into its faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from parley.charter.verdict import Fault, Refusal
from parley.geo.figures import Misread
from parley.geo.grid import is_grid, parse_grid
from parley.geo.height import parse_height
from parley.geo.items import ITEM_TYPES, fields_read_out
from parley.geo.moment import Moment, parse_moment
from parley.geo.place import Place, parse_place
from parley.geo.quantity import parse_quantity

MOST_ROWS = 12
LONGEST_FIGURE = 15
# How each type may be typed; figures and letters that read the same in every language.
HINTS = {
    "place": "33.1256 N, 35.8246 E",
    "time": "2026-03-01 10:42Z",
    "height": "1500 ft AMSL",
    "number": "3 persons",
}


@dataclass(frozen=True, slots=True)
class ItemTyped:
    """One row of structured items as it stands in the form."""

    n: int
    type: str
    label: str
    text: str
    name: str = ""
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """The rows of a form and, for those that could be read, the items; `faults` names the others by row."""

    rows: tuple[ItemTyped, ...]
    items: tuple[Mapping[str, Any], ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """The content that the form spells, where it spells one; `faults` names every field that could not be read."""

    content: dict[str, Any]
    faults: tuple[Fault, ...]


def items_typed(form: Mapping[str, str]) -> Items:
    """Read the rows `item-1-type`, `item-1-label`, `item-1-text` and so on; a row without text is no item."""
    rows, items, faults = [], [], []
    for n in range(1, MOST_ROWS + 1):
        kind, text = form.get(f"item-{n}-type", ""), form.get(f"item-{n}-text", "").strip()
        label, name = form.get(f"item-{n}-label", "").strip(), form.get(f"item-{n}-name", "").strip()
        if not kind and not text:
            continue
        found = read_item(kind, text) if text else None
        fault = _fault(f"item-{n}-text", found) if isinstance(found, Misread) else None
        rows.append(ItemTyped(n, kind, label, text, name, fault))
        if fault is not None:
            faults.append(fault)
        elif found is not None and not isinstance(found, Misread):
            value = {**found, "name": name} if name and kind == "place" else found
            items.append({"n": n, "type": kind, "value": value, **({"label": label} if label else {})})
    return Items(tuple(rows), tuple(items), tuple(faults))


def with_what_stood(
    items: tuple[Mapping[str, Any], ...], standing: Sequence[Mapping[str, Any]], *, form: Mapping[str, str]
) -> list[Any]:
    """Return the items of a correction: one that reads as it did keeps all of its value, a place its own name too.

    The form shows an item as it is read aloud, and that does not say all: a named line has a key, a place a name.
    """
    stood = {(item["n"], item["type"]): item["value"] for item in standing}
    return [{**item, "value": _kept(item, stood.get((item["n"], item["type"])), form=form)} for item in items]


def _kept(item: Mapping[str, Any], was: Mapping[str, Any] | None, *, form: Mapping[str, str]) -> Mapping[str, Any]:
    kind, value = item["type"], item["value"]
    if was is None:
        return dict(value)
    if kind == "place":
        # A form with a field for the name says by an empty one that there is none any more.
        is_asked = f"item-{item['n']}-name" in form
        return {**value, "name": was["name"]} if "name" in was and not is_asked else dict(value)
    return dict(was if fields_read_out(kind, was) == fields_read_out(kind, value) else value)


def read_item(kind: str, text: str) -> dict[str, Any] | Misread:
    """Read one typed line as an item of this type; a Misread says what could not be understood."""
    reader = _READERS.get(kind)
    return Misread("geo.item_type_unknown") if reader is None else reader(text)


def _with(parse: Callable[[str], Any]) -> Callable[[str], dict[str, Any] | Misread]:
    def read(text: str) -> dict[str, Any] | Misread:
        found = parse(text)
        return found if isinstance(found, Misread) else asdict(found)

    return read


def _place(text: str) -> Place | Misread:
    """Read a place in degrees, or, where it has its shape, in the military grid: the middle of the square it names."""
    return parse_grid(text) if is_grid(text) else parse_place(text)


def _line(text: str) -> dict[str, Any] | Misread:
    return {"key": None, "name": text}


_READERS: Mapping[str, Callable[[str], dict[str, Any] | Misread]] = {
    "place": _with(_place),
    "time": _with(parse_moment),
    "height": _with(parse_height),
    "number": _with(parse_quantity),
    "line": _line,
}
if set(_READERS) != set(ITEM_TYPES):
    raise RuntimeError("the forms of the hotline do not know every type of item")


def instant_typed(text: str, *, where: str) -> int | Fault:
    """Read an instant as whole seconds since the epoch."""
    found = parse_moment(text)
    return found.at_s if isinstance(found, Moment) else _fault(where, found)


def _fault(where: str, misread: Misread) -> Fault:
    return Fault(where, misread.code, misread.data)


def figure(text: str) -> int | None:
    """Return the whole number that a field of a form carries; None for what is none, or is longer than any can be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_FIGURE else None


def text_typed(form: Mapping[str, str], name: str = "text") -> str:
    """Return a text of several lines as an entry carries it: line ends as one character, none at the end."""
    return form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()


def lapse_typed(form: Mapping[str, str]) -> dict[str, Any]:
    """Return what a citation of a lapse says: the duty, when it was due, the level it had reached; words if any."""
    figures = {name: figure(form.get(name, "")) for name in ("due_at_ms", "level")}
    told = {name: value for name, value in figures.items() if value is not None}
    text = text_typed(form)
    return {"duty": form.get("duty", ""), **told, **({"text": text} if text else {})}


def finding_answer_typed(form: Mapping[str, str]) -> dict[str, Any]:
    """Return what an answer to a finding says: which finding the page showed, how it is answered; words if any."""
    text = text_typed(form)
    said = {name: form.get(name, "") for name in ("of", "how", "lang")}
    return {**said, **({"text": text} if text else {})}


def form_faulty(faults: tuple[Fault, ...]) -> Refusal:
    """Return the refusal of a form that could not be read; nothing was filed."""
    return Refusal("form_not_understood", "DESK-5", {}, faults)
