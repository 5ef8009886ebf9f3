"""What disputes add to the frame: their entry in the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry

DISPUTES = DeskPart(
    "disputes",
    urls="parley.desk.disputes.urls",
    rail=(RailEntry("disputes", lambda: gettext("Disputes"), "disputes", "ladder", place=36),),
    styles=("disputes.css",),
)
