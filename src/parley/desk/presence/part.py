"""What presence adds to the desk: its addresses, and the module by which a tab says where it is."""

from __future__ import annotations

from parley.desk.adding import DeskPart

PRESENCE = DeskPart("presence", urls="parley.desk.presence.urls", styles=("presence.css",), scripts=("presence.js",))
