"""What notices add to the frame: their entry in the rail, and the keys with which an area is drawn."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, KeyHint, PlannedRows, RailEntry
from parley.desk.notices.planned import planned

NOTICES = DeskPart(
    "notices",
    urls="parley.desk.notices.urls",
    rail=(RailEntry("notices", lambda: gettext("Notices"), "notices", "planned", place=30),),
    planned=(PlannedRows(planned, place=30),),
    keys=(
        KeyHint(("O",), lambda: gettext("notices of activity")),
        KeyHint(("Page Up", "Page Down"), lambda: gettext("drawing: hold the corner before, the next one")),
        KeyHint(("←", "↑", "→", "↓"), lambda: gettext("drawing: move the corner that is held; else move the map")),
        KeyHint(("Del",), lambda: gettext("drawing: delete the corner that is held")),
        KeyHint(("Ctrl", "Z"), lambda: gettext("drawing: one step back")),
        KeyHint(("Alt", "↑", "↓"), lambda: gettext("drawing: larger or smaller radius or width")),
    ),
)
