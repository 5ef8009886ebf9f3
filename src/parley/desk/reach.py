"""What an officer's role reads: the tracks that admit it, and no other (C-3); and which address shows which track."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.rules import tracks_of_role
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.matters.instrument import CHARTER_KINDS
from parley.node import reading
from parley.node.tracked import TRACKS
from parley.tracks.commerce.track import TRACK as COMMERCE
from parley.tracks.commitments.track import TRACK as COMMITMENTS
from parley.tracks.deconfliction.track import TRACK as DECONFLICTION
from parley.tracks.disputes.track import TRACK as DISPUTES
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.track import TRACK as INCIDENTS
from parley.tracks.information.track import TRACK as INFORMATION
from parley.tracks.supervision.track import TRACK as SUPERVISION
from parley.tracks.talks.track import TRACK as TALKS

_KNOWN = tuple(track.name for track in TRACKS)
# These show nothing of a track, or leave out by themselves what stands on one that the role does not read. Every other
# address is refused to whoever is off the track that it belongs to: who adds one has nothing to do to keep it closed.
OF_NO_TRACK = frozenset(
    {"desk", "language", "appearance", "part-links", "part-flash", "part-watch", "part-opposite", "part-timeline"}
    | {"timeline", "why-marks", "record", "find-entry", "map", "map-features", "map-point", "search", "save-view"}
    | {"forget-view", "charter", "why-clause", "why-link", "help", "help-page", "glossary", "lock", "locked", "unlock"}
    | {"unlock-passkey", "attention", "emergency", "emergency-alarm", "confirm-emergency", "end-emergency"}
    | {"signing-keys", "revoke-key", "drafts", "draft-keep", "draft-of", "draft-discard", "read-out", "waiting-moments"}
    | {"sign-act", "standstill-banner", "feeds", "figures", "figures-why", "figures-table", "figures-json"}
    | {"mechanism-banner", "calendar", "calendar-table", "calendar-json"}
    | {"waiting", "waiting-rows", "waiting-release", "waiting-return", "waiting-stop", "waiting-send"}
)
OF_NOTICES = frozenset(
    {"notices", "notices-table", "new-notice", "notice-outline", "standstills", "new-standstill", "sites", "new-site"}
    | {"blind"}
)
OF_INCIDENTS = frozenset(
    {"inspections", "inspection-calendar", "inspections-table", "new-inspection", "sectors", "note-sector"}
    | {"sectors-table"}
    | {"incidents", "new-incident", "incidents-table", "incidents-json"}
)
OF_DISPUTES = frozenset({"disputes", "new-dispute", "disputes-export", "disputes-json", "dispute-rows"})
OF_COMMITMENTS = frozenset(
    {"commitments", "obligations", "new-commitment", "forces-table", "declare-forces", "new-variance"}
    | {"commitments-export", "forces-export"}
)
OF_SUPERVISION = frozenset(
    {"supervision", "supervision-table", "supervision-json", "supervision-parts", "supervision-trend"}
    | {"new-supervision", "directives", "certificates", "mechanism"}
    | {"packs", "pack-of", "pack-entries", "pack-issue", "pack-table", "pack-json"}
)
# Its pages too, whether there is such a matter or not: who may not read one is not told that it is there.
OF_INFORMATION = frozenset(
    {"information", "information-requests", "assessments", "new-report", "new-information-request", "new-assessment"}
    | {"information-table", "information-json", "information-stix", "information-import"}
    | {"information_report", "information_request", "assessment"}
    | {"information-report-part", "information-request-part", "assessment-part"}
    | {"information-report-act", "information-request-act", "assessment-act"}
)
OF_TALKS = frozenset(
    {"rounds", "new-round", "files", "new-file", "talks-export", "texts", "new-text", "texts-export"}
    | {"statements", "new-statement", "statements-export"}
)
OF_COMMERCE = frozenset(
    {"crossings", "new-crossing", "crossings-export", "crossing-slots", "opportunities", "new-opportunity"}
    | {"opportunities-export", "projects", "new-project", "projects-export", "crossing", "crossing-part"}
    | {"crossing-act", "slots", "opportunity", "opportunity-part", "opportunity-act", "interest", "match", "match-part"}
    | {"match-act", "project", "project-part", "project-act"}
)
OF_ENTRIES = frozenset({"entry", "attachment", "why-entry"})


def tracks_read(officer: Any) -> tuple[str, ...]:
    """Return the tracks that an officer, or an audience of a panel, reads in the role of now."""
    tracks: tuple[str, ...] | None = getattr(officer, "tracks", None)
    return tracks_in(str(getattr(officer, "role", ""))) if tracks is None else tracks


def tracks_in(role: str) -> tuple[str, ...]:
    """Return the tracks that a role reads by the charter in force."""
    return tracks_of_role(node().charter(), role)


def tracks_shown_in(role: str) -> tuple[str, ...]:
    """Return those of a role's tracks whose matters the panels of this desk show."""
    return tuple(name for name in tracks_in(role) if name in _KNOWN)


def narrowed(tracks: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return which of the program's tracks are among these, for a question to the tables; None where all of them are.

    Most desks read all, and what is not asked costs nothing.
    """
    known = tuple(name for name in _KNOWN if name in tracks)
    return None if len(known) == len(_KNOWN) else known


def refuse_address(officer: Any, name: str, at: Mapping[str, Any]) -> Refusal | None:
    """Refuse the address of this name, with what stands in it, where it shows a track that the role does not read."""
    if name in OF_NO_TRACK:
        return None
    track = _track_of(name, at)
    return refuse_track(officer, track) if track else None


def refuse_track(officer: Any, track: str = HOTLINE.name) -> Refusal | None:
    """Refuse what stands on a track to an officer whose role is not on it."""
    if track in tracks_read(officer):
        return None
    return Refusal("track_not_read", "C-3", {"role": str(getattr(officer, "role", "")), "track": track})


def track_of_kind(kind: str | None) -> str:
    """Return the track of a kind of entry.

    "" for what nodes say about the record itself, for what is sealed, and for the charter: it judges everybody, so that
    every role may look up who signed it.
    """
    track = node().ledger.track_of(kind) if kind and kind not in CHARTER_KINDS else None
    return track.name if track else ""


def _track_of(name: str, at: Mapping[str, Any]) -> str:
    if name in OF_NOTICES:
        return DECONFLICTION.name
    if name in OF_INCIDENTS:
        return INCIDENTS.name
    if name in OF_DISPUTES:
        return DISPUTES.name
    if name in OF_COMMITMENTS:
        return COMMITMENTS.name
    if name in OF_COMMERCE:
        return COMMERCE.name
    if name in OF_SUPERVISION:
        return SUPERVISION.name
    if name in OF_INFORMATION:
        return INFORMATION.name
    if name in OF_TALKS:
        return TALKS.name
    if "member" not in at or "number" not in at:
        return HOTLINE.name
    named = f"{at['member']}/{at['number']}"
    if name in OF_ENTRIES:
        found = reading.find_entry(node(), named)
        return track_of_kind(found[1].kind) if found else ""
    row = reading.matter(node(), named)
    return row.track if row else HOTLINE.name
