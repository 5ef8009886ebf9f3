"""A mechanism of three without nodes: logs, what each member has read, and the kernel's fold over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from parley.charter.model import Charter
from parley.charter.reading import read_template
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.duty import ReadAt
from parley.matters.entry import Entry, Point
from parley.matters.fold import Folded, fold_matter
from parley.matters.track import Track
from parley.tracks.commerce.track import TRACK as COMMERCE
from parley.tracks.commitments.track import TRACK as COMMITMENTS
from parley.tracks.deconfliction.track import TRACK as DECONFLICTION
from parley.tracks.disputes.track import TRACK as DISPUTES
from parley.tracks.hotline.track import TRACK
from parley.tracks.incidents.track import TRACK as INCIDENTS
from parley.tracks.information.track import TRACK as INFORMATION
from parley.tracks.supervision.track import TRACK as SUPERVISION
from parley.tracks.talks.track import TRACK as TALKS

CHARTERS = Path(__file__).parents[3] / "charters"
ALL = ("IL", "SY", "US")
START_MS = 1_772_361_720_000  # 2026-03-01 10:42Z

PLACE = {"n": 1, "type": "place", "value": {"lat_e7": 331256000, "lon_e7": 358246000}}
TIME = {"n": 2, "type": "time", "value": {"at_s": 1_772_361_720, "precision": "minute"}}
ITEMS = [PLACE, TIME]
WRONG_ITEMS = [{**PLACE, "value": {"lat_e7": 331265000, "lon_e7": 358246000}}, TIME]


@cache
def charter(name: str = "paris-2026.yaml") -> Charter:
    """Return a charter of this repository, read without its key cards."""
    return read_template((CHARTERS / name).read_bytes())


def message(**changes: Any) -> dict[str, Any]:
    """Return the content of a sound message."""
    content = {
        "precedence": "flash",
        "subject": "Convoy at the crossing point",
        "text": "Ambulance convoy of three vehicles waits at the crossing point.",
        "lang": "en",
        "items": ITEMS,
        "asks_read_back": True,
        "role": "duty_officer",
    }
    return {**content, **changes}


CONTENTS: Mapping[str, Mapping[str, Any]] = {
    "message_sent": message(),
    "message_corrected": {"subject": "Corrected", "text": "Four vehicles.", "lang": "en", "items": ITEMS},
    "message_acknowledged": {"how": "received"},
    "read_back": {"items": ITEMS},
    "read_back_confirmed": {"of": "IL/0"},
    "message_answered": {"text": "They may pass.", "lang": "en"},
    "message_closed": {"reason": "settled"},
    "translation_attached": {"of": "SY/0", "lang": "ar", "text": "قافلة إسعاف.", "by_role": "translator"},
    "call_challenged": {
        "to": "IL",
        "far": {"words": [3, 70, 128], "figure": 42},
        "near": {"words": [1, 15, 99], "figure": 17},
    },
    "voice_authenticated": {},
    "voice_not_authenticated": {"reason": "wrong_words"},
    "call_logged": {
        "started_at_s": 1_772_361_000,
        "ended_at_s": 1_772_361_300,
        "from": "SY",
        "to": "IL",
        "summary": "Both hold fire until noon.",
        "lang": "en",
    },
    "call_confirmed": {},
    "call_disputed": {"text": "Until eleven, not noon."},
    "line_check_sent": {"to": "IL", "text_no": 1, "routes": ["direct"]},
    "line_check_answered": {"text_no": 1, "routes": ["direct"]},
    "watch_taken": {
        "authority": "May stop movements",
        "call_back": "line 2, ask for the cell",
        "until_s": 1_772_390_000,
    },
    "watch_handed_over": {"to_role": "chief", "open_items": ["SY/0 waits for its answer"]},
    "shift_noted": {"text": "Quiet."},
    "lapse_cited": {"duty": "SY/0:acknowledge:IL", "due_at_ms": START_MS, "level": 1},
}

# Filed by nodes and not by officers: they name no role.
BY_NODES = (
    "overlap_found", "overlap_cleared", "proposals_made", "encounter_found", "encounter_cleared", "blind_look_counted",
    "blind_overlap_told", "hit_found", "statement_released", "slot_taken", "slot_left",
    "interests_matched",
)  # fmt: skip

# What an act carries beside its content, where the charter asks for it (matters/acting.py).
# What leaves a node only when a second officer has released it.
RELEASED = (
    "call_disputed", "instrument_signed", "commitment_signed", "settlement_signed", "mechanism_change_signed",
    "decision_signed", "gates_signed", "statement_signed", "statement_readout_given", "report_given",
    "assessment_signed", "text_freeze_proposed", "text_freeze_agreed",
)  # fmt: skip
BESIDE: Mapping[str, Mapping[str, Any]] = {kind: {"released_by": "chief"} for kind in RELEASED}


@dataclass
class Cell:
    """Three members, each with a log; `seen` says what each has read of the others."""

    charter: Charter = field(default_factory=charter)
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, dict[str, int]] = field(default_factory=lambda: {member: {} for member in ALL})
    now_ms: int = START_MS

    def say(
        self,
        member: str,
        kind: str,
        /,
        *,
        matter: Entry | str | None = None,
        audience: tuple[str, ...] = ALL,
        without: tuple[str, ...] = (),
        **changes: Any,
    ) -> Entry:
        """Append an entry to the member's log, with all that the member has read so far in its past."""
        own = [e for e in self.entries if e.member == member]
        seen = dict(self.seen[member])
        past = [*own, *(e for e in self.entries if e.member != member and e.point.number < seen.get(e.point.log, 0))]
        self.now_ms += 1000
        depth = 1 + max((e.point.depth for e in past), default=0)
        point = Point(self.log(member), len(own), self.now_ms, depth, seen)
        entry_id = f"{member}/{len(own)}"
        opened = matter.id if isinstance(matter, Entry) else matter
        role = {} if kind.startswith("line_check") or kind in BY_NODES else {"role": "duty_officer"}
        whole = {**role, **CONTENTS.get(kind, {}), **BESIDE.get(kind, {}), **changes}
        content = {name: value for name, value in whole.items() if name not in without}
        track = track_of(kind)
        keyed = track.kinds[kind].keyed if track else None
        matter_id = (keyed(content) if keyed else opened) or entry_id
        entry = Entry(entry_id, member, point, audience, kind, matter_id, content)
        self.entries.append(entry)
        return entry

    def log(self, member: str) -> str:
        """Return the origin of a member's log."""
        return self.charter.member(member).origin

    def reads(self, *members: str, of: str | None = None) -> None:
        """Let members read all that `of` (or everybody) has written, with all that lies in the past of it."""
        for member in members or ALL:
            for author in (of,) if of else ALL:
                self._read_log(member, author)

    def _read_log(self, member: str, author: str) -> None:
        written = [e for e in self.entries if e.member == author]
        if author == member or not written:
            return
        found = {self.log(author): len(written), **written[-1].point.seen}
        for log, size in found.items():
            if log != self.log(member):
                self.seen[member][log] = max(size, self.seen[member].get(log, 0))

    def folded(self, matter: Entry) -> Folded:
        """Return the kernel's fold of a matter."""
        return self.folded_matter(matter.id)

    def folded_matter(self, matter: str) -> Folded:
        """Return the kernel's fold of the matter of this id."""
        entries = [e for e in self.entries if e.matter == matter]
        return fold_matter(
            entries, track_of=track_of, charter_at=lambda entry: self.charter, fold_of=self.fold_of_entry
        )

    def fold_of_entry(self, entry_id: str) -> list[Entry]:
        """Return the entries of the matter in which an entry stands, as the kernel asks for what is cited."""
        matter = next((e.matter for e in self.entries if e.id == entry_id), "")
        return [e for e in self.entries if e.matter == matter]

    def verdict(self, entry: Entry) -> Verdict:
        """Return what the kernel decides over an entry."""
        return self.folded_matter(entry.matter).verdicts[entry.id]

    def refusal(self, entry: Entry) -> tuple[str, str] | None:
        """Return code and clause of the refusal, or None for a permit."""
        verdict = self.verdict(entry)
        return (verdict.code, verdict.clause) if isinstance(verdict, Refusal) else None

    def state(self, matter: Entry) -> Any:
        """Return the state of a matter."""
        return self.folded(matter).state

    def first_reading(self, entry_id: str, member: str) -> ReadAt | None:
        """Return the member's first entry that covers this one: what the node reads from leaves."""
        target = next(e for e in self.entries if e.id == entry_id)
        if target.member == member:
            return ReadAt(target.point.at_ms, target.id)
        later = (e for e in self.entries if e.member == member and e.point.covers(target.point))
        return next((ReadAt(e.point.at_ms, e.id) for e in later), None)


def track_of(kind: str) -> Track | None:
    """Return the track of a kind."""
    known = (TRACK, DECONFLICTION, INCIDENTS, DISPUTES, COMMITMENTS, SUPERVISION, TALKS, COMMERCE, INFORMATION)
    return next((track for track in known if kind in track.kinds), None)


def permitted(folded: Folded) -> list[Entry]:
    """Return the entries that are not void, in canonical order."""
    return [e for e in folded.entries if isinstance(folded.verdicts[e.id], Permit)]


def sent(cell: Cell, **changes: Any) -> Entry:
    """Let SY send a message that everybody reads."""
    entry = cell.say("SY", "message_sent", **{**message(), **changes})
    cell.reads()
    return entry


def said(cell: Cell, member: str, kind: str, matter: Entry, **changes: Any) -> Entry:
    """Let a member say something that everybody reads."""
    entry = cell.say(member, kind, matter=matter, **changes)
    cell.reads()
    return entry
