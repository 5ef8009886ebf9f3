"""An instrument as it stands: who signed it, its amendments, and what was said of each of its steps. Pure.

Nothing here knows the hour. Which state a step is in at an instant says `parley.tracks.commitments.stepping`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.matters.entry import entry_number
from parley.matters.layered import Layered
from parley.matters.said import EntriesOf, Opening, Said, said_in_entry
from parley.matters.signing import DECLINED, WITHDRAWN, Signing
from parley.tracks.commitments.doing import gates_json
from parley.tracks.commitments.entries import ELSEWHERE, VARIANCE_KIND
from parley.tracks.commitments.timetable.plan import Plan, amended, plan_of
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "commitment"
AGREED, PROPOSED, ASSERTED, CONTESTED = "agreed", "proposed", "asserted", "contested"
SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Report(Said):
    """Who owes a step (or a turn of it) says that so many percent of it were done, and by when."""

    step: str
    occurrence: int | None
    percent: int
    done_s: int
    text: str
    evidence: tuple[tuple[str, str], ...]

    @property
    def about(self) -> Hashable:
        """Return the step and the turn of it."""
        return self.step, self.occurrence


@dataclass(frozen=True, slots=True)
class Certificate(Report):
    """A verifier says how much of a step is done; `answers` is the newest report of it that its author had read."""

    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contest(Said):
    """A member disputes how a step stands, or (`stands` false) no longer does."""

    step: str
    occurrence: int | None
    stands: bool
    why: str

    @property
    def about(self) -> Hashable:
        """Return the step and the turn of it."""
        return self.step, self.occurrence


@dataclass(frozen=True, slots=True)
class Waiver(Said):
    """A member to whom a step is owed no longer asks for it."""

    step: str
    occurrence: int | None
    why: str

    @property
    def about(self) -> Hashable:
        """Return the step and the turn of it."""
        return self.step, self.occurrence


@dataclass(frozen=True, slots=True)
class Succeeded(Said):
    """Another instrument, signed by all, took the place of this one from a second on."""

    by: str
    from_s: int


NOBODY_ANSWERED: Layered[tuple[str, str], int] = Layered()


def with_answers(known: Layered[tuple[str, str], int], said: Certificate) -> Layered[tuple[str, str], int]:
    """Return when each verifier first answered each report, by one more certificate."""
    for report in said.answers:
        before = known.get((report, said.member))
        if before is None or said.at_ms < before:
            known = known.with_one((report, said.member), said.at_ms)
    return known


@dataclass(frozen=True, slots=True)
class CommitmentState:
    """An instrument, its amendments in the order of their entries' ids, and what was said of its steps.

    A variance of a limit is an instrument without steps. `plans` are read from what is signed whenever that changes:
    the plan as it was proposed, and after each amendment that all have signed; `in_force` names those in their order.
    `answered` says when a verifier first answered a report.
    """

    opening: Opening
    main: Signing
    plans: tuple[Plan, ...] = ()
    amendments: Sequence[Signing] = ()
    reports: Sequence[Report] = ()
    certificates: Sequence[Certificate] = ()
    contests: Sequence[Contest] = ()
    waivers: Sequence[Waiver] = ()
    successions: Sequence[Succeeded] = ()
    lapses: Sequence[Lapse] = ()
    in_force: tuple[str, ...] = ()
    answered: Layered[tuple[str, str], int] = NOBODY_ANSWERED

    @property
    def instruments(self) -> tuple[Signing, ...]:
        """Return the instrument itself, then its amendments."""
        return (self.main, *self.amendments)

    def instrument(self, entry: str) -> Signing | None:
        """Return the instrument that this entry proposed."""
        return self.main if entry == self.main.entry else said_in_entry(self.amendments, entry)

    @property
    def is_variance(self) -> bool:
        """Return whether this excepts from a limit, and obliges to no step."""
        return self.main.kind == VARIANCE_KIND

    @property
    def from_s(self) -> int | None:
        """Return since which second it is in force; None before all have signed.

        What was made elsewhere is in force since all its signatories say that it is, by the day that they sign.
        """
        signed_s = self.main.signed_s
        if signed_s is None:
            return None
        if self.main.terms.get("made") == ELSEWHERE:
            return int(self.main.terms["made_s"])
        return max(int(self.main.terms["from_s"]), signed_s) if self.is_variance else signed_s

    @property
    def standing(self) -> str:
        """Return how it stands: agreed by all signatories; else proposed, asserted by one, or contested by another."""
        if not self.main.missing:
            return AGREED
        if self.main.terms.get("made") != ELSEWHERE:
            return PROPOSED
        return CONTESTED if self.main.name == DECLINED else ASSERTED

    @property
    def contested_by(self) -> tuple[str, ...]:
        """Return who declined to sign and has not signed since."""
        return tuple(code for code in self.main.missing if self.main.refusal(code) is not None)

    @property
    def superseded_s(self) -> int | None:
        """Return since which second another instrument stands in its place."""
        return min((each.from_s for each in self.successions), default=None)

    @property
    def name(self) -> str:
        """Return how it stands, by its entries alone."""
        if self.superseded_s is not None:
            return SUPERSEDED
        if self.main.name == WITHDRAWN:
            return WITHDRAWN
        return DECLINED if self.standing == PROPOSED and self.main.name == DECLINED else self.standing

    def agreed(self) -> tuple[Signing, ...]:
        """Return the amendments that all have signed, in the order in which they came into force.

        Each names the terms that it replaces, and a member signs no rival; where two still came to be signed beside
        each other, the later signature, and then the greater id, stands.
        """
        found = (said_in_entry(self.amendments, each) for each in self.in_force)
        return tuple(each for each in found if each is not None)

    @property
    def newest(self) -> Signing:
        """Return the newest terms that all have signed, or else what was proposed first."""
        found = said_in_entry(self.amendments, self.in_force[-1]) if self.in_force else None
        return found or self.main

    @staticmethod
    def in_order(signed: Iterable[Signing]) -> list[Signing]:
        """Return amendments that all have signed in the order in which they came into force."""
        return sorted(signed, key=lambda each: (each.signed_s, entry_number(each.entry)))

    def planned(self, agreed: Iterable[Signing]) -> CommitmentState:
        """Return the state with the plan as it was proposed, and after each of these amendments."""
        found, plans = list(agreed), [plan_of(self.main.terms, entry=self.main.entry)]
        for each in found:
            plans.append(amended(plans[-1], each.terms, entry=each.entry))
        return replace(self, plans=tuple(plans), in_force=tuple(each.entry for each in found))

    @property
    def plan(self) -> Plan:
        """Return the plan with every amendment that all have signed."""
        return self.plans[-1]

    @property
    def crossed(self) -> tuple[str, ...]:
        """Return the signed amendments that replaced the same terms as another, and the withdrawals without effect."""
        agreed = self.agreed()
        named = Counter(each.terms["of"] for each in agreed)
        rivals = [each.entry for each in agreed if named[each.terms["of"]] > 1]
        return (*rivals, *(entry for each in self.instruments for entry in each.crossed))

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.amendments, self.reports, opening=self.main.entry)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commitments.md lists it."""
        terms = self.main.as_json()["terms"]
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "standing": self.standing,
            "contested_by": list(self.contested_by),
            "is_variance": self.is_variance,
            "subject": terms["subject"],
            "texts": terms["texts"],
            "sort": terms.get("sort", ""),
            "signatories": list(self.main.needed),
            "from_s": self.from_s,
            "superseded_s": self.superseded_s,
            "superseded_by": [each.by for each in self.successions],
            "main": self.main.as_json(),
            "amendments": [each.as_json() for each in self.amendments],
            "reports": [_said_json(each) for each in self.reports],
            "certificates": [_said_json(each) for each in self.certificates],
            "contests": [_said_json(each) for each in self.contests],
            "waivers": [_said_json(each) for each in self.waivers],
            "steps": [dict(each.terms, entry=each.entry) for each in self.plan.steps.values()],
            "events": [
                {"id": e.id, "what": e.what, "on": e.on.text if e.on else None, "verifier": e.verifier}
                for e in self.plan.events.values()
            ],
            "gates": gates_json(self),
            "lapses": lapses_json(self.lapses),
            "crossed": list(self.crossed),
        }


def _said_json(said: Said) -> dict[str, Any]:
    return {name: _plain(getattr(said, name)) for name in said.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [dict(zip(("what", "digest"), each, strict=True)) if isinstance(each, tuple) else each for each in value]
    return value
