"""What the figures add to the frame: their entry in the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry

FIGURES = DeskPart(
    "figures",
    urls="parley.desk.figures.urls",
    rail=(RailEntry("figures", lambda: gettext("Figures"), "figures", "figures", place=72, within="calendar"),),
    styles=("figures.css",),
)
