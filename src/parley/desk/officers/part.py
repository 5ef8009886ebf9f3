"""What the people's part adds to the frame: account, sessions and roles of the officer who is signed in."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry

OFFICERS = DeskPart(
    "officers",
    urls="parley.desk.officers.urls",
    menu=(
        MenuEntry(lambda: gettext("My account"), "mfa_index", place=80),
        MenuEntry(lambda: gettext("My sessions"), "own-sessions", place=81),
    ),
    in_bar=("desk/officers/role_bar.html",),
    styles=("officers.css",),
    scripts=("officers.js",),
)
