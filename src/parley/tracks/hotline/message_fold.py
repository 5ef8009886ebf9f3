"""Folds the entries of a message into its state; what its author had read follows from causes alone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parley.charter.model import Charter
from parley.geo.items import differences
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, said_in, said_of
from parley.tracks.hotline.crossing import Act, may_cross, with_crossings
from parley.tracks.hotline.message_state import MessageState
from parley.tracks.hotline.said import Acknowledgement, Answer, Closing, Confirmation, ReadBack, Wording


def open_message(entry: Entry, *, charter: Charter) -> MessageState:
    """Return the state of a message just sent."""
    content = entry.content
    opening = opening_of(entry)
    wording = Wording(entry.id, entry.member, opening.role, opening.at_ms, entry.id, **_words(content))
    return MessageState(
        opening=opening,
        precedence=content["precedence"],
        precedence_reason=content.get("precedence_reason"),
        template=content.get("template"),
        asks_read_back=content["asks_read_back"],
        asks_answer=content.get("asks_answer", False),
        answer_by_s=content.get("answer_by_s"),
        asked=_asked(entry, charter=charter),
        reply_to=content.get("reply_to"),
        attachments=tuple(content.get("attachments", ())),
        wordings=(wording,),
        about=tuple(content.get("about", ())),
    )


def fold_message(state: MessageState, entry: Entry, *, beside: frozenset[str]) -> MessageState:
    """Return the state after an entry of the message itself; annexes are folded elsewhere."""
    said = _said_by(entry, state, beside=beside)
    if not beside and not state.crossings:
        # Nearly always: nothing crosses with it, and it settles nothing.
        return changed(state, said)
    acts = _acts(state, beside, kind=entry.kind)
    crossings = with_crossings(state.crossings, act=_act(entry), acts=acts, beside=beside)
    return changed(state, {**said, "crossings": crossings})


def read_wording(state: MessageState, *, beside: frozenset[str]) -> Wording:
    """Return the newest words that an author had read, who had not read what stands in `beside`."""
    return next(w for w in reversed(state.wordings) if w.entry not in beside)


def _said_by(entry: Entry, state: MessageState, *, beside: frozenset[str]) -> dict[str, Any]:
    """Return what the entry changes in the state beside its crossings."""
    content, wording = entry.content, read_wording(state, beside=beside)
    said = said_of(entry, of=wording.entry)
    match entry.kind:
        case "message_corrected":
            return {"wordings": added(state.wordings, Wording(**said, **_words(content)))}
        case "message_acknowledged":
            new = Acknowledgement(**said, how=content["how"])
            return {"acknowledgements": added(state.acknowledgements, new)}
        case "read_back":
            items = tuple(content["items"])
            read = ReadBack(**said, items=items, differences=differences(wording.items, read=items))
            return {"read_backs": added(state.read_backs, read)}
        case "read_back_confirmed":
            confirmation = Confirmation(**said, read_back=content["of"], reader=_reader(content["of"]))
            return {"confirmations": added(state.confirmations, confirmation)}
        case "message_answered":
            answer = Answer(
                **said, text=content["text"], lang=content["lang"], items=tuple(content.get("items", ())),
                attachments=tuple(content.get("attachments", ())), reply=content.get("reply"),
                done_at_s=content.get("done_at_s"), cannot_because=content.get("cannot_because"),
            )  # fmt: skip
            return {"answers": added(state.answers, answer)}
        case "message_closed":
            return {"closings": added(state.closings, Closing(**said, reason=content["reason"]))}
    raise ValueError(entry.kind)


def _words(content: Any) -> dict[str, Any]:
    return {**{name: content[name] for name in ("subject", "text", "lang")}, "items": tuple(content["items"])}


def _asked(entry: Entry, *, charter: Charter) -> tuple[str, ...]:
    """Return who is asked to act: those named, else the parties addressed, else everybody addressed.

    A supervisor who gets a copy of what two parties say is not in the way of "confirmed".
    """
    others = [member for member in entry.to if member != entry.member]
    named = entry.content.get("asked")
    if named:
        return tuple(member for member in others if member in named)
    parties = [code for code in others if charter.member(code).kind == "party"]
    return tuple(parties or others)


def _reader(read_back: str) -> str:
    return read_back.rpartition("/")[0]


def _act(entry: Entry) -> Act:
    about = _reader(entry.content["of"]) if entry.kind == "read_back_confirmed" else entry.member
    return Act(entry.id, entry.kind, entry.member, about)


def _acts(state: MessageState, entries: frozenset[str], *, kind: str) -> Iterator[Act]:
    """Yield the acts of these entries with which one of this kind may cross."""
    if may_cross(kind, "message_corrected"):
        yield from (Act(w.entry, "message_corrected", w.member) for w in said_in(state.wordings[1:], entries))
    if may_cross(kind, "read_back"):
        yield from (Act(r.entry, "read_back", r.member, r.member) for r in said_in(state.read_backs, entries))
    if may_cross(kind, "read_back_confirmed"):
        confirmed = said_in(state.confirmations, entries)
        yield from (Act(c.entry, "read_back_confirmed", c.member, c.reader) for c in confirmed)
    if may_cross(kind, "message_answered"):
        yield from (Act(a.entry, "message_answered", a.member, a.member) for a in said_in(state.answers, entries))
    if may_cross(kind, "message_closed"):
        yield from (Act(c.entry, "message_closed", c.member) for c in said_in(state.closings, entries))
