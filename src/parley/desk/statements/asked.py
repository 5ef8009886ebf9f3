"""Which texts and statements a list is asked for: the pages and the exports show and give the same."""

from __future__ import annotations

from collections.abc import Iterator

from parley.desk.cell import node
from parley.desk.listing import Asked, words_in
from parley.node.statements.held import statements, texts
from parley.tracks.talks.statement_state import StatementState
from parley.tracks.talks.text_state import TextState

GONE = ("withdrawn", "declined")


def texts_wanted(asked: Asked) -> list[TextState]:
    """Return the texts that are asked for, the newest first."""
    return [
        state for state in texts(node())
        if asked.wants(name=state.name, is_over=state.name == "given_up", member=state.opening.member,
                       said=_words_of(state))
    ]  # fmt: skip


def _words_of(state: TextState) -> Iterator[str]:
    yield from (state.opening.id, state.subject)
    for paragraph in state.in_order():
        for head in paragraph.heads:
            yield from head.texts.values()


def statements_wanted(asked: Asked) -> list[StatementState]:
    """Return the statements that are asked for, the newest first."""
    return [
        state for state in statements(node())
        if asked.wants(name=state.name, is_over=state.name in GONE, member=state.opening.member,
                       said=(state.opening.id, *words_in(state.main.terms)))
    ]  # fmt: skip
