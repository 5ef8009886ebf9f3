"""Judges and folds opportunities, interest and matches, each by what its author had read (CM-12 to CM-16). Pure.

| clause | says |
|---|---|
| CM-12 | an opportunity is offered between members that read it, with a supervisor that matches, and an audience of \
the charter for each interest and each match |
| CM-13 | it is open no longer than the charter allows, and whoever offered it withdraws it |
| CM-14 | interest is declared to the supervisor that matches and to nobody else, by a member between which it is \
offered, while it is open, and is taken back by that member |
| CM-15 | the supervisor alone tells two members that both are interested, to these two and nobody else, while it is \
open, once |
| CM-16 | each of the two says that it received a match, and may leave it |

A verdict over a match cannot ask for the interests: no member may read the other's. The supervisor's word is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, added, opening_of, said_of
from parley.matters.track import Cited
from parley.tracks.commerce import opportunity_entries as kinds
from parley.tracks.commerce.opportunity_entries import INTEREST_KINDS, MATCH_KINDS, interest_id, match_id
from parley.tracks.commerce.opportunity_state import (
    Ending,
    InterestState,
    MatchState,
    OpportunityState,
    Receipt,
    Word,
)
from parley.tracks.commerce.refusing import refuse, refuse_audience, refuse_language, refuse_lapse, terms_of
from parley.tracks.content.lapse import with_lapse

RECEIVE_DUTY = "receive_match"


def is_of_interest(kind: str) -> bool:
    """Return whether entries of this kind belong to somebody's interest."""
    return kind in INTEREST_KINDS


def is_of_match(kind: str) -> bool:
    """Return whether entries of this kind belong to a match."""
    return kind in MATCH_KINDS


def judge_offer(entry: Entry, charter: Charter) -> Verdict:
    """Decide over an opportunity as it is offered."""
    terms, content = terms_of(charter, clause="CM-12"), entry.content
    if isinstance(terms, Refusal):
        return terms
    if content["sector"] not in terms.sectors:
        return refuse("sector_unknown", "CM-12", name=content["sector"], sectors=", ".join(terms.sectors))
    over_s, at_s = content["expires_s"], entry.point.at_ms // 1000
    if over_s <= at_s or over_s - at_s > terms.offer_days * 86_400:
        return refuse("offer_too_long", "CM-13", days=terms.offer_days)
    return _refuse_between(entry, charter) or refuse_language(entry, charter=charter) or Permit("CM-12")


def judge_opportunity(state: OpportunityState, entry: Entry) -> Verdict:
    """Decide over what continues an opportunity: that its author withdraws it."""
    refusal = refuse_audience(state.opening, entry)
    if refusal is not None:
        return refusal
    if entry.member != state.opening.member:
        return refuse("offerer_only", "CM-13", member=entry.member, offerer=state.opening.member)
    gone = state.withdrawal
    return refuse("offer_over", "CM-13", entry=gone.entry) if gone is not None else Permit("CM-13")


def open_opportunity(entry: Entry, charter: Charter) -> OpportunityState:
    """Return the state after an opportunity was offered."""
    commerce = charter.commerce
    assert commerce is not None  # it is refused where the charter says nothing of commerce
    terms = {name: value for name, value in entry.content.items() if name != "role"}
    return OpportunityState(opening_of(entry), commerce.precedence, terms, matcher_of(entry.to, charter))


def fold_opportunity(state: OpportunityState, entry: Entry) -> OpportunityState:
    """Return the state after its author withdrew it."""
    return replace(state, withdrawal=Ending(**said_of(entry, of=state.opening.id), why=entry.content["why"]))


def matcher_of(readers: tuple[str, ...], charter: Charter) -> str:
    """Return the supervisor that matches among those who read an opportunity, "" where none does."""
    return next((code for code in charter.supervisors if code in readers), "")


