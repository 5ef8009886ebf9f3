"""How deconfliction says no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| N-1 | a notice is opened once, by whom its activity is, and is addressed to somebody |
| N-2 | its class is one of the charter's, its language one of the mechanism's |
| N-3 | its times are not over when it is written, and no longer than the charter allows |
| N-4 | its areas lie within the mechanism's box and the charter's size, its limits of height the right way up |
| N-5 | what continues a notice goes to all it was opened to; its author alone changes, begins, ends or cancels it |
| N-6 | what is said of a notice names the version in force, and is not said twice |
| N-7 | a notice that is ended or cancelled is not taken up again |
| N-9 | a lapse that is cited names a duty of the notice that was due before, once for each level |
| ST-1 | a standstill is opened once, binds two parties at least and goes to all whom it binds |
| ST-2 | its classes and its precedence are the charter's, its text stands in languages of the mechanism |
| ST-3 | its times are not over when it is proposed or signed, and no longer than the charter allows |
| ST-4 | its areas lie within the mechanism's box, their limits of height the right way up |
| ST-5 | what continues it goes to all whom it was opened to |
| ST-6 | the parties that it binds sign it, each once and over the same bytes; a signature is not taken back |
| ST-7 | whoever proposed withdraws, and only before all have signed |
| ST-8 | a variance or an ending belongs to a signed standstill that is not over, and reaches no further |
| ST-9 | a lapse that is cited names a duty of the standstill that was due before, once for each level |
| SI-1 | a site or movement is notified once, by whoever runs or knows it, and to somebody |
| SI-2 | its language is one of the mechanism's, its times are not over, its areas lie within the mechanism's box |
| SI-3 | what continues it goes to all it was notified to; its author changes, checks and withdraws, others receive |
| SI-4 | what is said of it names its version; what is withdrawn is not taken up again |
| SI-5 | it is checked on the map by another person than the one who wrote it |
| SI-6 | consent is given for each recipient; who has none to pass it on does not |
| SI-7 | a lapse that is cited names a duty of the site that was due before, once for each level |
"""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening

PREFIX = "deconfliction."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "deconfliction.<code>" in texts/deconfliction.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry, *, clause: str = "N-5") -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to."""
    if entry.member not in opening.to:
        return refuse("not_addressed", clause, member=entry.member, matter=opening.id)
    if entry.to != opening.to and set(entry.to) != set(opening.to):
        return refuse("audience_changed", clause, matter=opening.id, to=", ".join(opening.to))
    return None
