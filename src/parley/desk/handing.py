"""What a handover of the watch needs: what is open now, and the incoming officer who signs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from parley.desk.frame import Frame
from parley.desk.hotline.wordings import kind_word
from parley.desk.officers.confirming import confirm_officer
from parley.desk.reach import narrowed
from parley.desk.sign_in import address_of
from parley.desk.watch_list import rows_of
from parley.node import pressing, reading
from parley.node.owed import duties_in
from parley.node.running import Node

ITEM_LIMIT = 200
# An entry carries two hundred lines at most.
MOST_ITEMS = 150
STOPPED_BACK_MS = 24 * 60 * 60 * 1000


def in_force(node: Node, matter: str | None) -> Mapping[str, Any]:
    """Return the state of this member's watch; empty where there is none."""
    view = reading.conversation(node, matter) if matter else None
    return view.row.state if view is not None and view.row.state.get("form") == "watch" else {}


def open_duties(frame: Frame) -> list[str]:
    """Return one line for each matter in which anybody still owes something, what is due next first.

    A handover is told to all members, so it names no matter that not all of them read. Of more than an entry should
    carry the last line says how many more there are.
    """
    lines, more = _open_lines(frame, by_all=True)
    return [*lines, gettext("%(count)s more matters on the watch list") % {"count": more}] if more else lines


def open_among_fewer(frame: Frame) -> list[str]:
    """Return the same of the matters that not all members read: whoever takes the watch finds them at this desk."""
    return _open_lines(frame, by_all=False)[0]


def came_since(frame: Frame, listed: Iterable[str]) -> list[str]:
    """Return the lines of what is open now of matters that a handover did not list when it was shown."""
    known = {_matter_of(line) for line in listed}
    return [line for line in open_duties(frame) if "/" in _matter_of(line) and _matter_of(line) not in known]


def _matter_of(line: str) -> str:
    """Return the matter that a line begins with; what it is about is told in the language of whoever reads it."""
    return line.partition(" ")[0]


def _line(whole: str) -> str:
    """Return a line of what is open as long as an entry may have it; one that was longer shows that it is."""
    return whole if len(whole) <= ITEM_LIMIT else f"{whole[: ITEM_LIMIT - 1]}…"


def _open_lines(frame: Frame, *, by_all: bool) -> tuple[list[str], int]:
    found = pressing.part(frame.node, now_ms=frame.now_ms, limit=MOST_ITEMS, tracks=narrowed(frame.tracks))
    duties, shown = duties_in(frame.node, found.rows, now_ms=frame.now_ms), reading.shown(frame.node, found.rows)
    everybody = set(frame.node.charter().codes)
    read_by_all = {row.id for row in shown if everybody <= set(row.state.get("to", everybody))}
    rows = rows_of(frame.node, duties, matters=shown, viewer=frame.viewer)
    lines = (_line(f"{row.matter} {row.subject}") for row in rows
             if row.matter and (row.matter in read_by_all) == by_all)  # fmt: skip
    return list(dict.fromkeys(lines)), found.total - len(found.rows)


@dataclass(frozen=True, slots=True)
class LeftHere:
    """What is begun at this desk and has not left it: what it is, whose, since when, where it stands."""

    word: str
    what: str
    officer: str
    at_ms: int
    address: str


def left_here(frame: Frame) -> list[LeftHere]:
    """Return what no entry tells and whoever takes the watch must know: acts that wait or were stopped, and drafts."""
    return [*_acts_left(frame), *_drafts_left()]


def _acts_left(frame: Frame) -> Iterator[LeftHere]:
    # Only now: models can be loaded once Django has its settings.
    from parley.desk.sending.models import RELEASE, STOPPED, WAITING, Waiting  # noqa: PLC0415

    stopped = Q(state=STOPPED, done_at_ms__gte=frame.now_ms - STOPPED_BACK_MS)
    for each in Waiting.objects.filter(Q(state=WAITING) | stopped).order_by("at_ms"):
        is_release = each.purpose == RELEASE
        word = gettext("stopped, not sent") if each.state == STOPPED else gettext("waits for a second officer")
        if each.state == WAITING and not is_release:
            word = gettext("leaves in a moment")
        yield LeftHere(word, kind_word(each.kind, {}), each.by_shown, each.at_ms, reverse("waiting"))


def _drafts_left() -> Iterator[LeftHere]:
    from parley.desk.drafts.models import KeptDraft  # noqa: PLC0415

    for each in KeptDraft.objects.select_related("officer").order_by("-written_at_ms")[:MOST_ITEMS]:
        yield LeftHere(gettext("draft, not sent"), "", each.officer.shown_as, each.written_at_ms, reverse("drafts"))


def silent_members(frame: Frame) -> list[tuple[str, str, int | None]]:
    """Return the members whose links are down or silent: code, name, and when anything last came."""
    return [(link.code, link.name, link.heard_ms) for link in frame.links if link.state in ("down", "slow")]


def incoming_officer(request: HttpRequest) -> Any:
    """Return who takes the watch: the officer whose name, password and code stand in the form, else who is signed in.

    A refusal where they do not fit, or after too many tries. No session begins with it.
    """
    typed = {name: request.POST.get(f"officer_{name}", "") for name in ("name", "password", "code")}
    if not typed["name"].strip():
        return request.user
    return confirm_officer(typed, address=address_of(request), now=timezone.now())
