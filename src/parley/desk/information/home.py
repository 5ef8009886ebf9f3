"""What stays at home: notes about a cover name or a report, sealed under the node's local key, in no log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.desk.cell import node
from parley.desk.information.models import HomeNote

LONGEST, MOST_SHOWN = 4_000, 200


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as its desk reads it."""

    about: str
    officer: str
    text: str
    at_ms: int


def keep_at_home(about: str, text: str, *, officer: str) -> None:
    """Keep a note about a cover name or a report; nothing where there is nothing to keep."""
    about, text = about.strip()[:200], text.strip()[:LONGEST]
    if about and text:
        now_ms = node().clock.now_ms()
        sealed = node().box.lock(text.encode(), place=_place(about))
        HomeNote.objects.create(about=about, officer=officer, sealed=sealed, written_at_ms=now_ms)


def notes_about(about: Iterable[str]) -> list[NoteShown]:
    """Return the notes about any of these, the newest first."""
    named = [each for each in about if each]
    rows = HomeNote.objects.filter(about__in=named).order_by("-written_at_ms", "-id")[:MOST_SHOWN]
    return [
        NoteShown(
            row.about, row.officer, node().box.unlock(bytes(row.sealed), place=_place(row.about)).decode(),
            row.written_at_ms,
        )
        for row in rows
    ]  # fmt: skip


def _place(about: str) -> str:
    return f"at-home/{about}"
