"""The pages of inspections: all of them, the calendar, one with its reports, and the three forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_entry
from parley.desk.cell import node
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import Typed, form_faulty
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, state_among, view_of
from parley.desk.standstill.typed import Form
from parley.desk.verifying import telling, words
from parley.desk.verifying.showing import lines_shown, listed, reports_shown, slots_shown
from parley.desk.verifying.typed import lines_of, report_typed, request_typed, restriction_typed
from parley.node.verifying.inspected import SHOWN_BACK_MS, calendar, inspections
from parley.tracks.incidents.inspection_state import FORM
from parley.tracks.incidents.track import TRACK

FIELD_WORDS: Words = {"begins": lambda: gettext("From"), "ends": lambda: gettext("Until")}
AHEAD_MS = 40 * 86_400_000


@dataclass(frozen=True, slots=True)
class Writing:
    """One of the forms: the kind that it files, how it is read, its title."""

    kind: str
    read: Callable[[Form], Typed]
    title: Callable[[], str]


WRITINGS: Mapping[str, Writing] = {
    "request": Writing("verification_requested", request_typed, lambda: gettext("Ask for verification")),
    "report": Writing(
        "inspection_made", lambda form: report_typed(form, charter=node().charter()),
        lambda: gettext("Report an inspection"),
    ),
    "restriction": Writing(
        "movement_restricted", restriction_typed, lambda: gettext("Report a restriction of movement")
    ),
}  # fmt: skip


def may_inspect() -> bool:
    """Return whether this member is one of the charter's verifiers, or the charter names none that all agreed to."""
    terms = node().charter().inspections
    return terms is not None and (not terms.provenance.judges or node().member in terms.verifiers)


@never_cache
@require_GET
def all_inspections(request: HttpRequest) -> HttpResponse:
    """List every inspection, the newest first."""
    frame = Frame(request)
    rows = [listed(state, charter=node().charter(), names=frame.name_of) for state in inspections(node())]
    shown = {
        "section": "inspections", "rows": rows, "may_inspect": may_inspect(),
        "has_terms": node().charter().inspections is not None,
    }  # fmt: skip
    return render(request, "desk/verifying/list.html", shown)


@never_cache
@require_GET
def inspection_calendar(request: HttpRequest) -> HttpResponse:
    """Show every slot of the calendar that began, and the next ones: what was inspected, missed, kept from."""
    frame = Frame(request)
    now_ms, charter = frame.now_ms, node().charter()
    found = calendar(node(), from_ms=now_ms - SHOWN_BACK_MS, until_ms=now_ms + AHEAD_MS, now_ms=now_ms)
    slots = slots_shown(found, charter=charter, names=frame.name_of)
    shown = {
        "section": "inspections",
        "slots": [each for each in slots if each.begins_ms <= now_ms],
        "ahead": [each for each in reversed(slots) if each.begins_ms > now_ms],
        "missed": sum(each.is_missed for each in slots),
        "terms": charter.inspections,
        "may_inspect": may_inspect(),
    }
    return render(request, "desk/verifying/calendar.html", shown)


@never_cache
@require_GET
def inspection(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one inspection."""
    return show_inspection(request, f"{member}/{number}")


def show_inspection(request: HttpRequest, matter: str, *, form: str = "", refusal: Refusal | None = None,
                    typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show an inspection; after a refusal (422) with its reason and what was typed."""
    frame, view = Frame(request), view_of(matter, form=FORM)
    state, own, charter = state_among(inspections(node()), matter), node().member, node().charter()
    asked = state.request
    shown = {
        "section": "inspections",
        **around_matter(frame, view, refusal=refusal, typed=typed, words=FIELD_WORDS),
        **matter_shown(frame, view),
        "stage_word": words.word(words.STATES, state.name),
        "subject": state.subject,
        "asked": asked,
        "asked_facts": [
            (gettext("Who verifies"), frame.name_of(asked.verifier)),
            (gettext("Zones"), telling.zones_said(charter, asked.terms["zones"])),
            (gettext("Place"), telling.place_said(asked.terms.get("place"))),
        ] if asked is not None else [],
        "about": [(each, address_of_entry(each)) for each in asked.terms.get("about", ())] if asked is not None else [],
        "withdrawn": state.withdrawal,
        "reports": reports_shown(state, charter=charter, own=own, names=frame.name_of),
        "may_report": may_inspect() and (asked is None or asked.verifier == own),
        "may_withdraw": asked is not None and asked.member == own and not state.visits and state.withdrawal is None,
        "answers": words.choices(words.ANSWERED),
        "open_form": form,
    }  # fmt: skip
    return render(request, "desk/verifying/inspection.html", shown, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def new_inspection(request: HttpRequest, what: str) -> HttpResponse:
    """Show one of the forms, or file what it says."""
    writing = WRITINGS.get(what)
    if writing is None:
        raise Http404(what)
    if request.method == "GET":
        return _form(request, what, typed=_begun(request))
    form = Form(request.POST.dict(), request.POST.getlist)
    typed = writing.read(form)
    if typed.faults:
        return _form(request, what, typed=sent_of(request), refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        writing.kind,
        content=typed.content,
        to=addressees_typed(request),
        matter=request.POST.get("within") or None,
        refused=lambda refusal: _form(request, what, typed=sent_of(request), refusal=refusal),
    )


def sent_of(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, with the boxes that were ticked."""
    return {**request.POST.dict(), "zone": request.POST.getlist("zone")}


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return a form that is begun: from a matter that asks for an inspection, from an incident, or empty."""
    now_s = node().clock.now_ms() // 60_000 * 60
    begun: dict[str, Any] = {
        "zone": request.GET.getlist("zone"), "about": request.GET.get("about", ""), "begins": instant(now_s - 3600),
        "ends": instant(now_s), "radius_m": "500",
    }  # fmt: skip
    within = request.GET.get("within", "")
    if not within:
        return begun
    state = state_among(inspections(node()), within)
    begun |= {"within": within, "zone": list(state.zones), "subject": state.subject, "to": ",".join(state.opening.to)}
    return begun | ({"of": state.request.entry} if state.request is not None else {})


def _form(
    request: HttpRequest, what: str, *, typed: Mapping[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    frame, charter = Frame(request), node().charter()
    terms = charter.inspections
    shown = {
        "section": "inspections",
        "what": what,
        "title": WRITINGS[what].title(),
        "typed": typed,
        "zones": [(name, telling.zone_said(charter, name)) for name in charter.zones],
        "verifiers": [(code, frame.name_of(code)) for code in (terms.verifiers if terms is not None else ())],
        "members": [(member.code, frame.name_of(member.code)) for member in charter.members],
        "limits": lines_shown(lines_of(charter, typed=typed), charter=charter, names=frame.name_of),
        "why_not": words.choices(words.WHY_NOT),
        "ways": words.choices(words.RESTRICTED),
        "audiences": _audiences(frame),
        "refused": in_words(refusal, language=frame.language, words=FIELD_WORDS) if refusal else None,
    }
    return render(request, "desk/verifying/new.html", shown, status=422 if refusal else 200)


def _audiences(frame: Frame) -> list[dict[str, str]]:
    """Return the audiences that hold every party, the widest first: all read the same."""
    parties = {member.code for member in node().charter().members if member.kind == "party"}
    holding = [members for members in audiences_of(TRACK.name) if parties <= set(members)]
    return audiences_shown(frame, sorted(holding, key=len, reverse=True))
