"""Which acts a role may file at all: a page that a role only reads offers it none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from parley.charter.rules import may_act
from parley.charter.verdict import Permit

if TYPE_CHECKING:
    from parley.desk.frame import Frame

May = Callable[[str], bool]


def role_may(frame: Frame, *, track: str) -> May:
    """Return whether the officer's role may file a kind on this track, by the charter in force (C-3, C-4)."""
    charter, member, role = frame.node.charter(), frame.node.member, str(frame.officer.role)
    return lambda kind: isinstance(may_act(charter, member=member, role=role, kind=kind, track=track), Permit)


def only_allowed(acts: Mapping[str, Any], kinds: Mapping[str, str], *, may: May) -> dict[str, Any]:
    """Return the acts of a page without those whose kind the role may not file; `kinds` names the kind of each."""
    return {name: said if name not in kinds or may(kinds[name]) else False for name, said in acts.items()}
