"""The page of a timetable, with its form for a day and for a slip, which computes and files nothing; both to keep."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_matter
from parley.desk.cell import node
from parley.desk.commitments.words import standing_word
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.timetable.asked import MOST_DAYS, Asked, timetable_asked
from parley.desk.timetable.keeping import table_of
from parley.desk.timetable.showing import timetable, told_as_of
from parley.node.owed import fold_now
from parley.node.store import matters
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.stepping import facts_of, timetable_json

FORMAT = "parley-timetable-v1"


@never_cache
@require_GET
def page(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show the timetable of an instrument, as of a day, with what a slip would move."""
    frame, matter = Frame(request), f"{member}/{number}"
    state = _state(matter)
    now_s = frame.now_ms // 1000
    asked = timetable_asked(request.GET.dict(), now_s=now_s, steps=state.plan.steps)
    shown: dict[str, Any] = {
        "section": "commitments", "matter": matter, "matter_address": address_of_matter(matter),
        "typed": request.GET.dict(), "names": list(state.plan.steps), "open_names": _open_names(state),
        "most": MOST_DAYS, "state": state,
        "standing": standing_word(state.standing),
    }  # fmt: skip
    if isinstance(asked, Refusal):
        shown |= {"refused": in_words(asked, language=frame.language)}
        return render(request, "desk/timetable/page.html", shown, status=422)
    told = told_as_of(state, asked, now_s=now_s)
    query = {name: value for name, value in (("as_of", asked.day), ("step", asked.step)) if value}
    query |= {"days": str(asked.days)} if asked.step else {}
    for name in ("table", "json"):
        shown[f"{name}_address"] = f"{reverse(f'timetable-{name}', args=[member, number])}?{urlencode(query)}"
    shown |= {"asked": asked, "is_none": told is None}
    if told is not None:
        shown |= {"shown": timetable(told, asked, frame=frame), "standing": standing_word(told.standing), "state": told}
        shown["since"] = instant(told.from_s) if told.from_s is not None else ""
    return render(request, "desk/timetable/page.html", shown)


@never_cache
@require_GET
def table(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Give the timetable as a table for spreadsheets."""
    found = _told(request, f"{member}/{number}")
    if isinstance(found, HttpResponse):
        return found
    state, asked = found
    body = table_of(timetable_json(state, now_s=asked.now_s), names=Frame(request).name_of)
    return _to_keep(body, f"{member}-{number}", asked, ending="csv", kind="text/csv; charset=utf-8")


@never_cache
@require_GET
def plain(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Give the timetable as JSON, as docs/commitments.md lists it."""
    found = _told(request, f"{member}/{number}")
    if isinstance(found, HttpResponse):
        return found
    state, asked = found
    told = {
        "format": FORMAT, "matter": f"{member}/{number}", "as_of_s": asked.now_s, "standing": state.standing,
        "from_s": state.from_s, "steps": timetable_json(state, now_s=asked.now_s),
    }  # fmt: skip
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return _to_keep(body, f"{member}-{number}", asked, ending="json", kind="application/json")


def _open_names(state: CommitmentState) -> list[str]:
    """Return the steps that may still slip."""
    return [name for name in state.plan.steps if name not in facts_of(state).completed_s]


def _state(matter: str) -> CommitmentState:
    """Return the instrument; 404 for a matter that is none, or that this member does not hold."""
    row = matters.matter(node().reader(), matter)
    state = fold_now(node(), row.id, version=row.locked).state if row is not None else None
    if not isinstance(state, CommitmentState) or state.is_variance:
        raise Http404
    return state


def _told(request: HttpRequest, matter: str) -> tuple[CommitmentState, Asked] | HttpResponse:
    state, now_s = _state(matter), Frame(request).now_ms // 1000
    asked = timetable_asked(request.GET.dict(), now_s=now_s, steps=state.plan.steps)
    if isinstance(asked, Refusal):
        member, _, number = matter.partition("/")
        return page(request, member, int(number))
    told = told_as_of(state, asked, now_s=now_s)
    if told is None:
        raise Http404
    return told, asked


def _to_keep(body: bytes, matter: str, asked: Asked, *, ending: str, kind: str) -> HttpResponse:
    mark = "EXERCISE-" if node().charter().mechanism.exercise else ""
    name = f"{mark}{matter}-timetable{f'-{asked.day}' if asked.day else ''}.{ending}"
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
