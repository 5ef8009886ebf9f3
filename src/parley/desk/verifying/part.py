"""What verification adds to the frame: inspections and the watch over the sectors in the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry
from parley.desk.verifying.raised import raised_count

VERIFYING = DeskPart(
    "verifying",
    urls="parley.desk.verifying.urls",
    rail=(
        RailEntry("inspections", lambda: gettext("Inspections"), "inspections", "lens", place=36),
        RailEntry("sectors", lambda: gettext("Early warning"), "sectors", "rise", place=37, count=raised_count),
    ),
    styles=("verifying.css",),
)
