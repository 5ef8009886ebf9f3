"""Reports, requests and assessments for the tests: given by anybody, to whom a test says."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.information.assessment_state import AssessmentState
from tests.tracks.hotline.cell import ALL, START_MS, Cell

DAY_S = 86_400
AT_S = START_MS // 1000
SOME = ("SY", "US")
PLACE = {"lat_e7": 331_250_000, "lon_e7": 358_250_000, "radius_m": 1_000}
WORDS = {"text": "EXERCISE. Words.", "lang": "en"}

TEXTS = [{"lang": lang, "text": "EXERCISE. A hobby drone."} for lang in ("en", "ar", "he")]


def report(to: tuple[str, ...] = ALL, **changes: Any) -> dict[str, Any]:
    """Return the content of a sound report to these; None leaves a field out."""
    content = {
        "subject": "EXERCISE small drone over crossing point K4", "text": "EXERCISE. Seen twice.", "lang": "en",
        "source": "B", "credibility": "2", "tlp": "amber_strict", "purpose": "civilian_protection",
        "releasable_to": sorted(to), "expires_s": AT_S + 10 * DAY_S, "place": PLACE,
        "seen": {"from_s": AT_S - 3600, "until_s": AT_S - 3000}, "cover": "EXERCISE source 17", "role": "analyst",
        **changes,
    }  # fmt: skip
    return {name: value for name, value in content.items() if value is not None}


def said(cell: Cell, member: str, kind: str, matter: Entry, **changes: Any) -> Entry:
    """Let an analyst say something in a matter, to its readers, which everybody reads."""
    entry = cell.say(member, kind, matter=matter, audience=matter.to, **{"role": "analyst", **changes})
    cell.reads()
    return entry


def given(cell: Cell, member: str = "SY", to: tuple[str, ...] = ALL, **changes: Any) -> Entry:
    """Let a member give a report, which everybody reads as far as it may."""
    entry = cell.say(member, "report_given", audience=to, **report(to, **changes))
    cell.reads()
    return entry


def retracted(cell: Cell, matter: Entry, **changes: Any) -> Entry:
    """Let the author of a report retract it."""
    return said(cell, matter.member, "report_retracted", matter, of=matter.id, why="EXERCISE. Mistaken", **changes)


def requested(cell: Cell, member: str = "SY", asked: tuple[str, ...] = ("IL",), **changes: Any) -> Entry:
    """Let a member ask others for information within two days."""
    content = {
        "subject": "EXERCISE who flies there", "purpose": "civilian_protection", "asked": list(asked),
        "due_s": AT_S + 2 * DAY_S, "role": "analyst", **WORDS, **changes,
    }  # fmt: skip
    entry = cell.say(member, "information_requested", **content)
    cell.reads()
    return entry


def proposed(cell: Cell, reports: list[str], member: str = "US", to: tuple[str, ...] = ALL, **changes: Any) -> Entry:
    """Let a member propose an assessment that all its readers are to sign."""
    content = {
        "subject": "EXERCISE drones at K4", "texts": TEXTS,
        "credibility": "2", "tlp": "amber_strict", "purpose": "civilian_protection", "releasable_to": sorted(to),
        "expires_s": AT_S + 9 * DAY_S, "reports": reports, "signatories": sorted(to), "role": "analyst", **changes,
    }  # fmt: skip
    entry = cell.say(member, "assessment_proposed", audience=to, **content)
    cell.reads()
    return entry


def signed(cell: Cell, matter: Entry, member: str, **changes: Any) -> Entry:
    """Let a member sign an assessment, by the digest of what was proposed."""
    state: AssessmentState = cell.state(matter)
    return said(cell, member, "assessment_signed", matter, **{"of": matter.id, "digest": state.main.digest, **changes})
