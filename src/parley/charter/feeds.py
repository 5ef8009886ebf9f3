"""What a charter says of feeds: in which formats other members' notices may leave a node for other software. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from parley.charter.model import Charter, Provenance

FORMATS = ("map", "calendar", "alerts", "table", "cot")
# What only ever carries a member's own: no charter lets another's duties leave.
OWN_FORMATS = ("duties",)


@dataclass(frozen=True, slots=True)
class FeedTerms:
    """The section `feeds`: the formats in which a feed may carry notices of other members, never sites or zones."""

    others_notices: tuple[str, ...]
    provenance: Provenance


def may_carry_others(charter: Charter, form: str) -> bool:
    """Return whether a feed of this format may carry other members' notices: only by what is agreed (C-0)."""
    terms = charter.feeds
    return terms is not None and terms.provenance.judges and form in terms.others_notices
