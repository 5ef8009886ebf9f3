"""Information exchange for the tests of the desk: analysts who sign in, and what other members' nodes give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.desk.cell import ALL, PASSWORD, Cell
from tests.desk.officers.aside import aside
from tests.desk.visitor import Visitor

NOW = datetime.now(UTC).replace(microsecond=0, second=0)
UNTIL = f"{NOW + timedelta(days=9):%Y-%m-%d %H:%MZ}"
UNTIL_S = int((NOW + timedelta(days=9)).timestamp())
SOME = ("IL", "SY")
PLACE = {"lat_e7": 331_250_000, "lon_e7": 358_250_000, "radius_m": 2_000}
RELEASED = ("report_given", "assessment_signed")


def analyst(cell: Cell, name: str = "analyst-1", role: str = "analyst") -> Visitor:
    """Return a visitor in a role of the track, whose account is made where it is not there."""
    aside(_enrolled, name, role)
    return cell.visitor(name)


def _enrolled(name: str, role: str) -> None:
    from parley.desk.models import Officer
    from parley.desk.people import add_officer

    if not Officer.objects.filter(name=name).exists():
        at = datetime.now(UTC)
        add_officer(name, role=role, password=PASSWORD, shown_as=name.title(), language="en", at=at)


def gives(
    cell: Cell, member: str, kind: str, content: Mapping[str, Any], *, matter: str | None = None,
    to: tuple[str, ...] = ALL,
) -> str:  # fmt: skip
    """Let an analyst of a member say something, released where the charter asks, carried everywhere; return its id."""
    beside = {"released_by": "chief"} if kind in RELEASED else {}
    draft = Draft(kind, to, {**content, **beside}, matter, role="analyst")
    outcome = file(draft, node=cell.mechanism.nodes[member])
    assert isinstance(outcome, Filed), outcome
    cell.carry()
    return outcome.id


def report(subject: str, to: tuple[str, ...] = ALL, **changes: Any) -> dict[str, Any]:
    """Return the content of a report to these."""
    return {
        "subject": subject, "text": f"{subject}. Seen twice.", "lang": "en", "source": "B", "credibility": "2",
        "tlp": "amber_strict", "purpose": "civilian_protection", "releasable_to": sorted(to), "expires_s": UNTIL_S,
        **changes,
    }  # fmt: skip


def texts(text: str = "EXERCISE. A hobby drone.") -> list[dict[str, str]]:
    """Return the words of an assessment in each language of the mechanism."""
    return [{"lang": lang, "text": text} for lang in ("en", "ar", "he")]


def form(subject: str, **changes: Any) -> dict[str, Any]:
    """Return the form of a report as an analyst fills it in."""
    return {
        "to": "SY,IL,US", "subject": subject, "lang": "en", "text": "EXERCISE. A small drone.", "source": "B",
        "credibility": "2", "tlp": "amber_strict", "purpose": "civilian_protection", "expires": UNTIL,
        "places": "33.1256 N, 35.8246 E", "radius_m": "", "begins": "", "ends": "", "cover": "EXERCISE source 17",
        "home_source": "EXERCISE the miller", "step": "send", **changes,
    }  # fmt: skip


def matter_of(cell: Cell, subject: str, *, form: str = "information_report", member: str = "SY") -> str:
    """Return the matter of that subject as a member's node holds it."""
    rows = reading.of_form(cell.mechanism.nodes[member], form, from_ms=0)
    return next(row.id for row in rows if row.state["subject"] == subject)


def exchanged(cell: Cell, *, words: str = "EXERCISE. Words.") -> dict[str, str]:
    """Return by the name of its page a report with all that is said of one, a request, and an assessment of it."""
    said = {"text": words, "lang": "en"}
    narrow = gives(cell, "IL", "report_given", report("EXERCISE all that is said", place=PLACE, cover="EXERCISE 17"))
    gives(cell, "US", "report_checked", {"of": narrow, "how": "looked_did_not_see", **said}, matter=narrow)
    gives(cell, "US", "report_disputed", {"of": narrow, "stands": True, **said}, matter=narrow)
    asked = {"subject": "EXERCISE asked", "asked": ["SY", "US"], "purpose": "hazards", "due_s": UNTIL_S, **said}
    request = gives(cell, "IL", "information_requested", asked)
    gives(cell, "US", "request_refused", {"of": request, "reason": "other", **said}, matter=request)
    marking = {name: report("")[name] for name in ("tlp", "purpose", "releasable_to", "expires_s", "credibility")}
    view = {"subject": "EXERCISE view", "texts": texts(), "reports": [narrow], "signatories": list(ALL), **marking}
    joint = gives(cell, "IL", "assessment_proposed", view)
    gives(cell, "US", "assessment_dissented", {"of": joint, "why": "EXERCISE. Unsure.", "lang": "en"}, matter=joint)
    gone = gives(cell, "IL", "report_retracted", {"of": narrow, "why": "EXERCISE. Mistaken"}, matter=narrow)
    gives(cell, "US", "retraction_acknowledged", {"of": gone, "how": "used"}, matter=narrow)
    told = {"information_report": narrow, "information_request": request, "assessment": joint}
    return told | {"information-report-part": narrow, "information-request-part": request, "assessment-part": joint}
