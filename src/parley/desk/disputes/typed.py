"""What an officer typed into the forms of disputes, turned into their contents or into faults, each at its field."""

from __future__ import annotations

import re
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, text_typed
from parley.desk.standstill.typed import Form, areas_typed, texts_typed

_BLANKS = re.compile(r"[\s,;]+")


def claim_typed(form: Form) -> Typed:
    """Read the form of a claim."""
    content: dict[str, Any] = {
        "subject": _line(form, "subject"),
        "text": text_typed(form.one),
        "asks": text_typed(form.one, "asks"),
        "lang": form.one.get("lang", ""),
        "against": sorted(form.many("against")),
        "precedence": form.one.get("precedence", ""),
        "about": _named(form, "about"),
        "provisions": [each.strip() for each in form.one.get("provisions", "").splitlines() if each.strip()],
    }
    return Typed({name: value for name, value in content.items() if value or name not in ("about", "provisions")}, ())


def answer_typed(form: Form) -> Typed:
    """Read the form of an answer."""
    about = _named(form, "about")
    content = {**_said(form), "position": form.one.get("position", ""), **({"about": about} if about else {})}
    return Typed(content, ())


def settlement_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a settlement: its subject, and the text in each language."""
    return Typed({"subject": _line(form, "subject"), "texts": texts_typed(form.one, charter=charter)}, ())


def measure_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of an interim measure; the outline is made here, once, and is what will be agreed."""
    faults: list[Fault] = []
    chosen = sorted(form.many("class"))
    is_only = form.one.get("scope") == "only"
    content = {
        "subject": _line(form, "subject"),
        "texts": texts_typed(form.one, charter=charter),
        "parties": sorted(form.many("party")),
        "classes": chosen if is_only else [],
        "excepted": [] if is_only else chosen,
        "areas": areas_typed(form.one, faults, charter=charter),
        "from_s": _instant(form, "begins", faults),
        "until_s": _instant(form, "ends", faults),
        "precedence": form.one.get("precedence", ""),
    }
    return Typed(content, tuple(faults))


def pause_typed(form: Form) -> Typed:
    """Read the form of a pause."""
    faults: list[Fault] = []
    content = {"until_s": _instant(form, "ends", faults), "why": _line(form, "why")}
    return Typed(content, tuple(faults))


def raise_typed(form: Form) -> Typed:
    """Read the form by which a dispute is raised."""
    is_danger = form.one.get("danger_to_life") == "yes"
    return Typed({"level": form.one.get("level", ""), "why": _line(form, "why"), "danger_to_life": is_danger}, ())


def said_typed(form: Form, *fields: str) -> Typed:
    """Read a text in a language, with the lines named beside it."""
    return Typed({**_said(form), **{name: _line(form, name) for name in fields}}, ())


def lines_typed(form: Form, *fields: str) -> Typed:
    """Read the lines named; one that was left empty is none."""
    return Typed({name: line for name in fields if (line := _line(form, name))}, ())


def _said(form: Form) -> dict[str, Any]:
    return {"text": text_typed(form.one), "lang": form.one.get("lang", "")}


def _line(form: Form, name: str) -> str:
    return form.one.get(name, "").strip()


def _named(form: Form, name: str) -> list[str]:
    """Return the ids of entries that were typed, with blanks or commas between."""
    return list(dict.fromkeys(each for each in _BLANKS.split(form.one.get(name, "")) if each))


def _instant(form: Form, name: str, faults: list[Fault]) -> int:
    found = instant_typed(form.one.get(name, ""), where=name)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found
