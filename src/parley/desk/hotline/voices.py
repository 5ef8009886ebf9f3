"""Challenging a voice on the telephone: opening a challenge in one step, and signing what was heard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.acts import file_in_matter, text_beside
from parley.desk.hotline.pages import shown_of
from parley.desk.matters import view_of
from parley.node.challenging import draw_groups
from parley.node.lining import audience
from parley.tracks.hotline.voice import challenge_audience


@never_cache
@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest) -> HttpResponse:
    """Show whom to challenge, each with the number of its signed watch, or file a challenge with words drawn now."""
    if request.method == "GET":
        return _show(request)
    other = request.POST.get("other", "")
    charter, own = node().charter(), node().member
    told = audience(node(), other) if request.POST.get("tell") == "supervisor" else challenge_audience(
        charter, own, other
    )  # fmt: skip
    return file_and_go(
        request, "call_challenged", content={"to": other, **draw_groups()}, to=told,
        refused=lambda refusal: _show(request, refusal=refusal),
    )  # fmt: skip


@require_POST
def hear(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Sign what was heard: the voice is authenticated, or it is not, with the reason."""
    text = text_beside(request)
    if request.POST.get("heard") == "authenticated":
        return file_in_matter(request, member, number, "voice_authenticated", text, form="voice")
    content = {"reason": request.POST.get("heard", ""), **text}
    return file_in_matter(request, member, number, "voice_not_authenticated", content, form="voice")


@never_cache
@require_GET
def voice(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """The words and what both ends signed of one call, alone."""
    return render(request, "desk/hotline/parts/voice.html", shown_of(Frame(request), view_of(f"{member}/{number}")))


def _show(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    refused = in_words(refusal, language=frame.language) if refusal else None
    supervisors = [frame.name_of(code) for code in node().charter().supervisors if code != node().member]
    shown = {"section": "hotline", "refused": refused, "supervisors": supervisors}
    return render(request, "desk/hotline/challenge.html", shown, status=422 if refusal else 200)
