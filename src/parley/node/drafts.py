"""What a door hands over to be filed, and what it gets back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parley.matters.verdict import Refusal
from parley.record.leaf import AttachmentRef

# Refusals that say nothing of what was to be filed.
PASSING = frozenset({"storage_failed", "own_log_waits"})


@dataclass(frozen=True, slots=True)
class AttachmentDraft:
    """A file to go with an entry: its name as the other side sees it, its media type, and where it lies here."""

    name: str
    media_type: str
    path: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """Attachments that are sealed and stored: under which charter, the body's file key, and how they are named."""

    charter: str
    file_key: bytes = field(repr=False)
    refs: tuple[AttachmentRef, ...]
    named: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One thing to be said: its kind, to whom (codes; this member is added), in which matter (None opens one).

    `role` is the role in which the officer acts and stands in the entry; `officer` is the name of the
    account, which never leaves the node. Two drafts with one `once` token are one: the second is not filed again.
    """

    kind: str
    to: tuple[str, ...]
    content: Mapping[str, Any]
    matter: str | None = None
    attachments: tuple[AttachmentDraft, ...] = ()
    role: str | None = None
    officer: str | None = None
    prepared: Prepared | None = None
    once: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """The entry stands in this member's log, on disk, under this id; `is_repeat` where an earlier hand-in filed it."""

    id: str
    at_ms: int
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Queued:
    """The draft is kept on disk unsigned, and is filed by itself once `reason` is over."""

    reason: str
    data: Mapping[str, Any] = field(default_factory=dict)


Outcome = Filed | Refusal | Queued


def is_for_good(outcome: Outcome) -> bool:
    """Return whether this was refused for what it says; a full disk, or an own log that waits, is over some time."""
    return isinstance(outcome, Refusal) and outcome.code not in PASSING
