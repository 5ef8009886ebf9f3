"""The pages of notices: all of them with what overlaps, one with its entries and acts, the form that tries a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.blind.showing import clause_shown, notice_audiences, notice_shown
from parley.desk.cell import node
from parley.desk.encounters.showing import opened_with
from parley.desk.filed import file_and_go
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import form_faulty
from parley.desk.hotline.wordings import HOW
from parley.desk.map.charted import drawing_shown
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, view_of
from parley.desk.notices.blocks import stepped
from parley.desk.notices.drawn import drawn_shown
from parley.desk.notices.forming import form_blocks, named_by_volume, refused_in_form
from parley.desk.notices.found import overlaps
from parley.desk.notices.offering import acts_of, begun_from, plan_in_force
from parley.desk.notices.reserving import reserved_after, reserved_shown
from parley.desk.notices.shortness import short_shown
from parley.desk.notices.showing import (
    OverlapShown,
    class_word,
    overlaps_shown,
    tried_shown,
    volumes_shown,
    zones_shown,
)
from parley.desk.notices.table import carries_others
from parley.desk.notices.typed import plan_typed
from parley.desk.notices.words import state_word
from parley.desk.sites.found import protecting
from parley.desk.sites.showing import plan_near_shown, sites_near_shown
from parley.desk.standstill.found import standing
from parley.desk.standstill.showing import held_shown, plan_held_shown
from parley.desk.templatetags.desk import lag
from parley.geo.detect import Overlap
from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import refusal_of
from parley.node.overlaps.held import FORM, ZONE
from parley.node.reading import MatterRow
from parley.tracks.deconfliction.overlap_entries import overlap_id

PAGE = 200


@never_cache
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """List the newest notices; those that are over only where they are asked for."""
    frame, show = Frame(request), request.GET.get("show", "open")
    rows = reading.of_form(node(), FORM, from_ms=0, limit=PAGE)
    meets: dict[str, int] = {}
    for found in overlaps().all():
        for matter in found.matters:
            meets[matter] = meets.get(matter, 0) + (found.kind != "contact")
    for matter in standing().hard():
        meets[matter] = meets.get(matter, 0) + 1
    for matter, zones in overlaps().with_zones():
        meets[matter] = meets.get(matter, 0) + sum(_is_met(each) for each in zones)
    for each in protecting().near():
        meets[each.notice] = meets.get(each.notice, 0) + (each.overlap.kind != "contact")
    wanted = [row for row in reversed(rows) if show == "all" or row.state["name"] not in ("ended", "cancelled")]
    shown = {
        "section": "notices",
        "rows": [_listed(frame, row, meets=meets.get(row.id, 0)) for row in wanted],
        "show": show,
        "reserved": reserved_shown(frame),
        "short": short_shown(frame, rows),
        "is_part": len(rows) == PAGE,
        "others_in_table": carries_others(),
        "most": PAGE,
    }
    return render(request, "desk/notices/list.html", shown)


def _is_met(zone: Overlap) -> bool:
    """Return whether an overlap with a zone counts as one: by what is agreed, and more than a contact."""
    return zone.standing == "agreed" and zone.kind not in ("contact", "unstated")


def _listed(frame: Frame, row: MatterRow, *, meets: int) -> dict[str, Any]:
    state = row.state
    return {
        "id": row.id,
        "address": address_of_form(FORM, row.id),
        "subject": state["subject"],
        "kind": class_word(node().charter(), state["class"]),
        "name": frame.name_of(row.opened_by),
        "state": state["name"],
        "state_word": state_word(state["name"]),
        "begins": instant(state["begins_s"]),
        "ends": instant(state["ends_s"]),
        "short_by_min": state["short_by_min"],
        "blind": bool(state.get("blind")),
        "meets": meets,
    }


@never_cache
@require_GET
def notice(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one notice."""
    return show_notice(request, f"{member}/{number}")


