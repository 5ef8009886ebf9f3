"""The notices of the list as a table to keep: own ones, and others' where a signed charter lets them leave so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.feeds import may_carry_others
from parley.desk.cell import node
from parley.node.feeds.carried import carried
from parley.node.feeds.kept import OTHERS, Terms
from parley.node.feeds.table import FORM, table
from parley.texts import sentence

EVER_S = 2**53


def carries_others() -> bool:
    """Return whether the table has other members' notices too."""
    return may_carry_others(node().charter(), FORM)


@never_cache
@require_GET
def notices_table(request: HttpRequest) -> HttpResponse:
    """Give the table in the reader's language; those that are over only where they are asked for."""
    here, language = node(), get_language() or "en"
    terms = Terms((FORM,), carries=OTHERS, language=language)
    found = carried(here, terms, FORM, now_s=here.clock.now_ms() // 1000, told_after_s=EVER_S)
    shown = [each for each in found if request.GET.get("show") == "all" or not each.is_over]
    body = table(shown, lambda name: sentence(f"feeds.{name}", language=language, data={}))
    mark = "EXERCISE-" if here.charter().mechanism.exercise else ""
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    name = f"{mark}{here.member}-notices.csv"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
