"""With what every duty of one moment is reckoned, in every track: the charter, who had read what, the instant. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.charter.model import Charter
from parley.charter.rules import handling_minutes
from parley.matters.duty import Course, Duty, ReadAt, Readings, due_after, duty, levels_reachable
from parley.matters.said import Opening, Said

# The ladder of the charter on which every lapse rises, of whichever track.
LADDER = "hotline"


@dataclass(frozen=True, slots=True)
class DutyClock:
    """What all duties of one moment are reckoned with."""

    charter: Charter
    readings: Readings
    now_ms: int

    def read(self, entry: str, member: str) -> ReadAt | None:
        """Return when a member first showed that it had read an entry."""
        return self.readings.first_reading(entry, member)

    def read_any_ms(self, entries: Iterable[str], member: str) -> int | None:
        """Return when a member read the first of these entries, in the order given, of which it showed that it did."""
        reads = (self.read(entry, member) for entry in entries)
        return next((read.at_ms for read in reads if read is not None), None)

    def due(self, read: ReadAt | None, *, precedence: str) -> int | None:
        """Return when the handling time of this precedence is over, from that reading; None where no clock runs."""
        return due_after(read, minutes=handling_minutes(self.charter, precedence=precedence))

    def course(
        self, cause: Said, owed_by: str, *, precedence: str, done: Said | None, ended_ms: int | None = None
    ) -> Course:
        """Return a course whose clock runs from the owing member's first reading of `cause`."""
        read = self.read(cause.entry, owed_by)
        due = self.due(read, precedence=precedence)
        return Course(
            cause.at_ms, read, due, done.at_ms if done else None, ended_ms, done_by=done.entry if done else ""
        )

    def duty(
        self, course: Course, *, entry: str, opening: Opening, owed_by: str, what: str, clause: str
    ) -> Duty | None:
        """Return the duty towards all others of the matter; None where the need for it ended before it was due."""
        return duty(
            course,
            entry=entry,
            matter=opening.id,
            owed_by=owed_by,
            owed_to=[member for member in opening.to if member != owed_by],
            what=what,
            clause=clause,
            levels=levels_reachable(self.charter, ladder=LADDER, audience=opening.to),
            now_ms=self.now_ms,
        )


def sorted_duties(found: Iterable[Duty | None]) -> tuple[Duty, ...]:
    """Return the duties that there are, sorted by id."""
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.id))
