"""A report as it stands: what others found of it, disputes and replies, its retraction and what followed of it. Pure.

Whether it has expired is a function of the time and no state: `marking.is_expired`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "information_report"
STANDING, IN_DISPUTE, GONE = "standing", "disputed", "retracted"


@dataclass(frozen=True, slots=True)
class Check(Said):
    """What a reader found: it corroborates, cannot say, or looked and did not see; `report` is its own of it."""

    how: str
    text: str | None
    lang: str | None
    seen: Mapping[str, int] | None
    report: str | None


@dataclass(frozen=True, slots=True)
class Dispute(Said):
    """A reader disputes the report, or (`stands` false) no longer does."""

    stands: bool
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Reply(Said):
    """What the report's author replies to a dispute (`of`)."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Retraction(Said):
    """Its author takes the report back, for good; `instead` is the report that it gives in its place."""

    why: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Acknowledged(Said):
    """A holder says that it took notice of the retraction, and whether it had used the report."""

    how: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Tearline(Said):
    """Who gave a tear-line of this report says so, to those alone that read this one; `made` is the new report."""

    made: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Followed(Said):
    """Who gave a tear-line says after the retraction what became of it: retracted too, or why it stands."""

    made: str
    how: str
    text: str | None


@dataclass(frozen=True, slots=True)
class ReportState:
    """A report; what was said of it stands in the order of logs and numbers, so that arrival leaves no trace."""

    opening: Opening
    precedence: str
    terms: Mapping[str, Any]
    checks: Sequence[Check] = ()
    disputes: Sequence[Dispute] = ()
    replies: Sequence[Reply] = ()
    retractions: tuple[Retraction, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    tearlines: tuple[Tearline, ...] = ()
    followed: tuple[Followed, ...] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def retraction(self) -> Retraction | None:
        """Return the retraction; one log is one member's, so there is no second beside it."""
        return self.retractions[0] if self.retractions else None

    @property
    def disputed_by(self) -> tuple[str, ...]:
        """Return who disputes it now, by code."""
        members = sorted({each.member for each in self.disputes})
        last = (newest(self.disputes, member=code, of=None) for code in members)
        return tuple(each.member for each in last if each is not None and each.stands)

    @property
    def name(self) -> str:
        """Return how it stands by its entries: standing, disputed, or retracted."""
        return GONE if self.retraction is not None else IN_DISPUTE if self.disputed_by else STANDING

    def dispute(self, entry: str) -> Dispute | None:
        """Return what this entry disputed."""
        return next((each for each in self.disputes if each.entry == entry and each.stands), None)

    def tearline(self, made: str) -> Tearline | None:
        """Return the word by which a new report was said to be a tear-line of this one."""
        return next((each for each in self.tearlines if each.made == made), None)

    def followed_of(self, tearline: Tearline) -> Followed | None:
        """Return what its author said last of a tear-line after the retraction."""
        return next((each for each in reversed(self.followed) if each.made == tearline.made), None)

    def unfollowed(self) -> tuple[Tearline, ...]:
        """Return the tear-lines of which, after the retraction, nothing was said yet."""
        if self.retraction is None:
            return ()
        return tuple(each for each in self.tearlines if self.followed_of(each) is None)

    def is_acknowledged_by(self, member: str) -> bool:
        """Return whether this member acknowledged the retraction."""
        return any(each.member == member for each in self.acknowledged)

    @property
    def owing(self) -> bool:
        """Return whether anything may still be owed: only of a retraction."""
        if self.retraction is None:
            return False
        return not all(map(self.is_acknowledged_by, self.opening.others)) or bool(self.unfollowed())

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((*(each.entry for each in self.retractions), *(each.entry for each in self.tearlines)))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/information.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "subject": self.terms["subject"],
            "terms": _plain(self.terms),
            "disputed_by": list(self.disputed_by),
            "checks": [_json(each) for each in self.checks],
            "disputes": [{**_json(each), "replies": [_json(r) for r in self.replies if r.of == each.entry]}
                         for each in self.disputes],
            "retraction": _json(self.retraction) if self.retraction is not None else None,
            "acknowledged": [_json(each) for each in self.acknowledged],
            "tearlines": [{**_json(each), "followed": self._followed_json(each)} for each in self.tearlines],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip

    def _followed_json(self, tearline: Tearline) -> dict[str, Any] | None:
        said = self.followed_of(tearline)
        return _json(said) if said is not None else None


def _json(said: Said) -> dict[str, Any]:
    return {name: _plain(getattr(said, name)) for name in said.__dataclass_fields__}


def _plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
