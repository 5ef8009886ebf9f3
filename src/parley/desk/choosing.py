"""Choosing how this browser shows the desk; see `parley.desk.appearance`."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.appearance import CHOICES, COOKIE, appearance_of
from parley.desk.sign_in import see_other, where_to

COOKIE_SECONDS = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen in a cookie and go back; what is not offered is left out."""
    chosen = appearance_of(request)
    chosen |= {name: wish for name, options in CHOICES.items() if (wish := request.POST.get(name, "")) in options}
    answer = see_other(where_to(request))
    answer.set_cookie(
        COOKIE, ".".join(f"{name}-{wish}" for name, wish in chosen.items()), max_age=COOKIE_SECONDS,
        samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer
