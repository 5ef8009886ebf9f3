"""Which rounds and files of talks a list is asked for: the pages and the exports show and give the same."""

from __future__ import annotations

from parley.desk.cell import node
from parley.desk.listing import Asked, words_in
from parley.node.talks import held
from parley.tracks.talks.file_standing import FileStanding
from parley.tracks.talks.file_state import FileState
from parley.tracks.talks.round_state import RoundState

OVER = ("agreed", "set_aside")


def rounds_wanted(asked: Asked) -> list[RoundState]:
    """Return the rounds that are asked for, the newest first."""
    return [
        state for state in held.rounds(node())
        if asked.wants(name=state.name, is_over=state.is_over, member=state.opening.member,
                       said=(state.opening.id, *words_in(state.terms)))
    ]  # fmt: skip


def files_wanted(asked: Asked) -> list[tuple[FileState, FileStanding]]:
    """Return the files that are asked for, each with how it stands, the newest first."""
    rounds = held.rounds(node())
    found = ((state, held.standing_of(node(), state, held=rounds)) for state in held.files(node()))
    return [
        (state, standing) for state, standing in found
        if asked.wants(name=standing.name, is_over=standing.name in OVER, member=state.opening.member,
                       said=(state.opening.id, *words_in(state.terms)))
    ]  # fmt: skip
