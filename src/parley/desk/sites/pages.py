"""The pages of protected sites: all of them with the lists both sides hold, one with who received it, the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.encounters.showing import with_matters
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import form_faulty
from parley.desk.hotline.wordings import HOW
from parley.desk.map.charted import drawing_shown
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, state_among, view_of
from parley.desk.notices.showing import middle_of, volumes_shown
from parley.desk.sites.beginning import begun_from
from parley.desk.sites.found import protecting
from parley.desk.sites.showing import (
    check_said,
    listed,
    lists_shown,
    notices_near_shown,
    recipients_shown,
)
from parley.desk.sites.typed import site_typed
from parley.desk.sites.words import categories, category_word, findings, uses
from parley.node import reading
from parley.tracks.deconfliction.site_state import FORM, SiteState
from parley.tracks.deconfliction.track import TRACK

# What this form calls otherwise than those of plans.
_WORDS: Words = {
    "begins": lambda: gettext("Valid from"),
    "ends": lambda: gettext("Valid until"),
    "name": lambda: gettext("Written by"),
}


@never_cache
@require_GET
def sites(request: HttpRequest) -> HttpResponse:
    """List every notified site and movement, the newest first; what is over only where it is asked for."""
    frame, show = Frame(request), request.GET.get("show", "open")
    states = protecting().sites()
    meets: dict[str, int] = {}
    for each in protecting().near():
        meets[each.site] = meets.get(each.site, 0) + (each.overlap.kind != "contact")
    rows = [
        listed(state, now_ms=frame.now_ms, names=frame.name_of, meets=meets.get(state.opening.id, 0))
        for state in states
    ]
    shown = {
        "section": "sites",
        "rows": [row for row in rows if show == "all" or not (row.is_withdrawn or row.is_over)],
        "lists": lists_shown(states, names=frame.name_of),
        "show": show,
    }
    return render(request, "desk/sites/list.html", shown)


@never_cache
@require_GET
def site(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one site."""
    return show_site(request, f"{member}/{number}")


def show_site(request: HttpRequest, matter: str, *, form: str = "", refusal: Refusal | None = None,
              typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a site; after a refusal (422) with its reason and what was typed."""
    frame, view, state = Frame(request), view_of(matter, form=FORM), state_among(protecting().sites(), matter)
    own, comes = node().member, [each for each in protecting().near() if each.site == matter]
    rows = {each.notice: row for each in comes if (row := reading.matter(node(), each.notice))}
    shown = {
        "section": "sites",
        **around_matter(frame, view, refusal=refusal, typed=typed),
        **matter_shown(frame, view),
        "one": listed(state, now_ms=frame.now_ms, names=frame.name_of, meets=len(comes)),
        "category": category_word(view.row.state["category"]),
        "volumes": volumes_shown(view.row.state["volumes"]),
        "where": middle_of(view.row.state["volumes"][0]),
        "recipients": list(recipients_shown(state, names=frame.name_of)),
        "check": check_said(state),
        "confirmed": instant(state.confirmed_ms // 60_000 * 60),
        "comes": with_matters(
            notices_near_shown(comes, rows=rows, frame=frame), matter, node=node()
        ),
        "acts": _acts(state, own=own),
        "ways": [(code, word()) for code, word in HOW.items()],
        "findings": findings(),
        "open_form": form,
        "now": instant(frame.now_ms // 60_000 * 60),
    }
    return render(request, "desk/sites/site.html", shown, status=422 if refusal else 200)


def _acts(state: SiteState, *, own: str) -> dict[str, bool]:
    """Return which acts are offered: recipients receive, pass on and comment, the author does what is its own."""
    is_ours, is_gone, of = state.opening.member == own, state.withdrawn is not None, state.version.entry
    return {
        "receive": not is_ours and own in state.opening.to and state.receipt(own, of=of) is None,
        "pass_on": not is_ours and state.use_of(own) == "pass_on",
        "comment": not is_gone,
        "check": is_ours and not is_gone,
        "confirm": is_ours and not is_gone,
        "change": is_ours and not is_gone,
        "withdraw": is_ours and not is_gone,
    }


@never_cache
@require_http_methods(["GET", "POST"])
def new_site(request: HttpRequest) -> HttpResponse:
    """Show the form of a site or of a change of one, or file it."""
    if request.method == "GET":
        return _form(request, typed=begun_from(request.GET.get("change", ""), language=Frame(request).language))
    typed = site_typed(request.POST.dict(), own=node().member)
    if typed.faults:
        return _form(request, typed=request.POST.dict(), refusal=form_faulty(typed.faults))
    matter, content = request.POST.get("change") or None, typed.content
    if matter:
        content |= {"of": request.POST.get("of", ""), "why": request.POST.get("why", "").strip()}
    return file_and_go(
        request,
        "site_changed" if matter else "site_notified",
        content=content,
        to=addressees_typed(request),
        matter=matter,
        refused=lambda refusal: _form(request, typed=request.POST.dict(), refusal=refusal),
    )


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame, own = Frame(request), node().member
    shown = {
        "section": "sites",
        "typed": typed,
        "categories": categories(),
        "audiences": audiences_shown(frame, audiences_of(TRACK.name)),
        "others": [
            (each.code, frame.name_of(each.code), str(typed.get(f"use_{each.code}") or "receive"))
            for each in node().charter().members if each.code != own
        ],
        "uses": uses(),
        **drawing_shown(node()),
        "refused": in_words(refusal, language=frame.language, words=_WORDS) if refusal else None,
    }  # fmt: skip
    return render(request, "desk/sites/new.html", shown, status=422 if refusal else 200)
