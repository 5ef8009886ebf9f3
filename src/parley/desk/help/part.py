"""What the help adds to the frame: its control in the top bar, F1, and its pages in the officer's menu."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, KeyHint, MenuEntry

HELP = DeskPart(
    "help",
    urls="parley.desk.help.urls",
    menu=(
        MenuEntry(lambda: gettext("Help and first steps"), "help", place=80),
        MenuEntry(lambda: gettext("Agreed terms"), "glossary", place=82),
    ),
    styles=("help.css",),
    scripts=("help.js",),
    in_bar=("desk/help/here.html",),
    keys=(KeyHint(("F1",), lambda: gettext("help with this screen")),),
)
