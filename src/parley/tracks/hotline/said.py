"""What is said within a matter of the hotline, as its folds keep it: one small value an entry. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.geo.items import Difference
from parley.matters.said import Said


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
    """An answer in substance; a fixed reply to a de-escalation request names which, with its time or its reason."""

    text: str
    lang: str
    items: tuple[Mapping[str, Any], ...]
    attachments: tuple[Mapping[str, Any], ...]
    reply: str | None = None
    done_at_s: int | None = None
    cannot_because: str | None = None


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


def translations_json(translations: Sequence[Translation]) -> list[dict[str, Any]]:
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
