"""Telephone calls and line checks: logging the one with its summary, sending the other by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.addresses import address_of_matter
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.typed import form_faulty, instant_typed, text_typed
from parley.geo.moment import Moment, moment_text
from parley.node import reading
from parley.node.lining import audience
from parley.node.links import DIRECT
from parley.node.reading import MatterRow
from parley.tracks.hotline.line_texts import text_number


@never_cache
@require_http_methods(["GET", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    """Show the form for a telephone call, or file it with its summary, which the other end confirms or disputes."""
    if request.method == "GET":
        return _show(request, typed=_begun(request))
    started = instant_typed(request.POST.get("started_at", ""), where="started_at")
    ended = instant_typed(request.POST.get("ended_at", ""), where="ended_at")
    faults = tuple(found for found in (started, ended) if isinstance(found, Fault))
    if faults:
        return _refused(request, form_faulty(faults))
    own, other = node().member, request.POST.get("other", "")
    ends = (own, other) if request.POST.get("who_called") == "we" else (other, own)
    content: dict[str, Any] = {
        "started_at_s": started,
        "ended_at_s": ended,
        "from": ends[0],
        "to": ends[1],
        "summary": text_typed(request.POST, "summary"),
        "lang": request.POST.get("lang", ""),
        "called_back": request.POST.get("called_back") == "yes",
    }
    if request.POST.get("channel", "").strip():
        content["channel"] = request.POST["channel"].strip()
    challenge = _challenge(request.POST.get("challenge", ""))
    to = tuple(node().charter().codes) if request.POST.get("tell_all") == "yes" else (own, other)
    if challenge is not None:
        content["challenge"], to = challenge.id, tuple(challenge.state["to"])
    return file_and_go(
        request, "call_logged", content=content, to=to, matter=challenge.id if challenge else None,
        refused=lambda refusal: _refused(request, refusal),
    )  # fmt: skip


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return what the form begins with; the log of a challenged call with its ends and when it was challenged."""
    begun = moment_text(Moment(node().clock.now_ms() // 1000 // 60 * 60, "minute"))
    typed = {"started_at": begun, "ended_at": begun, "lang": Frame(request).language}
    challenge = _challenge(request.GET.get("challenge", ""))
    if challenge is None:
        return typed | {"other": request.GET.get("other", "")}
    started = moment_text(Moment(challenge.at_ms // 60_000 * 60, "minute"))
    return typed | {"started_at": started, "challenge": challenge.id, "other": challenge.state["other_end"]}


def _challenge(matter: str) -> MatterRow | None:
    """Return the call that was challenged in this matter; None where there is none such here."""
    row = reading.matter(node(), matter) if matter else None
    return row if row is not None and row.state.get("voice") else None


@require_POST
def check_line(request: HttpRequest) -> HttpResponse:
    """Send a line check by hand, outside of the schedule; its text changes every minute."""
    other = request.POST.get("other", "")
    minute = node().clock.now_ms() // 60_000
    content = {"to": other, "text_no": text_number(minute), "routes": [DIRECT]}
    return file_and_go(
        request, "line_check_sent", content=content, to=audience(node(), other),
        refused=lambda refusal: _refused(request, refusal),
    )  # fmt: skip


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _show(request, typed=request.POST.dict(), refusal=refusal)


def _show(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    challenged = _challenge(str(typed.get("challenge") or ""))
    others = [(code, frame.name_of(code)) for code in node().charter().codes if code != node().member]
    shown = {
        "section": "hotline",
        "typed": typed,
        "others": others,
        "challenged": challenged,
        "challenge_address": address_of_matter(challenged.id) if challenged else "",
        "refused": in_words(refusal, language=frame.language) if refusal else None,
    }
    return render(request, "desk/hotline/call.html", shown, status=422 if refusal else 200)
