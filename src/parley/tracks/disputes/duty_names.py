"""The names of what is owed of a dispute, and whether an id names such a duty. Pure."""

from __future__ import annotations

from parley.tracks.content.form import is_entry_id
from parley.tracks.disputes.state import DisputeState

ACKNOWLEDGE, ANSWER, SETTLE = "acknowledge_dispute", "answer_dispute", "settle_dispute"
FACILITATE, SIGN, AGREE = "facilitate_dispute", "sign_settlement", "agree_measure"
DUTIES = (ACKNOWLEDGE, ANSWER, SETTLE, FACILITATE, SIGN, AGREE)


def level_duty_id(*, entry: str, what: str, owed_by: str, level: str) -> str:
    """Return the id of a duty that each level of the ladder has anew."""
    return f"{entry}:{what}.{level}:{owed_by}"


def names_duty_of(state: DisputeState, duty: str) -> bool:
    """Return whether an id names a duty from an entry of this dispute and of a member of it."""
    cause, _, rest = duty.partition(":")
    named, _, owed_by = rest.partition(":")
    what, _, level = named.partition(".")
    if not is_entry_id(cause) or (level and state.rules.level(level) is None):
        return False
    return cause in state.entry_ids and what in DUTIES and owed_by in state.opening.to
