"""A new message: the form, filled in by a template or as a reply, and its filing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.verdict import Fault, Refusal
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.attached import attachments_of
from parley.desk.hotline.faults import faults_at, rows_at_fault, without_consequences
from parley.desk.hotline.phrases import phrases_shown
from parley.desk.hotline.typed import ItemTyped, form_faulty, instant_typed, items_typed, text_typed
from parley.desk.hotline.wordings import item_word, precedence_word
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown
from parley.desk.naming import in_language
from parley.geo.items import ITEM_TYPES
from parley.geo.moment import Moment, moment_text
from parley.tracks.hotline.templates import TEMPLATES

BLANK_ROWS = 2


@never_cache
@require_http_methods(["GET", "POST"])
def new_message(request: HttpRequest) -> HttpResponse:
    """Show the form of a new message, or file it."""
    if request.method == "GET":
        return _show(request, typed=_begun(request))
    typed = items_typed(request.POST)
    answer_by = _answer_by(request)
    faults = typed.faults + ((answer_by,) if isinstance(answer_by, Fault) else ())
    if faults:
        return _refused(request, form_faulty(faults))
    content = _content(request, items=typed.items)
    if isinstance(answer_by, int):
        content |= {"answer_by_s": answer_by, "asks_answer": True}
    with attachments_of(request) as files:
        return file_and_go(
            request,
            "message_sent",
            content=content,
            to=addressees_typed(request),
            attachments=files,
            refused=lambda refusal: _refused(request, refusal),
        )


def _content(request: HttpRequest, *, items: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    form = request.POST
    content: dict[str, Any] = {
        "subject": form.get("subject", "").strip(),
        "text": text_typed(form),
        "lang": form.get("lang", ""),
        "items": list(items),
        "precedence": form.get("precedence", ""),
        "asks_read_back": bool(items) and form.get("asks_read_back") == "yes",
        "asks_answer": form.get("asks_answer") == "yes",
    }
    for name in ("template", "reply_to", "precedence_reason"):
        if form.get(name, "").strip():
            content[name] = form[name].strip()
    return content


def _answer_by(request: HttpRequest) -> int | Fault | None:
    text = request.POST.get("answer_by", "").strip()
    return instant_typed(text, where="answer_by") if text else None


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return what the form holds at first: a template's fixed phrase in the reader's language, or nothing."""
    language = Frame(request).language
    template = TEMPLATES.get(request.GET.get("template", ""))
    begun: dict[str, Any] = {"lang": language, "precedence": "routine", "reply_to": request.GET.get("reply_to", "")}
    begun["to"] = request.GET.get("to", "")[:200]
    if template is None:
        return {**begun, "asks_read_back": "yes", "rows": ()}
    rows = tuple(ItemTyped(n, kind, "", "") for n, kind in enumerate(template.items, start=1))
    return {
        **begun,
        "template": template.name,
        "subject": template.titles.get(language, template.titles["en"]),
        "text": template.phrases.get(language, template.phrases["en"]),
        "lang": language if language in template.phrases else "en",
        "precedence": template.precedence,
        "asks_read_back": "yes",
        "asks_answer": "yes" if template.asks_answer else "",
        "rows": rows,
    }


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    refusal = without_consequences(refusal, form=request.POST)
    rows = rows_at_fault(items_typed(request.POST).rows, refusal.faults)
    return _show(request, typed={**request.POST.dict(), "rows": rows}, refusal=refusal)


def _show(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    rows = list(typed.get("rows", ()))
    # Always some rows to spare: the form must do its work without JavaScript.
    first = max((row.n for row in rows), default=0) + 1
    rows += [ItemTyped(n, "", "", "") for n in range(first, first + BLANK_ROWS)]
    shown = {
        "section": "new",
        "typed": typed,
        "rows": rows,
        "item_types": [(kind, item_word(kind)) for kind in ITEM_TYPES],
        "audiences": audiences_shown(frame, audiences_of("hotline")),
        "precedences": _precedences(frame),
        "phrases": phrases_shown(frame.language),
        # A template waits for its place: the cursor stands there at once.
        "focus": 1 if typed.get("template") and refusal is None else 0,
        "example_time": moment_text(Moment(frame.now_ms // 60_000 * 60, "minute")),
        "refused": in_words(refusal, language=frame.language) if refusal else None,
        "at": faults_at(refusal.faults, language=frame.language) if refusal else {},
    }
    return render(request, "desk/hotline/new.html", shown, status=422 if refusal else 200)


def _precedences(frame: Frame) -> list[dict[str, Any]]:
    charter = node().charter()
    ranked = sorted(charter.precedences.values(), key=lambda precedence: precedence.rank)
    return [
        {
            "name": each.name,
            "code": each.code,
            "word": precedence_word(each.name),
            "minutes": each.handling_minutes,
            "limit": each.word_limit,
            "source": in_language({"en": each.provenance.source}, language=frame.language),
        }
        for each in ranked
    ]
