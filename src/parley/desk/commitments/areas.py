"""The area of an obligation: typed in its row of the form, kept as it was signed in an amendment, and read out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.desk.standstill.places import extent_in_words
from parley.desk.standstill.typed import areas_typed

# The area as the terms in force say it, which no field has to spell again.
KEPT = "kept"
FIELDS = ("way", "places", "radius_m", "width_m")


def area_typed(
    form: Mapping[str, str], at: str, faults: list[Fault], *, charter: Charter, standing: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the area that the fields beginning with `at` spell, made here once; nothing where none is filled in.

    `standing` holds the terms in force by the short names of their steps.
    """
    typed = {name: form.get(at + name, "").strip() for name in FIELDS}
    if not typed["way"] and not typed["places"]:
        return {}
    if typed["way"] == KEPT and (kept := standing.get(form.get(f"{at}signed", ""), {}).get("area")):
        return {"area": kept}
    told: list[Fault] = []
    found = areas_typed(typed, told, charter=charter)
    number = int(at.split("-")[1])
    faults += [Fault(f"obligations.{number}.{each.where}", each.code, each.data) for each in told]
    return {} if told else {"area": found[0]["area"]}


def kept_fields(terms: Mapping[str, Any], at: str) -> dict[str, str]:
    """Return the fields by which an amendment keeps the area of a step; none where the step has no area."""
    return {f"{at}way": KEPT, f"{at}signed": str(terms["id"])} if terms.get("area") else {}


def area_in_words(terms: Mapping[str, Any]) -> str:
    """Return the area of a step in figures; nothing where it has none."""
    return extent_in_words(terms["area"]) if terms.get("area") else ""
