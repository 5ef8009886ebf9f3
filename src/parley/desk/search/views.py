"""Saved views: keeping a search under a name, sharing it with the desk, forgetting it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from parley.desk.cell import node
from parley.desk.search.models import SavedView
from parley.desk.search.typed import FIELDS, LONGEST, LONGEST_KEPT
from parley.desk.sign_in import see_other

MOST_VIEWS = 100


def views_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the officer's own views and those that others share, by name."""
    found = SavedView.objects.filter(Q(officer=request.user.pk) | Q(is_shared=True)).select_related("officer")
    return [
        {
            "id": view.pk,
            "name": view.name,
            "address": f"{reverse('search')}?{view.asked}",
            "is_own": view.officer_id == request.user.pk,
            "is_shared": view.is_shared,
            "by": view.officer.shown_as,
        }
        for view in found[: 2 * MOST_VIEWS]
    ]


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what was asked under a name; the same name again takes the place of the older view."""
    name, asked = " ".join(request.POST.get("name", "").split())[:80], _asked(request.POST.get("asked", ""))
    own = SavedView.objects.filter(officer=request.user.pk)
    if name and 0 < len(asked) <= LONGEST_KEPT and (own.filter(name=name).exists() or own.count() < MOST_VIEWS):
        SavedView.objects.update_or_create(
            officer_id=request.user.pk,
            name=name,
            defaults={
                "asked": asked,
                "is_shared": request.POST.get("shared") == "yes",
                "saved_at": datetime.fromtimestamp(node().clock.now_ms() / 1000, UTC),
            },
        )
    return see_other(f"{reverse('search')}?{asked}")


@require_POST
def forget(request: HttpRequest, view: int) -> HttpResponse:
    """Forget one of the officer's own views; another's stays, and nothing tells whether it is there."""
    SavedView.objects.filter(pk=view, officer=request.user.pk).delete()
    return see_other(reverse("search"))


def _asked(query: str) -> str:
    """Return a query with the fields of the form alone, so that a view never leads elsewhere."""
    told = parse_qs(query[: 4 * LONGEST_KEPT])
    return urlencode({name: told[name][0][:LONGEST] for name in FIELDS if name in told})
