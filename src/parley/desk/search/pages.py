"""The page of searching: a number leads to its entry at once, everything else to a list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.addresses import address_of_entry, address_of_matter
from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.hotline.wordings import STATE_NAMES, kind_word, precedence_word, state_word
from parley.desk.reach import tracks_read
from parley.desk.search.keeper import keeper
from parley.desk.search.showing import hits_shown
from parley.desk.search.typed import Typed, choices, typed
from parley.desk.search.views import views_of
from parley.desk.sign_in import see_other
from parley.node import reading
from parley.node.search.asking import entry_of_number, number_typed, search


@never_cache
@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """Show the form and what was found; go to an entry whose number was typed."""
    frame = Frame(request)
    tracks = tracks_read(frame.officer)
    asked = typed(request.GET, tracks=tracks, language=frame.language)
    entry = entry_of_number(keeper(), asked.fields["q"], tracks=tracks)
    if entry is not None and not asked.is_narrowed:
        return see_other(_address(entry))
    shown = {
        "section": "search",
        "asked": asked,
        "no_number": entry is None and number_typed(asked.fields["q"]),
        "views": views_of(request),
        "reach": keeper().reach(),
        **_lists(frame, tracks=tracks),
        **_found(request, asked, frame=frame),
    }
    return render(request, "desk/search/page.html", shown)


def _address(entry: str) -> str:
    """Return where an entry is read: in its conversation, or on its own page where it has none."""
    place = reading.find_entry(node(), entry)
    matter = place[1].matter if place else None
    is_conversation = matter is not None and "/" in matter and reading.conversation(node(), matter) is not None
    return address_of_matter(matter, entry=entry) if matter and is_conversation else address_of_entry(entry)


def _found(request: HttpRequest, asked: Typed, *, frame: Frame) -> dict[str, Any]:
    if asked.wish.asks_nothing or asked.faults:
        return {"hits": None, "older": ""}
    before = request.GET.get("before", "")
    page = search(keeper(), asked.wish, before=int(before) if before.isdecimal() and len(before) < 20 else None)
    hits = hits_shown(page.hits, asked.wish.question, names=frame.name_of, language=frame.language)
    older = f"{asked.asked}&before={page.more}" if page.more is not None else ""
    return {"hits": hits, "older": older, "looked_back_to_ms": page.looked_back_to_ms, "reach": page.reach}


def _lists(frame: Frame, *, tracks: tuple[str, ...]) -> dict[str, Any]:
    charter, kinds = frame.node.charter(), frame.node.ledger.tracks
    read = {kind: track for kind, track in kinds.items() if track.name in tracks}
    return {
        "members": [(code, frame.name_of(code)) for code in charter.codes],
        "kinds": choices(read, lambda kind: kind_word(kind, {})),
        "states": [(name, state_word(name)) for name in STATE_NAMES],
        "precedences": [(name, precedence_word(name)) for name in charter.precedences],
        "nothing_read": "" if tracks else gettext("Your role reads no track; there is nothing that it could find."),
    }
