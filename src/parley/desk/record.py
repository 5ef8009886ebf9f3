"""The record on a screen: logs and who holds them, void entries, and the way of one entry."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.lognames import parts_of
from parley.desk.addresses import address_of_matter
from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.hotline.wordings import kind_word
from parley.desk.reach import track_of_kind
from parley.desk.sign_in import see_other
from parley.node import reading
from parley.node.explaining import explain
from parley.node.statusing import status
from parley.texts import sentence

VOIDS = 100


@never_cache
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """Show how far each log goes and who holds it, and which entries are void."""
    frame = Frame(request)
    logs = [_log(log, frame=frame) for log in status(node())["logs"]]
    found = reading.voids(node(), limit=VOIDS + 1)
    voids = [_void(void, frame=frame) for void in found[:VOIDS] if _is_read(void, frame=frame)]
    most = VOIDS if len(found) > VOIDS else 0
    return render(request, "desk/record.html", {"section": "record", "logs": logs, "voids": voids, "most": most})


@never_cache
@require_GET
def find_entry(request: HttpRequest) -> HttpResponse:
    """Go to the entry whose number was typed; 404 where it does not read as one."""
    member, _, number = request.GET.get("id", "").strip().upper().partition("/")
    if not member.replace("-", "").isalnum() or not number.isdecimal() or len(number) > 15:
        raise Http404
    return see_other(reverse("entry", args=[member, int(number)]))


@never_cache
@require_GET
def entry(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Tell the way of one entry: what its author had read, to whom it is sealed, who holds it, how it was judged."""
    told = explain(node(), f"{member}/{number}")
    if told.get("outcome") == "unknown":
        raise Http404
    frame, void = Frame(request), told["void"]
    shown = {
        "section": "record",
        "told": told,
        "name": frame.name_of(parts_of(member)[0]),
        "word": kind_word(told["kind"], {}) if told["kind"] else "",
        "seen": [{"name": frame.name_of(each["member"]), "last": each["last"]} for each in told["seen"]],
        "to": [frame.name_of(code) for code in told["to"] or ()],
        "void": sentence(void["code"], language=frame.language, data=void["data"]) if void else "",
        "matter_address": address_of_matter(told["matter"]) if _is_conversation(told["matter"]) else "",
        "mirrored": [frame.name_of(code) for code in told["mirrored_by"]],
        "cosigned": [frame.name_of(code) for code in told["cosigned_by"]],
        "read": [(frame.name_of(code), at_ms) for code, at_ms in told["read_by"].items()],
        "opened": [(frame.name_of(code), at_ms) for code, at_ms in told["opened_by"].items()],
    }
    return render(request, "desk/entry.html", shown)


def _is_conversation(matter: str | None) -> bool:
    """Return whether a matter has a page of its own, named by the entry that opened it; the charter has none."""
    return matter is not None and "/" in matter


def _log(log: dict[str, Any], *, frame: Frame) -> dict[str, Any]:
    by_role: dict[str, list[tuple[str, int]]] = {"mirror": [], "witness": []}
    for cosigner, size in log["cosigned"].items():
        origin, _, role = cosigner.rpartition("/")
        by_role.setdefault(role, []).append((frame.name_of(reading.code_of(frame.node, origin)), size))
    return {
        **{name: log[name] for name in ("size", "judged", "frozen_at", "closed")},
        "name": frame.name_of(log["member"]),
        # Who holds and signed for it answers for the figures of the row.
        "newest": f"{log['name']}/{log['judged'] - 1}" if log["judged"] else "",
        # Of a member with more than one log each bears its name.
        "number": log["name"] if log["closed"] or log["name"] != log["member"] else "",
        "mirrored": by_role["mirror"],
        "witnessed": by_role["witness"],
    }


def _is_read(void: reading.Void, *, frame: Frame) -> bool:
    track = track_of_kind(void.kind)
    return not track or track in frame.tracks


def _void(void: reading.Void, *, frame: Frame) -> dict[str, Any]:
    member, _, number = void.id.rpartition("/")
    return {
        "id": void.id,
        "address": reverse("entry", args=[member, int(number)]),
        "word": kind_word(void.kind or "", {}),
        "at_ms": void.at_ms,
        "text": sentence(void.refusal["code"], language=frame.language, data=void.refusal["data"]),
        "clause": void.refusal["clause"],
    }
