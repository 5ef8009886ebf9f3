"""What waits at this desk: the list, releasing, returning, stopping, and sending after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_matter
from parley.desk.cell import node
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.reach import refuse_track, track_of_kind
from parley.desk.sending import waiting
from parley.desk.sending.forms import HeldForm
from parley.desk.sending.looking import Look, look_of
from parley.desk.sending.models import MOMENT, Waiting
from parley.desk.sign_in import see_other
from parley.node import reading
from parley.node.drafts import Filed
from parley.texts import catalogue, sentence


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """One act that waits, or waited, as the list shows it; `form` is what its writer can take up again."""

    row: Waiting
    look: Look
    is_ours: bool
    is_moment: bool
    word: str
    why: str
    matter: str
    address: str
    form: HeldForm | None


@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show what waits and what became of the last ones."""
    return _show(request)


@never_cache
@require_GET
def part(request: HttpRequest) -> HttpResponse:
    """The same list alone, for a page that shows it live."""
    return render(request, "desk/sending/rows.html", _shown(request))


@never_cache
@require_GET
def moments(request: HttpRequest) -> HttpResponse:
    """The banner of what this officer can still stop, alone."""
    return render(request, "desk/sending/moments.html")


@require_POST
def release(request: HttpRequest, waiting_id: str) -> HttpResponse:
    """Release what another officer wrote; it leaves at once."""
    row = _row(request, waiting_id)
    outcome = waiting.release(row, officer=request.user)
    return _after(request, row, outcome=outcome)


@require_POST
def send(request: HttpRequest, waiting_id: str) -> HttpResponse:
    """Send at once what waits for its moment, or missed it because the node was down."""
    row = _row(request, waiting_id)
    return _after(request, row, outcome=waiting.send_own(row, officer=request.user))


@require_POST
def give_back(request: HttpRequest, waiting_id: str) -> HttpResponse:
    """Return an act to who wrote it, with the reason."""
    why = request.POST.get("why", "")
    return _ended(request, waiting.give_back(_row(request, waiting_id), officer=request.user, why=why))


@require_POST
def stop(request: HttpRequest, waiting_id: str) -> HttpResponse:
    """Stop an act of one's own before it leaves."""
    return _ended(request, waiting.stop(_row(request, waiting_id), officer=request.user))


def _row(request: HttpRequest, waiting_id: str) -> Waiting:
    """Return what waits by that id; 404 where nothing does, or what does stands on a track that the role reads not."""
    found = Waiting.objects.filter(id=waiting_id).first()
    if found is None or not _reads(request.user, found):
        raise Http404(waiting_id)
    return found


def _reads(officer: Any, row: Waiting) -> bool:
    """Return whether an officer may see this act before it leaves: its own, and those of the tracks of its role."""
    track = track_of_kind(row.kind)
    return row.by == officer.name or not track or refuse_track(officer, track) is None


def _after(request: HttpRequest, row: Waiting, *, outcome: Any) -> HttpResponse:
    if isinstance(outcome, Refusal):
        return _show(request, refusal=outcome)
    if isinstance(outcome, Filed) and row.kind != "shift_noted":
        # Of the entry itself: the matter of some kinds follows from what they say, and stands in no draft.
        found = reading.find_entry(node(), outcome.id)
        matter = found[1].matter if found else None
        return see_other(address_of_matter(matter or outcome.id, entry=outcome.id))
    return see_other(reverse("waiting"))


def _ended(request: HttpRequest, refusal: Refusal | None) -> HttpResponse:
    return see_other(reverse("waiting")) if refusal is None else _show(request, refusal=refusal)


def _show(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    shown = _shown(request)
    if refusal is not None:
        shown["refused"] = in_words(refusal, language=Frame(request).language)
    return render(request, "desk/sending/list.html", shown, status=200 if refusal is None else 422)


def _shown(request: HttpRequest) -> dict[str, Any]:
    frame = Frame(request)
    return {
        "section": "waiting",
        "rows": [_row_shown(row, frame=frame) for row in waiting.still_waiting() if _reads(frame.officer, row)],
        "done": [_row_shown(row, frame=frame) for row in waiting.lately_done() if _reads(frame.officer, row)],
        "now_ms": node().clock.now_ms(),
    }


def _row_shown(row: Waiting, *, frame: Frame) -> WaitingShown:
    draft, is_own = waiting.draft_of(row), row.by == frame.officer.name
    why = sentence(row.why, language=frame.language, data={}) if row.why in catalogue() else row.why
    return WaitingShown(
        row=row,
        look=look_of(draft, frame),
        is_ours=is_own,
        is_moment=row.purpose == MOMENT,
        word=_WORDS[row.state](),
        why=why,
        matter=draft.matter or "",
        address=address_of_matter(draft.matter) if draft.matter else "",
        form=waiting.form_of_act(row) if is_own and row.state in waiting.NEVER_LEFT else None,
    )


_WORDS = {
    "waiting": lambda: gettext("waits"),
    "sending": lambda: gettext("is being sent"),
    "sent": lambda: gettext("sent"),
    "returned": lambda: gettext("returned"),
    "stopped": lambda: gettext("stopped, not sent"),
    "refused": lambda: gettext("refused, not sent"),
}
