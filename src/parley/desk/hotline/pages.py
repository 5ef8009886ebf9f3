"""The hotline's pages: the list of conversations, and one conversation with its forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.addresses import WITH_PAGES, address_of_matter
from parley.desk.cell import node
from parley.desk.details.showing import panels_of
from parley.desk.duty_words import duty_word
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.hotline.meanwhile import mark_of
from parley.desk.hotline.offers import offers_of
from parley.desk.hotline.phrases import phrases_shown
from parley.desk.hotline.replying import replies_shown
from parley.desk.hotline.showing import (
    ConversationRow,
    ItemShown,
    conversation_rows,
    items_shown,
    read_backs_shown,
)
from parley.desk.hotline.typed import HINTS, ItemTyped
from parley.desk.hotline.voice_shown import REASON_WORDS, voice_shown
from parley.desk.hotline.wordings import HOW, item_word, state_word
from parley.desk.matter_page import matter_shown
from parley.desk.matters import view_of
from parley.desk.watching import subject_of
from parley.geo.items import ITEM_TYPES
from parley.matters.duty import DONE_LATE
from parley.node import reading
from parley.node.reading import MatterRow, MatterView

PAGE = 50
FORMS_SHOWN = {
    "talk": ("message", "call"),
    "checks": ("line_check",),
    "watches": ("watch",),
}


def rows_of(frame: Frame, *, show: str = "", before: tuple[int, str] | None = None) -> list[ConversationRow]:
    """Return the newest conversations of the forms that `show` names, as a list shows them.

    With "flash" all that wait for this member's acknowledgement, or the newest hundred of each member, on one page.
    """
    forms = FORMS_SHOWN.get(show, FORMS_SHOWN["talk"])
    listed = _of_forms(forms, tracks=frame.tracks, before=before)
    found = _flashes(frame) if show == "flash" else list(islice(listed, PAGE))
    return conversation_rows(
        found, own=frame.node.member, names=frame.name_of, language=frame.language, address=address_of_matter
    )


def _flashes(frame: Frame) -> list[MatterRow]:
    rows = (reading.matter(frame.node, matter) for matter in frame.flashes.named)
    return [row for row in rows if row is not None and row.track in frame.tracks]


def _of_forms(
    forms: tuple[str, ...], *, tracks: tuple[str, ...], before: tuple[int, str] | None
) -> Iterator[MatterRow]:
    """Yield conversations of these forms on these tracks, newest first, a page of them at most."""
    rows = reading.conversations(node(), limit=PAGE, before=before, forms=forms)
    yield from (row for row in rows if row.track in tracks)


@never_cache
@require_GET
def hotline(request: HttpRequest) -> HttpResponse:
    """Show the conversations, newest first, fifty a page."""
    frame = Frame(request)
    before, show = _before(request), request.GET.get("show", "talk")
    rows = rows_of(frame, show=show, before=before)
    last = rows[-1] if len(rows) == PAGE and show != "flash" else None
    shown = {
        "section": "hotline",
        "rows": rows,
        "first": before is None,
        "show": show,
        "shows": [
            ("talk", gettext("Messages and calls")),
            ("checks", gettext("Line checks")),
            ("watches", gettext("Watches")),
            ("flash", gettext("FLASH that waits")),
        ],
        "older": f"{last.last_at_ms},{last.id}" if last else "",
        "queued": request.GET.get("queued", ""),
        "phrases": phrases_shown(frame.language),
    }
    return render(request, "desk/hotline/list.html", shown)


def _before(request: HttpRequest) -> tuple[int, str] | None:
    """Return where an earlier page ended, "1764000000000,SY/12"; None where the address names no such place."""
    at_ms, _, matter = request.GET.get("before", "").partition(",")
    return (int(at_ms), matter) if at_ms.isdecimal() and len(at_ms) < 16 else None


@never_cache
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """The list of conversations alone, for a page that shows it live."""
    found = rows_of(Frame(request), show=request.GET.get("show", ""))
    return render(request, "desk/hotline/parts/rows.html", {"rows": found})


@never_cache
@require_GET
def conversation(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one conversation; a matter of another track has a page of its own."""
    row = reading.matter(node(), f"{member}/{number}")
    if row is not None and row.form in WITH_PAGES:
        return redirect(row.form, member=member, number=number)
    if row is not None and row.form == "blind_looks":
        return redirect("blind")
    return show_conversation(request, f"{member}/{number}")


