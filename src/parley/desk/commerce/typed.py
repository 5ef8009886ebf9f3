"""What an officer typed into the forms of crossings, turned into their contents or into faults, each at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, figure, instant_typed, text_typed
from parley.geo.figures import plain

LEAST_ROWS, MOST_ROWS = 4, 60
PLAIN = ("subject", "point", "towards", "what", "route", "lang", "contact")


def crossing_typed(form: Mapping[str, str]) -> Typed:
    """Read the form of a crossing; a list that does not belong to what crosses is a fault, and none that is dropped."""
    faults: list[Fault] = []
    people = [_person(row, n, faults) for n, row in rows(form, "people")]
    if people and form.get("what") == "goods":
        faults.append(Fault("people", "commerce.roles_of_goods"))
    counted = sum(each["count"] for each in people)
    content: dict[str, Any] = {
        **{name: form.get(name, "").strip() for name in PLAIN},
        "slot_s": slot_typed(form, faults),
        "vehicles": number(form.get("vehicles", ""), "vehicles", faults, empty=0),
        "persons": number(form.get("persons", ""), "persons", faults, empty=counted),
        "humanitarian": form.get("humanitarian") == "yes",
        "goods": [_good(row, n, faults) for n, row in rows(form, "goods", chosen=("unit",))],
        "people": people,
    }
    documents = [
        {"what": row.get("what", ""), "sha256": row.get("sha256", "").lower()} for _, row in rows(form, "papers")
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


def rows(form: Mapping[str, str], name: str, *, chosen: tuple[str, ...] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a list in which anything was typed, by their numbers; how many there may be says their check.

    `chosen` are fields that always hold something. A row of which only a part was filled is none that is dropped.
    """
    prefix = f"{name}-"
    named = (field.removeprefix(prefix).partition("-")[0] for field in form if field.startswith(prefix))
    for n in sorted({n for each in named if (n := figure(each)) is not None}):
        at = f"{prefix}{n}-"
        row = {field.removeprefix(at): value.strip() for field, value in form.items() if field.startswith(at)}
        if any(value for field, value in row.items() if field not in chosen):
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
        "what": row.get("what", ""), "quantity": number(row.get("quantity", ""), f"goods-{n}-quantity", faults),
        "unit": row.get("unit", ""),
    }  # fmt: skip


def _person(row: Mapping[str, str], n: int, faults: list[Fault]) -> dict[str, Any]:
    return {"role": row.get("role", ""), "count": number(row.get("count", ""), f"people-{n}-count", faults)}


def said_typed(form: Mapping[str, str], *names: str) -> dict[str, Any]:
    """Return one-line fields, and the words beside them with their language where there are any."""
    text = text_typed(form)
    words = {"text": text, "lang": form.get("lang", "")} if text else {}
    return {**{name: form.get(name, "").strip() for name in names}, **words}


def rows_shown(typed: Mapping[str, Any], name: str, *, most: int = MOST_ROWS, more: int = LEAST_ROWS) -> list[Any]:
    """Return the rows of a list with what stands in them: as many as were filled, `more` where that is asked.

    All lists of a form together stay below the number of fields that the desk takes of one.
    """
    begun = [field.split("-")[1] for field, value in typed.items() if field.startswith(f"{name}-") and value]
    known = [row for each in begun if (row := figure(each)) is not None]
    count = min(max([*known, LEAST_ROWS]) + (more if typed.get("step") == "more" else 0), most)
    found = []
    for n in range(1, count + 1):
        at = f"{name}-{n}-"
        found.append({"n": n, **{field.removeprefix(at): value for field, value in typed.items()
                                 if field.startswith(at)}})  # fmt: skip
    return found
