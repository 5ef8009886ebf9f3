"""Incidents for the tests of the desk: one with two accounts, asked about and explained, within a protected site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from parley.node.filing import Filed, file
from parley.node.hits.telling import HitTeller
from parley.tracks.incidents.hit_entries import hit_id
from tests.desk.cell import Cell
from tests.tracks.deconfliction.sites import site
from tests.tracks.incidents.hitting import GROUND, ROOF
from tests.tracks.incidents.reports import account, piece

NOW = datetime.now(UTC).replace(microsecond=0, second=0)
EARLIER_S = int((NOW - timedelta(hours=2)).timestamp())
PLACE = {"lat_e7": 326_500_000, "lon_e7": 366_500_000, "precision": "near", "radius_m": 300}
_AROUND = [[[[366_400_000, 326_400_000], [366_600_000, 326_400_000], [366_600_000, 326_600_000]]]]


def theirs(subject: str, **changes: Any) -> dict[str, Any]:
    """Return an account of another member, of two hours ago."""
    time = {"from_s": EARLIER_S, "until_s": EARLIER_S + 60, "precision": "minute"}
    return account(subject=subject, time=time, **changes)


def shelter(cell: Cell) -> str:
    """Let US notify a site around the place, and return its matter."""
    begins = EARLIER_S - 3_600
    window = {"windows": [[begins, begins + 40 * 86_400]], "area": _AROUND, "lower": GROUND, "upper": ROOF}
    return cell.says("US", "site_notified", site(volumes=[window], subject="EXERCISE shelter"))


def tells_hits(cell: Cell, incident: str) -> None:
    """Let the node of IL tell the hits of one incident, whoever's turn it is."""
    node = cell.mechanism.nodes["IL"]
    for each in HitTeller(node).look():
        if each.draft.content["incident"] == incident:
            assert isinstance(file(each.draft, node=node), Filed)
    cell.carry()


def hit_told(cell: Cell) -> tuple[str, str]:
    """Return an incident with two accounts, evidence and an explanation that did not suffice, and its hit on a site."""
    protected = shelter(cell)
    incident = cell.says(
        "IL", "incident_reported", theirs("EXERCISE within a shelter", place=PLACE, evidence=[piece()])
    )
    cell.says("US", "incident_countered", theirs("EXERCISE seen otherwise", of=incident), matter=incident)
    asked = {"of": incident, "asked": "US", "text": "EXERCISE. From where?", "lang": "en"}
    request = cell.says("IL", "explanation_requested", asked, matter=incident)
    given = cell.says(
        "US", "explanation_given", {"of": request, "text": "EXERCISE. A hill.", "lang": "en"}, matter=incident
    )
    judged = {"of": given, "how": "insufficient", "text": "EXERCISE. Which?", "lang": "en"}
    cell.says("IL", "explanation_judged", judged, matter=incident)
    tells_hits(cell, incident)
    return incident, hit_id(incident, protected)
