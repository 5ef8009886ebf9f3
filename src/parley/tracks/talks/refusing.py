"""How rounds and files of talks say no: one clause, one code, the figures of its text. Pure.

| clause | says |
|---|---|
| TA-1 | a round is proposed once, says where and when, and whom it invites reads it |
| TA-2 | languages, members and the roles of delegations are the charter's |
| TA-3 | what continues a round or a file goes to all it was opened to |
| TA-4 | who was invited answers, and tells its own delegation by roles while it comes |
| TA-5 | who proposed a round, its host and the charter's conveners convene: they postpone, cancel and close it |
| TA-6 | an agenda names each file once, and those who consent to it |
| TA-7 | one sitting is open at a time, between those who did not decline; the rule for its remarks is fixed with it |
| TA-8 | a file comes on a sitting, and is decided, only while each step for which it waits is certified, undisputed |
| TA-9 | a remark names its speaker on the record, none where it is not for attribution; off the record none is kept |
| TA-10 | what is agreed is signed by those it names, each once and over the same bytes; nobody takes back a signature |
| TA-11 | where nothing is agreed until all is agreed, decisions take effect only with the package of all of them |
| TA-12 | a member reserves its position beside a decision, and lifts its own reservation |
| TA-13 | each member gives its own read-out, beside those of the others |
| TA-14 | a file has a lead, and waits for steps of instruments that its readers read; all its parties change that |
| TA-15 | a reserved position is its author's own, and is disclosed by its author alone, in the words it sealed |
| TA-16 | a lapse that is cited names a duty of the matter that was due |
| TA-17 | a remark is corrected or taken back by who recorded it or the member of who spoke, and stays in the record |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Opening

PREFIX = "talks."


def refuse(code: str, clause: str, **figures: Any) -> Refusal:
    """Return a refusal; its sentence stands under "talks.<code>" in texts/talks.json."""
    return Refusal(PREFIX + code, clause, figures)


def refuse_audience(opening: Opening, entry: Entry, *, clause: str = "TA-3") -> Refusal | None:
    """Refuse a stranger to the matter, and an entry addressed to others than it was opened to."""
    if entry.member not in opening.to:
        return refuse("not_addressed", clause, member=entry.member, matter=opening.id)
    if set(entry.to) != set(opening.to):
        return refuse("audience_changed", clause, matter=opening.id, to=", ".join(opening.to))
    return None


def refuse_languages(said: Iterable[Any], *, charter: Charter, clause: str = "TA-2") -> Refusal | None:
    """Refuse words in a language that is none of the mechanism's."""
    for lang in said:
        if lang is not None and lang not in charter.languages:
            return refuse("language_not_agreed", clause, lang=lang, languages=", ".join(charter.languages))
    return None


def refuse_unread(members: Iterable[str], entry: Entry, *, clause: str) -> Refusal | None:
    """Refuse to name members that do not read the entry that names them."""
    unread = sorted(set(members) - set(entry.to))
    return refuse("not_all_read", clause, members=", ".join(unread)) if unread else None
