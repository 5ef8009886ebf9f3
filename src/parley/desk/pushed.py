"""The list of fragments that are pushed; a panel joins it by a line here and `data-push` with its name in the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from parley.desk.fragments import Fragment
from parley.desk.frame import Frame
from parley.desk.hotline.pages import rows_of, shown_in
from parley.desk.watch_list import SHOWS

# By these, duties arise that belong to no matter: a look at a sector, an inspection by calendar.
_UNSAID = ("form:incident", "form:warning", "form:inspection")


def _watch(frame: Frame, show: str) -> Mapping[str, Any]:
    return {"watch": frame.watch_of(show)}


FRAGMENTS = (
    Fragment("flash", "desk/parts/flash.html", ("duties", "matters", "matter:*"), moves=True, turn=1),
    # What comes is answered by nodes at once: a notice brings an overlap and the ways out of it within a moment.
    *(
        Fragment(
            f"watch-{show}", "desk/parts/watch.html", ("duties", "charter", "stale", *_UNSAID), pace_s=0.1, burst=3,
            moves=True, by_role=True, turn=1, context=partial(_watch, show=show),
        )
        for show in SHOWS
    ),
    Fragment("links", "desk/parts/links.html", ("links", "note:*", "log:*"), pace_s=1.0, moves=True, turn=2),
    Fragment("opposite", "desk/parts/opposite.html", ("matters", "stale"), pace_s=2.0, moves=True, turn=2),
    # As it stands on a page that asks for no other hours.
    Fragment(
        "timeline", "desk/timeline/strip.html", ("duties", "matters", "stale"), pace_s=2.0, moves=True,
        turn=2, context=lambda frame: {"timeline": frame.timeline},
    ),
    Fragment(
        "rows", "desk/hotline/parts/rows.html", ("matters", "stale"), pace_s=0.25,
        context=lambda frame: {"rows": rows_of(frame)},
    ),
    # Of the one conversation that a page shows.
    Fragment(
        "entries", "desk/hotline/parts/entries.html", ("matter:{matter}", "receipts", "note:*", "log:*"), pace_s=0.3,
        of_matter=True, context=shown_in,
    ),
    Fragment("acts", "desk/hotline/parts/acts.html", ("matter:{matter}",), of_matter=True, context=shown_in),
    Fragment(
        "receipts", "desk/hotline/parts/receipts.html", ("matter:{matter}", "duties", "receipts"), pace_s=0.3,
        of_matter=True, by_role=True, moves=True, context=shown_in,
    ),
    Fragment(
        "voice", "desk/hotline/parts/voice.html", ("matter:{matter}", "receipts", "note:*", "log:*"), pace_s=0.3,
        of_matter=True, moves=True, context=shown_in,
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Fragment] = {each.name: each for each in FRAGMENTS}
