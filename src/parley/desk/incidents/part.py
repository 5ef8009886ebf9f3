"""What incidents add to the frame: their entry in the rail, a panel of hits, and a row of the time line."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, Panel, RailEntry, TimeRows
from parley.desk.incidents.hit_panel import hits_of
from parley.desk.incidents.timed import incident_rows

INCIDENTS = DeskPart(
    "incidents",
    urls="parley.desk.incidents.urls",
    rail=(RailEntry("incidents", lambda: gettext("Incidents"), "incidents", "incident", place=36),),
    panels=(
        Panel(
            "hits", lambda: gettext("Hit on what is protected"), "desk/incidents/hit_panel.html", hits_of,
            topics="matter:{matter} form:hit", shape="shield", place=8,
        ),
    ),
    time_rows=(TimeRows(incident_rows, place=30),),
    styles=("incidents.css",),
)
