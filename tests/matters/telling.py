"""A track whose state is all that its fold was told, and whose verdicts depend on all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind
from parley.matters.verdict import Permit, Refusal, Verdict


@dataclass(frozen=True)
class Told:
    """Each entry that was folded, in order, with what stood beside it."""

    said: tuple[tuple[str, frozenset[str]], ...]

    @property
    def digest(self) -> int:
        """Return a number that changes with anything that was folded otherwise."""
        text = ";".join(f"{entry}|{','.join(sorted(beside))}" for entry, beside in self.said)
        return hashlib.sha256(text.encode()).digest()[0]

    def as_json(self) -> dict[str, Any]:
        """Return what was told as plain JSON values."""
        return {"said": [[entry, sorted(beside)] for entry, beside in self.said]}


class TellingTrack:
    """Stands on the hotline, whose roles may file any kind of it."""

    name = "hotline"

    def __init__(self) -> None:
        """Have a kind that opens, one that goes on, one that goes to all whatever it says, and one that cites."""
        self.kinds: Mapping[str, Kind] = {
            "opened": Kind("opened", True, _sound),
            "said": Kind("said", False, _sound),
            "shared": Kind("shared", True, _sound, shared="M/0"),
            "cited": Kind("cited", False, _sound, cites=lambda content: tuple(content.get("cites", ()))),
        }

    def judge(self, state: Told | None, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Refuse one in four, by all that the author had read."""
        seen = sum(each.state.digest for each in cited.values() if each.state is not None)
        figure = (state.digest if state is not None else 1) + seen + entry.point.number
        return Refusal("told", "T-2", {"figure": figure}) if figure % 4 == 0 else Permit("T-1")

    def fold(self, state: Told | None, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Told:
        """Remember the entry and what stood beside it."""
        return Told((*(state.said if state else ()), (entry.id, beside)))

    def glance(self, state: Told, *, charter: Charter) -> Glance:
        """Owe nothing."""
        return Glance(False, 9)


def _sound(content: Mapping[str, Any]) -> tuple[()]:
    return ()
