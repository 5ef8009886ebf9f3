"""What the hotline adds to the frame: its rail entries, and its messages and line checks on the time line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext

from parley.desk.adding import DeskPart, KeyHint, PlannedRows, RailEntry, Span, StageView, TimeRow, TimeRows
from parley.desk.addresses import address_of_matter
from parley.desk.hotline.planned import planned_checks
from parley.desk.hotline.timed import check_row, message_rows

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def timed(frame: Frame, span: Span) -> Iterable[TimeRow]:
    """Return a row of messages for each member, and one of line checks."""
    return (*message_rows(frame, span), check_row(frame, span))


HOTLINE = DeskPart(
    "hotline",
    rail=(
        RailEntry("hotline", lambda: gettext("Hotline"), "hotline", "phone", place=10),
        RailEntry("new", lambda: pgettext("a new message", "New"), "new-message", "pen", place=20),
    ),
    time_rows=(TimeRows(timed, place=20),),
    planned=(PlannedRows(planned_checks, place=10),),
    styles=("voice.css",),
    keys=(KeyHint(("V",), lambda: gettext("challenge a voice on the telephone")),),
    stage_views=(
        StageView(
            "conversation",
            lambda: gettext("Conversation"),
            lambda matter: address_of_matter(matter) if matter else "/",
            shape="phone",
            place=0,
        ),
    ),
)
