"""The faults of a form of the hotline, each brought to the field at which it is mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parley.charter.verdict import Fault, Refusal
from parley.desk.filed import fault_in_words
from parley.desk.hotline.typed import ItemTyped

ITEM_MISSING = "hotline.template_item_missing"


def faults_at(faults: tuple[Fault, ...], *, language: str) -> dict[str, list[str]]:
    """Return the sentences of the faults by field, "in_text" for one; those of a row stand in the row."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        field = fault.where.partition(".")[0].partition("[")[0]
        if fault.code != ITEM_MISSING and not field.startswith("item-"):
            found.setdefault(f"in_{field}", []).append(fault_in_words(fault, language=language))
    return found


def rows_at_fault(rows: tuple[ItemTyped, ...], faults: tuple[Fault, ...]) -> tuple[ItemTyped, ...]:
    """Return the rows with each item that a fixed phrase misses told at its empty row, or at a new one of its type."""
    found = list(rows)
    for fault in faults:
        if fault.code != ITEM_MISSING:
            continue
        kind = str(fault.data["type"])
        place = next((n for n, row in enumerate(found) if row.type == kind and not row.text), None)
        if place is None:
            found.append(ItemTyped(max((row.n for row in found), default=0) + 1, kind, "", "", fault=fault))
        else:
            found[place] = replace(found[place], fault=fault)
    return tuple(found)


def without_consequences(refusal: Refusal, *, form: Mapping[str, str]) -> Refusal:
    """Return the refusal without the fault that no read-back is asked for, where the officer asked for one.

    A form without items asks for no read-back, whatever its box says; the missing items are told as such.
    """
    if form.get("asks_read_back") != "yes":
        return refusal
    return replace(refusal, faults=tuple(fault for fault in refusal.faults if fault.where != "asks_read_back"))
