"""The marking of what is exchanged: its level by TLP 2.0, to whom it may go, until when; and how levels compare. Pure.

Source of the levels: FIRST, Traffic Light Protocol, version 2.0 (August 2022). Source of the grades: the Admiralty
code; its two axes, how reliable the source is and how credible what it says, are never made into one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.tracks.content.form import FieldCheck, one_of, several, word
from parley.tracks.content.usual import INSTANT
from parley.tracks.information.refusing import refuse

RED, AMBER_STRICT, AMBER, GREEN, CLEAR = "red", "amber_strict", "amber", "green", "clear"
# The strictest first.
LEVELS = (RED, AMBER_STRICT, AMBER, GREEN, CLEAR)
# Of these nothing goes on to any other member.
ADDRESSEES_ONLY = (RED, AMBER_STRICT)
RELIABILITY, CREDIBILITY = ("A", "B", "C", "D", "E", "F"), ("1", "2", "3", "4", "5", "6")
DAY_S = 86_400

MARKING: dict[str, FieldCheck] = {
    "tlp": one_of(*LEVELS),
    "purpose": word(64),
    "releasable_to": several(word(16), most=64, least=1, distinct=str),
    "expires_s": INSTANT,
}


def refuse_marking(
    terms: Mapping[str, Any], *, to: Collection[str], member: str, at_ms: int, charter: Charter, clause: str
) -> Refusal | None:
    """Refuse a purpose that the charter has not, an expiry out of its bounds, and a releasability that contradicts."""
    known = charter.information
    if known is None:
        return refuse("nothing_agreed", clause)
    judges = known.provenance.judges
    if judges and terms["purpose"] not in known.purposes:
        return refuse("purpose_unknown", clause, purpose=terms["purpose"], purposes=", ".join(known.purposes))
    expires_ms = terms["expires_s"] * 1000
    if expires_ms <= at_ms:
        return refuse("expired_at_once", "IR-2")
    if judges and expires_ms > at_ms + known.longest_days * DAY_S * 1000:
        return refuse("expires_too_late", "IR-2", days=known.longest_days)
    return _refuse_releasability(terms, to=to, charter=charter)


def _refuse_releasability(terms: Mapping[str, Any], *, to: Collection[str], charter: Charter) -> Refusal | None:
    named = set(terms["releasable_to"])
    strangers = named - set(charter.codes)
    if strangers:
        return refuse("releasable_to_strangers", "IR-4", members=", ".join(sorted(strangers)))
    left_out = set(to) - named
    if left_out:
        return refuse("addressee_not_releasable", "IR-4", members=", ".join(sorted(left_out)))
    if terms["tlp"] in ADDRESSEES_ONLY and named != set(to):
        others = ", ".join(sorted(named - set(to)))
        return refuse("level_forbids_release", "IR-4", tlp=terms["tlp"], members=others)
    return None


def is_looser(level: str, *, than: str) -> bool:
    """Return whether a level lets more of the world read than another."""
    return LEVELS.index(level) > LEVELS.index(than)


def strictest(levels: Iterable[str]) -> str:
    """Return the strictest of these levels; CLEAR where there is none."""
    return min(levels, key=LEVELS.index, default=CLEAR)


def is_expired(terms: Mapping[str, Any], *, now_ms: int) -> bool:
    """Return whether the time is over until which it was given; at the instant itself it is over."""
    return bool(terms["expires_s"] * 1000 <= now_ms)
