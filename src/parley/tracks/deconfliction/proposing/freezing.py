"""From when on a plan is not asked to move any more: its freeze point, so many hours before it begins. Pure.

Filing earlier gives no right before that point. After it, what was filed before its own freeze point stands firm; what
was filed after it never does, so nobody gains by filing late. Where both stand firm, the later filer is asked. Classes
that keep their right come first: beside one of them nothing stands firm.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from parley.tracks.deconfliction.proposing.sides import Setting, Side

# So long may pass between the hour that is computed with and that of the entry.
MARGIN_S = 600


@dataclass(frozen=True, slots=True)
class Filed:
    """When a plan begins, and when its version in force was filed, by its author's clock."""

    begins_s: int
    filed_s: int

    def is_firm(self, *, now_s: int, freeze_s: int) -> bool:
        """Return whether its freeze point is over, and it was filed before that."""
        frozen_s = self.begins_s - freeze_s
        return self.filed_s <= frozen_s <= now_s


def not_asked(one: Filed, other: Filed, *, now_s: int, freeze_s: int | None) -> tuple[bool, bool]:
    """Return of each of two plans whether it is not asked to move any more; of two that are firm the earlier filed.

    Two that were filed in the same second are both asked.
    """
    if freeze_s is None:
        return False, False
    firm = [each.is_firm(now_s=now_s, freeze_s=freeze_s) for each in (one, other)]
    if all(firm):
        return one.filed_s < other.filed_s, other.filed_s < one.filed_s
    return firm[0], firm[1]


def as_may_be_asked(one: Side, other: Side, *, setting: Setting) -> tuple[Side, Side]:
    """Return both sides as a judge takes them: who computed did so for an hour up to ten minutes after the entry's.

    So a side stays only where it does at both ends of that time.
    """
    now, then = (
        as_asked(one, other, setting=each)
        for each in (setting, replace(setting, now_s=setting.now_s + MARGIN_S))
    )
    first, second = (replace(a, stays=a.stays and b.stays) for a, b in zip(now, then, strict=True))
    return first, second


def as_asked(one: Side, other: Side, *, setting: Setting) -> tuple[Side, Side]:
    """Return both sides, the one that is not asked any more as one that stays."""
    if one.stays or other.stays:
        return one, other
    filed = [Filed(side.begins_s, side.filed_s) for side in (one, other)]
    firm = not_asked(*filed, now_s=setting.now_s, freeze_s=setting.freeze_s)
    return replace(one, stays=firm[0]), replace(other, stays=firm[1])