def judge_interest(
    state: InterestState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over a member's word on its interest; `cited` holds the opportunity."""
    content = entry.content
    if entry.member != content["member"]:
        return refuse("interest_of_another", "CM-14", member=content["member"])
    if entry.kind == kinds.TAKEN_BACK:
        assert state is not None  # the kernel refuses what continues a matter that does not stand
        refusal = refuse_audience(state.opening, entry, clause="CM-14")
        if refusal is None and (not state.word.stands or state.word.entry != content["of"]):
            return refuse("interest_does_not_stand", "CM-14", named=content["of"])
        return refusal or Permit("CM-14")
    offer = cited[content["opportunity"]].state
    if not isinstance(offer, OpportunityState) or offer.opening.id != content["opportunity"]:
        return refuse("no_opportunity", "CM-14", named=content["opportunity"])
    if entry.member not in offer.terms["between"]:
        return refuse("not_between", "CM-14", member=entry.member, members=", ".join(offer.terms["between"]))
    if set(entry.to) != {entry.member, offer.matcher}:
        return refuse("interest_to_others", "CM-14", matcher=offer.matcher)
    if state is not None and state.word.stands:
        return refuse("interested_already", "CM-14", entry=state.word.entry)
    return _refuse_closed(offer, entry, "CM-14") or refuse_language(entry, charter=charter) or Permit("CM-14")


def fold_interest(state: InterestState | None, entry: Entry) -> InterestState:
    """Return the interest after a permitted word; one member says all of it, in its own log."""
    content = entry.content
    word = Word(
        **said_of(entry, of=content["opportunity"]), stands=entry.kind == kinds.DECLARED, text=content.get("text"),
        lang=content.get("lang"),
    )  # fmt: skip
    if state is not None:
        return replace(state, words=added(state.words, word))
    matter = interest_id(content["opportunity"], content["member"])
    opening = Opening(matter, entry.member, entry.to, entry.point.at_ms, content.get("role"))
    return InterestState(opening, content["opportunity"], content["member"], (word,))


def judge_match(
    state: MatchState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Verdict:
    """Decide over a match, and what is said of it."""
    if entry.kind == kinds.MATCHED:
        return _refuse_telling(state, entry, charter=charter, cited=cited) or Permit("CM-15")
    assert state is not None  # the kernel refuses what continues a matter that does not stand
    refusal = refuse_audience(state.opening, entry, clause="CM-16") or refuse_language(entry, charter=charter)
    if refusal is not None:
        return refusal
    if entry.kind == kinds.LAPSE:
        return refuse_lapse(state, entry, duties=(RECEIVE_DUTY,)) or Permit("CM-10")
    return _refuse_word(state, entry) or Permit("CM-16")


def fold_match(state: MatchState | None, entry: Entry, *, charter: Charter) -> MatchState:
    """Return the match after a permitted entry; what both say commutes."""
    content = entry.content
    said = said_of(entry, of=content["opportunity"])
    if entry.kind == kinds.MATCHED:
        if state is not None:
            return replace(state, tellings=added(state.tellings, Said(**said)))
        commerce = charter.commerce
        assert commerce is not None  # it is refused where the charter says nothing of commerce
        one, other = content["members"]
        matter = match_id(content["opportunity"], (one, other))
        opening = Opening(matter, entry.member, entry.to, entry.point.at_ms, None)
        return MatchState(
            opening, commerce.precedence, content["opportunity"], (one, other), content["subject"], (Said(**said),)
        )
    assert state is not None
    if entry.kind == kinds.LAPSE:
        return replace(state, lapses=with_lapse(state, entry))
    if entry.kind == kinds.LEFT:
        return replace(state, endings=added(state.endings, Ending(**said, why=content["why"])))
    told: dict[str, Any] = {name: content.get(name) for name in ("text", "lang", "contact")}
    return replace(state, receipts=added(state.receipts, Receipt(**said, how=content["how"], **told)))


def _refuse_between(entry: Entry, charter: Charter) -> Refusal | None:
    """Refuse an opportunity by which somebody could not say its interest, or two could not be told of each other's."""
    between, matcher = sorted(entry.content["between"]), matcher_of(entry.to, charter)
    if not matcher or matcher in between or not set(between) <= set(entry.to):
        return refuse("offer_readers", "CM-12", members=", ".join(between))
    rules = charter.tracks["commerce"]
    known = {frozenset(charter.audiences[name].members) for name in rules.audiences}
    needed = [frozenset((code, matcher)) for code in between]
    needed += [frozenset((*pair, matcher)) for pair in combinations(between, 2)]
    missing = next((each for each in needed if each not in known), None)
    if missing is None:
        return None
    return refuse("offer_without_audience", "CM-12", members=", ".join(sorted(missing)))


def _refuse_closed(offer: OpportunityState, entry: Entry, clause: str) -> Refusal | None:
    if offer.withdrawal is not None:
        return refuse("offer_over", clause, entry=offer.withdrawal.entry)
    return refuse("offer_expired", clause) if entry.point.at_ms >= offer.expires_s * 1000 else None


def _refuse_telling(
    state: MatchState | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]
) -> Refusal | None:
    terms, content = terms_of(charter, clause="CM-15"), entry.content
    if isinstance(terms, Refusal):
        # The opportunity may have been offered by a charter that had commerce, which an amendment took out.
        return terms
    offer = cited[content["opportunity"]].state
    if not isinstance(offer, OpportunityState) or offer.opening.id != content["opportunity"]:
        return refuse("no_opportunity", "CM-15", named=content["opportunity"])
    if entry.member != offer.matcher:
        return refuse("matcher_only", "CM-15", member=entry.member, matcher=offer.matcher)
    if not set(content["members"]) <= set(offer.terms["between"]):
        return refuse("not_between", "CM-15", member=", ".join(content["members"]),
                      members=", ".join(offer.terms["between"]))  # fmt: skip
    if set(entry.to) != {*content["members"], offer.matcher} or content["subject"] != offer.terms["subject"]:
        return refuse("match_otherwise", "CM-15", members=", ".join(content["members"]))
    if state is not None:
        return refuse("matched_before", "CM-15", entry=state.telling.entry)
    return _refuse_closed(offer, entry, "CM-15")


def _refuse_word(state: MatchState, entry: Entry) -> Refusal | None:
    if entry.member not in state.members:
        return refuse("not_matched", "CM-16", member=entry.member, members=", ".join(state.members))
    left = next((each for each in state.endings if each.member == entry.member), None)
    if left is not None:
        return refuse("match_left_before", "CM-16", entry=left.entry)
    last = state.receipt(entry.member)
    if entry.kind == kinds.LEFT or last is None:
        return None
    told = tuple(entry.content.get(name) for name in ("how", "text", "contact"))
    is_twice = told == (last.how, last.text, last.contact)
    return refuse("match_received_so", "CM-16", entry=last.entry) if is_twice else None
