"""What verification adds to the frame: its entry in the rail, from which the calendar and the sectors are reached."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry

VERIFYING = DeskPart(
    "verifying",
    urls="parley.desk.verifying.urls",
    rail=(
        RailEntry("inspections", lambda: gettext("Inspections"), "inspections", "lens", place=37, within="incidents"),
    ),
    styles=("verifying.css",),
)
