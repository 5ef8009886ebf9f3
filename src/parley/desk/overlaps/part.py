"""What overlaps add to the desk: the pages of their matters. They are found from notices, the watch list and search."""

from __future__ import annotations

from parley.desk.adding import DeskPart

OVERLAPS = DeskPart("overlaps", urls="parley.desk.overlaps.urls", styles=("overlaps.css",))
