"""Which matters of supervision a list is asked for: the pages and the exports show and give the same."""

from __future__ import annotations

from parley.desk.cell import node
from parley.desk.listing import Asked, words_in
from parley.node.supervision.held import State, held

OVER = ("done", "withdrawn", "declined")


def wanted(form: str, asked: Asked) -> list[State]:
    """Return the matters of a form that are asked for, the newest first."""
    return [state for state in held(node(), form) if _is_wanted(state, asked)]


def _is_wanted(state: State, asked: Asked) -> bool:
    if not asked.narrows and asked.show == "all":
        return True
    return asked.wants(
        name=state.name, is_over=state.name in OVER, member=state.opening.member,
        said=(state.opening.id, *words_in(state.as_json())) if asked.words else (),
    )  # fmt: skip
