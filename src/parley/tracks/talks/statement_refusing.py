"""How joint statements say no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| JS-1 | a statement is drafted once, and its signatories read it |
| JS-2 | it stands in every language of the mechanism, whole, when it is drafted and when it is signed |
| JS-3 | taken from a text it has the words that were frozen, in each language |
| JS-4 | its signatories sign it, each once, over the same bytes, naming the hash of each language |
| JS-5 | it is released at a whole minute ahead; after that minute nobody signs any more |
| JS-6 | a signatory that signed or not withdraws it before that minute, alone, for all; who declined signs no more |
| JS-7 | each signatory's node releases it once, when all have signed, none withdrew and the minute has come |
| JS-8 | a lapse cited names a duty of the statement that was due before, and once for each level |
| JS-9 | where all signed that, each may give its own read-out beside it once it is released; the newest is shown |
"""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal
from parley.tracks.talks import text_refusing

PREFIX = text_refusing.PREFIX


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "talks.<code>" in texts/statements.json."""
    return text_refusing.refuse(code, clause, **figures)
