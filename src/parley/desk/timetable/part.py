"""What timetables add to the frame: their address, their style, and the steps of instruments on the calendar."""

from __future__ import annotations

from parley.desk.adding import DeskPart, PlannedRows
from parley.desk.timetable.planned import planned

TIMETABLE = DeskPart(
    "timetable",
    urls="parley.desk.timetable.urls",
    planned=(PlannedRows(planned, place=40),),
    styles=("timetable.css",),
)
