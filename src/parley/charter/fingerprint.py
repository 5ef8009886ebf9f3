"""A charter's bytes as forty digits that people read to each other before they sign. Pure."""

from __future__ import annotations

from hashlib import sha256

GROUPS, DIGITS = 8, 5


def charter_fingerprint(raw: bytes) -> tuple[str, ...]:
    """Return eight groups of five digits that stand for these very bytes (132 bits of SHA-256).

    The domain word keeps them apart from the digits of a member's keys, which look alike.
    """
    number = int.from_bytes(sha256(b"parley/charter/v1\n" + raw).digest(), "big") % 10 ** (GROUPS * DIGITS)
    digits = f"{number:0{GROUPS * DIGITS}d}"
    return tuple(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))


def digits_of(typed: str) -> str:
    """Return the digits in what somebody typed, Western, Arabic-Indic or Persian; other signs are passed over."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def differing_groups(groups: tuple[str, ...], *, typed: str) -> tuple[int, ...]:
    """Return the numbers, from 1, of the groups that differ from what was typed; all of the missing ones differ.

    Digits beyond the last group count as a group more.
    """
    given = digits_of(typed)
    parts = [given[at : at + DIGITS] for at in range(0, len(given), DIGITS)]
    return tuple(
        number + 1
        for number in range(max(len(groups), len(parts)))
        if number >= len(groups) or number >= len(parts) or groups[number] != parts[number]
    )
