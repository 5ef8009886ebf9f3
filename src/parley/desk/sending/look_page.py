"""The step between writing and sending: the page, or the dialog over the form, that shows exactly what would go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parley.charter.model import Charter
from parley.charter.rules import release_of
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.once import new_token
from parley.desk.sending.forms import form_of
from parley.desk.sending.looking import look_of
from parley.node.drafts import Draft
from parley.node.filing import refusal_of

AS_PART = "X-Parley-Part"


def wants_look(request: HttpRequest, *, charter: Charter) -> bool:
    """Return whether the officer asked to look it over, or looked at it under a charter that is no longer in force."""
    return request.POST.get("step") == "look" or has_amended(request, charter=charter)


def has_amended(request: HttpRequest, *, charter: Charter) -> bool:
    """Return whether the form was looked over under another charter than the one in force now."""
    return request.POST.get("charter", charter.digest) != charter.digest


def look_page(
    request: HttpRequest, draft: Draft, *, refused: Callable[[Refusal], HttpResponse]
) -> HttpResponse:
    """Show what would go to whom; where it would be refused now, show the form again with the reason."""
    refusal = refusal_of(as_released(draft), node=node())
    # The passkey signs what was looked over, so its signature is missing here and is asked for next.
    if refusal is not None and refusal.code != "act_not_signed":
        return refused(refusal)
    files = (*(item.name for item in draft.attachments), *request.POST.getlist("file-names"))
    is_part = request.headers.get(AS_PART) == "look"
    shown = {
        "look": look_of(draft, Frame(request), files=files),
        "fields": _fields(request),
        "here": request.path,
        "once": request.POST.get("once", "") or new_token(),
        "is_part": is_part,
        "is_amended": has_amended(request, charter=node().charter()),
        "had_files": bool(files) and not is_part,
    }
    return render(request, "desk/sending/look.html" if is_part else "desk/sending/look_page.html", shown)


def as_released(draft: Draft) -> Draft:
    """Return the draft as it will stand once released, so that only what else is wrong is told now."""
    rule = release_of(node().charter(), draft.kind)
    return draft if rule is None else replace(draft, content={**draft.content, "released_by": rule.roles[0]})


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return every field of the form as it came, with the name of its draft, to go with the send itself."""
    kept = request.POST.get("draft_of", "")
    return [*form_of(request, matter=None, go=None).pairs, *([("draft_of", kept)] if kept else [])]
