"""A telephone call: challenged or not (H-19), logged by one end, confirmed or disputed by the other (H-13). Pure.

A call matter begins with the log of a call, or with a challenge on the line; then who opened the challenge logs the
call in the same matter once it has said what it heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal, Verdict
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, added, newest, opening_of, said_of
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.hotline.refusing import first, refuse, refuse_audience, refuse_nobody_addressed
from parley.tracks.hotline.said import Translation, translations_json
from parley.tracks.hotline.voice import HEARD, Voice, heard_of, judge_heard, open_voice


@dataclass(frozen=True, slots=True)
class Logged(Said):
    """The call as one end logged it, with its summary."""

    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision(Said):
    """The other end's word on the summary: "confirmed" or "disputed", with its reasons."""

    verdict: str
    text: str | None


@dataclass(frozen=True, slots=True)
class CallState:
    """A call: its challenge where there was one, its log once it is there, and the other end's word on the summary."""

    opening: Opening
    voice: Voice | None = None
    logged: Logged | None = None
    decisions: Sequence[Decision] = ()
    translations: Sequence[Translation] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def other_end(self) -> str:
        """Return the member that was on the line with the one who opened the matter."""
        if self.voice is not None:
            return self.voice.challenge.to
        assert self.logged is not None  # a call is opened by its challenge or by its log
        ends = (self.logged.content["from"], self.logged.content["to"])
        return str(ends[1] if ends[0] == self.opening.member else ends[0])

    @property
    def decision(self) -> Decision | None:
        """Return what the other end said last."""
        return newest(self.decisions, member=self.other_end, of=None)

    @property
    def precedence(self) -> str:
        """Return the precedence of the confirmation that is asked for, before that of the log that is owed."""
        if self.logged is not None:
            return str(self.logged.content.get("precedence", "routine"))
        return self.voice.log_precedence if self.voice is not None else "routine"

    @property
    def languages_of_texts(self) -> dict[str, str]:
        """Return the entries that can be translated, with the language of each."""
        found = {self.logged.entry: self.logged.content["lang"]} if self.logged is not None else {}
        heard = self.voice.heard if self.voice is not None else ()
        return found | {each.entry: each.lang for each in heard if each.text and each.lang}

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        said: list[Said] = [*self.decisions, *(self.voice.heard if self.voice is not None else ())]
        found = {self.opening.id, *(each.entry for each in said)}
        return frozenset(found | ({self.logged.entry} if self.logged is not None else set()))

    @property
    def name(self) -> str:
        """Return how the call stands: by its voice before it is logged, by its summary afterwards.

        A voice that is not authenticated shows until the other end has said its word on the summary.
        """
        last = self.decision
        if last is not None:
            return {"confirmed": "confirmed", "disputed": "mismatch"}[last.verdict]
        if self.voice is not None and (self.logged is None or self.voice.name == "not_authenticated"):
            return self.voice.name
        return "sent"

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/hotline.md lists it."""
        last = self.decision
        return {
            "form": "call",
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence if self.logged is not None else None,
            "voice": self.voice.as_json() if self.voice is not None else None,
            "logged": self.logged.entry if self.logged is not None else None,
            "call": _call_json(self.logged.content) if self.logged is not None else None,
            "other_end": self.other_end,
            "confirmations": {last.member: _decision_json(last)} if last else {},
            "translations": translations_json(self.translations),
            "lapses": lapses_json(self.lapses),
            "crossed": [],
            "crossings": [],
        }


def judge_call_opening(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a call as logged: by one of its ends, to the other, without a challenge of another matter."""
    found: list[Refusal | None] = [refuse_nobody_addressed(entry), *_refuse_ends(entry)]
    found.append(_refuse_language(entry, charter=charter))
    if entry.content.get("challenge") is not None:
        found.append(refuse("challenge_elsewhere", "H-19", challenge=entry.content["challenge"]))
    return first(*found, otherwise="H-13")


