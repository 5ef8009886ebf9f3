"""What stays at home: notes about a cover name or a report, sealed under the node's local key, in no log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.information.models import HomeNote

LONGEST, LONGEST_NAME = 4_000, 200


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as its desk reads it."""

    about: str
    officer: str
    text: str
    at_ms: int


def refuse_note(about: str, text: str) -> Refusal | None:
    """Return why a note is not kept: it is longer than a note may be, or there is nothing beside which to keep it."""
    if text.strip() and not about.strip():
        return Refusal("information.note_without_cover", "DESK-92")
    for said, most in ((about.strip(), LONGEST_NAME), (text.strip(), LONGEST)):
        if len(said) > most:
            return Refusal("information.note_too_long", "DESK-92", {"found": len(said), "most": most})
    return None


def keep_at_home(about: str, text: str, *, officer: str) -> None:
    """Keep a note about a cover name or a report; nothing where there is nothing to keep, or it was just kept."""
    about, text = about.strip(), text.strip()
    if about and text and not _was_just_kept(about, text, officer=officer):
        now_ms = node().clock.now_ms()
        sealed = node().box.lock(text.encode(), place=_place(about))
        HomeNote.objects.create(about=about, officer=officer, sealed=sealed, written_at_ms=now_ms)


def notes_about(about: Iterable[str]) -> list[NoteShown]:
    """Return the notes about any of these, the newest first."""
    named = [each for each in about if each]
    rows = HomeNote.objects.filter(about__in=named).order_by("-written_at_ms", "-id")
    return [
        NoteShown(
            row.about, row.officer, node().box.unlock(bytes(row.sealed), place=_place(row.about)).decode(),
            row.written_at_ms,
        )
        for row in rows
    ]  # fmt: skip


def _was_just_kept(about: str, text: str, *, officer: str) -> bool:
    """Return whether the last note about this is the same, by the same officer: a button that was pressed twice."""
    return any(each.text == text and each.officer == officer for each in notes_about([about])[:1])


def _place(about: str) -> str:
    return f"at-home/{about}"
