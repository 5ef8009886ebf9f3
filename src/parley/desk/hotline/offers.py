"""Which forms a conversation's screen offers. Only an offer: whether an act stands is decided when it is filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.node.reading import MatterRow
from parley.tracks.hotline.templates import DE_ESCALATING


@dataclass(frozen=True, slots=True)
class Offers:
    """What this member could still do in a conversation; `confirm` names the read-backs that match."""

    acknowledge: bool = False
    read_back: bool = False
    confirm: tuple[str, ...] = ()
    correct: bool = False
    stand: bool = False
    answer: bool = False
    reply: bool = False
    close: bool = False
    translate: bool = False
    settle_call: bool = False
    answer_check: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is offered at all."""
        return any((self.acknowledge, self.read_back, self.confirm, self.correct, self.answer, self.translate,
                    self.settle_call, self.answer_check))  # fmt: skip


def offers_of(row: MatterRow, *, own: str) -> Offers:
    """Return what `own` could still do."""
    state = row.state
    match state.get("form"):
        case "message":
            return _of_message(row, state, own=own)
        case "call":
            is_other_end = state.get("other_end") == own
            is_logged, is_decided = state.get("call") is not None, own in state["confirmations"]
            return Offers(settle_call=is_other_end and is_logged and not is_decided, translate=is_logged)
        case "line_check":
            is_asked = own in state.get("between", ()) and row.opened_by != own
            return Offers(answer_check=is_asked and state.get("answer") is None)
    return Offers()


def _of_message(row: MatterRow, state: Mapping[str, Any], *, own: str) -> Offers:
    is_open = state.get("closed") is None
    if row.opened_by == own:
        matching = tuple(said["entry"] for said in state["read_backs"].values() if said["state"] == "match")
        differs = any(said["state"] == "mismatch" for said in state["read_backs"].values())
        return Offers(
            confirm=matching if is_open else (),
            correct=is_open,
            stand=is_open and differs,
            close=is_open,
            translate=True,
        )
    said, read = state["acknowledgements"].get(own), state["read_backs"].get(own)
    return Offers(
        acknowledge=said is None or bool(said.get("of_older_text")),
        read_back=is_open and bool(state["items"]) and (read is None or read["state"] != "confirmed"),
        answer=is_open,
        reply=is_open and state.get("template") in DE_ESCALATING,
        translate=True,
    )
