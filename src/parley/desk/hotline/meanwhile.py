"""Two officers of one desk at one duty: what the other said while this one wrote is told before anything goes out.

A form says how far this member had answered and read back when it was shown. Where it has done so again since, the act
is held back once, with the entry that went out: whoever has read it sends the form as it now stands, or lets it be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.matters import view_of
from parley.desk.once import as_once
from parley.node.drafts import Draft
from parley.node.repeats import was_handed_in

MARK = re.compile(r"(\d{1,9})\.(\d{1,16})")


def mark_of(state: Mapping[str, Any], *, own: str) -> str:
    """Return how far a member has answered a message and read it back: the number of answers, and when it read."""
    answers, read = _answers(state, own=own), state.get("read_backs", {}).get(own)
    return f"{len(answers)}.{read['at_ms'] if read else 0}"


def said_meanwhile(request: HttpRequest, matter: str, *, kind: str) -> Refusal | None:
    """Return the refusal of an act that another officer of this desk has done since its form was shown.

    None where nobody did, where the form is sent again after an answer that was lost, or where it says nothing of it.
    """
    found = MARK.fullmatch(request.POST.get("stood", ""))
    if found is None or is_repeat(request, matter, kind=kind):
        return None
    own, state = node().member, view_of(matter).row.state
    answers, read = _answers(state, own=own), state.get("read_backs", {}).get(own)
    if kind == "message_answered" and len(answers) > int(found[1]):
        return Refusal("said_meanwhile", "DESK-26", {"entry": answers[-1]["entry"]})
    if kind == "read_back" and read is not None and read["at_ms"] > int(found[2]):
        return Refusal("said_meanwhile", "DESK-26", {"entry": read["entry"]})
    return None


def _answers(state: Mapping[str, Any], *, own: str) -> list[Mapping[str, Any]]:
    return [each for each in state.get("answers", ()) if each["member"] == own]


def is_repeat(request: HttpRequest, matter: str | None, *, kind: str) -> bool:
    """Return whether this form was handed in before, and comes again because its answer was lost."""
    officer: Any = request.user
    draft = as_once(Draft(kind, (), {}, matter, officer=officer.name), request.POST.get("once", ""))
    return was_handed_in(node().reader(), draft.once)
