"""Drafts of matters of every track in each of which something is owed at once, by turns."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.conversing import CHIEF, OFFICER, SQUARE, WORDS
from benchmarks.talking import message_lines

DAY_S = 86_400
APART_S = 600


def owing_lines(first: int, *, count: int, to: Sequence[str], by: str, whom: str) -> list[bytes]:
    """Return so many requests to file what `whom` owes something of: messages, notices, claims, instruments, checks."""
    lines = []
    for number in range(first, first + count):
        turn = number % (len(_MADE) + 1)
        if turn == len(_MADE):
            lines += message_lines(number, count=1, to=to, asks_answer=True)
        else:
            kind, content = _MADE[turn](number, by, whom)
            role = content.pop("role")
            draft = {"kind": kind, "to": list(to), "content": content, "role": role}
            lines.append(json.dumps({"op": "file", "draft": draft}).encode() + b"\n")
    return lines


Made = tuple[str, dict[str, Any]]


def _notice(number: int, by: str, whom: str) -> Made:
    # No two at one time: what is measured are the duties, and not what overlaps.
    begins_s = int(time.time()) + 2 * DAY_S + number % 10_000 * APART_S
    heights = {name: {"value": value, "unit": "m", "reference": "AGL"} for name, value in (("lower", 0), ("upper", 50))}
    volume = {"area": SQUARE, **heights, "windows": [[begins_s, begins_s + APART_S // 2]]}
    plan = {"class": "convoy", "subject": f"EXERCISE {number}", **WORDS, "volumes": [volume], "contact": "line 2"}
    return "activity_notified", {**plan, **OFFICER}


def _claim(number: int, by: str, whom: str) -> Made:
    claim = {"subject": f"EXERCISE {number}", **WORDS, "asks": "EXERCISE", "against": [whom], "precedence": "priority"}
    return "dispute_claimed", {**claim, **OFFICER}


def _instrument(number: int, by: str, whom: str) -> Made:
    step = {"id": "phase1", "what": "EXERCISE", "who": by, "to": [whom], "by": "D+30"}
    terms = {
        "subject": f"EXERCISE {number}", "sort": "agreement", "made": "here",
        "texts": [{"lang": "en", "text": "EXERCISE."}], "signatories": [by, whom], "events": [], "obligations": [step],
    }  # fmt: skip
    return "commitment_proposed", {**terms, **CHIEF}


def _verification(number: int, by: str, whom: str) -> Made:
    said = {"subject": f"EXERCISE {number}", **WORDS, "zones": ["area_of_separation"], "verifier": "US"}
    return "verification_requested", {**said, **OFFICER}


_MADE: tuple[Callable[[int, str, str], Made], ...] = (_notice, _claim, _instrument, _verification)
