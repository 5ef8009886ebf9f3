"""What searching adds to the frame: its entry in the rail, the field in the top bar, and the key that goes there."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, KeyHint, RailEntry

SEARCH = DeskPart(
    "search",
    urls="parley.desk.search.urls",
    rail=(RailEntry("search", lambda: gettext("Search"), "search", "lens", place=91, within="record"),),
    styles=("search.css",),
    scripts=("search.js",),
    in_bar=("desk/search/field.html",),
    keys=(KeyHint(("/",), lambda: gettext("search")),),
)
