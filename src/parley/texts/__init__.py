"""Whole translated sentences for the codes that the pure layers answer with. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "ar", "he")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return every code with its sentence in each language, read once from the files of this folder."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".json"):
            found |= json.loads(file.read_text(encoding="utf-8"))
    return found


def sentence(code: str, *, language: str, data: Mapping[str, Any]) -> str:
    """Return the sentence for `code` in `language`, with the figures of `data` set in.

    A code without a sentence is shown as itself with its data: an unknown refusal is never silent.
    """
    known = catalogue().get(code)
    if known is None:
        return f"{code} {dict(data)}"
    return known[language] % dict(data)
