"""Judges and opens a claim: against whom, by which ladder, on what it builds (DI-1, DI-2). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from parley.charter.disputes import dispute_terms
from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.said import opening_of
from parley.tracks.disputes.refusing import refuse
from parley.tracks.disputes.state import DisputeState


def judge_claim(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a claim."""
    terms = entry.content
    if dispute_terms(charter) is None:
        return refuse("no_ladder", "DI-2")
    if entry.member in terms["against"]:
        return refuse("against_oneself", "DI-1", member=entry.member)
    unread = set(terms["against"]) - set(entry.to)
    if unread:
        return refuse("not_told_to", "DI-1", members=", ".join(sorted(unread)))
    if terms["precedence"] not in charter.precedences:
        return refuse("precedence_unknown", "DI-1", name=terms["precedence"])
    return refuse_languages([terms["lang"]], charter=charter, clause="DI-1") or Permit("DI-1")


def open_dispute(entry: Entry, charter: Charter) -> DisputeState:
    """Return the state after a claim; its ladder stays that of the charter by which it was judged."""
    rules = dispute_terms(charter)
    assert rules is not None  # judged before
    claim = {name: value for name, value in content_of(entry.content).items() if name != "role"}
    return DisputeState(opening_of(entry), entry.content["precedence"], claim, rules)


def refuse_languages(langs: Iterable[str], *, charter: Charter, clause: str) -> Refusal | None:
    """Refuse a text in a language that is none of the mechanism's."""
    for lang in langs:
        if lang not in charter.languages:
            return refuse("language_not_agreed", clause, lang=lang, languages=", ".join(charter.languages))
    return None
