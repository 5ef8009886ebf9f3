"""Words that one rendering says in many rows, looked up once for it."""

from __future__ import annotations

from collections.abc import Callable


def said_once(say: Callable[[str], str]) -> Callable[[str], str]:
    """Return the same words, each code asked for once: for as long as the reader and the charter are the same."""
    known: dict[str, str] = {}

    def say_again(code: str) -> str:
        if code not in known:
            known[code] = say(code)
        return known[code]

    return say_again
