"""Hits for the tests: a notified site around a place, an account within it, and what a node would tell of both."""

from __future__ import annotations

from typing import Any

from parley.matters.entry import Entry
from parley.tracks.incidents.hit_entries import hit_id
from parley.tracks.incidents.hit_ground import touch_of
from tests.tracks.deconfliction.plans import DAY
from tests.tracks.deconfliction.sites import site
from tests.tracks.hotline.cell import START_MS, Cell
from tests.tracks.incidents.reports import AT_S, account

_WEST, _EAST, _SOUTH, _NORTH = 358_200_000, 358_300_000, 331_200_000, 331_300_000
SQUARE = [[[[_WEST, _SOUTH], [_EAST, _SOUTH], [_EAST, _NORTH], [_WEST, _NORTH]]]]
GROUND = {"value": 0, "unit": "m", "reference": "AGL"}
ROOF = {"value": 50, "unit": "m", "reference": "AGL"}


def protected(cell: Cell, *, area: Any = None, window: tuple[int, int] | None = None, **changes: Any) -> Entry:
    """Let US notify a site around the place of the accounts, which everybody reads."""
    times = window or (AT_S - DAY, START_MS // 1000 + 30 * DAY)
    volume = {"area": area or SQUARE, "lower": GROUND, "upper": ROOF, "windows": [list(times)]}
    entry = cell.say("US", "site_notified", **site(volumes=[volume], **changes))
    cell.reads()
    return entry


def finding(cell: Cell, incident: Entry, of: Entry, *, version: Entry | None = None, terms: Any = None,
            named: Entry | None = None) -> dict[str, Any]:  # fmt: skip
    """Return the content of what a node tells of an account and what is protected."""
    newest, told = terms or incident.content, (version or of).content["volumes"]
    touch = touch_of(newest, told)
    assert touch is not None
    return {
        "incident": incident.id, "protected": of.id, "account": (named or incident).id, "version": (version or of).id,
        "sort": "movement" if of.content["category"] in ("movement", "evacuation") else "site", "where": touch.where,
        "distance_m": touch.distance_m, "subject": newest["subject"],
    }  # fmt: skip


def found(cell: Cell, member: str, incident: Entry, of: Entry, *, unread: bool = False, **changes: Any) -> Entry:
    """Let a node tell a hit; everybody reads it unless it is `unread`."""
    entry = cell.say(member, "hit_found", **{**finding(cell, incident, of), **changes})
    if not unread:
        cell.reads()
    return entry


__all__ = ["SQUARE", "account", "finding", "found", "hit_id", "protected"]
