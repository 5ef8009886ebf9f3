"""What stands beside a joint statement: each signatory's own read-out, and those that were given in rounds of talks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from parley.charter.model import Charter
from parley.desk.addresses import address_of_form
from parley.desk.hotline.typed import Typed
from parley.desk.standstill.typed import Form, texts_typed
from parley.matters.said import said_by
from parley.node.talks import held
from parley.tracks.talks import round_state
from parley.tracks.talks.statement_entries import MOST_READOUTS
from parley.tracks.talks.statement_state import StatementState

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def readout_typed(form: Form, *, charter: Charter) -> Typed:
    """Read the form of a read-out that is published beside a statement."""
    return Typed({"of": form.one.get("of", "").strip(), "texts": texts_typed(form.one, charter=charter)}, ())


def beside_shown(state: StatementState, *, frame: Frame) -> dict[str, Any]:
    """Return what the page of a statement shows of read-outs, and whether this member may give one."""
    own = frame.node.member
    given = sum(1 for _ in said_by(state.readouts, own))
    return {
        "readouts": list(_own(state, frame)),
        "in_rounds": list(_in_rounds(state, frame)),
        "may_read_out": own in state.main.needed and state.has_readouts and bool(state.releases)
        and state.withdrawn is None and given < MOST_READOUTS,
    }  # fmt: skip


def _own(state: StatementState, frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield the newest of each signatory, with how many stood in its place before."""
    for code in state.main.needed:
        given = state.readout_of(code)
        if given is not None:
            before = sum(1 for _ in said_by(state.readouts, code)) - 1
            yield {"by": frame.name_of(code), "entry": given.entry, "at_ms": given.at_ms, "before": before,
                   "texts": [(each["lang"], each["text"]) for each in given.texts]}  # fmt: skip


def _in_rounds(state: StatementState, frame: Frame) -> Iterator[tuple[str, str, str]]:
    """Yield the read-outs of rounds that name this statement: who gave each, its entry, and where that is read."""
    for each in held.rounds_with(frame.node, state.opening.id):
        address = address_of_form(round_state.FORM, each.opening.id)
        for one in each.readouts:
            if one.statement == state.opening.id:
                yield frame.name_of(one.member), one.entry, f"{address}#{one.entry}"
