"""What every matter shows at the details side: its facts, who knew what when, and its history."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, Panel
from parley.desk.details.facts import facts_of
from parley.desk.details.history import history_of
from parley.desk.details.knowing import knowing_of

DETAILS = DeskPart(
    "details",
    urls="parley.desk.details.urls",
    panels=(
        Panel("facts", lambda: gettext("Details"), "desk/details/facts.html", facts_of, place=20),
        Panel(
            "knowing", lambda: gettext("Who knew what when"), "desk/details/knowing.html", knowing_of,
            topics="matter:{matter} receipts note:* log:*", place=60,
        ),
        Panel(
            "history", lambda: gettext("History"), "desk/details/history.html", history_of,
            topics="matter:{matter} receipts note:* log:*", place=80, is_folded=True,
        ),
    ),
    styles=("details.css",),
    scripts=("details.js",),
)  # fmt: skip
