"""What is said in a round of talks, one small value an entry. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Said


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """What an invited member answers: that it comes, comes with a condition, or does not."""

    how: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Delegation(Said):
    """With whom a member comes: how many in each role, and never who."""

    roles: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Dates(Said):
    """From when until when it is held, in the place of the dates of `of`; `turn` counts how often they changed."""

    from_s: int
    until_s: int
    why: str
    turn: int


@dataclass(frozen=True, slots=True)
class Ending(Said):
    """That a round is cancelled (why), or closed (with what is to be said of it)."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Sitting(Said):
    """A sitting: since when, under which rule for remarks, who is there by role, which files are taken up.

    `beside` are the sittings that its author had not read when it opened this one.
    """

    began_s: int
    rule: str
    present: tuple[Mapping[str, Any], ...]
    files: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SittingEnd(Said):
    """When the sitting `of` ended."""

    ended_s: int


@dataclass(frozen=True, slots=True)
class Attendance(Said):
    """Who of its own delegation was at the sitting `of`, as a member tells it itself."""

    roles: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Remark(Said):
    """What was said at the sitting `of`; by whom, where the rule of the sitting lets that be told."""

    text: str
    lang: str
    speaker: str
    speaker_role: str


@dataclass(frozen=True, slots=True)
class Correction(Said):
    """What is to be read in the place of the remark `of`; no text where the remark is taken back."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Reservation(Said):
    """A member's own position beside the decision `of`, or (`stands` false) that it no longer holds it."""

    stands: bool
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class ReadOut(Said):
    """A member's own account of the round or of the decision `of`; `statement` is the joint statement it goes with."""

    texts: tuple[Mapping[str, Any], ...]
    statement: str
