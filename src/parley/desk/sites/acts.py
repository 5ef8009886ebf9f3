"""What an officer does with a protected site: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.cell import node
from parley.desk.filed import file_and_go
from parley.desk.hotline.typed import form_faulty, instant_typed, text_typed
from parley.desk.notices.typed import Typed
from parley.desk.sites.found import protecting
from parley.desk.sites.pages import show_site, state_of, view_of
from parley.desk.sites.showing import address_of
from parley.desk.sites.typed import count_typed
from parley.tracks.deconfliction.site_state import SiteState

KINDS: Mapping[str, str] = {
    "receive": "site_received",
    "pass-on": "site_passed_on",
    "comment": "site_commented",
    "check": "site_checked",
    "confirm": "site_confirmed",
    "withdraw": "site_withdrawn",
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the version that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter)
    if act not in KINDS:
        raise Http404(act)

    def refused(refusal: Refusal) -> HttpResponse:
        return show_site(request, matter, form=act, refusal=refusal, typed=request.POST.dict())

    typed = _CONTENTS[act](request, state_of(matter))
    if typed.faults:
        return refused(form_faulty(typed.faults))
    return file_and_go(
        request,
        KINDS[act],
        content=typed.content,
        to=tuple(request.POST.get("to", "").split(",")),
        matter=matter,
        go=address_of(matter),
        refused=refused,
    )


def _of(request: HttpRequest) -> dict[str, Any]:
    return {"of": request.POST.get("version", "")}


def _note(request: HttpRequest) -> dict[str, Any]:
    text = text_typed(request.POST)
    return {"text": text} if text else {}


def _received(request: HttpRequest, state: SiteState) -> Typed:
    """The receipt says which list this member holds at this moment, so that what it had can be settled later."""
    count, digest = protecting().held_list(by=node().member, of=state.opening.member, readers=state.opening.to)
    held = {"count": count, "digest": digest}
    return Typed({"how": request.POST.get("how", "received"), "list": held, **_of(request), **_note(request)}, ())


def _passed_on(request: HttpRequest, state: SiteState) -> Typed:
    found = instant_typed(request.POST.get("passed_at", ""), where="passed_at")
    faults = (found,) if isinstance(found, Fault) else ()
    said = {name: request.POST.get(name, "").strip() for name in ("to_whom", "level")}
    at_s = 0 if isinstance(found, Fault) else found
    return Typed({**_of(request), **said, "passed_at_s": at_s, **_note(request)}, faults)


def _checked(request: HttpRequest, state: SiteState) -> Typed:
    faults: list[Fault] = []
    distance = count_typed(request.POST, "distance_m", faults)
    said = {name: request.POST.get(name, "").strip() for name in ("name", "finding")}
    return Typed({**_of(request), **said, "distance_m": distance, **_note(request)}, tuple(faults))


def _commented(request: HttpRequest, state: SiteState) -> Typed:
    return Typed({**_of(request), "text": text_typed(request.POST), "lang": request.POST.get("lang", "")}, ())


_CONTENTS: Mapping[str, Callable[[HttpRequest, SiteState], Typed]] = {
    "receive": _received,
    "pass-on": _passed_on,
    "comment": _commented,
    "check": _checked,
    "confirm": lambda request, state: Typed(_of(request), ()),
    "withdraw": lambda request, state: Typed({"why": request.POST.get("why", "").strip()}, ()),
}
