"""What standstills add to the frame: their entry in the rail, and the banner over every page while one is in force."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, PlannedRows, RailEntry
from parley.desk.standstill.planned import planned

STANDSTILL = DeskPart(
    "standstill",
    urls="parley.desk.standstill.urls",
    rail=(
        RailEntry(
            "standstills", lambda: gettext("Standstills"), "standstills", "standstill", place=32, within="notices"
        ),
    ),
    planned=(PlannedRows(planned, place=20),),
    banners=("desk/standstill/banner.html",),
    styles=("standstill.css",),
)
