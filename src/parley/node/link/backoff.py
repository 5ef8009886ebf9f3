"""How long to wait before the next attempt: twice as long each time, bounded, and never in step with others. Pure."""

from __future__ import annotations

FIRST_S, LONGEST_S = 0.25, 15.0


def pause_s(failures: int, *, chance: float) -> float:
    """Return the pause after so many failures in a row (from 1); `chance` is uniform in [0, 1).

    Between half and all of the doubled pause, so that peers that lost one line do not come back together.
    """
    longest: float = min(LONGEST_S, FIRST_S * 2.0 ** min(failures - 1, 16))
    return longest * (0.5 + chance / 2)
