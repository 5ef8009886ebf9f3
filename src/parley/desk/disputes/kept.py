"""Texts that were committed at this desk, kept with their salts, sealed under the node's local key."""

from __future__ import annotations

import json
from typing import Any

from parley.desk.cell import node
from parley.desk.disputes.models import KeptText
from parley.tracks.disputes.evidence import text_digest

SALT_BYTES = 16


def keep(text: str, *, lang: str) -> str:
    """Keep a text here with a new salt, sealed under the node's local key, and return the digest that is committed."""
    salt = node().random(SALT_BYTES).hex()
    digest = text_digest(text, salt=salt)
    plain = json.dumps({"text": text, "salt": salt, "lang": lang}, ensure_ascii=False).encode()
    sealed = node().box.lock(plain, place=_place(digest))
    KeptText.objects.create(digest=digest, sealed=sealed, kept_at_ms=node().clock.now_ms())
    return digest


def kept(digest: str) -> dict[str, Any] | None:
    """Return the text with its salt that was kept for a digest; None where it was committed at another desk."""
    row = KeptText.objects.filter(digest=digest).first()
    if row is None:
        return None
    found: dict[str, Any] = json.loads(node().box.unlock(bytes(row.sealed), place=_place(digest)))
    return found


def is_kept(digest: str) -> bool:
    """Return whether the text of this digest lies here."""
    return KeptText.objects.filter(digest=digest).exists()


def _place(digest: str) -> str:
    return f"committed/{digest}"
