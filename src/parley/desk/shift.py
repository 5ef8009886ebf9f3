"""The shift: taking and handing over the watch, the notes of this member's own log, and who is on duty opposite."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.attention.hearing import note_hearing
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.full_disk import unless_full
from parley.desk.handing import (
    came_since,
    in_force,
    incoming_officer,
    left_here,
    open_among_fewer,
    open_duties,
    silent_members,
)
from parley.desk.hotline.meanwhile import is_repeat
from parley.desk.hotline.typed import form_faulty, instant_typed, text_typed
from parley.desk.once import as_once
from parley.desk.seats import Seat
from parley.desk.sign_in import see_other
from parley.geo.moment import Moment, moment_text
from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import file

WATCH_SECONDS = 8 * 60 * 60
NOTES = 50
NOTES_BACK_MS = 3 * 24 * 60 * 60 * 1000
HANDOVERS = 5


@never_cache
@require_GET
def shift(request: HttpRequest) -> HttpResponse:
    """Show who has the watch, what is open, and the newest notes."""
    return _show(request)


@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the watch, told to all members, after the sound test; a handover in force is confirmed by it.

    The incoming officer signs in his own session, or with his own name, password and code at the screen of the outgoing
    one, who is signed out by it. A handover is never confirmed by the officer who prepared it.
    """
    until = instant_typed(request.POST.get("until", ""), where="until")
    if isinstance(until, Fault):
        return _show(request, form="take", refusal=form_faulty((until,)))
    hears = request.POST.get("hears", "")
    if hears not in ("yes", "no"):
        return _show(request, form="take", refusal=Refusal("watch_sound_untested", "DESK-46"))
    officer = incoming_officer(request)
    if isinstance(officer, Refusal):
        return _show(request, form="take", refusal=officer)
    content = _taken(request, officer=officer, until_s=until)
    if isinstance(content, Refusal):
        return _show(request, form="take", refusal=content)
    answer = _take(request, content, officer=officer)
    if answer.status_code == 303:
        with unless_full("the sound test"):
            note_hearing(str(officer), hears=hears == "yes", now_ms=node().clock.now_ms())
    return answer


def _taken(request: HttpRequest, *, officer: Any, until_s: int) -> dict[str, Any] | Refusal:
    """Return what the entry says: who takes the watch, and from whom where a handover is confirmed."""
    content: dict[str, Any] = {
        "authority": request.POST.get("authority", "").strip(),
        "call_back": request.POST.get("call_back", "").strip(),
        "until_s": until_s,
        "name": str(officer),
    }
    if after := request.POST.get("after", ""):
        state = in_force(node(), request.POST.get("matter"))
        offered_by = (state.get("offer") or {}).get("name") or state.get("holder", {}).get("name")
        if offered_by == str(officer):
            return Refusal("watch_same_officer", "DESK-47")
        content |= {"after": after, "from_role": request.POST.get("from_role", "")}
        content |= {"from_name": offered_by} if offered_by else {}
    return content


