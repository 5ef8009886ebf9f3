"""What an officer typed into the forms of supervision, turned into their contents or into faults, each at its field."""

from __future__ import annotations

import re
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, text_typed
from parley.desk.standstill.typed import Form, texts_typed

_BLANKS = re.compile(r"[\s,;]+")


def directive_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a directive; without a date or a clause it has none."""
    faults: list[Fault] = []
    content: dict[str, Any] = {
        "subject": _line(form, "subject"),
        "texts": texts_typed(form.one, charter=charter),
        "given_to": sorted(form.many("given_to")),
        "by_s": _instant(form, "by", "by_s", faults),
        "clause": _line(form, "clause"),
        "about": named_typed(form),
    }
    return Typed(_without_empty(content, "by_s", "clause", "about"), tuple(faults))


def answer_typed(form: Form) -> Typed:
    """Read the form of an answer to a directive."""
    content = {"answer": form.one.get("answer", ""), "text": text_typed(form.one)}
    return Typed(_without_empty(content, "text"), ())


def done_typed(form: Form) -> Typed:
    """Read the form by which what was directed is told as done."""
    faults: list[Fault] = []
    content = {
        "done_s": _instant(form, "done", "done_s", faults), "text": text_typed(form.one), "about": named_typed(form),
    }  # fmt: skip
    return Typed(_without_empty(content, "text", "about"), tuple(faults))


def certificate_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a certificate."""
    faults: list[Fault] = []
    content = {
        "clause": _line(form, "clause"),
        "subject": _line(form, "subject"),
        "texts": texts_typed(form.one, charter=charter),
        "as_of_s": _instant(form, "as_of", "as_of_s", faults),
        "about": named_typed(form),
    }
    return Typed(content, tuple(faults))


def contest_typed(form: Form) -> Typed:
    """Read the form by which a certificate is contested, or is no more."""
    content = {"stands": form.one.get("stands") == "yes", "why": _line(form, "why"), "about": named_typed(form)}
    return Typed(_without_empty(content, "about"), ())


def change_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a change of the mechanism's state; without an end it has none."""
    faults: list[Fault] = []
    content = {
        "becomes": form.one.get("becomes", ""),
        "texts": texts_typed(form.one, charter=charter),
        "from_s": _instant(form, "begins", "from_s", faults),
        "until_s": _instant(form, "ends", "until_s", faults),
        "about": named_typed(form),
    }
    return Typed(_without_empty(content, "until_s", "about"), tuple(faults))


def lines_typed(form: Form, *fields: str) -> Typed:
    """Read the lines named; one that was left empty is none."""
    return Typed({name: line for name in fields if (line := _line(form, name))}, ())


def named_typed(form: Form) -> list[str]:
    """Return the ids of entries that were typed, with blanks or commas between."""
    return list(dict.fromkeys(each for each in _BLANKS.split(form.one.get("about", "")) if each))


def _without_empty(content: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in names or value not in ("", None, [])}


def _line(form: Form, name: str) -> str:
    return form.one.get(name, "").strip()


def _instant(form: Form, name: str, where: str, faults: list[Fault]) -> int | None:
    """Return an instant; None where nothing was typed, for the form of the entry to ask for where it is needed."""
    if not _line(form, name):
        return None
    found = instant_typed(form.one[name], where=name)
    if isinstance(found, Fault):
        faults.append(found)
        return None
    return found
