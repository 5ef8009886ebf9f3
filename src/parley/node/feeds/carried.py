"""What a feed may carry: by default this member's own notices alone, and never what its audience was not told.

Only notices leave: no protected site, no zone, no message of the hotline. Another member's notice leaves where the feed
was added for that and the charter in force lets it leave in this format, asked anew at each use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.feeds import may_carry_others
from parley.charter.model import Charter
from parley.geo.band import Band, Ground, band_of
from parley.geo.height import Height
from parley.node import reading
from parley.node.feeds.kept import OTHERS, Terms
from parley.node.owed import fold_now
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.deconfliction.notice_state import CANCELLED, ENDED, NoticeState

FORM = "notice"
# A notice that is over is told of for so long after its last window, so that whoever follows learns of its end.
TOLD_AFTER_S = 31 * 86_400

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Carried:
    """A notice as it leaves: the plan in force, in the feed's language, with its mechanism's mark."""

    id: str
    member: str
    member_name: str
    mechanism: str
    is_exercise: bool
    kind: str
    kind_name: str
    subject: str
    text: str
    lang: str
    state: str
    version: str
    version_ms: int
    changes: int
    changed_ms: int
    strength: int | None
    volumes: tuple[Mapping[str, Any], ...]
    contingency: tuple[Mapping[str, Any], ...]
    begins_s: int
    ends_s: int

    @property
    def is_over(self) -> bool:
        """Return whether nothing more is planned."""
        return self.state in (ENDED, CANCELLED)

    @property
    def title(self) -> str:
        """Return the subject, with the mark of an exercise before it where its author wrote none."""
        is_marked = not self.is_exercise or self.subject.upper().startswith("EXERCISE")
        return self.subject if is_marked else f"EXERCISE {self.subject}"

    @property
    def windows(self) -> tuple[Window, ...]:
        """Return the windows of all volumes, each once, in their order."""
        return windows_of(self.volumes)

    @property
    def uid(self) -> str:
        """Return a name for it that no other mechanism uses."""
        return f"{self.id.replace('/', '-')}@{self.mechanism}"


def windows_of(volumes: Any) -> tuple[Window, ...]:
    """Return the windows of all volumes, each once, in their order."""
    return tuple(sorted({(int(start), int(end)) for each in volumes for start, end in each["windows"]}))


def carried(
    node: Node, terms: Terms, form: str, *, now_s: int, told_after_s: int = TOLD_AFTER_S
) -> list[Carried]:
    """Return what a feed carries in this format now, by id; nothing while no charter is in force.

    What is over is told of for `told_after_s` seconds after its last window.
    """
    charter = node.charter()
    if not node.in_force() or (told := listeners(charter, node.member, terms.audience)) is None:
        return []
    rows = (row for row in reading.of_form(node, FORM, from_ms=0) if is_carried(node, terms, form, row.opened_by))
    found = [
        _carried(charter, row, language=terms.language)
        for row in rows
        if told <= set(row.state["to"]) and not row.state.get("blind") and not _is_past(row, now_s - told_after_s)
    ]
    return sorted(found, key=lambda each: place_of(each.id))


def place_of(entry_id: str) -> tuple[str, int]:
    """Return where an entry stands in the order of a feed: its log, its number there."""
    log, _, number = entry_id.rpartition("/")
    return log, int(number)


def is_carried(node: Node, terms: Terms, form: str, member: str) -> bool:
    """Return whether a feed carries notices of this member in this format."""
    if member == node.member:
        return True
    return terms.carries == OTHERS and may_carry_others(node.charter(), form)


def windows_before(node: Node, matter: str) -> Iterator[tuple[Window, ...]]:
    """Yield the windows of each earlier version of a notice, the oldest first."""
    row = matters.matter(node.reader(), matter)
    state = fold_now(node, matter, version=row.locked).state if row is not None else None
    if isinstance(state, NoticeState):
        yield from (windows_of(each.plan["volumes"]) for each in state.versions[:-1])


def ground_of(node: Node) -> Ground | None:
    """Return what the charter says of the ground under its heights."""
    terms = node.charter().activities
    return terms.ground if terms is not None else None


def band_above_ellipsoid(volume: Mapping[str, Any], ground: Ground | None) -> Band | None:
    """Return the widest band above the ellipsoid that a volume may mean; None where the ground is not known."""
    if ground is None:
        return None
    return band_of(height_of(volume["lower"]), height_of(volume["upper"]), ground=ground)


def height_of(value: Mapping[str, Any]) -> Height:
    """Return a height of a content."""
    return Height(int(value["value"]), str(value["unit"]), str(value["reference"]))


def listeners(charter: Charter, member: str, audience: str) -> set[str] | None:
    """Return who must have been told what is carried; None where the charter knows the audience no more."""
    if not audience:
        return {member}
    found = charter.audiences.get(audience)
    return {member, *found.members} if found is not None else None


def _is_past(row: MatterRow, since_s: int) -> bool:
    return row.state["name"] in (ENDED, CANCELLED) and int(row.state["ends_s"]) < since_s


def _carried(charter: Charter, row: MatterRow, *, language: str) -> Carried:
    state, terms = row.state, charter.activities
    known = terms.classes.get(state["class"]) if terms is not None else None
    names = known.names if known is not None else {}
    said = [*state["versions"], *state["steps"]]
    return Carried(
        id=row.id,
        member=row.opened_by,
        member_name=_name(charter, row.opened_by, language),
        mechanism=charter.mechanism.id,
        is_exercise=charter.mechanism.exercise,
        kind=state["class"],
        kind_name=names.get(language) or names.get("en") or state["class"],
        subject=state["subject"],
        text=state["text"],
        lang=state["lang"],
        state=state["name"],
        version=state["version"],
        version_ms=int(state["versions"][-1]["at_ms"]),
        # What a follower must see as newer: every version, and every word of how far the activity is.
        changes=len(said) - 1,
        changed_ms=max(int(each["at_ms"]) for each in said),
        strength=state["strength"],
        volumes=tuple(state["volumes"]),
        contingency=tuple(state["contingency"]),
        begins_s=int(state["begins_s"]),
        ends_s=int(state["ends_s"]),
    )


def _name(charter: Charter, code: str, language: str) -> str:
    if code not in charter.codes:
        return code
    names = charter.member(code).names
    return names.get(language) or names.get("en") or code
