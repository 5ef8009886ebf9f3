"""What an officer typed into the forms of crossings, turned into their contents or into faults, each at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, text_typed
from parley.geo.figures import plain

LEAST_ROWS, MOST_ROWS = 4, 60
PLAIN = ("subject", "point", "towards", "what", "route", "lang", "contact")


def crossing_typed(form: Mapping[str, str]) -> Typed:
    """Read the form of a crossing; of goods and persons the list that belongs to what crosses."""
    faults: list[Fault] = []
    is_goods = form.get("what") == "goods"
    people = [] if is_goods else [_person(row, n, faults) for n, row in rows(form, "people", "role")]
    counted = sum(each["count"] for each in people)
    content: dict[str, Any] = {
        **{name: form.get(name, "").strip() for name in PLAIN},
        "slot_s": slot_typed(form, faults),
        "vehicles": number(form.get("vehicles", ""), "vehicles", faults, empty=0),
        "persons": number(form.get("persons", ""), "persons", faults, empty=counted),
        "humanitarian": form.get("humanitarian") == "yes",
        "goods": [_good(row, n, faults) for n, row in rows(form, "goods", "what")] if is_goods else [],
        "people": people,
    }
    documents = [
        {"what": row["what"], "sha256": row.get("sha256", "").lower()} for _, row in rows(form, "papers", "what")
    ]  # fmt: skip
    text, gate = text_typed(form), gate_typed(form)
    beside = {
        **({"documents": documents} if documents else {}), **({"text": text} if text else {}),
        **({"waits_for": gate} if gate else {}),
    }  # fmt: skip
    return Typed({**content, **beside}, tuple(faults))


def gate_typed(form: Mapping[str, str]) -> dict[str, str] | None:
    """Read for which step the crossing waits: the instrument, a space, the step; None where it waits for none."""
    commitment, _, step = form.get("waits_for", "").strip().partition(" ")
    return {"commitment": commitment, "step": step.strip()} if commitment else None


def slot_typed(form: Mapping[str, str], faults: list[Fault]) -> int:
    """Read the slot: one that was chosen, or one that was typed, which goes before."""
    typed = form.get("slot_at", "").strip() or form.get("slot", "").strip()
    found = instant_typed(typed, where="slot_at")
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found


def rows(form: Mapping[str, str], name: str, first: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a list whose first field is filled, with their numbers from 1."""
    for n in range(1, MOST_ROWS + 1):
        at = f"{name}-{n}-"
        row = {field.removeprefix(at): value.strip() for field, value in form.items() if field.startswith(at)}
        if row.get(first):
            yield n, row


def number(text: str, where: str, faults: list[Fault], *, empty: int | None = None) -> int:
    """Read a whole number; `empty` is what an empty field says, where it says anything."""
    digits = plain(text.strip())
    if not digits and empty is not None:
        return empty
    if digits.isascii() and digits.isdigit() and len(digits) < 8:
        return int(digits)
    faults.append(Fault(where, "geo.count_asked"))
    return 0


def _good(row: Mapping[str, str], n: int, faults: list[Fault]) -> dict[str, Any]:
    return {
        "what": row["what"], "quantity": number(row.get("quantity", ""), f"goods-{n}-quantity", faults),
        "unit": row.get("unit", ""),
    }  # fmt: skip


def _person(row: Mapping[str, str], n: int, faults: list[Fault]) -> dict[str, Any]:
    return {"role": row["role"], "count": number(row.get("count", ""), f"people-{n}-count", faults)}


def said_typed(form: Mapping[str, str], *names: str) -> dict[str, Any]:
    """Return one-line fields, and the words beside them with their language where there are any."""
    text = text_typed(form)
    words = {"text": text, "lang": form.get("lang", "")} if text else {}
    return {**{name: form.get(name, "").strip() for name in names}, **words}
