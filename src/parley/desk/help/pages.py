"""The pages of the help: all of them, one of them as a page or a box, and the agreed terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.help.open_pages import open_pages
from parley.desk.help.steps import steps_of
from parley.desk.help.texts import pages, terms
from parley.desk.sign_in import see_other
from parley.desk.why.pages import PART
from parley.texts import LANGUAGES

# The parts of the glossary, as its data names them.
PART_WORDS: Mapping[str, Callable[[], str]] = {
    "The mechanism and its members": lambda: gettext("The mechanism and its members"),
    "The record": lambda: gettext("The record"),
    "Filing and judging": lambda: gettext("Filing and judging"),
    "The hotline": lambda: gettext("The hotline"),
    "The map": lambda: gettext("The map"),
    "Deconfliction": lambda: gettext("Deconfliction"),
    "Incidents": lambda: gettext("Incidents"),
    "Disputes": lambda: gettext("Disputes"),
    "Supervision": lambda: gettext("Supervision"),
    "Commitments": lambda: gettext("Commitments"),
    "Talks": lambda: gettext("Talks"),
    "Information exchange": lambda: gettext("Information exchange"),
    "Commerce": lambda: gettext("Commerce"),
}


@login_not_required
@never_cache
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Show all pages that this reader may open by their titles, and at the desk the first steps."""
    language, found = Frame(request).language, open_pages(request)
    listed = [(page.name, page.told(language)) for page in found.values()]
    steps = steps_of(request, language=language) if len(found) == len(pages()) else []
    shown = {"section": "help", "listed": listed, "steps": steps}
    return render(request, "desk/help/all.html", shown)


@login_not_required
@never_cache
@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page, alone where a box asks for it; one that is not open to this reader leads to those that are."""
    language, found = Frame(request).language, open_pages(request)
    if name not in pages():
        raise Http404
    if name not in found:
        return see_other(reverse("help"))
    near = [(each, found[each].told(language).title) for each in found[name].see if each in found]
    shown = {"section": "help", "name": name, "told": found[name].told(language), "see": near}
    is_part = request.headers.get(PART) == "why"
    return render(request, "desk/help/told.html" if is_part else "desk/help/page.html", shown)


@never_cache
@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """Show the agreed terms in three languages, the mechanism's own first; what each means in the reader's."""
    frame = Frame(request)
    own = [{lang: term.words.get(lang, "") for lang in LANGUAGES} for term in frame.node.charter().glossary.values()]
    parts: dict[str, list[list[tuple[str, str, str]]]] = {}
    for term in terms():
        meaning = term.meaning[frame.language]
        said = [(lang, term.words[lang], meaning if lang == frame.language else "") for lang in LANGUAGES]
        parts.setdefault(term.part, []).append(said)
    named = [(PART_WORDS[part](), found) for part, found in parts.items()]
    return render(request, "desk/help/glossary.html", {"section": "help", "own": own, "parts": named})
