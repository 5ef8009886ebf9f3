"""Forces by zone: what is allowed, declared, counted and over, as of a day; the forms that declare and that except."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.verdict import Fault, Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commitments.facts import limit_name, zone_name
from parley.desk.commitments.field_words import WORDS
from parley.desk.commitments.proposing import texts_shown
from parley.desk.commitments.typed import forces_typed, variance_typed, with_lines
from parley.desk.commitments.words import by_word
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import Typed, form_faulty, instant_typed
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, view_of
from parley.desk.standstill.typed import Form
from parley.node.commitments.held import instruments
from parley.node.commitments.limits import limits_at
from parley.tracks.commitments.commitment_state import FORM as INSTRUMENT
from parley.tracks.commitments.forces_state import FORM
from parley.tracks.commitments.limits import LimitRow
from parley.tracks.commitments.line_on import line_on
from parley.tracks.commitments.track import TRACK
from parley.tracks.commitments.variances import parties_of
from parley.tracks.incidents.inspection_state import FORM as INSPECTION


@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show the limits of every zone and the lines as of an instant: now, or the one that is asked for."""
    frame = Frame(request)
    at_s, asked, is_unread = instant_asked(request)
    shown = {
        "section": "commitments",
        "zones": zones_shown(limits_at(node(), at_s=at_s), frame=frame),
        "lines": lines_shown(frame, at_s=at_s),
        "at": instant(at_s // 60 * 60),
        "typed_at": asked,
        "is_unread": is_unread,
        "kept": urlencode({"at": asked}) if asked and not is_unread else "",
    }
    return render(request, "desk/commitments/forces.html", shown)


def instant_asked(request: HttpRequest) -> tuple[int, str, bool]:
    """Return the instant that is asked for, or now; what was typed; whether it could not be read."""
    asked = request.GET.get("at", "").strip()
    found = instant_typed(asked if len(asked) != 10 else f"{asked} 12:00Z", where="at") if asked else None
    at_s = found if isinstance(found, int) else Frame(request).now_ms // 1000
    return at_s, asked, isinstance(found, Fault)


def zones_shown(rows: tuple[LimitRow, ...], *, frame: Frame) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the rows of each zone, under its name."""
    by_zone: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_zone.setdefault(row.zone, []).append(limit_shown(row, frame=frame))
    return [(zone_name(zone), found) for zone, found in by_zone.items()]


def limit_shown(row: LimitRow, *, frame: Frame) -> dict[str, Any]:
    """Return one limit as a row of the table."""
    names, joined = frame.name_of, gettext(", ")
    return {
        "what": limit_name(row.zone, row.limit),
        "bound": joined.join(names(code) for code in row.bound),
        "standing": row.standing,
        "at_most": row.at_most,
        "allowed": row.allowed,
        "variances": [(each, address_of_form(INSTRUMENT, each)) for each in row.variances],
        "declared": [
            (names(each.member), each.count, instant(each.as_of_s), address_of_form(FORM, each.matter))
            for each in row.declared
        ],
        "undeclared": joined.join(names(code) for code in row.undeclared),
        "count": row.count,
        "counted_address": address_of_form(INSPECTION, row.count.matter) if row.count is not None else "",
        "counted_at": instant(row.count.at_s) if row.count is not None else "",
        "counted_by": names(row.count.by) if row.count is not None else "",
        "over_declared": row.over_declared,
        "over_counted": row.over_counted,
    }


def lines_shown(frame: Frame, *, at_s: int) -> list[dict[str, Any]]:
    """Return the lines and zones that hold at an instant, or that a step ended by then, with why."""
    return [
        {
            "name": zone_name(each.name),
            "holds": each.holds,
            "why": by_word(each.by),
            "since": instant(each.since_s) if each.since_s is not None else "",
            "step": each.step,
            "matter": each.matter,
            "address": address_of_form(INSTRUMENT, each.matter) if each.matter else "",
            "disputed": each.disputed,
        }
        for each in line_on(node().charter(), instruments(node()), at_s=at_s)
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Show the form of a declaration of this member's forces, or file it."""
    return _filed(
        request, "forces_declared", lambda: forces_typed(Form(request.POST.dict(), request.POST.getlist)), _declaring
    )


@never_cache
@require_http_methods(["GET", "POST"])
def new_variance(request: HttpRequest) -> HttpResponse:
    """Show the form of a variance of a limit, or propose it."""

    def typed() -> Typed:
        return variance_typed(Form(request.POST.dict(), request.POST.getlist), charter=node().charter())

    return _filed(request, "limit_variance_proposed", typed, _varying)


def _filed(request: HttpRequest, kind: str, read: Any, form: Any) -> HttpResponse:
    if request.method == "GET":
        return _shown(request, form, {})
    sent, typed = request.POST.dict(), read()
    if typed.faults:
        return _shown(request, form, sent, refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        kind,
        content=typed.content,
        to=addressees_typed(request),
        refused=lambda refusal: _shown(request, form, sent, refusal=refusal),
    )


def _shown(
    request: HttpRequest, form: Any, typed: Mapping[str, Any], *, refusal: Refusal | None = None
) -> HttpResponse:
    frame = Frame(request)
    template, more = form(frame, typed)
    told = in_words(with_lines(refusal), language=frame.language, words=WORDS) if refusal else None
    audiences = sorted(audiences_of(TRACK.name), key=len, reverse=True)
    shown = {
        "section": "commitments", "typed": typed, "refused": told,
        "audiences": audiences_shown(frame, audiences), **more,
    }  # fmt: skip
    return render(request, template, shown, status=422 if refusal else 200)


def _declaring(frame: Frame, typed: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    own = frame.node.member
    rows = [
        {"name": f"count-{row.zone}/{row.limit}", "zone": zone_name(row.zone), "what": limit_name(row.zone, row.limit),
         "allowed": row.allowed, "value": typed.get(f"count-{row.zone}/{row.limit}", "")}
        for row in limits_at(node(), at_s=frame.now_ms // 1000)
        if own in row.bound
    ]  # fmt: skip
    return "desk/commitments/declare.html", {"rows": rows, "now": instant(frame.now_ms // 60_000 * 60)}


def _varying(frame: Frame, typed: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    charter = frame.node.charter()
    limits = [
        (f"{zone.name}/{limit.name}", zone_name(zone.name), limit_name(zone.name, limit.name), limit.at_most)
        for zone in charter.zones.values()
        for limit in zone.limits.values()
    ]
    parties = [(code, frame.name_of(code)) for code in parties_of(charter)]
    more = {"limits": limits, "parties": parties, "texts": texts_shown(typed)}
    return "desk/commitments/variance.html", more


@never_cache
@require_GET
def declaration(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one declaration of forces."""
    matter = f"{member}/{number}"
    frame, view = Frame(request), view_of(matter, form=FORM)
    state = view.row.state
    shown = {
        "section": "commitments",
        **around_matter(frame, view, refusal=None),
        **matter_shown(frame, view),
        "as_of": instant(int(state["as_of_s"])),
        "counts": [
            (zone_name(each["zone"]), limit_name(each["zone"], each["limit"]), each["count"])
            for each in state["counts"]
        ],
        "text": state.get("text", ""),
    }
    return render(request, "desk/commitments/declaration.html", shown)