def _take(request: HttpRequest, content: dict[str, Any], *, officer: Any) -> HttpResponse:
    """File it in the name of the officer who signs; the screen is left to him to sign in at."""
    matter = request.POST.get("matter") or None
    if officer.pk == request.user.pk:
        return file_and_go(
            request, "watch_taken", content=content, to=_everybody(), matter=matter, go=reverse("shift"),
            refused=lambda refusal: _show(request, form="take", refusal=refusal),
        )  # fmt: skip
    draft = Draft("watch_taken", _everybody(), content, matter, role=officer.role, officer=officer.name)
    draft = as_once(draft, request.POST.get("once", ""))
    outcome = file(draft, node=node())
    if isinstance(outcome, Refusal):
        return _show(request, form="take", refusal=outcome)
    logout(request)
    return see_other(f"{reverse('sign-in')}?next={reverse('shift')}")


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Hand the watch over with all that is open; it passes when the incoming officer takes it.

    What came since its list was shown is told once, and stands in the list that is shown then.
    """
    if refusal := _came_meanwhile(request):
        return _show(request, form="hand-over", refusal=refusal)
    promises = [line.strip() for line in request.POST.get("promises", "").splitlines()]
    content: dict[str, Any] = {
        "to_role": request.POST.get("to_role", ""),
        "open_items": request.POST.getlist("open_items"),
        "name": str(request.user),
        "silent": request.POST.getlist("silent"),
        "promises": [line for line in promises if line],
    }
    if text_typed(request.POST):
        content["text"] = text_typed(request.POST)
    return file_and_go(
        request, "watch_handed_over", content=content, to=_everybody(), matter=request.POST.get("matter") or None,
        go=reverse("shift"), refused=lambda refusal: _show(request, form="hand-over", refusal=refusal),
    )  # fmt: skip


def _came_meanwhile(request: HttpRequest) -> Refusal | None:
    """Return the refusal of a handover that would leave out what came since its list was shown."""
    matter = request.POST.get("matter") or None
    if "lists" not in request.POST or is_repeat(request, matter, kind="watch_handed_over"):
        return None
    came = came_since(Frame(request), request.POST.getlist("listed"))
    return Refusal("handover_meanwhile", "DESK-48", {"items": "; ".join(came)}) if came else None


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Write a note into the shift log, which leaves this member's node for nobody's eyes."""
    content = {"text": text_typed(request.POST), "lang": Frame(request).language}
    return file_and_go(
        request, "shift_noted", content=content, to=(node().member,), go=reverse("shift"),
        refused=lambda refusal: _show(request, form="note", refusal=refusal),
    )  # fmt: skip


def _everybody() -> tuple[str, ...]:
    return tuple(node().charter().codes)


def _show(request: HttpRequest, *, form: str = "", refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    own = next((seat for seat in frame.seats if seat.member == frame.node.member), None)
    rows = reading.of_form(node(), "shift", from_ms=frame.now_ms - NOTES_BACK_MS)[::-1]
    is_held_here = own is not None and own.officer == str(request.user) and not own.is_over
    state = in_force(frame.node, own.matter if own else None)
    shown = {
        "section": "shift",
        "own_seat": own,
        "offer": state.get("offer"),
        "offered_to": frame.role_of(own.offered_to) if own else "",
        "offer_from_role": state.get("holder", {}).get("role", ""),
        "is_own_offer": (state.get("offer") or {}).get("name") == str(request.user),
        "handovers": [
            (frame.role_of(each["from_role"]), frame.role_of(each["to_role"]), each)
            for each in state.get("handovers", ())[::-1][:HANDOVERS]
        ],
        "notes": [(frame.role_of(str(row.state.get("role") or "")), row) for row in rows[:NOTES]],
        "open_items": open_duties(frame),
        "open_among_fewer": open_among_fewer(frame),
        "left_here": left_here(frame),
        "silent": silent_members(frame),
        "roles": [(role.name, frame.role_of(role.name)) for role in frame.node.charter().roles.values()],
        "is_held_here": is_held_here,
        "until": _until(own if is_held_here else None, now_ms=frame.now_ms),
        "typed": request.POST.dict(),
        **_chosen(request, frame, form=form, role=own.role if own else ""),
        "open_form": form,
        "refused": in_words(refusal, language=frame.language) if refusal else None,
    }
    return render(request, "desk/shift.html", shown, status=422 if refusal else 200)


def _until(held: Seat | None, *, now_ms: int) -> str:
    """Return until when the form would take the watch: a shift on, to the full hour, and never less than is held."""
    shift_on_s = (now_ms // 1000 + WATCH_SECONDS) // 3600 * 3600
    held_s = -(-(held.until_ms or 0) // 60_000) * 60 if held is not None else 0
    return moment_text(Moment(max(shift_on_s, held_s), "minute"))


def _chosen(request: HttpRequest, frame: Frame, *, form: str, role: str) -> dict[str, Any]:
    """Return to which role the handover goes, and what of its lists was left out, as far as that was chosen before."""
    if form != "hand-over":
        return {"chosen_role": role, "left_out": ()}
    offered = {*open_duties(frame), *(code for code, _, _ in silent_members(frame))}
    kept = {*request.POST.getlist("open_items"), *request.POST.getlist("silent")}
    # What came since the list was shown was left out by nobody.
    came = set(came_since(frame, request.POST.getlist("listed"))) if "lists" in request.POST else set()
    return {"chosen_role": request.POST.get("to_role", role), "left_out": offered - kept - came}
