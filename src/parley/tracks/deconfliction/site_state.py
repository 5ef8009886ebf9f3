"""A protected site or movement as it stands: its versions, who received it, to whom it was passed on, what was checked.

Pure. Whether it is still confirmed is a matter of the hour, and no part of the state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import EntriesOf, Opening, Said, all_about, last_about, newest, said_in_entry
from parley.record import strictjson
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.deconfliction.planned import Planned
from parley.tracks.deconfliction.site_entries import MOVING

FORM = "site"
NOTIFIED, WITHDRAWN = "notified", "withdrawn"
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Version(Planned):
    """What is notified, as first said or as changed; `of` of a change is the version that it replaces."""

    why: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt(Said):
    """A recipient's word that it received a version, with the list of such notices that it held then."""

    how: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Passing(Said):
    """A recipient's word to whom inside its own force it passed a version on, on which level, and when."""

    to_whom: str
    level: str
    passed_at_s: int


@dataclass(frozen=True, slots=True)
class Check(Said):
    """A second person's look at a version on the map: whether it agrees, and how far from the last known point."""

    name: str
    finding: str
    distance_m: int


@dataclass(frozen=True, slots=True)
class SiteState:
    """A notified site or movement; what was said in the order of logs and numbers."""

    opening: Opening
    versions: Sequence[Version]
    receipts: Sequence[Receipt] = ()
    passings: Sequence[Passing] = ()
    checks: Sequence[Check] = ()
    confirmations: Sequence[Said] = ()
    comments: Sequence[Said] = ()
    withdrawn: Said | None = None
    lapses: Sequence[Lapse] = ()

    # The handling time in which receipts are owed; fixed, since the class of an activity has no part in it.
    precedence = "immediate"

    @property
    def version(self) -> Version:
        """Return the version in force."""
        return self.versions[-1]

    @property
    def name(self) -> str:
        """Return whether it is notified still, or withdrawn by its author."""
        return NOTIFIED if self.withdrawn is None else WITHDRAWN

    @property
    def is_moving(self) -> bool:
        """Return whether it is a movement."""
        return self.version.plan["category"] in MOVING

    @property
    def confirmed_ms(self) -> int:
        """Return when its author last said that it is so: by the version in force, or by a confirmation of it."""
        of = self.version.entry
        return max([self.version.at_ms, *(each.at_ms for each in all_about(self.confirmations, of))])

    @property
    def confirm_by_ms(self) -> int:
        """Return by when its author confirms it again."""
        return self.confirmed_ms + int(self.version.plan["confirm_days"]) * DAY_MS

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.versions)

    def version_of(self, entry: str) -> Version | None:
        """Return the version that this entry gave."""
        return said_in_entry(self.versions, entry)

    def use_of(self, member: str) -> str:
        """Return what a recipient may do by the consent given: "receive", "pass_on", or "" for nobody named."""
        found = (each["use"] for each in self.version.plan["consent"] if each["member"] == member)
        return str(next(found, ""))

    def receipt(self, member: str, *, of: str | None = None) -> Receipt | None:
        """Return what this member said last of a version, or of any."""
        return newest(self.receipts, member=member, of=of)

    def passing(self, member: str, *, of: str | None = None) -> Passing | None:
        """Return what this member said last of passing a version on."""
        return newest(self.passings, member=member, of=of)

    def check(self, *, of: str) -> Check | None:
        """Return the newest check of a version."""
        return last_about(self.checks, of)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/deconfliction.md lists it."""
        version = self.version
        plan = {key: version.plan[key] for key in ("category", "subject", "text", "lang", "organisation", "contact")}
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "version": version.entry,
            **plan,
            "confirm_days": version.plan["confirm_days"],
            "consent": {each["member"]: each["use"] for each in version.plan["consent"]},
            "volumes": [dict(each) for each in version.plan["volumes"]],
            "begins_s": version.begins_s,
            "ends_s": version.ends_s,
            "confirmed_ms": self.confirmed_ms,
            "confirm_by_ms": self.confirm_by_ms,
            "versions": [{"entry": each.entry, "at_ms": each.at_ms, "why": each.why} for each in self.versions],
            "receipts": {each.member: {"entry": each.entry, "of": each.of, "how": each.how, "at_ms": each.at_ms,
                                       "count": each.count, "digest": each.digest} for each in self.receipts},
            "passings": [{"entry": each.entry, "member": each.member, "of": each.of, "to_whom": each.to_whom,
                          "level": each.level, "passed_at_s": each.passed_at_s} for each in self.passings],
            "checks": [{"entry": each.entry, "of": each.of, "by": each.name, "finding": each.finding,
                        "distance_m": each.distance_m} for each in self.checks],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip


def list_digest(versions: Iterable[str]) -> tuple[int, str]:
    """Return the size and the SHA-256 of a list of notified sites: the ids of the versions in force, sorted.

    Whoever holds the same versions finds the same, so that "we did not have it" can be settled.
    """
    listed = sorted(versions)
    return len(listed), hashlib.sha256(strictjson.encode({"form": "parley-sites-v1", "versions": listed})).hexdigest()
