"""What an officer typed into the forms of texts and statements, turned into their contents, each fault at its field."""

from __future__ import annotations

import re
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, instant_typed, text_typed
from parley.desk.standstill.typed import Form, texts_typed

# Digits without end are no number of an attempt, and would not be read as one.
LONGEST_NUMBER = 9
_BLANKS = re.compile(r"[\s,;]+")


def opening_typed(form: Form) -> Typed:
    """Read the form that opens a text."""
    content = {"subject": _line(form, "subject"), "parties": sorted(form.many("party")), "about": _named(form, "about")}
    text = text_typed(form.one)
    return Typed({**_without_empty(content, "about"), **({"text": text} if text else {})}, ())


def worded_typed(form: Form, *, charter: Charter) -> Typed:
    """Read a paragraph's words: those languages that were written; none at all leaves the paragraph out."""
    is_out = form.one.get("leave_out") == "yes"
    content = {
        "paragraph": _line(form, "paragraph"),
        "replaces": _named(form, "replaces"),
        "texts": [] if is_out else texts_typed(form.one, charter=charter),
        "why": _line(form, "why"),
    }
    return Typed(_without_empty(content, "why"), ())


def lines_typed(form: Form, *fields: str) -> Typed:
    """Read fields of one line each."""
    return Typed({name: _line(form, name) for name in fields}, ())


def reserved_typed(form: Form) -> Typed:
    """Read a reservation."""
    text = text_typed(form.one)
    content = {"paragraph": _line(form, "paragraph"), "why": _line(form, "why")}
    return Typed({**content, **({"text": text} if text else {})}, ())


def freeze_typed(form: Form) -> Typed:
    """Read the proposal to freeze what the page showed."""
    attempt = form.one.get("attempt", "")
    content = {
        "versions": _named(form, "versions"),
        "attempt": int(attempt) if attempt.isdecimal() and len(attempt) <= LONGEST_NUMBER else 0,
        "digest": _line(form, "digest"),
    }  # fmt: skip
    return Typed(content, ())


def draft_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a statement."""
    faults: list[Fault] = []
    content: dict[str, Any] = {
        "subject": _line(form, "subject"),
        "texts": [
            {"lang": lang, "title": _line(form, f"title_{lang}"), "text": text_typed(form.one, f"text_{lang}")}
            for lang in charter.languages
            if _line(form, f"title_{lang}") or text_typed(form.one, f"text_{lang}")
        ],
        "signatories": sorted(form.many("signatory")),
        "release_s": _instant(form, "release_at", faults),
        "attribution": form.one.get("attribution", ""),
        "spoken_by": _line(form, "spoken_by"),
        "place": _line(form, "place"),
        "from_text": _line(form, "from_text"),
        "about": _named(form, "about"),
        "readouts": form.one.get("readouts") == "yes",
    }
    return Typed(_without_empty(content, "spoken_by", "place", "from_text", "about"), tuple(faults))


def signature_typed(form: Form) -> Typed:
    """Read a signature as the page showed what is signed: the whole, and each language."""
    digests = [
        {"lang": name.removeprefix("sha256_"), "sha256": value}
        for name, value in sorted(form.one.items())
        if name.startswith("sha256_")
    ]
    return Typed({"of": _line(form, "of"), "digest": _line(form, "digest"), "digests": digests}, ())


def _line(form: Form, name: str) -> str:
    return str(form.one.get(name, "")).strip()


def _named(form: Form, name: str) -> list[str]:
    return [each for each in _BLANKS.split(form.one.get(name, "").strip()) if each]


def _instant(form: Form, name: str, faults: list[Fault]) -> int:
    found = instant_typed(form.one.get(name, "").strip(), where=name)
    if isinstance(found, Fault):
        faults.append(found)
        return 0
    return found


def _without_empty(content: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value or name not in names}
