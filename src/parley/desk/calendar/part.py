"""What the calendar adds to the frame: its entry in the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry

CALENDAR = DeskPart(
    "calendar",
    urls="parley.desk.calendar.urls",
    rail=(RailEntry("calendar", lambda: gettext("Calendar"), "calendar", "calendar", place=68),),
    styles=("calendar.css",),
)
