"""Who knew what when: for each entry of a matter who held, read and opened it, and what its author had read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parley.charter.lognames import parts_of
from parley.desk.hotline.facts import entry_word
from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# A conversation longer than this shows its newest entries, and says how many there are.
MOST_ENTRIES = 40


@dataclass(frozen=True, slots=True)
class Knew:
    """What is proven of one member and one entry; the times are its node's, None where nothing is proven yet."""

    name: str
    is_author: bool
    is_addressed: bool
    is_mirrored: bool
    is_cosigned: bool
    read_at_ms: int | None
    opened_at_ms: int | None

    @property
    def step(self) -> str:
        """How far the entry got with this member: author, opened, read, held, none."""
        if self.is_author:
            return "author"
        if self.opened_at_ms is not None:
            return "opened"
        if self.read_at_ms is not None:
            return "read"
        return "held" if self.is_mirrored or self.is_cosigned else "none"


@dataclass(frozen=True, slots=True)
class EntryKnown:
    """One entry: who knew it, how far its author had read the others, and what of this matter it had not read."""

    id: str
    number: int
    member_code: str
    word: str
    name: str
    at_ms: int
    is_void: bool
    knew: tuple[Knew, ...]
    had_read: tuple[str, ...]
    had_not_read: tuple[str, ...]


def knowing_of(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return the newest entries of a matter with who knew them when; None where this node has no such matter."""
    view = reading.conversation(frame.node, matter)
    if view is None:
        return None
    shown = view.entries[-MOST_ENTRIES:]
    ids = [entry.id for entry in view.entries]
    known = [_known(frame, entry, earlier=ids[: ids.index(entry.id)]) for entry in shown]
    return {"known": known[::-1], "total": len(ids), "hidden": len(ids) - len(shown)}


def _known(frame: Frame, entry: reading.EntryView, *, earlier: list[str]) -> EntryKnown:
    number = int(entry.id.rpartition("/")[2])
    seen = reading.seen_by_author(frame.node, entry.id)
    members = frame.node.charter().codes
    return EntryKnown(
        entry.id, number, entry.member, entry_word(entry, names=frame.name_of), frame.name_of(entry.member),
        entry.at_ms, entry.refusal is not None,
        tuple(_knew(frame, code, entry=entry) for code in members),
        tuple(f"{name}/{size - 1}" for name, size in seen.items() if size),
        tuple(each for each in earlier if _is_unread(each, author=entry.member, seen=seen)),
    )  # fmt: skip


def _is_unread(entry_id: str, *, author: str, seen: Mapping[str, int]) -> bool:
    name, _, number = entry_id.rpartition("/")
    return parts_of(name)[0] != author and int(number) >= seen.get(name, 0)


def _knew(frame: Frame, code: str, *, entry: reading.EntryView) -> Knew:
    got = entry.transport
    return Knew(
        frame.name_of(code), code == entry.member, code in entry.to,
        code in got.mirrored_by, code in got.cosigned_by, got.read.get(code), got.opened.get(code),
    )  # fmt: skip
