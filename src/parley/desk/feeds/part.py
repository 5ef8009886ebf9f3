"""What feeds add to the frame: their page, in the officer's menu."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry

FEEDS = DeskPart(
    "feeds",
    urls="parley.desk.feeds.urls",
    menu=(MenuEntry(lambda: gettext("Feeds for other software"), "feeds", place=84),),
)
