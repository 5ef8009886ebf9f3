"""What this part adds: its address, and the module that reads out while somebody types."""

from __future__ import annotations

from parley.desk.adding import DeskPart

READOUT = DeskPart("readout", urls="parley.desk.readout.urls", styles=("readout.css",), scripts=("readout.js",))
