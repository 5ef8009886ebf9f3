"""What notices add to the frame: their entry in the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry

NOTICES = DeskPart(
    "notices",
    urls="parley.desk.notices.urls",
    rail=(RailEntry("notices", lambda: gettext("Notices"), "notices", "planned", place=30),),
)
