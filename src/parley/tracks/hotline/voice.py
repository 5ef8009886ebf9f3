"""A challenge on the telephone: words by which both ends prove that they sit at their members' desks (H-19). Pure.

The challenge is an entry: who cannot read it cannot know its words. The far officer reads the first group out, the near
one answers with the second, and each end signs what it heard. Words are drawn at the door that files the challenge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal, Verdict
from parley.geo.moment import Moment, moment_text
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, newest, said_of
from parley.tracks.hotline.refusing import first, refuse, refuse_audience, refuse_nobody_addressed

GROUP_WORDS = 3
LOWEST_FIGURE, HIGHEST_FIGURE = 10, 99
# Long enough to read eight words over a bad line in two languages, too short to be handed on.
CHALLENGE_MS = 5 * 60 * 1000
HEARD = {"voice_authenticated": "authenticated", "voice_not_authenticated": "not_authenticated"}
REASONS = ("wrong_words", "no_words", "no_call", "cut_off")


@dataclass(frozen=True, slots=True)
class Group:
    """What one end reads out: words by their numbers, then a figure."""

    words: tuple[int, ...]
    figure: int

    def as_json(self) -> dict[str, Any]:
        """Return it as the entry carries it."""
        return {"words": list(self.words), "figure": self.figure}


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a challenge asks: `far` is read out by the member `to`, `near` by who opened it, until it expires."""

    to: str
    far: Group
    near: Group
    expires_at_ms: int


@dataclass(frozen=True, slots=True)
class Heard(Said):
    """What one end signed of the voice: "authenticated", or "not_authenticated" with its reason."""

    verdict: str
    reason: str | None
    text: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """A challenge with what both ends signed of it."""

    opening: Opening
    challenge: Challenge
    heard: Sequence[Heard] = ()

    @property
    def ends(self) -> tuple[str, str]:
        """Return who opened the challenge, and the other end."""
        return self.opening.member, self.challenge.to

    def said_by(self, member: str) -> Heard | None:
        """Return what this end signed last."""
        return newest(self.heard, member=member, of=None)

    def first_of(self, member: str) -> Heard | None:
        """Return what this end signed first."""
        return next((each for each in self.heard if each.member == member), None)

    @property
    def name(self) -> str:
        """Return "challenged", "authenticated" once both ends said so, "not_authenticated" where one says that."""
        said = [each.verdict if each else "" for each in map(self.said_by, self.ends)]
        if "not_authenticated" in said:
            return "not_authenticated"
        return "authenticated" if all(said) else "challenged"

    @property
    def log_precedence(self) -> str:
        """Return how fast the call is logged: at once where its first end did not authenticate the voice."""
        own = self.first_of(self.opening.member)
        return "immediate" if own is not None and own.verdict == "not_authenticated" else "routine"

    def as_json(self) -> dict[str, Any]:
        """Return the challenge and the words of both ends as docs/hotline.md lists them."""
        challenge, said = self.challenge, [self.said_by(member) for member in self.ends]
        return {
            "state": self.name,
            "to": challenge.to,
            "far": challenge.far.as_json(),
            "near": challenge.near.as_json(),
            "expires_at_ms": challenge.expires_at_ms,
            "log_precedence": self.log_precedence,
            "said": {each.member: _heard_json(each) for each in said if each is not None},
        }


def challenge_audience(charter: Charter, a: str, b: str) -> tuple[str, ...]:
    """Return to whom a challenge between two members goes: the smallest audience of the hotline that holds both.

    Whoever reads the words can say them, so the fewer read them the more they prove.
    """
    track = charter.tracks.get("hotline")
    open_to = [charter.audiences[name].members for name in (track.audiences if track else ())]
    return min((members for members in open_to if {a, b} <= set(members)), key=len, default=(a, b))


def judge_challenge(entry: Entry) -> Verdict:
    """Decide over a challenge: to another member that can read it."""
    other = entry.content["to"]
    found: list[Refusal | None] = [refuse_nobody_addressed(entry)]
    if other == entry.member or other not in entry.to:
        found.append(refuse("other_end_not_addressed", "H-19", ends=other))
    return first(*found, otherwise="H-19")


def open_voice(opening: Opening, content: Mapping[str, Any]) -> Voice:
    """Return a challenge just opened."""
    far, near = (Group(tuple(content[end]["words"]), content[end]["figure"]) for end in ("far", "near"))
    return Voice(opening, Challenge(content["to"], far, near, opening.at_ms + CHALLENGE_MS))


def judge_heard(voice: Voice | None, entry: Entry, *, opening: Opening) -> Verdict:
    """Decide over what an end signs of a voice: in time where it is authenticated, and a no is never taken back."""
    found: list[Refusal | None] = [refuse_audience(opening, entry)]
    if voice is None:
        found.append(refuse("not_challenged", "H-19", matter=opening.id))
    elif entry.member not in voice.ends:
        found.append(refuse("not_on_the_line", "H-19", member=entry.member))
    else:
        found.append(_refuse_heard(voice, entry))
    return first(*found, otherwise="H-19")


def heard_of(entry: Entry, *, opening: Opening) -> Heard:
    """Return what `entry` signs of the voice."""
    content = entry.content
    said = said_of(entry, of=opening.id)
    reason, text, lang = (content.get(name) for name in ("reason", "text", "lang"))
    return Heard(**said, verdict=HEARD[entry.kind], reason=reason, text=text, lang=lang)


def _refuse_heard(voice: Voice, entry: Entry) -> Refusal | None:
    last = voice.said_by(entry.member)
    if last is not None and last.verdict == HEARD[entry.kind]:
        return refuse("voice_already_said", "H-18", entry=last.entry)
    if last is not None and last.verdict == "not_authenticated":
        return refuse("voice_refused_stands", "H-19", entry=last.entry)
    expires_at_ms = voice.challenge.expires_at_ms
    if entry.kind == "voice_authenticated" and entry.point.at_ms > expires_at_ms:
        return refuse("challenge_expired", "H-19", at=moment_text(Moment(expires_at_ms // 1000, "second")))
    return None


def _heard_json(heard: Heard) -> dict[str, Any]:
    return {
        "entry": heard.entry,
        "state": heard.verdict,
        "reason": heard.reason,
        "text": heard.text,
        "lang": heard.lang,
        "role": heard.role,
        "at_ms": heard.at_ms,
    }
