"""What every page of one matter has around it, and its parts that are fetched anew as they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from parley.charter.verdict import Refusal
from parley.desk.details.showing import panels_of
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.matters import view_of
from parley.node.reading import MatterView


def around_matter(
    frame: Frame, view: MatterView, *, refusal: Refusal | None, typed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the duties, the details and the selection of a matter; after a refusal its reason and what was typed."""
    matter = view.row.id
    return {
        "stage_view": "conversation",
        "duties": frame.watch_rows_of(view.row),
        "panels": panels_of(frame, matter),
        "matter": matter,
        "open_matter": matter,
        "typed": typed or {},
        "refused": in_words(refusal, language=frame.language) if refusal else None,
    }


def part_of_matter(
    request: HttpRequest, matter: str, template: str | None, *, form: str,
    shown_of: Callable[[Frame, MatterView], dict[str, Any]],
) -> HttpResponse:  # fmt: skip
    """Return one part of a matter's page; 404 for one that the page does not have."""
    if template is None:
        raise Http404(matter)
    return render(request, template, shown_of(Frame(request), view_of(matter, form=form)))
