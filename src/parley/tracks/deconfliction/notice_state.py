"""A notice of planned activity as it stands: its versions, who received them, and how far the activity is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import EntriesOf, Opening, Said, newest, said_in_entry
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.deconfliction.planned import Planned

PLANNED, ACTIVE, DEVIATING, ENDED, CANCELLED = "planned", "active", "deviating", "ended", "cancelled"
OVER = (ENDED, CANCELLED)


@dataclass(frozen=True, slots=True)
class Version(Planned):
    """The plan as notified or as changed; `of` of a change is the version that it replaces.

    `short_by_min` says by how many minutes it came later than its class asks; 0 where it came in time.
    """

    short_by_min: int
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt(Said):
    """A member's word that it received a version: plainly, under protest, or referred upward. It concedes nothing."""

    how: str


@dataclass(frozen=True, slots=True)
class Step(Said):
    """What the author said of the activity itself: begun, deviating, ended or cancelled."""

    name: str
    text: str | None


@dataclass(frozen=True, slots=True)
class NoticeState:
    """A notice: how it was opened, its versions in their order, receipts, and the author's steps in their order.

    `is_blind` says that it went to the supervisor alone.
    """

    opening: Opening
    precedence: str
    versions: Sequence[Version]
    receipts: Sequence[Receipt] = ()
    steps: Sequence[Step] = ()
    is_blind: bool = False
    lapses: Sequence[Lapse] = ()

    @property
    def version(self) -> Version:
        """Return the version in force."""
        return self.versions[-1]

    @property
    def name(self) -> str:
        """Return how far the activity is, by its author's newest word; a plan that nobody has begun is planned."""
        return self.steps[-1].name if self.steps else PLANNED

    @property
    def is_over(self) -> bool:
        """Return whether nothing more is planned."""
        return self.name in OVER

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.versions, self.steps)

    def version_of(self, entry: str) -> Version | None:
        """Return the version that this entry gave."""
        return said_in_entry(self.versions, entry)

    def receipt(self, member: str, *, of: str | None = None) -> Receipt | None:
        """Return what this member said last of a version, or of any."""
        return newest(self.receipts, member=member, of=of)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/deconfliction.md lists it."""
        version = self.version
        return {
            "form": "notice",
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "blind": self.is_blind,
            "version": version.entry,
            "class": version.plan["class"],
            "subject": version.plan["subject"],
            "text": version.plan["text"],
            "lang": version.plan["lang"],
            "contact": version.plan["contact"],
            "strength": version.plan.get("strength"),
            "slack": _plain(version.plan.get("slack")),
            "volumes": [dict(each) for each in version.plan["volumes"]],
            "contingency": [dict(each) for each in version.plan.get("contingency", ())],
            "begins_s": version.begins_s,
            "ends_s": version.ends_s,
            "short_by_min": version.short_by_min,
            "versions": [
                {"entry": each.entry, "at_ms": each.at_ms, "why": each.why, "short_by_min": each.short_by_min}
                for each in self.versions
            ],
            "receipts": {each.member: {"entry": each.entry, "how": each.how, "of": each.of, "at_ms": each.at_ms}
                         for each in self.receipts},
            "steps": [{"entry": each.entry, "name": each.name, "at_ms": each.at_ms, "text": each.text}
                      for each in self.steps],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip


def _plain(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if value is None else dict(value)
