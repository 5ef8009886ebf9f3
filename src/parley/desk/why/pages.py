"""The explanations: of a duty, a state, a link, an entry, a clause and a count; each a box or a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.addresses import address_of_matter
from parley.desk.details.facts import state_said
from parley.desk.duty_words import duty_why, duty_word
from parley.desk.frame import Frame
from parley.desk.watching import WatchRow
from parley.desk.why.telling import steps_shown
from parley.node import reading
from parley.node.why.duties import duty_of, why_owed
from parley.node.why.record import why_entry, why_link
from parley.node.why.states import why_state
from parley.node.why.step import Step, clause_text

PART = "X-Parley-Part"
MOST_LISTED = 60


@never_cache
@require_GET
def duty(request: HttpRequest, duty: str) -> HttpResponse:
    """Why something is owed and why until then."""
    frame = Frame(request)
    found = duty_of(frame.node, duty, now_ms=frame.now_ms)
    if found is None:
        raise Http404
    title = gettext("%(member)s owes: %(what)s") % {
        "member": frame.name_of(found.owed_by),
        "what": duty_word(found.what),
    }
    address = address_of_matter(found.matter) if found.matter else ""
    steps = why_owed(frame.node, found)
    return _show(request, frame, title=title, steps=steps, lead=duty_why(found.what), address=address)


@never_cache
@require_GET
def state(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Which entries brought a matter to its state."""
    frame, matter = Frame(request), f"{member}/{number}"
    row = reading.conversation(frame.node, matter)
    steps = why_state(frame.node, matter) if row else ()
    if row is None or not steps:
        raise Http404
    form = row.row.form
    told = {"matter": matter, "state": state_said(str(row.row.state.get("name") or ""), form=form)}
    title = gettext("Why %(matter)s stands at: %(state)s") % told
    return _show(request, frame, title=title, steps=steps, address=address_of_matter(matter), form=form)


@never_cache
@require_GET
def link(request: HttpRequest, member: str) -> HttpResponse:
    """What the figures of a link come from."""
    frame = Frame(request)
    shown = next((each for each in frame.links if each.code == member), None)
    if shown is None:
        raise Http404
    if member == frame.node.member:
        return _own_log(request, frame, size=shown.size)
    title = gettext("The link to %(member)s") % {"member": shown.name}
    steps = why_link(frame.node, member, state=shown.state)
    return _show(request, frame, title=title, steps=steps, lead=shown.why)


def _own_log(request: HttpRequest, frame: Frame, *, size: int) -> HttpResponse:
    """What the count of this node's own entries counts, and who has signed for the newest of them."""
    lead = gettext("The number counts the entries of this member's own log. Below is how far the newest of them got.")
    newest = f"{reading.name_of(frame.node, frame.node.keys.origin)}/{size - 1}"
    steps = why_entry(frame.node, newest) if size else ()
    return _show(request, frame, title=gettext("This node"), steps=steps, lead=lead)


@never_cache
@require_GET
def entry(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Who signed for an entry, read it and opened it."""
    frame, entry_id = Frame(request), f"{member}/{number}"
    steps = why_entry(frame.node, entry_id)
    if not steps:
        raise Http404
    title = gettext("How far %(entry)s got") % {"entry": entry_id}
    lead = gettext(
        "A mirror that signs has stored the log; a witness that signs never signs another history of it."
        " Read and opened come from the others' own entries."
    )
    return _show(request, frame, title=title, steps=steps, lead=lead)


@never_cache
@require_GET
def clause(request: HttpRequest, clause: str) -> HttpResponse:
    """What a clause says, and what to do about it."""
    frame = Frame(request)
    told = clause_text(clause, language=frame.language)
    if told is None:
        raise Http404
    title = gettext("Clause %(clause)s") % {"clause": clause}
    return _show(request, frame, title=title, steps=(), lead=told[0], advice=told[1])


@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What the count of the watch list counts."""
    frame = Frame(request)
    rows = [row for row in frame.watch_of("desk").rows if row.is_ours][:MOST_LISTED]
    steps = [Step("why.count.waiting", {"member": frame.node.member, "count": frame.ours}), *_each(rows)]
    if frame.ours > len(rows):
        steps.append(Step("why.count.more", {"count": frame.ours - len(rows)}))
    return _show(request, frame, title=gettext("What is counted as awaiting you"), steps=steps)


@never_cache
@require_GET
def band(request: HttpRequest, name: str) -> HttpResponse:
    """What the count beside a heading of the watch list counts: the rows under it in the part that is shown."""
    frame = Frame(request)
    found = next((each for each in frame.watch.bands if each.name == name), None)
    if found is None:
        raise Http404
    rows = found.rows[:MOST_LISTED]
    steps = [Step(f"why.band.{name}", {"count": len(found.rows)}), *_each(rows)]
    if frame.watch.is_part:
        steps.append(Step("why.band.part", {"count": frame.watch.looked_at, "total": frame.watch.total}))
    if len(found.rows) > len(rows):
        steps.append(Step("why.band.more", {"count": len(found.rows) - len(rows)}))
    return _show(request, frame, title=found.label, steps=steps)


def _each(rows: Iterable[WatchRow]) -> Iterator[Step]:
    for row in rows:
        for what, reason in zip(row.whats, row.reasons, strict=True):
            entry = reason.duty.partition(":")[0]
            told = {"what": what, "matter": row.matter or "–", "entry": entry}
            yield Step("why.count.one", told, entry=entry if row.matter else "", clause=reason.clause)


@never_cache
@require_GET
def held(request: HttpRequest) -> HttpResponse:
    """What the count of acts that have not left counts, and what the clock beside one of them counts down to."""
    frame = Frame(request)
    lead = gettext(
        "Counted is what was written at this desk and has not left. What the charter lets only a second officer release"
        " waits for one. What nobody waits for, a translation or a note of the shift, leaves after ten seconds in which"
        " its author can stop it; where the node was stopped meanwhile it waits for its author's word."
    )
    steps = [Step("why.held.release", clause="C-11"), Step("why.held.moment", clause="DESK-23")]
    title = gettext("What has not left yet")
    return _show(request, frame, title=title, steps=steps, lead=lead, address=reverse("waiting"))


def _show(
    request: HttpRequest, frame: Frame, *, title: str, steps: Any, lead: str = "", advice: str = "", address: str = "",
    form: str = "",
) -> HttpResponse:
    shown = {
        "title": title, "lead": lead, "advice": advice, "address": address,
        "steps": steps_shown(steps, frame=frame, form=form),
    }  # fmt: skip
    is_part = request.headers.get(PART) == "why"
    return render(request, "desk/why/told.html" if is_part else "desk/why/page.html", shown)
