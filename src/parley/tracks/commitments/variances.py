"""Variances of a limit: who, where, how many, until when; signed by every party (CO-12). Pure."""

from __future__ import annotations

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.entry import Entry
from parley.tracks.commitments.forces_state import limit_of
from parley.tracks.commitments.refusing import refuse
from parley.tracks.commitments.rules import refuse_words

LONGEST_DAYS = 366


def parties_of(charter: Charter) -> tuple[str, ...]:
    """Return the parties of a charter: each must sign what excepts one of them from what was agreed with all."""
    return tuple(sorted(member.code for member in charter.members if member.kind == "party"))


def judge_variance(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a variance as it was proposed."""
    terms, parties = entry.content, parties_of(charter)
    refusal = refuse_words(terms, charter=charter)
    if refusal is not None:
        return refusal
    if not set(parties) <= set(entry.to):
        return refuse("not_all_read", "CO-12", members=", ".join(sorted(set(parties) - set(entry.to))))
    limit = limit_of(charter, zone=terms["zone"], limit=terms["limit"], clause="CO-12")
    if isinstance(limit, Refusal):
        return limit
    if terms["member"] not in (limit.members or parties):
        return refuse("limit_of_others", "CO-12", zone=terms["zone"], limit=terms["limit"], member=terms["member"])
    if terms["at_most"] <= limit.at_most:
        return refuse("varies_nothing", "CO-12", at_most=limit.at_most)
    return _refuse_times(entry) or Permit("CO-12")


def _refuse_times(entry: Entry) -> Refusal | None:
    terms, at_s = entry.content, entry.point.at_ms // 1000
    if terms["until_s"] <= at_s:
        return refuse("variance_is_over", "CO-12")
    too_long = terms["until_s"] - max(at_s, terms["from_s"]) > LONGEST_DAYS * 86_400
    return refuse("variance_too_long", "CO-12", limit=LONGEST_DAYS) if too_long else None
