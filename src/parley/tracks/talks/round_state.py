"""A round of talks as it stands: what was proposed, who comes, what was agreed. Pure; nothing here knows the hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import EntriesOf, Opening, all_about, newest, said_in_entry
from parley.matters.signing import SIGNED, Signing
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.talks.round_entries import AGENDA, DECISION, DECLINES, PACKAGE
from parley.tracks.talks.round_said import (
    Answer,
    Attendance,
    Correction,
    Dates,
    Delegation,
    Ending,
    ReadOut,
    Remark,
    Reservation,
    Sitting,
    SittingEnd,
)
from parley.tracks.talks.saying import plain, said_json, whole_json

FORM = "round"
PROPOSED, ACCEPTED, DECLINED = "proposed", "accepted", "declined"
IN_SESSION, ADJOURNED, CLOSED, CANCELLED = "in_session", "adjourned", "closed", "cancelled"
# A decision that all have signed, while nothing is agreed until all is; and one that has taken effect.
AGREED_SO_FAR, IN_EFFECT = "agreed_so_far", "in_effect"


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round; what was said stands in the order of logs and numbers, so the order of arrival leaves no trace.

    `instruments` are agendas, decisions and packages, each with who signed it.
    """

    opening: Opening
    terms: Mapping[str, Any]
    dates: Sequence[Dates]
    answers: Sequence[Answer] = ()
    delegations: Sequence[Delegation] = ()
    cancellations: Sequence[Ending] = ()
    closings: Sequence[Ending] = ()
    instruments: Sequence[Signing] = ()
    sittings: Sequence[Sitting] = ()
    sitting_ends: Sequence[SittingEnd] = ()
    attendances: Sequence[Attendance] = ()
    remarks: Sequence[Remark] = ()
    corrections: Sequence[Correction] = ()
    reservations: Sequence[Reservation] = ()
    readouts: Sequence[ReadOut] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def name(self) -> str:
        """Return how far it is, by its entries alone.

        A cancellation that came beside the opening of a sitting is without effect: what was held was held.
        """
        if self.open_sitting is not None:
            return IN_SESSION
        if self.closings:
            return CLOSED
        if self.sittings:
            return ADJOURNED
        if self.cancellations:
            return CANCELLED
        asked = [code for code in self.invited if code != self.opening.member]
        if asked and all(self.declines(code) for code in asked):
            return DECLINED
        return ACCEPTED if all(self.accepts(code) for code in asked) else PROPOSED

    @property
    def is_over(self) -> bool:
        """Return whether it is cancelled or closed."""
        return self.name in (CANCELLED, CLOSED)

    @property
    def precedence(self) -> str:
        """Return routine: its clocks are the charter's hours for talks, and not those of a precedence."""
        return "routine"

    @property
    def invited(self) -> tuple[str, ...]:
        """Return who was invited, sorted."""
        return tuple(sorted(self.terms["invited"]))

    @property
    def coming(self) -> tuple[str, ...]:
        """Return who was invited and did not decline; whoever has not answered is still expected."""
        return tuple(code for code in self.invited if not self.declines(code))

    @property
    def is_package(self) -> bool:
        """Return whether nothing is agreed until all is agreed."""
        return bool(self.terms["package"])

    @property
    def held_at(self) -> Dates:
        """Return the dates in force: those that changed most often; of rivals the later said, then the greater id."""
        return max(self.dates, key=lambda each: (each.turn, each.at_ms, each.entry))

    def answer(self, member: str) -> Answer | None:
        """Return what a member answered last."""
        return newest(self.answers, member=member, of=None)

    def declines(self, member: str) -> bool:
        """Return whether a member said last that it does not come."""
        said = self.answer(member)
        return said is not None and said.how == DECLINES

    def accepts(self, member: str) -> bool:
        """Return whether a member said that it comes; who proposed the round does."""
        said = self.answer(member)
        return member == self.opening.member if said is None else said.how != DECLINES

    def delegation(self, member: str) -> Delegation | None:
        """Return with whom a member said last that it comes."""
        return newest(self.delegations, member=member, of=None)

    def sitting(self, entry: str) -> Sitting | None:
        """Return the sitting that this entry opened."""
        return said_in_entry(self.sittings, entry)

    def end_of(self, sitting: str) -> SittingEnd | None:
        """Return when a sitting ended: by the first that closed it."""
        return min(all_about(self.sitting_ends, sitting), key=lambda each: (each.at_ms, each.entry), default=None)

    @property
    def open_sitting(self) -> Sitting | None:
        """Return a sitting that is not closed."""
        return next((each for each in self.sittings if self.end_of(each.entry) is None), None)

    def instrument(self, entry: str) -> Signing | None:
        """Return the agenda, the decision or the package that this entry proposed."""
        return said_in_entry(self.instruments, entry)

    def of_kind(self, kind: str) -> Iterator[Signing]:
        """Yield the agendas, the decisions or the packages."""
        return (each for each in self.instruments if each.kind == kind)

    @property
    def agenda(self) -> Signing | None:
        """Return the agenda to which all of its signatories have consented, the last such."""
        agreed = [each for each in self.of_kind(AGENDA) if each.signed_s is not None]
        return max(agreed, key=lambda each: (each.signed_s or 0, each.at_ms, each.entry), default=None)

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files on the agreed agenda, in its order."""
        items = self.agenda.terms["points"] if self.agenda is not None else ()
        return tuple(each["file"] for each in items if each.get("file"))

    def effective_s(self, decision: Signing) -> int | None:
        """Return since which second a decision is in effect; None before it is (TA-11)."""
        if decision.signed_s is None or not self.is_package:
            return decision.signed_s
        closed = [
            each.signed_s for each in self.of_kind(PACKAGE)
            if each.signed_s is not None and any(one["of"] == decision.entry for one in each.terms["decisions"])
        ]  # fmt: skip
        return max(decision.signed_s, min(closed)) if closed else None

    def stands(self, decision: Signing) -> str:
        """Return how a decision stands: as it was signed, and whether it is in effect."""
        if decision.name != SIGNED:
            return decision.name
        return AGREED_SO_FAR if self.effective_s(decision) is None else IN_EFFECT

    def reservations_on(self, decision: str) -> tuple[Reservation, ...]:
        """Return which members reserve their position beside a decision, each in its newest words."""
        said = all_about(self.reservations, decision)
        last = {each.member: each for each in said}
        return tuple(each for _, each in sorted(last.items()) if each.stands)

    @property
    def crossed(self) -> tuple[str, ...]:
        """Return what came beside what it contradicts: rival dates, sittings, endings of what was held or signed."""
        turns = [each.turn for each in self.dates]
        rivals = [each.entry for each in self.dates if turns.count(each.turn) > 1]
        beside = {code for each in self.sittings for code in (each.entry, *each.beside) if each.beside}
        ended = [each.entry for each in self.cancellations] if self.sittings else []
        return (*rivals, *sorted(beside), *ended, *(entry for each in self.instruments for entry in each.crossed))

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.instruments, self.closings, opening=self.opening.id)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/talks.md lists it."""
        dates = self.held_at
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            **plain(self.terms),
            "from_s": dates.from_s,
            "until_s": dates.until_s,
            "dates": [whole_json(each) for each in self.dates],
            "answers": [whole_json(each) for each in self.answers],
            "delegations": [whole_json(each) for each in self.delegations],
            "agenda": self.agenda.entry if self.agenda is not None else None,
            "files": list(self.files),
            "agendas": [each.as_json() for each in self.of_kind(AGENDA)],
            "sittings": [{**whole_json(each), **self._sat(each)} for each in self.sittings],
            "decisions": [self._decided(each) for each in self.of_kind(DECISION)],
            "packages": [each.as_json() for each in self.of_kind(PACKAGE)],
            "readouts": [whole_json(each) for each in self.readouts],
            "cancellations": [whole_json(each) for each in self.cancellations],
            "closings": [whole_json(each) for each in self.closings],
            "lapses": lapses_json(self.lapses),
            "crossed": list(self.crossed),
        }

    def _sat(self, sitting: Sitting) -> dict[str, Any]:
        end = self.end_of(sitting.entry)
        return {
            "ended_s": end.ended_s if end is not None else None,
            "attendances": [whole_json(each) for each in all_about(self.attendances, sitting.entry)],
            "remarks": [self._remarked(each) for each in all_about(self.remarks, sitting.entry)],
        }

    def _remarked(self, remark: Remark) -> dict[str, Any]:
        corrections = all_about(self.corrections, remark.entry)
        return {**whole_json(remark), "corrections": [whole_json(each) for each in corrections]}

    def _decided(self, decision: Signing) -> dict[str, Any]:
        return {
            **decision.as_json(),
            "stands": self.stands(decision),
            "effective_s": self.effective_s(decision),
            "reservations": [
                {**said_json(each), "text": each.text, "lang": each.lang}
                for each in self.reservations_on(decision.entry)
            ],
        }
