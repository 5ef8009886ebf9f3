"""Which activities come to a protected site or movement: the volumes of the notice against those of the site. Pure.

It says only that they meet. Nobody is said to have broken anything, the protected one is never asked to move, and
whoever holds both finds it by itself: nothing of it is sent to who may not read both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.geo.band import Ground
from parley.geo.detect import Overlap
from parley.geo.volume import Volume, meet

KIND = "protected"


@dataclass(frozen=True, slots=True)
class Near:
    """A version of a notice that comes to a version of a site; `overlap` is the widest of what they share."""

    notice: str
    site: str
    version: str
    overlap: Overlap


def near(
    activity: Iterable[Volume], site: list[Volume], *, notice: str, matter: str, version: str, ground: Ground
) -> Near | None:
    """Return how an activity comes to a site; None where they share no ground, height and time."""
    found = [each for one in activity for other in site if (each := meet(one, other, ground=ground)) is not None]
    if not found:
        return None
    widest = max(found, key=lambda each: (each.kind != "contact", each.area_m2, each.windows))
    kind = "contact" if widest.kind == "contact" else KIND
    return Near(notice, matter, version, Overlap(notice, matter, kind, "agreed", widest))
