"""How much ground for how long each member holds by its notices, beside what the charter allows. It refuses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class ReservedShown:
    """What one member holds, in a sentence; `is_over` where that is more than the charter allows."""

    words: str
    is_over: bool


def reserved_shown(frame: Frame) -> list[ReservedShown]:
    """Return what each member holds; nothing where the charter bounds nothing, or nobody holds anything."""
    # Here, because GEOS and the detector are loaded where somebody has a notice.
    from parley.node.overlaps.reserved import reserved  # noqa: PLC0415

    most = _most(frame)
    return [_shown(frame, code, held, most) for code, held in reserved(frame.node).items()] if most else []


def reserved_after(frame: Frame, plan: Mapping[str, Any], *, change: str) -> list[ReservedShown]:
    """Return what this member would hold with a plan that is not filed yet, in place of the one that it changes."""
    from parley.node.overlaps.reserved import reserved  # noqa: PLC0415
    from parley.tracks.deconfliction.reserving import km2_hours  # noqa: PLC0415

    most, own = _most(frame), frame.node.member
    if not most:
        return []
    row = reading.matter(frame.node, change) if change else None
    before = km2_hours(row.state) if row is not None else 0
    return [_shown(frame, own, reserved(frame.node).get(own, 0) + km2_hours(plan) - before, most)]


def _most(frame: Frame) -> int:
    terms = frame.node.charter().activities
    return terms.most_km2_hours or 0 if terms is not None and terms.provenance.judges else 0


def _shown(frame: Frame, code: str, held: int, most: int) -> ReservedShown:
    said = gettext("%(member)s holds %(held)s km²·h; the charter allows %(most)s.")
    if held > most:
        said = gettext("%(member)s holds %(held)s km²·h, more than the %(most)s that the charter allows.")
    figures = {"held": f"\u2066{held:,}\u2069", "most": f"\u2066{most:,}\u2069"}
    return ReservedShown(said % {"member": frame.name_of(code), **figures}, held > most)
