"""What the announcing of keys adds to the desk: one page, and the link to it in the officer's menu."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, MenuEntry

ANNOUNCING = DeskPart(
    "announcing",
    urls="parley.desk.announcing.urls",
    menu=(MenuEntry(lambda: gettext("Keys for signing"), "signing-keys", place=82),),
)
