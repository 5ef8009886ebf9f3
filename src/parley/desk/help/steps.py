"""The first steps of a new officer: which there are, and which were taken, as this desk saw them done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from parley.desk.full_disk import unless_full
from parley.desk.help.models import FirstStep
from parley.desk.help.texts import pages

# The name of an address, whether it is taken by sending a form, the page that helps with it, and where it is done.
STEPS = (
    ("take-watch", "POST", "shift", "shift"),
    ("acknowledge", "POST", "flash", "desk"),
    ("read-back", "POST", "read-back", "hotline"),
    ("new-message", "POST", "new-message", "new-message"),
    ("new-notice", "POST", "notices", "new-notice"),
    ("line-check", "POST", "line-check", "desk"),
    ("new-call", "POST", "new-call", "new-call"),
    ("search", "GET", "search", "search"),
    ("why-duty", "GET", "charter", "charter"),
    ("hand-over", "POST", "hand-over", "shift"),
)
_METHODS = {name: method for name, method, _, _ in STEPS}
# Other addresses that take the same step: any "why?" that was read, and the charter behind it.
_SAME = dict.fromkeys(
    ("why-state", "why-link", "why-entry", "why-clause", "why-waiting", "why-held", "why-marks", "charter"), "why-duty"
)
_seen: set[tuple[int, str]] = set()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step as the list shows it."""

    title: str
    help: str
    address: str
    is_done: bool


def steps_of(request: HttpRequest, *, language: str) -> list[StepShown]:
    """Return the steps with what this officer has done; empty once all were done."""
    done = set(FirstStep.objects.filter(officer=request.user.pk).values_list("name", flat=True))
    if done >= _METHODS.keys():
        return []
    return [
        StepShown(pages()[page].told(language).title, reverse("help-page", args=[page]), reverse(where), name in done)
        for name, _, page, where in STEPS
    ]


class NoteSteps:
    """Middleware that notes an officer's first success of each kind of act; a refusal is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember the rest of the chain."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note what was done where it was done for the first time."""
        response = self._get_response(request)
        match: Any = request.resolver_match
        name = _SAME.get(match.url_name, match.url_name) if match is not None else ""
        if name in _METHODS and _is_done(request, response, name=name):
            with unless_full("a first step"):
                _note(request.user.pk, name)
        return response


def _is_done(request: HttpRequest, response: HttpResponse, *, name: str) -> bool:
    if request.method != _METHODS[name] or not request.user.is_authenticated:
        return False
    if request.method == "POST":
        return response.status_code == 303
    return response.status_code in (200, 303) and (name != "search" or bool(request.GET.get("q")))


def _note(officer: int, name: str) -> None:
    with _lock:
        if (officer, name) in _seen:
            return
    FirstStep.objects.get_or_create(officer_id=officer, name=name)
    with _lock:
        _seen.add((officer, name))
