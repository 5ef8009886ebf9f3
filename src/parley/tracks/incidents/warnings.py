"""What was said of a sector that was raised: judged, folded, and the duty to look (IW-5, IWD-1). Pure.

| clause | owed | clock |
|---|---|---|
| IWD-1 | look at a raised sector: whom the charter names | its hours, from receipt of the report that raised it |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.changing import changed
from parley.matters.duty import Course, Duty, Readings, due_after, duty, levels_reachable
from parley.matters.duty_clock import LADDER
from parley.matters.entry import Entry
from parley.matters.said import Opening, Said, added, opening_of, said_of
from parley.tracks.incidents.refusing import refuse_language
from parley.tracks.incidents.verifying import refuse_warning
from parley.tracks.incidents.warning.occurrences import DAY_S
from parley.tracks.incidents.warning.sectors import Sector, read_sector
from parley.tracks.incidents.warning.watch import Raising

FORM, NOTED_NAME = "warning", "noted"
LOOK = "look_at_warning"
DAY_MS, HOUR_MIN = DAY_S * 1000, 60


@dataclass(frozen=True, slots=True)
class Note(Said):
    """What a member says that it makes of a warning, and which figures it saw."""

    how: str
    text: str
    lang: str
    seen: Mapping[str, int]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WarningState:
    """What was said of a sector that was raised since a day."""

    opening: Opening
    sector: Sector
    day: int
    notes: Sequence[Note]

    @property
    def precedence(self) -> str:
        """Return none: nothing is owed in it."""
        return ""

    @property
    def name(self) -> str:
        """Return that it was noted."""
        return NOTED_NAME

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come: none."""
        return frozenset()

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/incidents.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "sector": self.sector.edges(),
            "day": self.day,
            "notes": [{"entry": each.entry, "member": each.member, "at_ms": each.at_ms, "how": each.how,
                       "text": each.text, "lang": each.lang, "seen": dict(each.seen), "about": list(each.about)}
                      for each in self.notes],
        }  # fmt: skip


def judge_note(entry: Entry, charter: Charter) -> Verdict:
    """Decide over what is said of a warning, the first time and later alike."""
    return _refuse_sector(entry, charter=charter) or refuse_language(entry, charter=charter, clause="IW-5") or Permit(
        "IW-5"
    )


def open_matter(entry: Entry, charter: Charter) -> WarningState:
    """Return the state after the first word on it."""
    opening = replace(opening_of(entry), id=entry.matter)
    return WarningState(opening, read_sector(entry.content["sector"]), entry.content["day"], (_note(entry),))


def fold(state: WarningState, entry: Entry, charter: Charter) -> WarningState:
    """Return the state after a further word; it began with the one that stands first by log and number."""
    notes = added(state.notes, _note(entry))
    opening = replace(opening_of(entry), id=entry.matter) if notes[0].entry == entry.id else state.opening
    return changed(state, {"notes": notes, "opening": opening})


def _note(entry: Entry) -> Note:
    content = entry.content
    return Note(
        **said_of(entry, of=entry.id), how=content["how"], text=content["text"], lang=content["lang"],
        seen=dict(content["seen"]), about=tuple(content.get("about") or ()),
    )  # fmt: skip


def _refuse_sector(entry: Entry, *, charter: Charter) -> Refusal | None:
    terms = charter.early_warning
    if terms is None:
        return refuse_warning("no_early_warning", "IW-5")
    if set(entry.to) != set(charter.codes):
        return refuse_warning("not_to_all", "IW-5", members=", ".join(charter.codes))
    if terms.provenance.judges and entry.content["sector"]["size_e7"] != terms.cell_e7:
        return refuse_warning("other_grid", "IW-5", degrees=f"{terms.cell_e7 / 10_000_000:g}")
    if entry.content["day"] * DAY_MS > entry.point.at_ms:
        return refuse_warning("day_ahead", "IW-5")
    return None


def look_duty(
    sector: Sector, raising: Raising, *, member: str, notes: Iterable[Note], run_days: int, charter: Charter,
    readings: Readings, now_ms: int, is_over: bool,
) -> Duty | None:  # fmt: skip
    """Return the duty of a member to look at a sector that was raised; it ceases when the sector is quiet again.

    It belongs to no matter before somebody spoke: `entry` names the sector and the day. A note counts that was made
    after the sector was raised; `notes` are those of this sector by anybody.
    """
    terms = charter.early_warning
    assert terms is not None  # nobody watches a sector without
    read = readings.first_reading(raising.by, member)
    hours = terms.look_hours if terms.provenance.judges else None
    said = sorted((each for each in notes if each.member == member and each.at_ms >= raising.raised_ms),
                  key=lambda each: (each.at_ms, each.entry))  # fmt: skip
    done = next((each for each in said if each.at_ms < (raising.last_day + 1 + run_days) * DAY_MS), None)
    ended = (raising.last_day + 1) * DAY_MS if is_over else None
    due = due_after(read, minutes=None if hours is None else hours * HOUR_MIN)
    course = Course(
        raising.raised_ms, read, due, done.at_ms if done else None, ended, done_by=done.entry if done else ""
    )
    return duty(
        course,
        entry=f"{sector.name}@{raising.first_day}",
        matter="",
        owed_by=member,
        owed_to=[code for code in charter.codes if code != member],
        what=LOOK,
        clause="IWD-1",
        levels=levels_reachable(charter, ladder=LADDER, audience=charter.codes),
        now_ms=now_ms,
    )
