"""Notes in a member's own shift log, which nobody else can read (H-16). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parley.charter.verdict import Permit, Verdict
from parley.matters.entry import Entry
from parley.matters.said import Opening, opening_of
from parley.tracks.hotline.refusing import refuse


@dataclass(frozen=True, slots=True)
class ShiftState:
    """One note of a shift, and the entry that it is about, if any."""

    opening: Opening
    text: str
    lang: str | None
    about: str | None

    @property
    def name(self) -> str:
        """Return "noted": a note has no course."""
        return "noted"

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/hotline.md lists it."""
        return {
            "form": "shift",
            "name": self.name,
            **self.opening.as_json(),
            "text": self.text,
            "lang": self.lang,
            "about": self.about,
            "crossed": [],
            "crossings": [],
        }


def judge_shift_opening(entry: Entry) -> Verdict:
    """Decide over a note: it is addressed to one's own member alone."""
    if set(entry.to) != {entry.member}:
        return refuse("shift_note_leaves_home", "H-16", to=", ".join(entry.to))
    return Permit("H-16")


def open_shift(entry: Entry) -> ShiftState:
    """Return the state of a note."""
    content = entry.content
    return ShiftState(opening_of(entry), content["text"], content.get("lang"), content.get("about"))
