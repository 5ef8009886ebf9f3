"""The kinds that nodes file about the record itself. They belong to no matter, and all of them commute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.matters.acting import LONGEST_ROLE
from parley.matters.officer_keys import LATEST_MS, faults_of_announcement
from parley.matters.verdict import Fault
from parley.record.sealingkeys import SealingError, SealingRecipient

MAX_RANGES = 1024
MAX_SPAN = 100_000
MAX_NOTED = 1_000
LONGEST_WHY = 400

KINDS = (
    "opened", "disclosure_asked", "disclosed", "sealing_key_rotated", "sealing_key_destroyed", "fork_proven",
    "charter_noted", "officer_key_announced", "officer_key_revoked", "emergency_access_opened",
    "emergency_access_ended", "emergency_access_named",
)  # fmt: skip


def check(kind: str, content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return every fault of the content of a housekeeping entry."""
    match kind:
        case "opened":
            return _check_ranges(content.get("entries"))
        case "disclosure_asked":
            return _need_entry(content.get("entry"))
        case "disclosed":
            return (*_need_entry(content.get("entry")), *_need_hex(content, "file_key", 16))
        case "sealing_key_rotated":
            return (*_need_epoch(content.get("epoch")), *_need_recipient(content.get("recipient")))
        case "sealing_key_destroyed":
            return _need_recipient(content.get("recipient"))
        case "fork_proven":
            return _need_text(content, "evidence", 400_000)
        case "charter_noted":
            digest = _need_hex(content, "charter", 32)
            return (*digest, *_check_noted(content.get("entries")))
        case "officer_key_announced":
            return faults_of_announcement(content)
        case "officer_key_revoked" | "emergency_access_ended":
            return _need_entry(content.get("entry"))
        case "emergency_access_named":
            texts = ("officer", "asked_by", "confirmed_by", "why")
            named = (fault for name in texts for fault in _need_text(content, name, LONGEST_WHY))
            return (*_need_entry(content.get("entry")), *named)
        case "emergency_access_opened":
            return (*_need_text(content, "role", LONGEST_ROLE), *_need_instant(content.get("until_ms")))
    return (Fault("kind", "kind_unknown", {"kind": kind}),)


def entry_id(text: str) -> tuple[str, int] | None:
    """Return code and number of an entry's id, "SY/1042"; None where it is none."""
    code, _, number = text.partition("/")
    spelled = number.isascii() and number.isdigit() and len(number) <= 16 and (number[0] != "0" or number == "0")
    if not code or not spelled:
        return None
    return code, int(number)


def ranges(ids: list[tuple[str, int]]) -> list[list[Any]]:
    """Return entries as ranges [code, first, last], sorted: the content of an opened receipt."""
    found: list[list[Any]] = []
    for code, number in sorted(set(ids)):
        if found and found[-1][0] == code and found[-1][2] == number - 1:
            found[-1][2] = number
        else:
            found.append([code, number, number])
    return found


def _check_noted(value: Any) -> tuple[Fault, ...]:
    """Ask for entries with their file keys: [id, key in hexadecimal]."""
    if isinstance(value, list) and len(value) <= MAX_NOTED and all(_is_noted(item) for item in value):
        return ()
    return (Fault("entries", "noted_malformed", {"limit": MAX_NOTED}),)


def _is_noted(item: Any) -> bool:
    if not isinstance(item, list) or len(item) != 2 or not all(isinstance(part, str) for part in item):
        return False
    return entry_id(item[0]) is not None and not _need_hex({"key": item[1]}, "key", 16)


def _check_ranges(value: Any) -> tuple[Fault, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_RANGES:
        return (Fault("entries", "ranges_malformed", {"limit": MAX_RANGES}),)
    if not all(_is_range(item) for item in value):
        return (Fault("entries", "ranges_malformed", {"limit": MAX_RANGES}),)
    if sum(item[2] - item[1] + 1 for item in value) > MAX_SPAN:
        return (Fault("entries", "ranges_too_long", {"limit": MAX_SPAN}),)
    return ()


def _is_range(item: Any) -> bool:
    if not isinstance(item, list) or len(item) != 3:
        return False
    code, first, last = item
    return isinstance(code, str) and type(first) is int and type(last) is int and 0 <= first <= last


def _need_entry(value: Any) -> tuple[Fault, ...]:
    if isinstance(value, str) and entry_id(value) is not None:
        return ()
    return (Fault("entry", "entry_id_malformed"),)


def _need_hex(content: Mapping[str, Any], where: str, size: int) -> tuple[Fault, ...]:
    value = content.get(where)
    if isinstance(value, str) and len(value) == 2 * size and not set(value) - set("0123456789abcdef"):
        return ()
    return (Fault(where, "hex_malformed", {"size": size}),)


def _need_instant(value: Any) -> tuple[Fault, ...]:
    return () if type(value) is int and 0 < value < LATEST_MS else (Fault("until_ms", "instant_malformed"),)


def _need_epoch(value: Any) -> tuple[Fault, ...]:
    return () if type(value) is int and 0 < value < 1 << 31 else (Fault("epoch", "epoch_malformed"),)


def _need_recipient(value: Any) -> tuple[Fault, ...]:
    """Ask for a key that can be sealed to: with any other text, nobody could address this member any more."""
    try:
        if isinstance(value, str) and SealingRecipient.from_text(value):
            return ()
    except SealingError:
        pass
    return (Fault("recipient", "recipient_malformed"),)


def _need_text(content: Mapping[str, Any], where: str, limit: int) -> tuple[Fault, ...]:
    value = content.get(where)
    if isinstance(value, str) and 0 < len(value) <= limit:
        return ()
    return (Fault(where, "text_missing_or_long", {"limit": limit}),)
