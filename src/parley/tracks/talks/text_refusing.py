"""How negotiating texts say no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| TX-1 | a text is opened once, to all who are to agree on it |
| TX-2 | the words of a paragraph stand in languages of the mechanism; brackets name members, alike in every language |
| TX-3 | a version replaces every version of its paragraph that stands, as far as its author had read |
| TX-4 | words are put in the mouth of another member only where it said them, in that language |
| TX-5 | a party consents to the one version that stands, and takes that back until it has agreed to a freeze |
| TX-6 | a party reserves on a paragraph, and lifts its own reservation; who reserves does not consent |
| TX-7 | nothing is agreed until all is: a text is frozen whole, in every language, without brackets or reservations |
| TX-8 | a party agrees to a freeze over the same bytes, once, and to one at a time; a word against it is for good |
| TX-9 | of a text that is frozen or given up nothing more is said |
| TX-10 | a lapse cited names a duty of the text that was due before, and once for each level |
"""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal

PREFIX = "talks."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "talks.<code>" in texts/statements.json."""
    return Refusal(PREFIX + code, clause, figures)
