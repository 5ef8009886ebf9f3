"""The state of a message: what was said in it, by whom, about which wording; everything else is derived. Pure.

Each tuple is sorted by log and number, and no field depends on the order in which entries were folded: what neither
author knew of the other is folded to the same state either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest, said_by
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.hotline.crossing import Crossing, crossings_json
from parley.tracks.hotline.replies import ORDERED
from parley.tracks.hotline.said import (
    Acknowledgement,
    Answer,
    Closing,
    Confirmation,
    ReadBack,
    Translation,
    Wording,
    translations_json,
)
from parley.tracks.hotline.templates import DE_ESCALATING

STAGES = ("sent", "acknowledged", "read_back", "confirmed", "answered")


@dataclass(frozen=True, slots=True)
class MessageState:
    """A message and all that was said to it."""

    opening: Opening
    precedence: str
    precedence_reason: str | None
    template: str | None
    asks_read_back: bool
    asks_answer: bool
    answer_by_s: int | None
    asked: tuple[str, ...]
    reply_to: str | None
    attachments: tuple[Mapping[str, Any], ...]
    wordings: Sequence[Wording]
    acknowledgements: Sequence[Acknowledgement] = ()
    read_backs: Sequence[ReadBack] = ()
    confirmations: Sequence[Confirmation] = ()
    answers: Sequence[Answer] = ()
    closings: Sequence[Closing] = ()
    translations: Sequence[Translation] = ()
    lapses: Sequence[Lapse] = ()
    crossings: tuple[Crossing, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def wording(self) -> Wording:
        """Return the words in force: the newest, also where their correction crossed with an answer."""
        return self.wordings[-1]

    @property
    def closed(self) -> Closing | None:
        """Return the closing in effect, or None; one that crossed with an answer or a read-back has none."""
        return next((c for c in self.closings if not self.is_crossed(c.entry)), None) if self.closings else None

    @property
    def open_crossings(self) -> tuple[Crossing, ...]:
        """Return the crossings that nobody settled yet."""
        return tuple(c for c in self.crossings if not c.settled_by)

    def is_crossed(self, entry: str) -> bool:
        """Return whether this entry crossed with another, settled or not: then it has no effect of its own."""
        return any(entry in crossing.entries for crossing in self.crossings)

    def acknowledgement(self, member: str) -> Acknowledgement | None:
        """Return the member's newest acknowledgement of the words in force."""
        return newest(self.acknowledgements, member=member, of=self.wording.entry)

    def last_read_back(self, member: str) -> ReadBack | None:
        """Return the member's newest read-back, of whichever words."""
        return newest(self.read_backs, member=member, of=None)

    def read_back(self, member: str) -> ReadBack | None:
        """Return the member's newest read-back if it is one of the words in force."""
        last = self.last_read_back(member)
        return last if last is not None and last.of == self.wording.entry else None

    def confirmation(self, read_back: ReadBack) -> Confirmation | None:
        """Return the confirmation in effect of this read-back."""
        found = (c for c in self.confirmations if c.read_back == read_back.entry and not self.is_crossed(c.entry))
        return next(found, None)

    def answer(self, member: str) -> Answer | None:
        """Return the member's newest answer in effect to the words in force."""
        of = self.wording.entry
        own = (each for each in said_by(self.answers, member) if each.of == of)
        return next((each for each in own if not self.is_crossed(each.entry)), None)

    def replies(self, member: str) -> tuple[Answer, ...]:
        """Return the member's fixed replies in effect to the words in force, the oldest first."""
        found = (a for a in self.answers if a.member == member and a.of == self.wording.entry and a.reply)
        return tuple(a for a in found if not self.is_crossed(a.entry))

    @property
    def orders(self) -> tuple[tuple[Answer, Answer | None], ...]:
        """Return each reply that it is ordered, of whichever words, with the reply of that member that settles it.

        Who says "ordered" once more owes what it owed: the clock of the first goes on.
        """
        found: list[tuple[Answer, Answer | None]] = []
        # A fixed reply is one to a de-escalation request (H-20): the answers to any other need no look.
        replies = [each for each in self.answers if each.reply] if self.template in DE_ESCALATING else []
        for member in self.opening.others if replies else ():
            ordered: Answer | None = None
            for each in replies:
                if each.member != member or self.is_crossed(each.entry):
                    continue
                if each.reply == ORDERED:
                    ordered = ordered or each
                elif ordered is not None:
                    found.append((ordered, each))
                    ordered = None
            if ordered is not None:
                found.append((ordered, None))
        return tuple(found)

    def mismatch(self, member: str) -> ReadBack | None:
        """Return what this member last read back of the words in force where it differs from them (H-7)."""
        last = self.read_back(member)
        return last if last is not None and last.differences else None

    def is_mismatched(self, member: str) -> bool:
        """Return whether what this member read back differs from the words in force (H-7)."""
        return self.mismatch(member) is not None

    @property
    def languages_of_texts(self) -> dict[str, str]:
        """Return the entries that can be translated, with the language of each."""
        return {w.entry: w.lang for w in self.wordings} | {a.entry: a.lang for a in self.answers}

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        said = (*self.wordings, *self.read_backs, *self.answers, *self.closings, *self.confirmations)
        return frozenset(each.entry for each in said)

    def stage(self, member: str) -> str:
        """Return how far this member has come with the words in force: a name of STAGES, or "mismatch"."""
        read = self.read_back(member) if self.read_backs else None
        if read is not None and read.differences:
            return "mismatch"
        if self.answers and self.answer(member) is not None:
            return "answered"
        if read is not None:
            return "confirmed" if self.confirmation(read) is not None else "read_back"
        return "acknowledged" if self.acknowledgements and self.acknowledgement(member) is not None else "sent"

    @property
    def name(self) -> str:
        """Return the state of the whole: crossed, closed, mismatch, or the stage that all who are asked reached."""
        if self.open_crossings:
            return "crossed"
        if self.closed is not None:
            return "closed"
        if self.read_backs and any(self.is_mismatched(member) for member in self.opening.others):
            return "mismatch"
        return STAGES[min((STAGES.index(self.stage(member)) for member in self.asked), default=0)]

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/hotline.md lists it."""
        return {
            "form": "message",
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "precedence_reason": self.precedence_reason,
            "template": self.template,
            "asks_read_back": self.asks_read_back,
            "asks_answer": self.asks_answer,
            "answer_by_s": self.answer_by_s,
            "asked": list(self.asked),
            "reply_to": self.reply_to,
            "about": list(self.about),
            **_words(self.wording),
            "wording": self.wording.entry,
            "attachments": [dict(a) for a in self.attachments],
            "stages": {member: self.stage(member) for member in self.opening.others},
            **self._replies_json(),
            "corrections": [{"entry": w.entry, "at_ms": w.at_ms, **_words(w)} for w in self.wordings[1:]],
            "original": _words(self.wordings[0]),
            "translations": translations_json(self.translations),
            "lapses": lapses_json(self.lapses),
            "closed": _closing_json(self.closed),
            **crossings_json(self.crossings),
        }

    def _replies_json(self) -> dict[str, Any]:
        members = self.opening.others
        acknowledged = {m: newest(self.acknowledgements, member=m, of=None) for m in members}
        read_back = {m: self.last_read_back(m) for m in members}
        return {
            "acknowledgements": {m: self._acknowledgement_json(a) for m, a in acknowledged.items() if a is not None},
            "read_backs": {m: self._read_back_json(r) for m, r in read_back.items() if r is not None},
            "answers": [self._answer_json(a) for a in self.answers],
        }

    def _acknowledgement_json(self, said: Acknowledgement) -> dict[str, Any]:
        in_force = said.of == self.wording.entry
        return {**_said(said), "how": said.how, "of": said.of, "of_older_text": not in_force}

    def _read_back_json(self, said: ReadBack) -> dict[str, Any]:
        confirmation = self.confirmation(said)
        return {
            **_said(said),
            "of": said.of,
            "items": [dict(item) for item in said.items],
            "differences": [{"n": d.n, "field": d.field, "sent": d.sent, "read": d.read} for d in said.differences],
            "state": self._read_back_name(said, confirmation),
            "confirmed_by": confirmation.entry if confirmation else None,
        }

    def _read_back_name(self, said: ReadBack, confirmation: Confirmation | None) -> str:
        if said.of != self.wording.entry:
            return "of_older_text"
        if said.differences:
            return "mismatch"
        return "confirmed" if confirmation else "match"

    def _answer_json(self, said: Answer) -> dict[str, Any]:
        return {
            **_said(said),
            "member": said.member,
            "of": said.of,
            "of_older_text": said.of != self.wording.entry,
            "crossed": self.is_crossed(said.entry),
            "text": said.text,
            "lang": said.lang,
            "items": [dict(item) for item in said.items],
            "attachments": [dict(a) for a in said.attachments],
            "reply": said.reply,
            "done_at_s": said.done_at_s,
            "cannot_because": said.cannot_because,
        }


def _said(said: Said) -> dict[str, Any]:
    return {"entry": said.entry, "role": said.role, "at_ms": said.at_ms}


def _words(wording: Wording) -> dict[str, Any]:
    items = [dict(item) for item in wording.items]
    return {"subject": wording.subject, "text": wording.text, "lang": wording.lang, "items": items}


def _closing_json(closing: Closing | None) -> dict[str, Any] | None:
    return None if closing is None else {**_said(closing), "reason": closing.reason}
