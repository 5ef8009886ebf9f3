"""What drafts add to the desk: their addresses, a line below the top bar while any wait, and a link in the menu."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry

DRAFTS = DeskPart(
    "drafts",
    urls="parley.desk.drafts.urls",
    menu=(MenuEntry(lambda: gettext("Drafts"), "drafts", place=30),),
    styles=("drafts.css",),
    scripts=("drafts.js",),
    banners=("desk/drafts/bar.html",),
)
