"""The time line as a strip below the stage, and on a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.timeline.showing import time_line


@never_cache
@require_GET
def strip(request: HttpRequest) -> HttpResponse:
    """The strip alone, for the hours that the address asks for."""
    return render(request, "desk/timeline/strip.html", {"timeline": time_line(request, frame=Frame(request))})


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The time line over the whole stage, with all that is on it as a list."""
    shown = {"section": "timeline", "timeline": time_line(request, frame=Frame(request))}
    return render(request, "desk/timeline/page.html", shown)
