"""What is said within a matter of the hotline, as the folds keep it: one small value an entry. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from parley.geo.items import Difference
from parley.matters.entry import Entry
from parley.tracks.hotline.form import entry_number


@dataclass(frozen=True, slots=True)
class Opening:
    """How a matter began: its id, who opened it, to whom, when by the author's clock, in which role."""

    id: str
    member: str
    to: tuple[str, ...]
    at_ms: int
    role: str | None

    @property
    def others(self) -> tuple[str, ...]:
        """Return the addressees other than the author."""
        return tuple(member for member in self.to if member != self.member)

    def as_json(self) -> dict[str, Any]:
        """Return the opening's share of a state's JSON."""
        return {"id": self.id, "opened_by": self.member, "to": list(self.to), "at_ms": self.at_ms, "role": self.role}


def opening_of(entry: Entry) -> Opening:
    """Return how the matter opened by `entry` began."""
    return Opening(entry.id, entry.member, entry.to, entry.point.at_ms, entry.content.get("role"))


@dataclass(frozen=True, slots=True)
class Said:
    """What every entry of a matter has: id, author, role, time; `of` is the wording that its author had read."""

    entry: str
    member: str
    role: str | None
    at_ms: int
    of: str


@dataclass(frozen=True, slots=True)
class Wording(Said):
    """The words of a message as sent or as corrected; `of` of a correction is the wording it replaces."""

    subject: str
    text: str
    lang: str
    items: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Acknowledgement(Said):
    """An end of a message: received, received under protest, or received and referred upward."""

    how: str


@dataclass(frozen=True, slots=True)
class ReadBack(Said):
    """A reading-back of one wording, with what the machine found to differ from it."""

    items: tuple[Mapping[str, Any], ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Confirmation(Said):
    """A person's decision that a read-back is right."""

    read_back: str
    reader: str


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """An answer in substance."""

    text: str
    lang: str
    items: tuple[Mapping[str, Any], ...]
    attachments: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Closing(Said):
    """The sender's word that the message is settled or withdrawn."""

    reason: str


@dataclass(frozen=True, slots=True)
class Translation(Said):
    """A working translation by the role named; it is never authentic."""

    translated: str
    lang: str
    subject: str | None
    text: str
    by_role: str


@dataclass(frozen=True, slots=True)
class Lapse(Said):
    """A citation of a duty that was not met in time, and the level to which it was taken."""

    duty: str
    due_at_ms: int
    level: int


_S = TypeVar("_S", bound=Said)


def newest(said: tuple[_S, ...], *, member: str, of: str | None) -> _S | None:
    """Return what this member said last, of the wording `of` or, for None, of any."""
    if not said:
        return None
    return next((each for each in reversed(said) if each.member == member and of in (None, each.of)), None)


def placed(said: tuple[_S, ...], new: _S) -> tuple[_S, ...]:
    """Return `said` with one more, sorted by log and number, so that the order of arrival leaves no trace."""
    return tuple(sorted((*said, new), key=lambda each: entry_number(each.entry)))


def translations_json(translations: tuple[Translation, ...]) -> list[dict[str, Any]]:
    """Return working translations as plain JSON values."""
    return [
        {
            "entry": t.entry,
            "of": t.translated,
            "lang": t.lang,
            "subject": t.subject,
            "text": t.text,
            "by_role": t.by_role,
            "member": t.member,
            "at_ms": t.at_ms,
            "authentic": False,
        }
        for t in translations
    ]


def lapses_json(lapses: tuple[Lapse, ...]) -> list[dict[str, Any]]:
    """Return cited lapses as plain JSON values."""
    return [
        {
            "entry": x.entry,
            "member": x.member,
            "duty": x.duty,
            "due_at_ms": x.due_at_ms,
            "level": x.level,
            "at_ms": x.at_ms,
        }
        for x in lapses
    ]
