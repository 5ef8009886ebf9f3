"""The kinds of entry of opportunities, of interest in them, and of a match, with the form of each content. Pure.

Each member's interest is a matter of its own between it and the supervisor that matches: nobody else learns that there
is any. Where two are interested, the supervisor opens a matter between the two: that entry is all that is revealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    FieldCheck,
    content,
    empty_or,
    entry_id,
    fields,
    is_entry_id,
    one_of,
    several,
    word,
)
from parley.tracks.content.usual import HOW_RECEIVED, INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT

OFFERED, OFFER_WITHDRAWN = "opportunity_offered", "opportunity_withdrawn"
DECLARED, TAKEN_BACK = "interest_declared", "interest_withdrawn"
MATCHED, RECEIVED, LEFT, LAPSE = "interests_matched", "match_received", "match_left", "match_lapse_cited"
_code = word(16)


def interest_id(opportunity: str, member: str) -> str:
    """Return the id of a member's interest: "US.7.interest-IL/0", which no entry's id is like."""
    return f"{opportunity.replace('/', '.')}.interest-{member}/0"


def match_id(opportunity: str, members: Sequence[str]) -> str:
    """Return the id of the match of two members: "US.7.match-IL-SY/0", which no entry's id is like."""
    return f"{opportunity.replace('/', '.')}.match-{'-'.join(members)}/0"


def interest_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the interest to which any content belongs; None where it names no opportunity and member."""
    opportunity, member = value.get("opportunity"), value.get("member")
    if not is_entry_id(opportunity) or _code(member, ""):
        return None
    return interest_id(str(opportunity), str(member))


def match_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the match to which any content belongs; None where it names no opportunity and two members."""
    opportunity, members = value.get("opportunity"), value.get("members")
    if not is_entry_id(opportunity) or two_members(members, ""):
        return None
    return match_id(str(opportunity), members or ())


def opportunity_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the opportunity that any content names, or none."""
    named = value.get("opportunity")
    return (named,) if isinstance(named, str) else ()


def two_members(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for two members in the order of their codes: whoever says it names the matter alike."""
    found = several(_code, most=2, least=2, distinct=str)(value, where)
    return found or (() if list(value) == sorted(value) else (Fault(where, "commerce.members_unsorted"),))


_offered = fields(
    {
        "subject": SUBJECT, "sector": word(64), "text": NOTE, "lang": LANGUAGE, "expires_s": INSTANT, "role": ROLE,
        "between": several(_code, most=64, least=2, distinct=str),
    },
    optional={},
)  # fmt: skip
_interest = {"opportunity": entry_id, "member": _code}
_match: Mapping[str, FieldCheck] = {"opportunity": entry_id, "members": two_members}

OFFER_KINDS: Mapping[str, Kind] = {
    OFFERED: Kind(OFFERED, True, content(_offered)),
    OFFER_WITHDRAWN: Kind(OFFER_WITHDRAWN, False, content(fields({"why": SHORT, "role": ROLE}, optional={}))),
}
INTEREST_KINDS: Mapping[str, Kind] = {
    DECLARED: Kind(
        DECLARED, True,
        content(fields({**_interest, "role": ROLE}, optional={"text": NOTE, "lang": LANGUAGE})),
        keyed=interest_key, cites=opportunity_named,
    ),
    TAKEN_BACK: Kind(
        TAKEN_BACK, False, content(fields({**_interest, "of": entry_id, "role": ROLE}, optional={})), keyed=interest_key
    ),
}  # fmt: skip
MATCH_KINDS: Mapping[str, Kind] = {
    MATCHED: Kind(
        MATCHED, True, content(fields({**_match, "subject": SUBJECT}, optional={})), keyed=match_key,
        cites=opportunity_named,
    ),
    RECEIVED: Kind(
        RECEIVED, False,
        content(fields(
            {**_match, "how": one_of(*HOW_RECEIVED), "role": ROLE},
            optional={"text": NOTE, "lang": LANGUAGE, "contact": empty_or(SHORT)},
        )),
        keyed=match_key,
    ),
    LEFT: Kind(LEFT, False, content(fields({**_match, "why": SHORT, "role": ROLE}, optional={})), keyed=match_key),
    LAPSE: Kind(
        LAPSE, False, content(fields({**_match, **lapse.CITED}, optional=lapse.BESIDE)), keyed=match_key
    ),
}  # fmt: skip
