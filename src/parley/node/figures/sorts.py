"""Which duties are answers, which are checks of a line, which are steps of a promise: what each figure counts. Pure."""

from __future__ import annotations

# A line check is sent and answered by its slot, whoever read what.
CHECKS_SENT, CHECKS_ANSWERED, ROUTES_MENDED = "D-9", "D-8", "D-13"
CHECKS = (CHECKS_SENT, CHECKS_ANSWERED, ROUTES_MENDED)
# What a plan, a watch, a standstill or a place names the end of: how long it took from a reading says nothing.
STEPS = "COD-2"
# An inspection by calendar is due at the end of its slot.
INSPECTIONS = "IID-2"
BY_INSTANT = ("D-10", "D-11", "ND-2", "BND-2", "STD-2", "SD-3", "DID-3", "DID-4", STEPS, INSPECTIONS)


def is_answer(clause: str) -> bool:
    """Return whether how long a duty took from its first reading tells how fast its member answers."""
    return clause not in CHECKS and clause not in BY_INSTANT
