"""What is said over a time and an area, as notified or as changed: a version of a notice or of a site. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Said


@dataclass(frozen=True, slots=True)
class Planned(Said):
    """A plan as first said or as changed; `of` of a change is the version that it replaces."""

    plan: Mapping[str, Any]

    @property
    def begins_s(self) -> int:
        """Return when its first window begins."""
        return min(int(volume["windows"][0][0]) for volume in self.plan["volumes"])

    @property
    def ends_s(self) -> int:
        """Return when its last window ends, after which it is valid no more."""
        return max(int(volume["windows"][-1][1]) for volume in self.plan["volumes"])
