"""The pages of attention: setting a row aside, and an officer's quiet hours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parley.charter.verdict import Refusal
from parley.desk.attention import hearing
from parley.desk.attention.models import Shelving
from parley.desk.attention.shelving import CHOICES, WHY_LIMIT, bring_back, shelve
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.sign_in import see_other
from parley.desk.watching import WatchRow
from parley.node import reading

SHOWN = 30


@never_cache
@require_http_methods(["GET", "POST"])
def shelve_row(request: HttpRequest) -> HttpResponse:
    """Show the form for one row of the watch list, or set the row aside: 303 to the desk, 422 where it is refused."""
    frame = Frame(request)
    asked = request.POST.get("row") or request.GET.get("row", "")
    row = _row_named(frame, asked)
    if request.method == "GET":
        return _show(request, frame=frame, row=row)
    minutes = request.POST.get("minutes", "")
    outcome = shelve(
        row, minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 4 else 0,
        why=request.POST.get("why", ""), officer=request.user, now_ms=frame.now_ms,
    )  # fmt: skip
    if isinstance(outcome, Refusal):
        return _show(request, frame=frame, row=row, refusal=outcome)
    frame.node.changes.publish(frozenset({"duties"}))
    return see_other(reverse("desk"))


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    """Bring a row back before its time."""
    frame = Frame(request)
    bring_back(request.POST.get("row", ""), officer=request.user, now_ms=frame.now_ms)
    frame.node.changes.publish(frozenset({"duties"}))
    return see_other(reverse("desk"))


def _row_named(frame: Frame, asked: str) -> WatchRow | None:
    """Return a row by its id, in whatever part of the list it stands; None where it is gone."""
    found = reading.find_entry(frame.node, asked.partition(":")[0])
    row = reading.matter(frame.node, found[1].matter) if found and found[1].matter else None
    rows = frame.watch_rows_of(row) if row else frame.watch_of("all").rows
    return next((each for each in rows if each.id == asked), None)


def _show(
    request: HttpRequest, *, frame: Frame, row: WatchRow | None, refusal: Refusal | None = None
) -> HttpResponse:
    shown = {
        "section": "desk",
        "row": row,
        "choices": CHOICES,
        "why_limit": WHY_LIMIT,
        "typed": request.POST.dict(),
        "log": Shelving.objects.order_by("-at_ms")[:SHOWN],
        "refused": in_words(refusal, language=frame.language) if refusal else None,
    }
    return render(request, "desk/attention/shelve.html", shown, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def attention(request: HttpRequest) -> HttpResponse:
    """Show or set an officer's quiet hours; both fields empty lifts them."""
    refusal = None
    if request.method == "POST":
        texts = [request.POST.get(name, "").strip() for name in ("from", "until")]
        minutes = [hearing.minute_of(text) for text in texts]
        if any(texts) and None in minutes:
            refusal = Refusal("quiet_faulty", "DESK-44")
        else:
            hours = (minutes[0], minutes[1]) if minutes[0] is not None and minutes[1] is not None else None
            hearing.set_quiet_hours(request.user, hours=hours)
            return see_other(reverse("attention"))
    hours = hearing.quiet_hours(request.user)
    shown = {
        "section": "attention",
        "title": gettext("Sound and quiet hours"),
        "hours": tuple(hearing.time_of(minute) for minute in hours) if hours else ("", ""),
        "typed": request.POST.dict(),
        "refused": in_words(refusal, language=Frame(request).language) if refusal else None,
    }
    return render(request, "desk/attention/quiet.html", shown, status=422 if refusal else 200)
