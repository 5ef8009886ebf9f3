"""Whether a member used the line before the force that an account says it used, and what came of the calls after. Pure.

A derived fact of what this node may read, and no finding: it says nothing of whether the account is right, of who fired
first, or of whether anything was broken. It names every entry that was looked at.

| clause | says |
|---|---|
| LF-1 | whoever uses force, by an account, used the line before, or the account is told beside that it did not |

It is no duty on the watch list. A duty is owed by somebody by an instant, and here both are known only afterwards and
only by an account: before the force nobody knows that it will be used, and after it the line cannot be used before it
any more. A clock that is born lapsed would make a member late by another's word alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.de_escalation import DeEscalationTerms
from parley.tracks.hotline.templates import DE_ESCALATING

CLAUSE = "LF-1"

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
# A call after an incident counts as a reaction to it for so long.
REACTION_MS = 24 * HOUR_MS
BEFORE, DURING, NOT_BEFORE = "before", "during", "not_before"
REQUEST, FLASH, TELEPHONE, OTHER = "request", "flash", "telephone", "other"


@dataclass(frozen=True, slots=True)
class Call:
    """A word of one member to others over the line; `at_ms` is when it was said, for a telephone call when it began.

    `how` is a de-escalation request, another FLASH, a telephone call, or another message: the last is looked at, and is
    no use of the line before force. `answered_ms` is its first answer, `done_ms` the time named as done.
    """

    entry: str
    member: str
    to: tuple[str, ...]
    at_ms: int
    how: str
    about: tuple[str, ...] = ()
    answered_ms: int | None = None
    done_ms: int | None = None

    @property
    def counts(self) -> bool:
        """Return whether this is a use of the line."""
        return self.how != OTHER


@dataclass(frozen=True, slots=True)
class Alleged:
    """What one account says of one member: a type of force, from when until when."""

    account: str
    by: str
    member: str
    type: str
    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class LineUse:
    """Whether the member called before (`when`), within which time, by which of the entries that were looked at."""

    alleged: Alleged
    when: str
    since_ms: int
    calls: tuple[Call, ...]
    looked_at: tuple[Call, ...]


    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, with the clause by which it is told."""
        alleged = self.alleged
        return {
            "clause": CLAUSE, "account": alleged.account, "by": alleged.by, "member": alleged.member,
            "type": alleged.type, "from_ms": alleged.from_ms, "until_ms": alleged.until_ms, "when": self.when,
            "since_ms": self.since_ms, "calls": [each.entry for each in self.calls],
            "looked_at": [each.entry for each in self.looked_at],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reaction:
    """What came after: the first call between the two, and how long it took to be made, answered and carried out."""

    account: str
    call: Call | None

    def minutes_to_call(self, alleged: Alleged) -> int | None:
        """Return how long after the beginning of what is alleged the call was made."""
        return None if self.call is None else (self.call.at_ms - alleged.from_ms) // MINUTE_MS

    @property
    def minutes_to_answer(self) -> int | None:
        """Return how long the answer took."""
        if self.call is None or self.call.answered_ms is None:
            return None
        return (self.call.answered_ms - self.call.at_ms) // MINUTE_MS


def alleged_in(state: Mapping[str, Any], terms: DeEscalationTerms) -> tuple[Alleged, ...]:
    """Return what the standing accounts of an incident, its state as JSON, allege of members, of these types."""
    found = []
    for account in state.get("accounts", ()):
        told = account["terms"]
        if account["withdrawn"] is not None or told["type"] not in terms.of_types:
            continue
        for code in dict.fromkeys(each["member"] for each in told["actors"] if each.get("member")):
            from_ms, until_ms = (told["time"][name] * 1000 for name in ("from_s", "until_s"))
            found.append(Alleged(account["entry"], account["member"], code, told["type"], from_ms, until_ms))
    return tuple(found)


def since_of(alleged: Alleged, terms: DeEscalationTerms) -> int:
    """Return from when on a call counts as made before it."""
    return alleged.from_ms - terms.before_force_minutes * MINUTE_MS


def line_use(alleged: Alleged, calls: Iterable[Call], *, terms: DeEscalationTerms) -> LineUse:
    """Return whether the member called another before; at the instant itself it is before.

    Where what is alleged has no instant but hours, a call within them was neither surely before nor after: "during".
    """
    since_ms = since_of(alleged, terms)
    looked = tuple(
        sorted(
            (each for each in calls if each.member == alleged.member and since_ms <= each.at_ms <= alleged.until_ms),
            key=lambda each: (each.at_ms, each.entry),
        )
    )
    counted = tuple(each for each in looked if each.counts)
    before = tuple(each for each in counted if each.at_ms <= alleged.from_ms)
    when = BEFORE if before else DURING if counted else NOT_BEFORE
    return LineUse(alleged, when, since_ms, before or counted, looked)


def reaction(alleged: Alleged, calls: Iterable[Call]) -> Reaction:
    """Return the first use of the line between the two after what is alleged began, by either of them."""
    ends = {alleged.by, alleged.member}
    after = (
        each
        for each in calls
        if each.counts
        and alleged.from_ms <= each.at_ms <= alleged.from_ms + REACTION_MS
        and each.member in ends
        and (ends - {each.member}) <= {*each.to}
    )
    return Reaction(alleged.account, min(after, key=lambda each: (each.at_ms, each.entry), default=None))


def word_of(state: Mapping[str, Any]) -> Call | None:
    """Return a message or a call by telephone, its state as JSON, as a word over the line; None for what is neither.

    A message comes with its first answer and the last time that was told as that of its being done.
    """
    if state["form"] == "message":
        return _message(state)
    return _telephoned(state) if state["form"] == "call" else None


def _message(state: Mapping[str, Any]) -> Call:
    how = REQUEST if state["template"] in DE_ESCALATING else FLASH if state["precedence"] == "flash" else OTHER
    answers = state["answers"]
    done = [each["done_at_s"] * 1000 for each in answers if each.get("done_at_s") is not None]
    to = tuple(code for code in state["to"] if code != state["opened_by"])
    return Call(
        state["id"], state["opened_by"], to, state["at_ms"], how, tuple(state.get("about") or ()),
        min((each["at_ms"] for each in answers), default=None), max(done, default=None),
    )  # fmt: skip


def _telephoned(state: Mapping[str, Any]) -> Call | None:
    logged, voice = state["call"], state["voice"]
    if logged is not None:
        return Call(state["id"], logged["from"], (logged["to"],), logged["started_at_s"] * 1000, TELEPHONE)
    if voice is not None:
        return Call(state["id"], state["opened_by"], (voice["to"],), state["at_ms"], TELEPHONE)
    return None
