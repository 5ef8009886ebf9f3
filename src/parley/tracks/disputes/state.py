"""A dispute as it stands by its entries: what was said, what is signed, how it ended. It knows no hour. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.charter.disputes import DisputeTerms
from parley.matters.entry import entry_number
from parley.matters.layered import Layered
from parley.matters.said import EntriesOf, Opening, Said, all_about, said_in_entry
from parley.matters.signing import SIGNED, WITHDRAWN, Signing
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.disputes.ladder import Course, Raise, Rung, climb

FORM = "dispute"
OPEN, ANSWERED, SETTLED, DECIDED, REFERRED, GONE = (
    "claimed", "answered", "settled", "decided", "referred", "withdrawn",
)  # fmt: skip


# Fields of a content whose name is that of something which every word has.
_OTHERWISE = {"by": "met_by"}


@dataclass(frozen=True, slots=True)
class DisputeWord(Said):
    """One thing that was said in a dispute, as its entry says it."""

    kind: str
    content: Mapping[str, Any]

    @property
    def about(self) -> Hashable:
        """Return what it says of which thing: what one member says once, or what is asked for together."""
        return tuple([self.content[name] for name in _ABOUT.get(self.kind, ())]) or self.of

    def as_json(self) -> dict[str, Any]:
        """Return it with the entry that says it; the entry by which a measure is met is `met_by`, its author `by`."""
        said = {_OTHERWISE.get(name, name): plain(value) for name, value in self.content.items() if name != "role"}
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
class MeasureEnd:
    """That a measure ends before its time: by which entries it was agreed, by whom not yet, and when all had."""

    agreed: tuple[str, ...]
    missing: tuple[str, ...]
    at_ms: int | None


@dataclass(frozen=True, slots=True)
class Closing:
    """A withdrawal of a settlement, by its place in a log, and the members that have shown here that they read it."""

    of: str
    log: str
    number: int
    known_by: frozenset[str]


NO_CLOSINGS: Layered[str, Closing] = Layered()
# By what of its content a thing said is found again.
_ABOUT: Mapping[str, tuple[str, ...]] = {
    "dispute_acknowledged": ("level", "how"), "evidence_committed": ("digest",), "evidence_disclosed": ("of",),
    "measure_breach_told": ("of", "by"), "pause_agreed": ("of",), "outcome_stated": ("of",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DisputeState:
    """A dispute: the claim, the ladder of the charter by which it was claimed, what was said, and what is signed.

    `words` hold what was said of each kind, in the order of logs and numbers. Who is named in a closing cannot sign
    that settlement any more. `unknown` are, for each member, the withdrawals of which it has not shown that it knows;
    `bound` the settlements that it signed and that may still come into force, or have. These, how it `ended` and when
    the clock stood still (`paused`) follow from what was said, and are carried along so that nobody looks through it.
    """

    opening: Opening
    precedence: str
    claim: Mapping[str, Any]
    rules: DisputeTerms
    words: Mapping[str, Sequence[DisputeWord]] = field(default_factory=dict)
    settlements: Sequence[Signing] = ()
    measures: Sequence[Signing] = ()
    lapses: Sequence[Lapse] = ()
    closings: Layered[str, Closing] = NO_CLOSINGS
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bound: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ending: Ending | None = None
    paused: tuple[tuple[int, int], ...] = ()

    @property
    def against(self) -> tuple[str, ...]:
        """Return the members against whom it is claimed."""
        return tuple(sorted(self.claim["against"]))

    @property
    def sides(self) -> tuple[str, ...]:
        """Return the claimant and the members against whom it is claimed, sorted."""
        return tuple(sorted({self.opening.member, *self.against}))

    def of(self, *kinds: str) -> tuple[DisputeWord, ...]:
        """Return what was said of these kinds, in the order of logs and numbers."""
        rows = [self.words[kind] for kind in kinds if kind in self.words]
        if len(rows) == 1:
            return tuple(rows[0])
        return tuple(sorted((each for row in rows for each in row), key=lambda each: entry_number(each.entry)))

    def all_of(self, kind: str) -> Sequence[DisputeWord]:
        """Return what was said of one kind."""
        return self.words.get(kind, ())

    def said(self, kind: str, member: str) -> DisputeWord | None:
        """Return what a member said first of a kind."""
        return next((each for each in self.all_of(kind) if each.member == member), None)

    def one(self, entry: str) -> DisputeWord | None:
        """Return what this entry said."""
        found = (said_in_entry(row, entry) for row in self.words.values())
        return next((each for each in found if each is not None), None)

    def settlement(self, entry: str) -> Signing | None:
        """Return the settlement that this entry proposed."""
        return said_in_entry(self.settlements, entry)

    def measure(self, entry: str) -> Signing | None:
        """Return the interim measure that this entry asked for."""
        return said_in_entry(self.measures, entry)

    def ended(self) -> Ending | None:
        """Return how it ended by what was said, None before.

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
        return (self._pause(each) for each in self.all_of("pause_asked"))

    def pause(self, entry: str) -> Pause | None:
        """Return the pause that this entry asked."""
        asked = said_in_entry(self.all_of("pause_asked"), entry)
        return self._pause(asked) if asked is not None else None

    def _pause(self, asked: DisputeWord) -> Pause:
        given = all_about(self.all_of("pause_agreed"), (asked.entry,))
        needed = tuple(code for code in self.sides if code != asked.member)
        missing = tuple(code for code in needed if code not in {each.member for each in given})
        starts = None if missing else max(each.at_ms for each in (asked, *given))
        return Pause(
            asked.entry, asked.member, tuple(each.entry for each in given), missing, starts,
            int(asked.content["until_s"]) * 1000, str(asked.content["why"]),
        )  # fmt: skip

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

        Where all sides agreed to end it before, until then. None where it never holds.
        """
        if one.signed_s is None:
            return None
        ending, early_ms, until_s = self.ending, self.measure_end(one).at_ms, int(one.terms["until_s"])
        ended = [-(-at_ms // 1000) for at_ms in (ending.at_ms if ending else None, early_ms) if at_ms is not None]
        ends = min([until_s, *ended])
        starts = max(int(one.terms["from_s"]), one.signed_s)
        return (starts, ends) if starts < ends else None

    def measure_end(self, one: Signing) -> MeasureEnd:
        """Return who agreed that a measure ends before its time, and the last of these instants once all sides did."""
        said = [each for each in self.of("measure_end_agreed") if each.content["of"] == one.entry]
        missing = tuple(code for code in self.sides if code not in {each.member for each in said})
        at_ms = None if missing else max(each.at_ms for each in said)
        return MeasureEnd(tuple(each.entry for each in said), missing, at_ms)

    def can_be_signed(self, one: Signing) -> bool:
        """Return whether a settlement may still come into force, as far as this state shows.

        Not where one who must sign declined it, which is for good; nor where it was withdrawn and all who have not
        signed it have shown that they know.
        """
        if not one.missing:
            return True
        if {each.member for each in one.declined} & set(one.missing):
            return False
        closing = self.closings.get(one.entry)
        return one.name != WITHDRAWN or closing is None or not closing.known_by.issuperset(one.missing)

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        rows = (self.settlements, self.measures, self.all_of("dispute_raised"))
        return EntriesOf(*rows, opening=self.opening.id)

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
                {**each.as_json(), "holds": list(holds) if (holds := self.measure_holds(each)) else None,
                 "end": _end_json(self.measure_end(each))}
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
    "measure_end_agreed", "pause_asked", "pause_agreed", "dispute_raised", "mediator_proposed", "dispute_referred",
    "dispute_decided", "dispute_withdrawn", "outcome_stated",
)  # fmt: skip


def plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def _end_json(end: MeasureEnd) -> dict[str, Any]:
    return {"agreed": list(end.agreed), "missing": list(end.missing), "at_ms": end.at_ms}


def is_signed(one: Signing) -> bool:
    """Return whether all have signed."""
    return one.name == SIGNED
