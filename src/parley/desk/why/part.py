"""What explaining adds to the frame: the box beside the control, and the charter in the officer's menu and the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry, RailEntry

WHY = DeskPart(
    "why",
    urls="parley.desk.why.urls",
    rail=(RailEntry("charter", lambda: gettext("Charter"), "charter", "charter", place=92, within="record"),),
    menu=(MenuEntry(lambda: gettext("Charter"), "charter", place=70),),
    styles=("why.css",),
    scripts=("why.js",),
    dialogs=("desk/why/box.html",),
)
