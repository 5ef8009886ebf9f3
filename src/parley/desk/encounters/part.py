"""What encounters add to the desk: the pages of their matters, found from notices, the watch list and search."""

from __future__ import annotations

from parley.desk.adding import DeskPart

ENCOUNTERS = DeskPart("encounters", urls="parley.desk.encounters.urls")
