"""The first page of the desk, and the pages that say why something else is not shown."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.hotline.phrases import phrases_shown


@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show everything that waits, the newest conversations, and who is on duty opposite."""
    frame = Frame(request)
    shown = {"section": "desk", "phrases": phrases_shown(frame.language)}
    return render(request, "desk/desk.html", shown)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    title = gettext("There is no such page")
    text = gettext("The address leads nowhere, or to something this desk cannot see.")
    return render(request, "desk/refused.html", {"title": title, "text": text}, status=404)


@login_not_required
def not_readable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in three languages that a request was too much or could not be read, and how much is taken: 413 or 400."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return HttpResponse(too_much(), status=413 if is_too_much else 400)


def too_much() -> str:
    """Return the page that says so, which knows no request: it stands also for one that was not read at all."""
    return render_to_string("desk/too_much.html", {"frame": Frame(HttpRequest())})


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Say that the desk failed, in three languages and without the frame, which may be what failed."""
    return render(request, "desk/failed.html", status=500)
