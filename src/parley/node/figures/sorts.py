"""Which duties are answers, which are checks of a line, which are steps of a promise: what each figure counts. Pure."""

from __future__ import annotations

from parley.tracks.commerce.crossing_state import HUMANITARIAN_PRECEDENCE

# A line check is sent and answered by its slot, whoever read what.
CHECKS_SENT, CHECKS_ANSWERED, ROUTES_MENDED = "D-9", "D-8", "D-13"
CHECKS = (CHECKS_SENT, CHECKS_ANSWERED, ROUTES_MENDED)
# What a plan, a watch, a standstill or a place names the end of: how long it took from a reading says nothing.
STEPS = "COD-2"
# An inspection by calendar is due at the end of its slot.
INSPECTIONS = "IID-2"
BY_INSTANT = ("D-10", "D-11", "ND-2", "BND-2", "STD-2", "SD-3", "DID-3", "DID-4", STEPS, INSPECTIONS)
# What is decided with reasons: a permit of a crossing, that of a humanitarian one, a project.
PERMIT, HUMANITARIAN, PROJECT = "permit", "permit_humanitarian", "project"
DECISIONS = (PERMIT, HUMANITARIAN, PROJECT)
_PERMITS, _PROJECTS = "CMD-1", "CMD-4"
# What is answered in information exchange: a request, a retraction, what became of a tear-line, an assessment.
EXCHANGED = ("IRD-3", "IRD-1", "IRD-2", "IRD-4", "IRD-5")


def decision_of(clause: str, *, precedence: str) -> str:
    """Return what a duty decides, "" for one that decides nothing of commerce. Humanitarian crossings go before."""
    if clause == _PERMITS:
        return HUMANITARIAN if precedence == HUMANITARIAN_PRECEDENCE else PERMIT
    return PROJECT if clause == _PROJECTS else ""


def is_answer(clause: str) -> bool:
    """Return whether how long a duty took from its first reading tells how fast its member answers."""
    return clause not in CHECKS and clause not in BY_INSTANT
