"""What disputes add to the frame: their entry in the rail, a row of the time line, and what a notice meets."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, Panel, RailEntry, TimeRows
from parley.desk.disputes.beside import measures_met
from parley.desk.disputes.timed import dispute_rows

DISPUTES = DeskPart(
    "disputes",
    urls="parley.desk.disputes.urls",
    rail=(RailEntry("disputes", lambda: gettext("Disputes"), "disputes", "ladder", place=40),),
    panels=(
        Panel(
            "measures-met", lambda: gettext("Interim measures that it meets"), "desk/disputes/beside.html",
            measures_met, topics="matter:{matter} form:dispute", shape="ladder", place=25,
        ),
    ),
    time_rows=(TimeRows(dispute_rows, place=40),),
    styles=("disputes.css",),
)  # fmt: skip