def judge_call(state: CallState, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over what continues a call: what was heard, its log, a confirmation or a dispute."""
    if entry.kind in HEARD:
        return judge_heard(state.voice, entry, opening=state.opening)
    if entry.kind == "call_logged" and state.voice is not None:
        return _judge_log(state, state.voice, entry, charter=charter)
    if entry.kind not in _VERDICTS:
        return refuse("other_matter", "H-1", kind=entry.kind)
    last = state.decision
    found: list[Refusal | None] = [refuse_audience(state.opening, entry)]
    if entry.member != state.other_end:
        found.append(refuse("other_end_only", "H-13", member=entry.member, other_end=state.other_end))
    elif state.logged is None:
        found.append(refuse("call_not_logged", "H-13", matter=state.opening.id))
    elif last is not None and (last.verdict == _VERDICTS[entry.kind] and last.text == entry.content.get("text")):
        found.append(refuse("summary_already_decided", "H-18", entry=last.entry))
    return first(*found, otherwise="H-13")


def open_call(entry: Entry) -> CallState:
    """Return the state of a call just challenged or logged."""
    opening = opening_of(entry)
    if entry.kind == "call_challenged":
        return CallState(opening, voice=open_voice(opening, entry.content))
    return CallState(opening, logged=_logged(entry))


def fold_call(state: CallState, entry: Entry) -> CallState:
    """Return the state after what was heard, the log, or the other end's word; of each end the newest word stands."""
    if entry.kind in HEARD:
        assert state.voice is not None  # judge_heard refuses it otherwise
        heard = added(state.voice.heard, heard_of(entry, opening=state.opening))
        return replace(state, voice=replace(state.voice, heard=heard))
    if entry.kind == "call_logged":
        return replace(state, logged=_logged(entry))
    said = said_of(entry, of=state.opening.id)
    decision = Decision(**said, verdict=_VERDICTS[entry.kind], text=entry.content.get("text"))
    return replace(state, decisions=added(state.decisions, decision))


_VERDICTS = {"call_confirmed": "confirmed", "call_disputed": "disputed"}


def _judge_log(state: CallState, voice: Voice, entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over the log of a challenged call: once, by who opened the challenge, after its own word on the voice."""
    found: list[Refusal | None] = [refuse_audience(state.opening, entry)]
    if entry.member != state.opening.member:
        found.append(refuse("challenger_logs", "H-19", member=entry.member, challenger=state.opening.member))
    elif state.logged is not None:
        found.append(refuse("call_already_logged", "H-18", entry=state.logged.entry))
    elif voice.said_by(entry.member) is None:
        found.append(refuse("voice_not_said", "H-19", challenge=state.opening.id))
    elif entry.content.get("challenge") != state.opening.id:
        found.append(refuse("challenge_not_named", "H-19", challenge=state.opening.id))
    elif {entry.content["from"], entry.content["to"]} != set(voice.ends):
        found.append(refuse("other_ends", "H-19", ends=", ".join(voice.ends)))
    found.append(_refuse_language(entry, charter=charter))
    return first(*found, otherwise="H-13")


def _refuse_ends(entry: Entry) -> list[Refusal | None]:
    ends = {entry.content["from"], entry.content["to"]}
    found: list[Refusal | None] = []
    if entry.member not in ends:
        found.append(refuse("not_on_the_line", "H-13", member=entry.member))
    if not ends <= set(entry.to):
        found.append(refuse("other_end_not_addressed", "H-13", ends=", ".join(sorted(ends))))
    return found


def _refuse_language(entry: Entry, *, charter: Charter) -> Refusal | None:
    if entry.content["lang"] in charter.languages:
        return None
    languages = ", ".join(charter.languages)
    return refuse("language_not_agreed", "H-12", lang=entry.content["lang"], languages=languages)


def _logged(entry: Entry) -> Logged:
    return Logged(**said_of(entry, of=entry.matter), content=entry.content)


def _call_json(logged: Mapping[str, Any]) -> dict[str, Any]:
    names = ("started_at_s", "ended_at_s", "from", "to", "summary", "lang")
    return {
        **{name: logged[name] for name in names},
        "items": list(logged.get("items", ())),
        "channel": logged.get("channel"),
        "called_back": logged.get("called_back"),
        "challenge": logged.get("challenge"),
        "replaces": logged.get("replaces"),
    }


def _decision_json(last: Decision) -> dict[str, Any]:
    return {"entry": last.entry, "state": last.verdict, "text": last.text, "role": last.role, "at_ms": last.at_ms}
