"""What commerce adds to the frame: one entry in the rail, with its lists beside each other."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, PlannedRows, RailEntry, TimeRows
from parley.desk.commerce.timed import planned, time_rows

COMMERCE = DeskPart(
    "commerce",
    urls="parley.desk.commerce.urls",
    rail=(
        RailEntry(
            "crossings", lambda: gettext("Commerce"), "crossings", "crossing", place=46,
            tab=lambda: gettext("Crossings"),
        ),
        RailEntry("crossing-slots", lambda: gettext("Slots"), "crossing-slots", "calendar", place=47,
                  within="crossings"),
        RailEntry("opportunities", lambda: gettext("Opportunities"), "opportunities", "pair", place=48,
                  within="crossings"),
        RailEntry("projects", lambda: gettext("Projects"), "projects", "times", place=49, within="crossings"),
    ),
    planned=(PlannedRows(planned, place=25),),
    time_rows=(TimeRows(time_rows, place=42),),
    styles=("commerce.css",),
)  # fmt: skip
