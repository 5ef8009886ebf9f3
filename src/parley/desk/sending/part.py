"""What this part adds: a rail entry with the count of what waits, the banner of stoppable sends, the dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from parley.desk.adding import DeskPart, RailEntry

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def count(frame: Frame) -> int:
    """Return how many acts wait for a word of an officer at this desk."""
    # Only now: models can be loaded once Django has its settings.
    from parley.desk.sending.models import WAITING, Waiting  # noqa: PLC0415

    return int(Waiting.objects.filter(state=WAITING).count())


SENDING = DeskPart(
    "sending",
    urls="parley.desk.sending.urls",
    rail=(
        RailEntry(
            "waiting", lambda: pgettext("acts that wait", "Waiting"), "waiting", "hold", place=30, count=count,
            why="held",
        ),
    ),
    styles=("sending.css",),
    scripts=("sending.js",),
    banners=("desk/sending/banner.html",),
    dialogs=("desk/sending/dialog.html",),
)
