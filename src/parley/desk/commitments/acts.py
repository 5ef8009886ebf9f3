"""What an officer does with an instrument: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Refusal
from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.commitments.pages import show_commitment
from parley.desk.commitments.typed import done_typed, step_typed, with_files, with_lines
from parley.desk.hotline.attached import attachments_of
from parley.desk.hotline.typed import Typed, figure
from parley.desk.incidents.evidence import digest_of
from parley.desk.matters import view_of
from parley.desk.standstill.typed import Form
from parley.node.drafts import AttachmentDraft
from parley.tracks.commitments.commitment_state import FORM


def _signed(request: HttpRequest, matter: str) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "digest": request.POST.get("digest", "")}, ())


def _against(request: HttpRequest, matter: str) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "why": request.POST.get("why", "").strip()}, ())


def _done(request: HttpRequest, matter: str) -> Typed:
    return done_typed(Form(request.POST.dict(), request.POST.getlist))


def _disputed(request: HttpRequest, matter: str) -> Typed:
    content = {**_why(request), "stands": request.POST.get("stands") == "yes"}
    return Typed(content, ())


def _waived(request: HttpRequest, matter: str) -> Typed:
    return Typed(_why(request), ())


def _why(request: HttpRequest) -> dict[str, object]:
    return {**step_typed(request.POST.dict()), "why": request.POST.get("why", "").strip()}


def _superseded(request: HttpRequest, matter: str) -> Typed:
    return Typed({"by": request.POST.get("by", ""), "from_s": figure(request.POST.get("from_s", "")) or 0}, ())


ACTS: Mapping[str, Act] = {
    "sign": Act("commitment_signed", _signed),
    "decline": Act("commitment_declined", _against),
    "withdraw": Act("commitment_withdrawn", _against),
    "report": Act("step_reported", _done),
    "certify": Act("step_certified", _done),
    "dispute": Act("step_disputed", _disputed),
    "waive": Act("step_waived", _waived),
    "supersede": Act("commitment_superseded", _superseded),
}


# What these say may bring files along.
WITH_FILES = frozenset({"report", "certify"})


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the instrument, or on the step of it, that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    form = f"{act}-{request.POST.get('of') or request.POST.get('of_step', '')}"

    def refused(refusal: Refusal) -> HttpResponse:
        return show_commitment(request, matter, form=form, refusal=with_lines(refusal), typed=request.POST.dict())

    found, go = act_named(ACTS, act), address_of_form(FORM, matter)
    if act not in WITH_FILES:
        return file_act(request, matter, found, go=go, refused=refused)
    with attachments_of(request) as files:
        return file_act(request, matter, _told_with(found, files), go=go, refused=refused, attachments=files)


def _told_with(act: Act, files: Iterable[AttachmentDraft]) -> Act:
    """Return an act whose evidence tells each of these files by its digest, in the line that names it or a new one."""

    def typed(request: HttpRequest, matter: str) -> Typed:
        read = act.typed(request, matter)
        lines, faults = with_files(read.content.get("evidence", ()), {each.name: digest_of(each) for each in files})
        content = {**read.content, "evidence": lines} if lines else read.content
        return Typed(content, (*read.faults, *faults))

    return Act(act.kind, typed)
