"""How far a lapse has risen at this member: the rungs of the charter's ladder that it reached here, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from parley.charter.model import Charter
from parley.matters.duty import MINUTE_MS, Duty, levels_reachable
from parley.matters.duty_clock import LADDER
from parley.tracks.hotline.line_schedule import line_check_audience

CLAUSE, SEND = "C-10", "send_line_check"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung that a lapse reached: its place counted from 1, the role that is told, and when it rose to it."""

    level: int
    role: str
    role_name: str
    at_ms: int
    duty: str
    clause: str = CLAUSE


def rungs_at(
    duties: Iterable[Duty], *, charter: Charter, member: str, roles: Callable[[str], str]
) -> tuple[Rung, ...]:
    """Return the rungs above the late desk itself that these duties reached at `member`, the lowest first.

    The late member's first rung is the desk that was late, and no rise. `roles` gives the word for a role.
    """
    found: dict[int, Rung] = {}
    for duty in duties:
        for rung in _of_duty(duty, charter=charter, member=member, roles=roles):
            known = found.get(rung.level)
            if known is None or rung.at_ms < known.at_ms:
                found[rung.level] = rung
    return tuple(found[level] for level in sorted(found))


def _of_duty(
    duty: Duty, *, charter: Charter, member: str, roles: Callable[[str], str]
) -> Iterator[Rung]:
    if duty.state != "lapsed" or duty.due_at_ms is None:
        return
    # A line check that was never sent belongs to no matter; it would have gone to its own audience.
    ends = (duty.owed_by, *duty.owed_to)
    audience = line_check_audience(charter, *ends) if duty.what == SEND else ends
    levels = levels_reachable(charter, ladder=LADDER, audience=audience)
    for number, level in enumerate(levels[: duty.level], start=1):
        is_own = level.of == "own" and duty.owed_by == member and number > 1
        if is_own or (level.of != "own" and member in charter.supervisors):
            risen_at_ms = duty.due_at_ms + level.after_minutes * MINUTE_MS
            yield Rung(number, level.role, roles(level.role), risen_at_ms, duty.id)
