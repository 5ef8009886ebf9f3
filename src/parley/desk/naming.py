"""Names as the charter has them, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parley.node.running import Node

# How a screen says the code of a member, or that of a role.
Names = Callable[[str], str]


def member_name(node: Node, code: str, *, language: str) -> str:
    """Return a member's name in a language, or its code."""
    for member in node.charter().members:
        if member.code == code:
            return in_language(member.names, language=language)
    return code


def in_language(names: Mapping[str, str], *, language: str) -> str:
    """Return the name in this language, or else the English one, or else any."""
    return names.get(language) or names.get("en") or next(iter(names.values()), "")
