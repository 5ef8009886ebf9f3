"""Who had read an entry when, as far as it was asked: what stays as it is for as long as nothing is judged anew."""

from __future__ import annotations

from dataclasses import dataclass, field

from parley.matters.duty import ReadAt

MOST = 20_000
Found = dict[tuple[str, str], ReadAt]


@dataclass(slots=True)
class FirstReadings:
    """The readings that were found, by entry and member, and the change at which all was last judged anew."""

    made_at: int = -1
    found: Found = field(default_factory=dict)

    def since(self, made_at: int) -> Found:
        """Return what was found since that change; nothing that was found before it."""
        if made_at != self.made_at or len(self.found) >= MOST:
            self.made_at, self.found = made_at, {}
        return self.found
