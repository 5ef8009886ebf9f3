"""What speaking adds to the desk: a live region at the end of every page, and the module that speaks through it."""

from __future__ import annotations

from parley.desk.adding import DeskPart

SPEAKING = DeskPart("speaking", scripts=("speak.js",), dialogs=("desk/speaking/region.html",))
