"""What incidents add to the frame: their entry in the rail, and a row of the time line."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry, TimeRows
from parley.desk.incidents.timed import incident_rows

INCIDENTS = DeskPart(
    "incidents",
    urls="parley.desk.incidents.urls",
    rail=(RailEntry("incidents", lambda: gettext("Incidents"), "incidents", "incident", place=36),),
    time_rows=(TimeRows(incident_rows, place=30),),
    styles=("incidents.css",),
)
