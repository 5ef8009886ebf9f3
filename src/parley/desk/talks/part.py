"""What talks add to the frame: their entry in the rail with the files beside it, and rounds on the calendar."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, PlannedRows, RailEntry, TimeRows
from parley.desk.talks.kind_words import track_word
from parley.desk.talks.planned import planned, talk_rows

TALKS = DeskPart(
    "talks",
    urls="parley.desk.talks.urls",
    rail=(
        RailEntry("talks", track_word, "rounds", "talk", place=44),
        RailEntry("files", lambda: gettext("Files of talks"), "files", "talk", place=45, within="talks"),
    ),
    planned=(PlannedRows(planned, place=30),),
    time_rows=(TimeRows(talk_rows, place=44),),
    styles=("talks.css",),
)
