"""What a supervisor and the parties say of supervision, in tests: EXERCISE all of it."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from tests.tracks.hotline.cell import ALL, Cell

TEXTS = [{"lang": "en", "text": "EXERCISE."}]
HOUR, DAY = 3_600, 86_400
STAFF, CHIEF = {"role": "supervisor_staff"}, {"role": "chief"}


def directed(cell: Cell, *, by: str = "US", role: str = "supervisor_staff", **more: Any) -> Entry:
    """Let a directive be given to both parties, and read by all."""
    said = {"subject": "EXERCISE", "texts": TEXTS, "given_to": ["IL", "SY"], "role": role, **more}
    entry = cell.say(by, "directive_given", **said)
    cell.reads()
    return entry


def certified(cell: Cell, *, by: str = "US", role: str = "supervisor_staff", **more: Any) -> Entry:
    """Let something be certified by a clause, resting on the first entry that there is."""
    rests_on = cell.entries[0] if cell.entries else directed(cell)
    said = {
        "clause": "calm_observed", "subject": "EXERCISE", "texts": TEXTS, "as_of_s": cell.now_ms // 1000 - HOUR,
        "about": [rests_on.id], "role": role, **more,
    }  # fmt: skip
    entry = cell.say(by, "certificate_given", **said)
    cell.reads()
    return entry


def changed(cell: Cell, *, by: str = "SY", becomes: str = "suspended", **more: Any) -> Entry:
    """Let a change of the mechanism's state be proposed, a suspension for ten days, and read by all."""
    now_s = cell.now_ms // 1000
    until = {"until_s": now_s + 10 * DAY} if becomes == "suspended" else {}
    said = {"becomes": becomes, "texts": TEXTS, "from_s": now_s, **CHIEF, **until, **more}
    entry = cell.say(by, "mechanism_change_proposed", **said)
    cell.reads()
    return entry


def signs(cell: Cell, member: str, change: Entry) -> Entry:
    """Let a member sign a change, and all read it."""
    digest = cell.state(change).main.digest
    entry = cell.say(member, "mechanism_change_signed", matter=change, of=change.id, digest=digest, **CHIEF)
    cell.reads()
    return entry


def issued(cell: Cell, *, by: str = "US", role: str = "supervisor_staff", **more: Any) -> Entry:
    """Let a pack be issued of the last day that is over, counted from the author's own log, and read by all."""
    until_s = (cell.now_ms // 1000 - 6 * HOUR) // DAY * DAY + 6 * HOUR
    size = sum(entry.member == by for entry in cell.entries)
    said = {
        "span": "day", "until_s": until_s, "charter": "a" * 64, "digest": "b" * 64, "role": role,
        "positions": [{"log": by, "size": max(1, size), "root": "c" * 64}],
        "sections": [{"name": "incidents", "digest": "d" * 64}], **more,
    }  # fmt: skip
    entry = cell.say(by, "pack_issued", **said)
    cell.reads()
    return entry


MEMBERS = ALL
