"""What the time line adds to the desk: its addresses and files."""

from __future__ import annotations

from parley.desk.adding import DeskPart

TIMELINE = DeskPart(
    "timeline", urls="parley.desk.timeline.urls", styles=("timeline.css",), scripts=("timeline.js",)
)
