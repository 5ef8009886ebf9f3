"""Rounds and files for the tests: EXERCISE all of it."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.hotline.cell import START_MS, Cell

HOUR, DAY = 3_600, 86_400
START_S = START_MS // 1000
BEGINS_S = START_S + 10 * DAY
DELEGATE: dict[str, Any] = {"role": "delegate"}


def terms(**changes: Any) -> dict[str, Any]:
    """Return the content of a round in a third country, to which both parties and the supervisor are invited."""
    whole = {
        "subject": "EXERCISE first round", "lang": "en", "place": "EXERCISE third country", "from_s": BEGINS_S,
        "until_s": BEGINS_S + 2 * DAY, "invited": ["IL", "SY", "US"], "package": False, "host_name": "EXERCISE host",
        **DELEGATE, **changes,
    }  # fmt: skip
    return {key: value for key, value in whole.items() if value is not None}


def proposed(cell: Cell, *, by: str = "US", **changes: Any) -> Entry:
    """Let a member propose a round that everybody reads."""
    entry = cell.say(by, "round_proposed", **terms(**changes))
    cell.reads()
    return entry


def told(cell: Cell, member: str, kind: str, matter: Entry, **changes: Any) -> Entry:
    """Let a member say something in a round or a file that everybody reads."""
    entry = cell.say(member, kind, matter=matter, **DELEGATE, **changes)
    cell.reads()
    return entry


def opened(cell: Cell, *, by: str = "US", **changes: Any) -> Entry:
    """Let a member open a file that everybody reads."""
    whole = {"subject": "EXERCISE water", "lang": "en", "lead": "US", "parties": ["IL", "SY"], **DELEGATE, **changes}
    entry = cell.say(by, "file_opened", **{key: value for key, value in whole.items() if value is not None})
    cell.reads()
    return entry


TEXTS = [{"lang": "en", "text": "EXERCISE words."}]
HEAD = [{"role": "head_of_delegation", "number": 1}]


def agenda(cell: Cell, matter: Entry, *files: Entry, by: str = "US", **changes: Any) -> Entry:
    """Let an agenda of these files be proposed and consented to by all who come."""
    items = [{"subject": "EXERCISE item", "file": each.id} for each in files] or [{"subject": "EXERCISE opening"}]
    coming = list(cell.state(matter).coming)
    entry = told(cell, by, "agenda_proposed", matter, points=items, signatories=coming, lang="en", **changes)
    for member in coming:
        signs(cell, member, matter, entry)
    return entry


def signs(cell: Cell, member: str, matter: Entry, of: Entry, *, kind: str = "decision_signed") -> Entry:
    """Let a member sign an agenda, a decision, a package or other gates."""
    return told(cell, member, kind, matter, of=of.id, digest=cell.state(matter).instrument(of.id).digest)


def sits(
    cell: Cell, matter: Entry, *files: Entry, by: str = "US", grounds: tuple[Entry, ...] = (), **changes: Any
) -> Entry:
    """Let a sitting be opened now, of everybody who comes."""
    present = [{"member": code, "roles": HEAD} for code in cell.state(matter).coming]
    said = {
        "began_s": cell.now_ms // 1000, "rule": "on_record", "present": present, "files": [each.id for each in files],
        "grounds": [each.id for each in grounds], **changes,
    }  # fmt: skip
    return told(cell, by, "sitting_opened", matter, **said)


def ends(cell: Cell, matter: Entry, sitting: Entry, *, by: str = "US") -> Entry:
    """Let a sitting be closed now."""
    return told(cell, by, "sitting_closed", matter, of=sitting.id, ended_s=cell.now_ms // 1000)


def decides(cell: Cell, matter: Entry, *signatories: str, by: str = "US", **changes: Any) -> Entry:
    """Let a decision be proposed, and signed by these."""
    said = {"subject": "EXERCISE decision", "texts": TEXTS, "signatories": ["IL", "SY"], **changes}
    entry = told(cell, by, "decision_proposed", matter, **said)
    for member in signatories:
        signs(cell, member, matter, entry)
    return entry
