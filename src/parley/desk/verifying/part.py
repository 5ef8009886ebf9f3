"""What verification adds to the frame: inspections and the watch over the sectors, beside the incidents."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry
from parley.desk.verifying.raised import raised_count

VERIFYING = DeskPart(
    "verifying",
    urls="parley.desk.verifying.urls",
    rail=(
        RailEntry("inspections", lambda: gettext("Inspections"), "inspections", "lens", place=37, within="incidents"),
        RailEntry(
            "sectors", lambda: gettext("Early warning"), "sectors", "rise", place=38, count=raised_count,
            within="incidents",
        ),
    ),  # fmt: skip
    styles=("verifying.css",),
)
