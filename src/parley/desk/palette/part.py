"""What the palette adds: its dialog, its module, and the key that opens it."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, KeyHint

PALETTE = DeskPart(
    "palette",
    styles=("palette.css",),
    scripts=("palette.js",),
    dialogs=("desk/palette/dialog.html",),
    keys=(KeyHint(("Ctrl", "K"), lambda: gettext("all commands, found by typing")),),
)
