"""A change of the mechanism's state: proposed, signed by whom the charter names, and folded (SU-6 to SU-8). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.supervision_terms import ALL, ONE_PARTY, supervision_terms
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters import signing
from parley.matters.entry import Entry
from parley.matters.said import Opening, opening_of
from parley.matters.signing import Signing
from parley.matters.signing_rules import SigningRules
from parley.tracks.content.lapse import Lapse, lapses_json, with_lapse
from parley.tracks.supervision.directives import refuse_lapse
from parley.tracks.supervision.entries import CHANGE_LAPSE, SUSPENDED
from parley.tracks.supervision.refusing import refuse, refuse_audience, refuse_languages

FORM = "mechanism_change"
SIGN = "sign_mechanism_change"
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class ChangeState:
    """One change of the mechanism's state: what it becomes, who has signed, from when until when."""

    opening: Opening
    main: Signing
    lapses: Sequence[Lapse] = ()

    precedence = "immediate"

    @property
    def becomes(self) -> str:
        """Return the state that the mechanism has by it."""
        return str(self.main.terms["becomes"])

    @property
    def from_s(self) -> int | None:
        """Return from which second it holds: its own, never before the last signature; None before all have signed."""
        signed_s = self.main.signed_s
        return None if signed_s is None else max(int(self.main.terms["from_s"]), signed_s)

    @property
    def until_s(self) -> int | None:
        """Return the second from which a suspension holds no more by itself; None where it has no end."""
        until_s = self.main.terms.get("until_s")
        return None if until_s is None else int(until_s)

    @property
    def name(self) -> str:
        """Return how it stands: proposed, declined, withdrawn or signed."""
        return self.main.name

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((self.opening.id,))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/supervision.md lists it."""
        main = self.main.as_json()
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "becomes": self.becomes,
            "texts": main["terms"]["texts"],
            "from_s": self.from_s,
            "until_s": self.until_s,
            "main": main,
            "crossed": list(self.main.crossed),
            "lapses": lapses_json(self.lapses),
        }


def signers_of(becomes: str, entry: Entry, charter: Charter) -> tuple[str, ...]:
    """Return who signs this change by the charter; its proposer too, where one party alone may bring it about."""
    terms, parties = supervision_terms(charter), charter.parties
    who = terms.signers(becomes) if terms is not None else ALL
    if who == ONE_PARTY and entry.member in parties:
        return (entry.member,)
    return charter.codes if who == ALL else parties


def judge_change(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a change as it was proposed (SU-6)."""
    terms, said, at_s = supervision_terms(charter), entry.content, entry.point.at_ms // 1000
    if terms is None:
        return refuse("no_supervision", "SU-6")
    if entry.member not in (*charter.parties, *charter.supervisors):
        return refuse("party_or_supervisor", "SU-6", member=entry.member)
    unread = set(charter.codes) - set(entry.to)
    if unread:
        return refuse("all_members_asked", "SU-6", members=", ".join(sorted(unread)))
    return (
        _refuse_times(said, at_s=at_s, longest=terms.longest_suspension_days)
        or refuse_languages(said["texts"], charter=charter, clause="SU-6")
        or Permit("SU-6")
    )


def _refuse_times(said: Mapping[str, Any], *, at_s: int, longest: int) -> Refusal | None:
    until_s = said.get("until_s")
    if until_s is None:
        if said["becomes"] == SUSPENDED:
            return refuse("suspension_without_end", "SU-6", days=longest)
        return refuse("change_too_far", "SU-6", days=longest) if said["from_s"] - at_s > longest * DAY_S else None
    if until_s <= at_s:
        return refuse("date_is_over", "SU-6")
    too_long = until_s - max(at_s, said["from_s"]) > longest * DAY_S or said["from_s"] - at_s > longest * DAY_S
    return refuse("suspension_too_long", "SU-6", days=longest) if too_long else None


def judge_of_change(state: ChangeState, entry: Entry) -> Verdict:
    """Decide over what continues a change; `state` folds what its author had read."""
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    if entry.kind == CHANGE_LAPSE:
        return refuse_lapse(state, entry, duties=(SIGN,)) or Permit("SU-10")
    if entry.content["of"] != state.main.entry:
        return refuse("change_unknown", "SU-7", named=entry.content["of"])
    return _JUDGES[entry.kind](state, state.main, entry)


_SIGNING = SigningRules(
    refuse, "SU-7", "SU-8", stranger=("not_a_signer", "members"), author=("author_only", "author"), gone="change_gone"
)


def _judge_signature(state: ChangeState, about: Signing, entry: Entry) -> Verdict:
    refusal = _SIGNING.refuse_signature(about, entry)
    if refusal is not None:
        return refusal
    is_over = state.until_s is not None and entry.point.at_ms >= state.until_s * 1000
    return refuse("date_is_over", "SU-7") if is_over else Permit("SU-7")


_JUDGES: Mapping[str, Callable[[ChangeState, Signing, Entry], Verdict]] = {
    "mechanism_change_signed": _judge_signature,
    "mechanism_change_declined": lambda _state, about, entry: _SIGNING.judge_declining(about, entry),
    "mechanism_change_withdrawn": lambda _state, about, entry: _SIGNING.judge_withdrawal(about, entry),
}


def open_change(entry: Entry, *, charter: Charter) -> ChangeState:
    """Return the state after a change was proposed."""
    needed = signers_of(entry.content["becomes"], entry, charter)
    return ChangeState(opening_of(entry), signing.proposed_by(entry, needed=needed))


_FOLDS: Mapping[str, Callable[[Signing, Entry], Signing]] = {
    "mechanism_change_signed": signing.signed,
    "mechanism_change_declined": signing.declined,
    "mechanism_change_withdrawn": signing.withdrawn,
}


def fold_change(state: ChangeState, entry: Entry) -> ChangeState:
    """Return the state after a permitted entry; what several members say commutes."""
    if entry.kind == CHANGE_LAPSE:
        return replace(state, lapses=with_lapse(state, entry))
    return replace(state, main=_FOLDS[entry.kind](state.main, entry))
