"""The matters of supervision that a node holds, folded."""

from __future__ import annotations

from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.supervision.certificates import FORM as CERTIFICATE
from parley.tracks.supervision.certificates import CertificateState
from parley.tracks.supervision.changes import FORM as CHANGE
from parley.tracks.supervision.changes import ChangeState
from parley.tracks.supervision.directives import FORM as DIRECTIVE
from parley.tracks.supervision.directives import DirectiveState

State = DirectiveState | CertificateState | ChangeState
FORMS = (DIRECTIVE, CERTIFICATE, CHANGE)


def held(node: Node, form: str, *, limit: int | None = None) -> list[State]:
    """Return the matters of one form of supervision that this node holds, the newest first; at most the newest."""
    rows = matters.of_form(node.reader(), form, from_ms=0, limit=limit)
    states = (fold_now(node, row.id, version=row.locked).state for row in reversed(rows))
    return [state for state in states if isinstance(state, DirectiveState | CertificateState | ChangeState)]


def held_one(node: Node, matter: str) -> State | None:
    """Return one matter of supervision; None where this node holds none of that id."""
    row = matters.matter(node.reader(), matter)
    if row is None or row.form not in FORMS:
        return None
    state = fold_now(node, row.id, version=row.locked).state
    return state if isinstance(state, DirectiveState | CertificateState | ChangeState) else None
