"""What texts and statements add to the frame: their lists, beside those of talks."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, PlannedRows, RailEntry
from parley.desk.statements.planned import planned

_WITHIN = "talks"

STATEMENTS = DeskPart(
    "statements",
    urls="parley.desk.statements.urls",
    rail=(
        RailEntry("texts", lambda: gettext("Texts"), "texts", "pen", place=46, within=_WITHIN),
        RailEntry("statements", lambda: gettext("Statements"), "statements", "charter", place=47, within=_WITHIN),
    ),
    planned=(PlannedRows(planned, place=32),),
    styles=("statements.css",),
)
