"""How commitments say no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| CO-1 | an instrument is proposed once; who is bound by it signs it, and all whom it names read it |
| CO-2 | its languages, zones, lines and limits are those of the charter |
| CO-3 | what continues it goes to all it was opened to |
| CO-4 | its signatories sign it, each once and over the same bytes; a signature is not taken back |
| CO-5 | whoever proposed withdraws, and only before all have signed |
| CO-6 | who owes a step reports it; its verifier certifies it, or all to whom it is owed where it names none |
| CO-7 | what is said of a step names one that is in force, and was not done before it is said |
| CO-8 | an amendment names the newest terms that all have signed, holds together, and has no signed rival |
| CO-9 | a step is waived by those to whom it is owed, and by all of them |
| CO-10 | who owes a step, to whom it is owed, who signed and who verifies may dispute how it stands, and end that |
| CO-11 | an instrument is superseded by one that names it and that all its signatories have signed |
| CO-12 | a variance of a limit is signed by every party, and reaches no further than the limit and its time |
| CO-13 | a member declares its own forces, as of a time that has come, by the limits that bind it |
| CO-14 | a lapse cited names a duty of the instrument that was due before, and once for each level |
"""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening

PREFIX = "commitments."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "commitments.<code>" in texts/commitments.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry) -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to."""
    if entry.member not in opening.to:
        return refuse("not_addressed", "CO-3", member=entry.member, matter=opening.id)
    if entry.to != opening.to and set(entry.to) != set(opening.to):
        return refuse("audience_changed", "CO-3", matter=opening.id, to=", ".join(opening.to))
    return None
