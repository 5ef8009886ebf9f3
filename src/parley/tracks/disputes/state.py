"""A dispute as it stands by its entries: what was said, what is signed, how it ended. It knows no hour. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.disputes import DisputeTerms
from parley.matters.said import Opening, Said
from parley.matters.signing import SIGNED, WITHDRAWN, Signing
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.disputes.ladder import Course, Raise, Rung, climb

FORM = "dispute"
OPEN, ANSWERED, SETTLED, DECIDED, REFERRED, GONE = (
    "claimed", "answered", "settled", "decided", "referred", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DisputeWord(Said):
    """One thing that was said in a dispute, as its entry says it."""

    kind: str
    content: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return it with the entry that says it."""
        said = {name: plain(value) for name, value in self.content.items() if name != "role"}
        return {"entry": self.entry, "by": self.member, "role": self.role, "at_ms": self.at_ms, **said}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a dispute ended, at which instant, by which entry of whom."""

    how: str
    at_ms: int
    entry: str
    member: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause that was asked: by which entries it was agreed, by whom not yet, from when until when it holds."""

    entry: str
    member: str
    agreed: tuple[str, ...]
    missing: tuple[str, ...]
    from_ms: int | None
    until_ms: int
    why: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A withdrawal of a settlement, by its place in a log, and the members that have shown here that they read it."""

    of: str
    log: str
    number: int
    known_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class DisputeState:
    """A dispute: the claim, the ladder of the charter by which it was claimed, what was said, and what is signed.

    `told` stands in the order of logs and numbers. Who is named in a closing cannot sign that settlement any more.
    """

    opening: Opening
    precedence: str
    claim: Mapping[str, Any]
    rules: DisputeTerms
    told: tuple[DisputeWord, ...] = ()
    settlements: tuple[Signing, ...] = ()
    measures: tuple[Signing, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    closings: tuple[Closing, ...] = ()

    @property
    def against(self) -> tuple[str, ...]:
        """Return the members against whom it is claimed."""
        return tuple(sorted(self.claim["against"]))

    @property
    def sides(self) -> tuple[str, ...]:
        """Return the claimant and the members against whom it is claimed, sorted."""
        return tuple(sorted({self.opening.member, *self.against}))

    def of(self, *kinds: str) -> tuple[DisputeWord, ...]:
        """Return what was said of these kinds."""
        return tuple(each for each in self.told if each.kind in kinds)

    def said(self, kind: str, member: str) -> DisputeWord | None:
        """Return what a member said first of a kind."""
        return next((each for each in self.told if (each.kind, each.member) == (kind, member)), None)

    def one(self, entry: str) -> DisputeWord | None:
        """Return what this entry said."""
        return next((each for each in self.told if each.entry == entry), None)

    def settlement(self, entry: str) -> Signing | None:
        """Return the settlement that this entry proposed."""
        return next((each for each in self.settlements if each.entry == entry), None)

    def measure(self, entry: str) -> Signing | None:
        """Return the interim measure that this entry asked for."""
        return next((each for each in self.measures if each.entry == entry), None)

    @property
    def ending(self) -> Ending | None:
        """Return how it ended, None before.

        What all sides have signed stands before everything else; then the claimant's withdrawal; then a decision; then
        a referral. Of two of one sort that crossed the earlier stands, and the smaller name of an entry where both say
        the same instant.
        """
        signed = [(each.signed_s, each) for each in self.settlements if each.signed_s is not None]
        for at_s, one in sorted(signed, key=lambda pair: (pair[0], pair[1].entry))[:1]:
            last = max(one.signatures, key=lambda each: (each.at_ms, each.entry))
            return Ending(SETTLED, at_s * 1000, last.entry, last.member)
        for how, kind in ((GONE, "dispute_withdrawn"), (DECIDED, "dispute_decided"), (REFERRED, "dispute_referred")):
            for said in sorted(self.of(kind), key=lambda each: (each.at_ms, each.entry))[:1]:
                return Ending(how, said.at_ms, said.entry, said.member)
        return None

    @property
    def without_effect(self) -> tuple[str, ...]:
        """Return what ended nothing because it crossed what did end the dispute, each by its entry."""
        ending = self.ending
        if ending is None:
            return ()
        said = (each.entry for each in self.of("dispute_withdrawn", "dispute_decided", "dispute_referred"))
        crossed = (entry for one in self.settlements for entry in one.crossed)
        return tuple(entry for entry in (*said, *crossed) if entry != ending.entry)

    @property
    def name(self) -> str:
        """Return how it stands by its entries."""
        if self.ending is not None:
            return self.ending.how
        return ANSWERED if all(self.said("dispute_answered", code) for code in self.against) else OPEN

    def pauses(self) -> Iterator[Pause]:
        """Yield the pauses that were asked, each with who agreed."""
        for asked in self.of("pause_asked"):
            given = [each for each in self.of("pause_agreed") if each.content["of"] == asked.entry]
            needed = tuple(code for code in self.sides if code != asked.member)
            missing = tuple(code for code in needed if code not in {each.member for each in given})
            starts = None if missing else max(each.at_ms for each in (asked, *given))
            yield Pause(
                asked.entry, asked.member, tuple(each.entry for each in given), missing, starts,
                int(asked.content["until_s"]) * 1000, str(asked.content["why"]),
            )  # fmt: skip

    @property
    def paused(self) -> tuple[tuple[int, int], ...]:
        """Return from when until when the clock stood, or stands, still."""
        return tuple((each.from_ms, each.until_ms) for each in self.pauses() if each.from_ms is not None)

    @property
    def course(self) -> Course:
        """Return what the ladder depends on."""
        raises = tuple(Raise(each.entry, each.content["level"], each.at_ms) for each in self.of("dispute_raised"))
        ended_ms = self.ending.at_ms if self.ending is not None else None
        return Course(self.rules.levels, self.opening.id, self.opening.at_ms, raises, self.paused, ended_ms)

    def rungs(self, *, now_ms: int) -> tuple[Rung, ...]:
        """Return the levels on which it stood until `now_ms`; the last is where it stands."""
        return climb(self.course, now_ms=now_ms)

    def measure_holds(self, one: Signing) -> tuple[int, int] | None:
        """Return from which second until which a measure holds: once all sides agreed, and no longer than the dispute.

        None where it never does.
        """
        if one.signed_s is None:
            return None
        ending, until_s = self.ending, int(one.terms["until_s"])
        ends = until_s if ending is None else min(until_s, -(-ending.at_ms // 1000))
        starts = max(int(one.terms["from_s"]), one.signed_s)
        return (starts, ends) if starts < ends else None

    def can_be_signed(self, one: Signing) -> bool:
        """Return whether a settlement may still come into force, as far as this state shows.

        Not where one who must sign declined it, which is for good; nor where it was withdrawn and all who have not
        signed it have shown that they know.
        """
        if not one.missing:
            return True
        if {each.member for each in one.declined} & set(one.missing):
            return False
        known = {code for each in self.closings if each.of == one.entry for code in each.known_by}
        return one.name != WITHDRAWN or not set(one.missing) <= known

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        signed = (each.entry for each in (*self.settlements, *self.measures))
        return frozenset((self.opening.id, *signed, *(each.entry for each in self.of("dispute_raised"))))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/disputes.md lists it."""
        ending = self.ending
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "claim": plain(self.claim),
            "subject": self.claim["subject"],
            "against": list(self.against),
            "sides": list(self.sides),
            "levels": [each.name for each in self.rules.levels],
            "said": {kind: [each.as_json() for each in self.of(kind)] for kind in SAID},
            "settlements": [each.as_json() for each in self.settlements],
            "measures": [
                {**each.as_json(), "holds": list(holds) if (holds := self.measure_holds(each)) else None}
                for each in self.measures
            ],
            "pauses": [
                {"entry": each.entry, "by": each.member, "agreed": list(each.agreed), "missing": list(each.missing),
                 "from_ms": each.from_ms, "until_ms": each.until_ms, "why": each.why}
                for each in self.pauses()
            ],
            "ending": None if ending is None else {
                "how": ending.how, "at_ms": ending.at_ms, "entry": ending.entry, "by": ending.member
            },
            "without_effect": list(self.without_effect),
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownState:
    """Evidence that was shown to some before it was disclosed to all: which commitment it matches, and what it is."""

    opening: Opening
    precedence: str
    told: DisputeWord

    @property
    def lapses(self) -> tuple[Lapse, ...]:
        """Return no lapse: nothing is owed of it."""
        return ()

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/disputes.md lists it."""
        return {
            "form": "evidence", "name": "shown", **self.opening.as_json(), "precedence": self.precedence,
            "of": self.told.content["of"], "said": self.told.as_json(),
        }  # fmt: skip


SAID = (
    "dispute_acknowledged", "dispute_answered", "evidence_committed", "evidence_disclosed", "measure_breach_told",
    "pause_asked", "pause_agreed", "dispute_raised", "mediator_proposed", "dispute_referred", "dispute_decided",
    "dispute_withdrawn", "outcome_stated",
)  # fmt: skip


def plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def is_signed(one: Signing) -> bool:
    """Return whether all have signed."""
    return one.name == SIGNED
