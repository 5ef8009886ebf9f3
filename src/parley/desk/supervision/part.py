"""What supervision adds to the frame: the console with its lists, and a banner where clocks stand still."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, PlannedRows, RailEntry, TimeRows
from parley.desk.supervision.timed import planned, time_rows

_WITHIN = "supervision"

SUPERVISION: DeskPart = DeskPart(
    "supervision",
    urls="parley.desk.supervision.urls",
    rail=(
        RailEntry("supervision", lambda: gettext("Supervision"), "supervision", "oversee", place=60),
        RailEntry("directives", lambda: gettext("Directives"), "directives", "pen", place=61, within=_WITHIN),
        RailEntry("certificates", lambda: gettext("Certificates"), "certificates", "done", place=62, within=_WITHIN),
        RailEntry("mechanism", lambda: gettext("State"), "mechanism", "hold", place=63, within=_WITHIN),
        RailEntry("packs", lambda: gettext("Packs"), "packs", "figures", place=64, within=_WITHIN),
    ),
    planned=(PlannedRows(planned, place=45),),
    time_rows=(TimeRows(time_rows, place=45),),
    styles=("supervision.css",),
    banners=("desk/supervision/banner.html",),
)
