"""What information exchange adds to the frame: one entry in the rail, with three lists beside each other."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, PlannedRows, RailEntry, TimeRows
from parley.desk.information.timed import information_rows, planned

INFORMATION = DeskPart(
    "information",
    urls="parley.desk.information.urls",
    rail=(
        RailEntry("information", lambda: gettext("Infor\u00admation"), "information", "lens", place=44),
        RailEntry(
            "information-requests",
            lambda: gettext("Requests"),
            "information-requests",
            "talk",
            place=45,
            within="information",
        ),
        RailEntry("assessments", lambda: gettext("Assessments"), "assessments", "pen", place=46, within="information"),
    ),  # fmt: skip
    time_rows=(TimeRows(information_rows, place=34),),
    planned=(PlannedRows(planned, place=34),),
    styles=("information.css",),
)