def show_notice(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a notice; after a refusal (422) with its reason and what was typed."""
    frame, view = Frame(request), view_of(matter, form=FORM)
    row, own = view.row, node().member
    shown = {
        "section": "notices",
        **around_matter(frame, view, refusal=refusal, typed=typed),
        **matter_shown(frame, view),
        "kind": class_word(node().charter(), row.state["class"]),
        "state_word": state_word(row.state["name"]),
        "volumes": volumes_shown(row.state["volumes"]),
        "contingency": volumes_shown(row.state["contingency"]),
        "overlaps": _met(frame, row),
        "acts": acts_of(row, own=own),
        "blind": notice_shown(frame, row),
        "ways": [(code, word()) for code, word in HOW.items()],
    }
    return render(request, "desk/notices/notice.html", shown, status=422 if refusal else 200)


def _met(frame: Frame, row: MatterRow) -> list[OverlapShown]:
    """Return what a notice meets: standstills, sites, zones, then other notices."""
    found = overlaps().of(row.id)
    rows = {other: known for each in found for other in each.matters if (known := reading.matter(node(), other))}
    return [
        *_with_matters(frame, row.id, [
            *held_shown(standing().of_notice(row.id), frame=frame),
            *sites_near_shown([each for each in protecting().near() if each.notice == row.id], frame=frame),
            *_zones(frame, overlaps().zones_of(row.id)),
        ]),
        *overlaps_shown(
            found, matter=row.id, rows=rows, names=frame.name_of, opened=opened_between
        ),
    ]


def opened_between(notices: tuple[str, str]) -> str:
    """Return where the matter between two notices stands; empty where nobody has told it yet."""
    matter = overlap_id(notices)
    return address_of_form("overlap", matter) if reading.matter(node(), matter) else ""


@never_cache
@require_http_methods(["GET", "POST"])
def new_notice(request: HttpRequest) -> HttpResponse:
    """Show the form of a notice, or of a change of one; try what it would meet; or file it."""
    if request.method == "GET":
        return _form(request, typed=begun_from(request.GET, language=Frame(request).language))
    stepping = stepped(request.POST.dict(), request.POST.get("step", ""))
    if stepping is not None:
        return _form(request, typed=stepping)
    typed = plan_typed(request.POST, standing=plan_in_force(request.POST.get("change", "")))
    if typed.faults:
        return _form(request, typed=request.POST.dict(), refusal=form_faulty(typed.faults))
    matter, content = request.POST.get("change") or None, typed.content
    kind, to = "activity_changed" if matter else "activity_notified", addressees_typed(request)
    if matter:
        content |= {"of": request.POST.get("of", ""), "why": request.POST.get("why", "").strip()}
    if request.POST.get("step") == "try":
        draft = Draft(kind, to, content, matter, role=request.user.role)
        refusal = _with_volumes(refusal_of(draft, node=node()), draft)
        # What is missing for sending alone, as a signature, is asked for when it is sent.
        is_faulty = refusal is not None and refusal.clause.startswith(("N-", "M-"))
        return _form(request, typed=request.POST.dict(), refusal=refusal if is_faulty else None,
                     content=None if is_faulty else content)  # fmt: skip
    return file_and_go(
        request,
        kind,
        content=content,
        to=to,
        matter=matter,
        refused=lambda refusal: _form(
            request,
            typed=request.POST.dict(),
            refusal=_with_volumes(refusal, Draft(kind, to, content, matter, role=request.user.role)),
        ),
    )


def _with_volumes(refusal: Refusal | None, draft: Draft) -> Refusal | None:
    """Return the refusal of a rule about place with each of several volumes that it is refused for."""
    return named_by_volume(refusal, draft, asked=lambda each: refusal_of(each, node=node()))


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None,
          content: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    frame, terms = Frame(request), node().charter().activities
    form = {name: str(value) for name, value in typed.items()}
    shown: dict[str, Any] = {
        "section": "notices",
        "typed": typed,
        "classes": [(name, class_word(node().charter(), name), lag(each.notice_hours * 3_600_000)) for name, each in
                    (terms.classes.items() if terms else ())],
        "audiences": notice_audiences(frame),
        "clause": clause_shown(frame),
        "refused": refused_in_form(refusal, form, language=frame.language) if refusal else None,
        "was_tried": content is not None,
        **drawing_shown(node()),
        **form_blocks(form),
        **drawn_shown(form, standing=plan_in_force(form.get("change", ""))),
    }  # fmt: skip
    if content is not None and terms is not None:
        shown["tried"] = would_meet(frame, content)
        shown["volumes"] = volumes_shown(content["volumes"])
        shown["contingency"] = volumes_shown(content.get("contingency", ()))
        shown["reserved"] = reserved_after(frame, content, change=form.get("change", ""))
    return render(request, "desk/notices/new.html", shown, status=422 if refusal else 200)


def would_meet(frame: Frame, content: Mapping[str, Any]) -> list[OverlapShown]:
    """Return what a plan that is not filed yet would meet."""
    found = overlaps().tried(content, own=node().member)
    zones = [each for each in found if each.second.startswith(ZONE)]
    notices = [each for each in found if each not in zones]
    rows = {each.second: row for each in notices if (row := reading.matter(node(), each.second))}
    return [
        *plan_held_shown(content, frame=frame),
        *plan_near_shown(content, frame=frame),
        *_zones(frame, zones),
        *tried_shown(notices, rows=rows, names=frame.name_of),
    ]


def _zones(frame: Frame, found: list[Overlap]) -> list[OverlapShown]:
    in_force = frame.node.in_force()
    return zones_shown(found, charter=frame.node.charter(), in_force=in_force, names=frame.name_of)


def _with_matters(frame: Frame, notice: str, shown: list[OverlapShown]) -> list[OverlapShown]:
    """Return what a notice meets that is no notice, each with where its matter stands."""
    return [replace(each, opened=opened_with(each, notice, node=frame.node)) for each in shown]
