"""One act on a matter at the desk: its form becomes one draft, which is filed at once and answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from parley.charter.verdict import Refusal
from parley.desk.filed import file_and_go
from parley.desk.hotline.typed import Typed, form_faulty, text_typed
from parley.desk.matters import addressees_typed
from parley.node.drafts import AttachmentDraft


@dataclass(frozen=True, slots=True)
class Act:
    """What an officer may do in a matter: the kind of entry that it files, and how its form is read."""

    kind: str
    typed: Callable[[HttpRequest, str], Typed]


def act_named(acts: Mapping[str, Act], name: str) -> Act:
    """Return the act of that name; 404 where there is none."""
    if name not in acts:
        raise Http404(name)
    return acts[name]


def file_act(
    request: HttpRequest, matter: str, act: Act, *, go: str, refused: Callable[[Refusal], HttpResponse],
    attachments: tuple[AttachmentDraft, ...] = (),
) -> HttpResponse:  # fmt: skip
    """File an act in its matter and go on to `go`; `refused` shows the matter again with what was typed."""
    typed = act.typed(request, matter)
    if typed.faults:
        return refused(form_faulty(typed.faults))
    return file_and_go(
        request,
        act.kind,
        content=typed.content,
        to=addressees_typed(request),
        matter=matter,
        attachments=attachments,
        go=go,
        refused=refused,
    )


def version_typed(request: HttpRequest) -> dict[str, Any]:
    """Return the version that the page showed: an act on one that changed meanwhile is refused."""
    return {"of": request.POST.get("version", "")}


def note_typed(request: HttpRequest) -> dict[str, Any]:
    """Return the note beside an act; nothing where none was typed."""
    text = text_typed(request.POST)
    return {"text": text} if text else {}
