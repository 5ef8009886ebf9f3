"""What emergency access adds to the desk: its page, an alarm over every page while it lasts, a link in the menu."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry

EMERGENCY = DeskPart(
    "emergency",
    urls="parley.desk.emergency.urls",
    menu=(MenuEntry(lambda: gettext("Emergency access"), "emergency", place=83),),
    styles=("emergency.css",),
    banners=("desk/emergency/banner.html",),
)
