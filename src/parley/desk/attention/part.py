"""What attention adds to the desk: its addresses, its bar over every page, and a link in the officer's menu."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry

ATTENTION = DeskPart(
    "attention",
    urls="parley.desk.attention.urls",
    menu=(MenuEntry(lambda: gettext("Sound and quiet hours"), "attention", place=40),),
    styles=("attention.css",),
    scripts=("attention.js", "lock.js"),
    banners=("desk/attention/bar.html",),
    dialogs=("desk/attention/lock.html",),
)
