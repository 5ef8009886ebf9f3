"""The bytes of a frozen text: what all agree to, and what each language of it is. Pure.

One digest stands for all languages; each language has its own beside it, over the very bytes that are published as a
file, so that anybody checks it with a program for SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from parley.record import strictjson

FORM = "parley-text-v1"


def freeze_digest(*, matter: str, parties: Iterable[str], attempt: int, paragraphs: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256, in hexadecimal, of what a freeze names: paragraph by paragraph, version and every language.

    Two who propose to freeze the same versions at once name the same bytes, whoever proposed it.
    """
    said = {
        "form": FORM, "text": matter, "parties": sorted(parties), "attempt": attempt, "paragraphs": list(paragraphs)
    }  # fmt: skip
    return hashlib.sha256(strictjson.encode(said)).hexdigest()


def whole_text(paragraphs: Iterable[str]) -> str:
    """Return the paragraphs of one language as one text."""
    return "\n\n".join(paragraphs)


def language_bytes(*, title: str, text: str) -> bytes:
    """Return the bytes of one language as they are published: title, an empty line, the text, a line feed."""
    return f"{title}\n\n{text}\n".encode()


def digest_of(raw: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()
