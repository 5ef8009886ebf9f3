"""Evidence at the desk: a digest is committed, and the thing itself disclosed to all or shown to some later."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.addresses import address_of_form
from parley.desk.disputes.kept import keep, kept
from parley.desk.disputes.pages import sent_of, show_dispute
from parley.desk.filed import file_and_go
from parley.desk.full_disk import unless_full
from parley.desk.hotline.attached import attachments_of
from parley.desk.hotline.typed import form_faulty, text_typed
from parley.desk.matters import addressees_typed, view_of
from parley.tracks.content.usual import LANGUAGE, NOTE
from parley.tracks.disputes.state import FORM


@require_POST
def evidence(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """Commit, disclose, or show evidence of the dispute that the page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    if act not in _ACTS:
        raise Http404(act)
    return _ACTS[act](request, matter)


def _commit(request: HttpRequest, matter: str) -> HttpResponse:
    """Commit the digest of a file, which is not kept here, or of a text, which is."""
    title, text, file = request.POST.get("title", "").strip(), text_typed(request.POST), request.FILES.get("file")
    if (not text) == (file is None):
        return _refused(request, matter, form_faulty((Fault("text", "disputes.text_or_file"),)))
    if file is not None:
        whole = hashlib.sha256()
        for chunk in file.chunks():
            whole.update(chunk)
        content = {"title": title, "over": "file", "digest": whole.hexdigest()}
        return _file(request, matter, "evidence_committed", content)
    lang = request.POST.get("lang", "")
    # What could never be disclosed is not committed: the digest would bind this member to nothing that it may show.
    faults = (*NOTE(text, "text"), *LANGUAGE(lang, "lang"))
    if faults:
        return _refused(request, matter, form_faulty(faults))
    with unless_full("a text that was to be committed"):
        digest = keep(text, lang=lang)
        return _file(request, matter, "evidence_committed", {"title": title, "over": "text", "digest": digest})
    return _refused(request, matter, Refusal("storage_failed", "F-4", {"reason": "full"}))


def _disclose(request: HttpRequest, matter: str) -> HttpResponse:
    return _told(request, matter, "evidence_disclosed", within=matter)


def _show(request: HttpRequest, matter: str) -> HttpResponse:
    return _told(request, matter, "evidence_shown", within=None)


_ACTS: dict[str, Callable[[HttpRequest, str], HttpResponse]] = {
    "commit": _commit, "disclose": _disclose, "show": _show,
}  # fmt: skip


def _told(request: HttpRequest, matter: str, kind: str, *, within: str | None) -> HttpResponse:
    """File the thing itself: the text that was kept here, or what was typed with its salt, or a file."""
    content: dict[str, Any] = {"of": request.POST.get("of", "")}
    with attachments_of(request) as files:
        if not files:
            content |= kept(request.POST.get("digest", "")) or _typed(request)
        return file_and_go(
            request, kind, content=content, to=addressees_typed(request), matter=within, attachments=files,
            go=address_of_form(FORM, matter), refused=lambda refusal: _refused(request, matter, refusal),
        )  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, Any]:
    found = {"text": text_typed(request.POST), "salt": request.POST.get("salt", "").strip()}
    return {name: value for name, value in {**found, "lang": request.POST.get("lang", "")}.items() if value}


def _file(request: HttpRequest, matter: str, kind: str, content: dict[str, Any]) -> HttpResponse:
    return file_and_go(
        request, kind, content=content, to=addressees_typed(request), matter=matter, go=address_of_form(FORM, matter),
        refused=lambda refusal: _refused(request, matter, refusal),
    )  # fmt: skip


def _refused(request: HttpRequest, matter: str, refusal: Refusal) -> HttpResponse:
    return show_dispute(request, matter, form="evidence-", refusal=refusal, typed=sent_of(request))