@never_cache
@require_GET
def entries(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """The entries of one conversation alone."""
    return render(request, "desk/hotline/parts/entries.html", shown_of(Frame(request), view_of(f"{member}/{number}")))


@never_cache
@require_GET
def receipts(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """The receipts and read-backs of one conversation alone."""
    return render(request, "desk/hotline/parts/receipts.html", shown_of(Frame(request), view_of(f"{member}/{number}")))


@never_cache
@require_GET
def acts(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """The forms of one conversation alone."""
    shown = shown_of(Frame(request), view_of(f"{member}/{number}"))
    return render(request, "desk/hotline/parts/acts.html", {**shown, **forms_of(shown, typed={})})


def show_conversation(
    request: HttpRequest,
    matter: str,
    *,
    form: str = "",
    typed: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Show a conversation; after a refusal (422) with its reason and what was typed still in its form."""
    shown = shown_of(Frame(request), view_of(matter))
    shown |= {"panels": panels_of(Frame(request), matter), "matter": matter, "open_matter": matter}
    shown |= {"section": "hotline", "stage_view": "conversation", "open_form": form}
    shown |= forms_of(shown, typed=typed or {}, form=form)
    if refusal is not None:
        shown["refused"] = in_words(refusal, language=Frame(request).language)
    return render(request, "desk/hotline/conversation.html", shown, status=200 if refusal is None else 422)


def shown_in(frame: Frame, matter: str) -> dict[str, Any] | None:
    """Return what each panel of a conversation asks for, as it is pushed.

    None where this node has no such matter, or the role does not read its track.
    """
    view = reading.conversation(frame.node, matter)
    if view is None or view.row.track not in frame.tracks:
        return None
    shown = shown_of(frame, view)
    return {**shown, **forms_of(shown, typed={})}


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of a conversation ask for."""
    row = view.row
    own, state = frame.node.member, row.state
    return {
        **matter_shown(frame, view),
        "subject": subject_of(state, language=frame.language) or row.id,
        "state_word": state_word(str(state.get("name") or "")),
        "is_ours": row.opened_by == own,
        "items": items_shown(state.get("items", ())),
        "read_backs": read_backs_shown(row, names=frame.name_of),
        "offers": offers_of(row, own=own),
        "voice": voice_shown(frame, view),
        "reasons": [(code, word()) for code, word in REASON_WORDS.items()],
        "ways": [(code, word()) for code, word in HOW.items()],
        **_owed(frame, row),
        **replies_shown(frame),
        "stood": mark_of(state, own=own),
        "wording": state.get("wording") or row.id,
    }


def _owed(frame: Frame, row: MatterRow) -> dict[str, Any]:
    """Return what is owed in a conversation, and what was done in it after its time."""
    duties = reading.duties_of(frame.node, row.id, now_ms=frame.now_ms)
    late = [(duty, duty_word(duty.what), frame.name_of(duty.owed_by)) for duty in duties if duty.state == DONE_LATE]
    return {"duties": frame.watch_rows_of(row, duties=duties), "done_late": late}


def forms_of(shown: Mapping[str, Any], *, typed: Mapping[str, Any], form: str = "") -> dict[str, Any]:
    """Return what the forms of a conversation hold: what was typed into the one refused, else what they begin with."""
    rows, state = typed.get("rows", ()), shown["state"]
    read = {row.n: row for row in rows} if form == "read-back" else {}
    begun = [ItemTyped(item.n, item.type, item.label, item.said, item.name) for item in shown["items"]]
    return {
        "read_rows": [_read_row(item, typed=read.get(item.n)) for item in shown["items"]],
        "correct": typed if form == "correct" else state,
        "correct_rows": rows if form == "correct" else begun,
        "item_types": [(kind, item_word(kind)) for kind in ITEM_TYPES],
        "typed_answer": typed.get("text", "") if form == "answer" else "",
        "typed": typed,
        "typed_translation": typed.get("text", "") if form == "translate" else "",
    }


def _read_row(item: ItemShown, *, typed: ItemTyped | None) -> dict[str, Any]:
    """Return one row of the read-back form: never filled in with what was sent, or it would be no read-back."""
    return {
        "n": item.n,
        "type": item.type,
        "word": item.word,
        "label": item.label,
        "text": typed.text if typed else "",
        "fault": typed.fault if typed else None,
        "hint": HINTS.get(item.type, ""),
    }
