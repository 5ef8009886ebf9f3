"""What commitments add to the frame: their entry in the rail."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, RailEntry

COMMITMENTS = DeskPart(
    "commitments",
    urls="parley.desk.commitments.urls",
    rail=(RailEntry("commitments", lambda: gettext("Commit\u00adments"), "commitments", "times", place=42),),
    styles=("commitments.css",),
)
