"""What an officer does with a protected site: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault
from parley.desk.acting import Act, act_named, file_act, note_typed, version_typed
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.hotline.typed import Typed, instant_typed, text_typed
from parley.desk.matters import state_among, view_of
from parley.desk.sites.found import protecting
from parley.desk.sites.pages import show_site
from parley.desk.sites.typed import count_typed
from parley.tracks.deconfliction.site_state import FORM


def _received(request: HttpRequest, matter: str) -> Typed:
    """The receipt says which list this member holds at this moment, so that what it had can be settled later."""
    opening = state_among(protecting().sites(), matter).opening
    count, digest = protecting().held_list(by=node().member, of=opening.member, readers=opening.to)
    said = {"how": request.POST.get("how", "received"), "list": {"count": count, "digest": digest}}
    return Typed({**said, **version_typed(request), **note_typed(request)}, ())


def _passed_on(request: HttpRequest, matter: str) -> Typed:
    found = instant_typed(request.POST.get("passed_at", ""), where="passed_at")
    faults = (found,) if isinstance(found, Fault) else ()
    said = {name: request.POST.get(name, "").strip() for name in ("to_whom", "level")}
    at_s = 0 if isinstance(found, Fault) else found
    return Typed({**version_typed(request), **said, "passed_at_s": at_s, **note_typed(request)}, faults)


def _checked(request: HttpRequest, matter: str) -> Typed:
    faults: list[Fault] = []
    distance = count_typed(request.POST, "distance_m", faults)
    said = {name: request.POST.get(name, "").strip() for name in ("name", "finding")}
    return Typed({**version_typed(request), **said, "distance_m": distance, **note_typed(request)}, tuple(faults))


def _commented(request: HttpRequest, matter: str) -> Typed:
    return Typed({**version_typed(request), "text": text_typed(request.POST), "lang": request.POST.get("lang", "")}, ())


def _confirmed(request: HttpRequest, matter: str) -> Typed:
    return Typed(version_typed(request), ())


def _withdrawn(request: HttpRequest, matter: str) -> Typed:
    return Typed({"why": request.POST.get("why", "").strip()}, ())


ACTS: Mapping[str, Act] = {
    "receive": Act("site_received", _received),
    "pass-on": Act("site_passed_on", _passed_on),
    "comment": Act("site_commented", _commented),
    "check": Act("site_checked", _checked),
    "confirm": Act("site_confirmed", _confirmed),
    "withdraw": Act("site_withdrawn", _withdrawn),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the version that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    return file_act(
        request,
        matter,
        act_named(ACTS, act),
        go=address_of_form(FORM, matter),
        refused=lambda refusal: show_site(request, matter, form=act, refusal=refusal, typed=request.POST.dict()),
    )
