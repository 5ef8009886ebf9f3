"""What blind notices add to the desk: their ledger, in the officer's menu, and the pages of answers."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry

BLIND = DeskPart(
    "blind",
    urls="parley.desk.blind.urls",
    menu=(MenuEntry(lambda: gettext("Blind notices: what was told"), "blind", place=83),),
)
