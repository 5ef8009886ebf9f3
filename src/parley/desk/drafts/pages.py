"""The addresses of drafts: keeping one, asking for one, the list of them all, discarding one."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.drafts import keeping
from parley.desk.drafts.keeping import Draft
from parley.desk.frame import Frame
from parley.desk.sign_in import see_other
from parley.texts import sentence

STATUS = {"draft_too_long": 413, "draft_too_many": 409, "draft_disk_full": 507}


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a draft: 204, or why it was not kept, in the officer's language."""
    draft = _draft(request)
    if draft is None:
        return HttpResponse(status=400)
    refusal: Refusal | None = keeping.keep(node(), draft, officer=request.user)
    if refusal is None:
        return HttpResponse(status=204)
    text = sentence(refusal.code, language=Frame(request).language, data=refusal.data)
    return HttpResponse(text, status=STATUS[refusal.code], content_type="text/plain; charset=utf-8")


@never_cache
@require_GET
def of_form(request: HttpRequest) -> HttpResponse:
    """Return the draft of one form as JSON, 204 where there is none."""
    found = keeping.draft_of(node(), request.GET.get("form", ""), officer=request.user)
    if found is None:
        return HttpResponse(status=204)
    return JsonResponse({"fields": found.fields, "written_at_ms": found.written_at_ms})


@never_cache
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """Show all drafts of the officer, each with the way to its form."""
    found = keeping.drafts_of(node(), officer=request.user)
    shown = [(draft, _begins(draft)) for draft in found]
    return render(request, "desk/drafts/list.html", {"section": "drafts", "drafts": shown})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Delete one draft."""
    keeping.discard(request.POST.get("form", ""), officer=request.user)
    return see_other(reverse("drafts")) if "X-Parley-Stay" not in request.headers else HttpResponse(status=204)


def _draft(request: HttpRequest) -> Draft | None:
    form, page, at = (request.POST.get(name, "") for name in ("form", "page", "written_at_ms"))
    if not form.startswith("/") or not page.startswith("/") or page.startswith("//") or not at.isdecimal():
        return None
    try:
        fields: Any = json.loads(request.POST.get("fields", ""))
    except ValueError:
        return None
    return Draft(form, page, fields, min(int(at), node().clock.now_ms())) if isinstance(fields, dict) else None


def _begins(draft: Draft) -> str:
    texts = [value for value in (*_values(draft, "subject"), *_values(draft, "text")) if value]
    return " · ".join(texts)[:120]


def _values(draft: Draft, name: str) -> list[str]:
    found = draft.fields.get(name, [])
    return [str(value) for value in found] if isinstance(found, list) else [str(found)]
