"""What de-escalation adds to the frame: its button over every page with its key, its list, its panel of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, KeyHint, Panel, RailEntry
from parley.desk.de_escalation.line_shown import line_of
from parley.desk.de_escalation.showing import is_request, request_shown
from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def beside(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return what was called, answered and done in one request, side by side; None for any other matter."""
    row = reading.matter(frame.node, matter)
    if row is None or not is_request(row.state):
        return None
    view = reading.conversation(frame.node, matter)
    return {"request": request_shown(frame, view)} if view is not None else None


DE_ESCALATION = DeskPart(
    "de_escalation",
    urls="parley.desk.de_escalation.urls",
    rail=(
        RailEntry(
            "de-escalation", lambda: gettext("De-escalation"), "de-escalation", "calm", place=12, within="hotline"
        ),
    ),
    panels=(
        Panel(
            "de-escalation", lambda: gettext("Called, answered, done"), "desk/de_escalation/panel.html", beside,
            topics="matter:{matter} duties receipts", shape="calm", place=5,
        ),
        Panel(
            "line-before-force", lambda: gettext("The line before force"), "desk/de_escalation/line.html", line_of,
            topics="matter:{matter} form:message form:call charter", shape="calm", place=12,
        ),
    ),
    in_bar=("desk/de_escalation/button.html",),
    styles=("de_escalation.css",),
    scripts=("de_escalation.js",),
    keys=(
        KeyHint(("F", "F8"), lambda: gettext("de-escalate: a FLASH request; F8 also while typing")),
    ),
)  # fmt: skip
