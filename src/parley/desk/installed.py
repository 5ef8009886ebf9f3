"""The parts of this desk, each named once. To add a part: a folder with `part.py`, and a line here."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from parley.desk.adding import DeskPart, KeyHint, MenuEntry, Panel, PlannedRows, RailEntry, StageView, TimeRows
from parley.desk.announcing.part import ANNOUNCING
from parley.desk.attention.part import ATTENTION
from parley.desk.blind.part import BLIND
from parley.desk.calendar.part import CALENDAR
from parley.desk.commerce.part import COMMERCE
from parley.desk.commitments.part import COMMITMENTS
from parley.desk.de_escalation.part import DE_ESCALATION
from parley.desk.details.part import DETAILS
from parley.desk.disputes.part import DISPUTES
from parley.desk.drafts.part import DRAFTS
from parley.desk.emergency.part import EMERGENCY
from parley.desk.encounters.part import ENCOUNTERS
from parley.desk.feeds.part import FEEDS
from parley.desk.figures.part import FIGURES
from parley.desk.help.part import HELP
from parley.desk.hotline.part import HOTLINE
from parley.desk.incidents.part import INCIDENTS
from parley.desk.information.part import INFORMATION
from parley.desk.map.part import MAP
from parley.desk.notices.part import NOTICES
from parley.desk.officers.part import OFFICERS
from parley.desk.overlaps.part import OVERLAPS
from parley.desk.palette.part import PALETTE
from parley.desk.presence.part import PRESENCE
from parley.desk.readout.part import READOUT
from parley.desk.search.part import SEARCH
from parley.desk.sending.part import SENDING
from parley.desk.sites.part import SITES
from parley.desk.speaking.part import SPEAKING
from parley.desk.sso.part import SSO
from parley.desk.standstill.part import STANDSTILL
from parley.desk.statements.part import STATEMENTS
from parley.desk.supervision.part import SUPERVISION
from parley.desk.talks.part import TALKS
from parley.desk.timeline.part import TIMELINE
from parley.desk.timetable.part import TIMETABLE
from parley.desk.verifying.part import VERIFYING
from parley.desk.watch_part import WATCH
from parley.desk.why.part import WHY
from parley.desk.words.part import WORDS

PARTS: tuple[DeskPart, ...] = (
    WATCH,
    HOTLINE,
    DE_ESCALATION,
    NOTICES,
    OVERLAPS,
    ENCOUNTERS,
    BLIND,
    STANDSTILL,
    SITES,
    VERIFYING,
    DISPUTES,
    SUPERVISION,
    STATEMENTS,
    INCIDENTS,
    COMMITMENTS,
    COMMERCE,
    INFORMATION,
    TALKS,
    SENDING,
    READOUT,
    PALETTE,
    DETAILS,
    TIMELINE,
    SEARCH,
    MAP,
    WHY,
    OFFICERS,
    ANNOUNCING,
    EMERGENCY,
    FEEDS,
    TIMETABLE,
    CALENDAR,
    FIGURES,
    SSO,
    PRESENCE,
    HELP,
    WORDS,
    ATTENTION,
    SPEAKING,
    DRAFTS,
)


def rail_entries() -> tuple[RailEntry, ...]:
    """Return the entries of the rail in their order."""
    return _sorted("rail")


def panels() -> tuple[Panel, ...]:
    """Return the panels of the details side in their order."""
    return _sorted("panels")


def time_rows() -> tuple[TimeRows, ...]:
    """Return what the parts add to the time line, in its order."""
    return _sorted("time_rows")


def planned_rows() -> tuple[PlannedRows, ...]:
    """Return what the parts add to the calendar, in its order."""
    return _sorted("planned")


def stage_views() -> tuple[StageView, ...]:
    """Return the ways to show the stage, in their order."""
    return _sorted("stage_views")


def menu_entries() -> tuple[MenuEntry, ...]:
    """Return the links of the officer's menu in their order."""
    return _sorted("menu")


def files(kind: str) -> tuple[str, ...]:
    """Return what every page loads or includes: `kind` is styles, scripts, in_bar, banners or dialogs."""
    return tuple(_all(kind))


def key_hints() -> tuple[KeyHint, ...]:
    """Return the lines that parts add to the list of keys."""
    return tuple(_all("keys"))


def _sorted(kind: str) -> tuple[Any, ...]:
    return tuple(sorted(_all(kind), key=attrgetter("place")))


def _all(kind: str) -> Iterable[Any]:
    return (each for part in PARTS for each in getattr(part, kind))
