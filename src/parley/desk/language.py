"""Choosing the language of this browser."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.sign_in import see_other, set_language_cookie, where_to


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back; a language that the desk has not is left out."""
    answer = see_other(where_to(request))
    wished = request.POST.get("language", "")
    if wished in dict(settings.LANGUAGES):
        set_language_cookie(answer, language=wished)
    return answer
