"""What protected sites add to the frame: their entry in the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry

SITES = DeskPart(
    "sites",
    urls="parley.desk.sites.urls",
    rail=(RailEntry("sites", lambda: gettext("Protected sites"), "sites", "shield", place=34, within="notices"),),
)
