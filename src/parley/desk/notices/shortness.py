"""How many notices each member gave later than their classes ask, in sentences. It refuses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from parley.node.reading import MatterRow
from parley.tracks.deconfliction.shortness import short_by_member

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def short_shown(frame: Frame, rows: Iterable[MatterRow]) -> list[str]:
    """Return a sentence for each member that gave any of these notices; who gave none late stands there too."""
    said = gettext("%(member)s gave %(short)s of %(all)s notices later than their class asks.")
    return [
        said % {"member": frame.name_of(code), "short": f"\u2066{short:,}\u2069", "all": f"\u2066{all_:,}\u2069"}
        for code, (short, all_) in short_by_member(row.state for row in rows).items()
    ]
