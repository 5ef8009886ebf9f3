"""The pages of the help: all of them, one of them as a page or a box, and the agreed terms."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.help.steps import steps_of
from parley.desk.help.texts import HelpPage, pages, terms
from parley.desk.why.pages import PART
from parley.texts import LANGUAGES


@never_cache
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Show all pages by their titles, and the first steps."""
    language = Frame(request).language
    listed = [(page.name, page.told(language)) for page in pages().values()]
    shown = {"section": "help", "listed": listed, "steps": steps_of(request, language=language)}
    return render(request, "desk/help/all.html", shown)


@never_cache
@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page, alone where a box asks for it."""
    page = pages().get(name)
    if page is None:
        raise Http404
    language = Frame(request).language
    shown = {"section": "help", "name": name, "told": page.told(language), "see": _near(page, language)}
    is_part = request.headers.get(PART) == "why"
    return render(request, "desk/help/told.html" if is_part else "desk/help/page.html", shown)


def _near(page: HelpPage, language: str) -> list[tuple[str, str]]:
    return [(name, pages()[name].told(language).title) for name in page.see]


@never_cache
@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """Show the agreed terms in three languages, the mechanism's own first."""
    frame = Frame(request)
    own = [{lang: term.words.get(lang, "") for lang in LANGUAGES} for term in frame.node.charter().glossary.values()]
    parts: dict[str, list[dict[str, Any]]] = {}
    for term in terms():
        parts.setdefault(term.part, []).append({**term.words, "meaning": term.meaning})
    return render(request, "desk/help/glossary.html", {"section": "help", "own": own, "parts": list(parts.items())})

