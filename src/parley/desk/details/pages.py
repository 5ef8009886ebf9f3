"""All panels of one matter, and one of them alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.details.showing import panels_of, selected
from parley.desk.frame import Frame


@never_cache
@require_GET
def details(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Every panel of a matter; 404 where this node has none of that id, or may not read it."""
    frame, matter = Frame(request), f"{member}/{number}"
    chosen = selected(frame, matter)
    if chosen is None:
        raise Http404(matter)
    return render(request, "desk/details/whole.html", {"chosen": chosen, "panels": panels_of(frame, matter)})


@never_cache
@require_GET
def panel(request: HttpRequest, member: str, number: int, panel: str) -> HttpResponse:
    """One panel of a matter; empty where it has nothing to say, 404 where there is no such panel."""
    shown = [each for each in panels_of(Frame(request), f"{member}/{number}", only=panel) if each.name == panel]
    if not shown:
        raise Http404(panel)
    return render(request, "desk/details/panel.html", {"panel": shown[0]})
