"""The pages of packs: their list, one pack in the language chosen on it, its entries, to keep, and to be issued."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.supervision_terms import SupervisionTerms, supervision_terms
from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_entry
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.given import as_csv, to_keep
from parley.desk.reach import track_of_kind
from parley.desk.supervision.pack_showing import label_of, readable, sections_shown, states_shown
from parley.desk.supervision.pack_words import SECTIONS, SPANS
from parley.node import reading
from parley.node.owed import fold_now
from parley.node.store import matters
from parley.node.supervision.packs.gathering import count_pack
from parley.node.supervision.packs.issued import comparison, issued, issued_of, positions_of, span_of
from parley.node.supervision.packs.lines import Line
from parley.node.supervision.packs.pack import OTHERWISE, SAME, Comparison, Pack
from parley.node.supervision.packs.positions import positions_at
from parley.node.supervision.packs.spans import Span, span_ending, spans_until
from parley.tracks.content.form import is_entry_id
from parley.tracks.supervision.entries import DAY, WEEK
from parley.tracks.supervision.packs import FORM, PackState

DAYS_LISTED, WEEKS_LISTED = 14, 8
# Of one figure so many entries are listed on a page; the JSON holds them all.
MOST_LISTED = 500
MINUTE_MS = 60_000
COLUMNS = ("section", "figure", "of", "member", "count", "out_of", "times_ms", "before", "entries")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for: the span, and the issued pack that is looked at, None for what is held."""

    span: Span
    state: PackState | None
    language: str

    @property
    def here(self) -> str:
        """Return the address of the pack."""
        return reverse("pack-of", args=(self.span.sort, self.span.day.isoformat()))


@never_cache
@require_GET
def packs(request: HttpRequest) -> HttpResponse:
    """List the spans of packs, the newest first, and who issued which."""
    frame, terms = Frame(request), supervision_terms(node().charter())
    by_span: dict[tuple[str, int], list[PackState]] = {}
    for each in issued(node()):
        by_span.setdefault((each.terms["span"], each.terms["until_s"] * 1000), []).append(each)
    lists = []
    for sort, count in ((DAY, DAYS_LISTED), (WEEK, WEEKS_LISTED)):
        spans = spans_until(sort, now_ms=frame.now_ms, count=count, terms=terms) if terms is not None else []
        rows = [
            (span, reverse("pack-of", args=(sort, span.day.isoformat())), span.is_over(frame.now_ms),
             [(each.opening.id, frame.name_of(each.opening.member)) for each in by_span.get((sort, span.until_ms), ())])
            for span in spans
        ]  # fmt: skip
        lists.append((sort, rows))
    shown = {"section": "packs", "lists": lists, "has_terms": terms is not None}
    return render(request, "desk/supervision/packs.html", shown)


@never_cache
@require_GET
def pack(request: HttpRequest, sort: str, day: str) -> HttpResponse:
    """Show one pack."""
    return _show(request, _asked(request, sort, day))


@never_cache
@require_GET
def issued_one(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Lead from the entry that issued a pack to its page."""
    row = matters.matter(node().reader(), f"{member}/{number}")
    state = fold_now(node(), row.id, version=row.locked).state if row is not None and row.form == FORM else None
    span = span_of(node(), state) if isinstance(state, PackState) else None
    if row is None or span is None:
        raise Http404(f"{member}/{number}")
    return HttpResponseRedirect(f"{reverse('pack-of', args=(span.sort, span.day.isoformat()))}?pack={row.id}")


@never_cache
@require_GET
def entries(request: HttpRequest, sort: str, day: str) -> HttpResponse:
    """List the entries from which one figure comes."""
    asked = _asked(request, sort, day)
    found = _counted(request, asked)
    line = found.line(request.GET.get("line", "")) if isinstance(found, Pack) else None
    if line is None or not _reads(request, line):
        raise Http404(request.GET.get("line", ""))
    frame, told = Frame(request), _told(request, line)
    shown = {
        "section": "packs",
        "label": label_of(line.section, line.code, line.of, node=node(), language=frame.language),
        "member": frame.name_of(line.member) if line.member else "",
        "entries": [_entry_shown(each) for each in told[:MOST_LISTED]],
        "more": max(0, len(told) - MOST_LISTED),
        "shut": len(line.entries) - len(told),
        "back": f"{asked.here}?{_kept(request)}",
    }  # fmt: skip
    return render(request, "desk/supervision/pack_entries.html", shown)


@never_cache
@require_GET
def plain(request: HttpRequest, sort: str, day: str) -> HttpResponse:
    """Give a pack as JSON: what the role reads of it, with every entry and the digests of the whole."""
    asked = _asked(request, sort, day)
    found = _counted(request, asked)
    if isinstance(found, Refusal):
        return _show(request, asked)
    told = found.as_json()
    told["sections"] = {
        name: [
            {**each.as_json(), "entries": _told(request, each)}
            for each in found.section(name)
            if _reads(request, each)
        ]
        for name in told["sections"]
    }
    told |= {"left_out": _left_out(request, found), "digests": found.digests(), "digest": found.digest}
    return to_keep(json.dumps(told, ensure_ascii=False, indent=1), name=_name(asked), form="json")


@never_cache
@require_GET
def table(request: HttpRequest, sort: str, day: str) -> HttpResponse:
    """Give a pack as a table, a line a figure and member, in the language chosen on its page."""
    asked = _asked(request, sort, day)
    found = _counted(request, asked)
    if isinstance(found, Refusal):
        return _show(request, asked)
    with override(asked.language):
        lines = [
            (SECTIONS[each.section](), _labelled(each, asked.language), each.of, each.member, each.count, each.out_of,
             " ".join(map(str, each.times)), each.before, " ".join(_told(request, each)))
            for each in found.lines
            if _reads(request, each)
        ]  # fmt: skip
        return to_keep(as_csv(COLUMNS, lines), name=_name(asked), form="csv")


@require_POST
def issue(request: HttpRequest, sort: str, day: str) -> HttpResponse:
    """Issue the pack as this node counts it now from all that it holds."""
    asked = _asked(request, sort, day)
    found = _counted(request, Asked(asked.span, None, asked.language))
    if isinstance(found, Refusal):
        return _show(request, asked)
    return file_and_go(
        request, "pack_issued", content=found.content(), to=tuple(sorted(node().charter().codes)), go=asked.here,
        refused=lambda refusal: _show(request, asked, refusal=refusal),
    )  # fmt: skip


def _asked(request: HttpRequest, sort: str, day: str) -> Asked:
    terms = supervision_terms(node().charter())
    span = _span(sort, day, terms=terms) if terms is not None else None
    if span is None or span.from_ms > Frame(request).now_ms:
        raise Http404(day)
    language = request.GET.get("lang", "")
    known = [code for code, _, _ in LANGUAGES_SHOWN]
    named = request.GET.get("pack", "")
    found = issued_of(node(), span) if named != "held" else []
    state = next((each for each in found if named in ("", each.opening.id)), None)
    if named not in ("", "held") and state is None:
        raise Http404(named)
    return Asked(span, state, language if language in known else Frame(request).language)


def _span(sort: str, day: str, *, terms: SupervisionTerms) -> Span | None:
    try:
        return span_ending(sort, date.fromisoformat(day), terms=terms) if sort in SPANS else None
    except ValueError:
        return None


def _counted(request: HttpRequest, asked: Asked) -> Pack | Refusal:
    """Return the pack: from the entries of the one that was issued, or from all that is held up to a whole minute."""
    now_ms, found = Frame(request).now_ms, _compared(request, asked)
    if isinstance(found, Refusal):
        return found
    if asked.state is not None and found is not None and found.name in (SAME, OTHERWISE):
        return count_pack(node(), asked.span, positions_of(asked.state), now_ms=now_ms)
    as_of_ms = min(asked.span.until_ms, now_ms - now_ms % MINUTE_MS)
    return count_pack(node(), asked.span, positions_at(node(), as_of_ms), now_ms=as_of_ms)


def _compared(request: HttpRequest, asked: Asked) -> Comparison | Refusal | None:
    if asked.state is None:
        return None
    return comparison(node(), asked.state, span=asked.span, now_ms=Frame(request).now_ms)


def _show(request: HttpRequest, asked: Asked, *, refusal: Refusal | None = None) -> HttpResponse:
    frame, found = Frame(request), _counted(request, asked)
    refused = refusal or (found if isinstance(found, Refusal) else None)
    terms_hold = asked.span.is_over(frame.now_ms) and node().member in node().charter().supervisors
    shown: dict[str, Any] = {
        "section": "packs",
        "asked": asked,
        "kept": _kept(request),
        "languages": [(code, name, f"?{_kept(request, lang=code)}") for code, name, _ in LANGUAGES_SHOWN],
        "may_issue": terms_hold and isinstance(found, Pack),
        "refusal": in_words(refused, language=frame.language) if refused is not None else None,
        "issued": [(each.opening.id, frame.name_of(each.opening.member), each.opening.at_ms)
                   for each in issued_of(node(), asked.span)],
    }  # fmt: skip
    if isinstance(found, Pack):
        shown["sheet"] = _sheet(request, asked, found)
    return render(request, "desk/supervision/pack.html", shown, status=422 if refused is not None else 200)


def _sheet(request: HttpRequest, asked: Asked, found: Pack) -> str:
    """Return the pack itself in its own language, whatever that of the officer is."""
    compared = _compared(request, asked)
    with override(asked.language):
        shown = {
            "asked": asked,
            "pack": found,
            "digest": found.digest,
            "is_over": asked.span.is_over(Frame(request).now_ms),
            "states": [(word, at_ms, entry, address_of_entry(entry) if entry else "")
                       for word, at_ms, entry in states_shown(found)],
            "sections": sections_shown(
                (each for each in found.lines if _reads(request, each)),
                node=node(), language=asked.language, here=asked.here,
            ),
            "left_out": [SECTIONS[name]() for name in _left_out(request, found)],
            "compared": compared if isinstance(compared, Comparison) else None,
            "where": _where(compared) if isinstance(compared, Comparison) else [],
            "mechanism": node().charter().mechanism.names.get(asked.language) or node().charter().mechanism.id,
            "is_exercise": node().charter().mechanism.exercise,
            "kept": _kept(request),
        }  # fmt: skip
        return render_to_string("desk/supervision/pack_sheet.html", shown)


def _where(compared: Comparison) -> list[str]:
    return [SECTIONS[name]() if name in SECTIONS else name for name in compared.where]


def _reads(request: HttpRequest, line: Line) -> bool:
    frame = Frame(request)
    return readable(line, frame.tracks, tuple(node().charter().tracks))


def _told(request: HttpRequest, line: Line) -> list[str]:
    """Return the entries of a line that stand on tracks which the officer's role reads (C-3)."""
    return [each for each in line.entries if _is_told(request, each.partition(":")[0])]


def _is_told(request: HttpRequest, entry: str) -> bool:
    found = reading.find_entry(node(), entry) if is_entry_id(entry) else None
    track = track_of_kind(found[1].kind) if found is not None else ""
    return not track or track in Frame(request).tracks


def _left_out(request: HttpRequest, found: Pack) -> list[str]:
    """Return the sections of which something is counted that the officer's role does not read."""
    return list(dict.fromkeys(each.section for each in found.lines if not _reads(request, each)))


def _labelled(line: Line, language: str) -> str:
    return label_of(line.section, line.code, line.of, node=node(), language=language)


def _entry_shown(told: str) -> tuple[str, str, str]:
    """Return an entry with its address and the duty that it is told by; a slot in which none came has no address."""
    entry, _, duty = told.partition(":")
    return (entry, address_of_entry(entry), duty) if is_entry_id(entry) else (told, "", "")


def _name(asked: Asked) -> str:
    return f"pack-{asked.span.sort}-{asked.span.day.isoformat()}"


def _kept(request: HttpRequest, **more: str) -> str:
    """Return what was asked for, for a link that asks for the same."""
    known = {name: request.GET[name] for name in ("lang", "pack") if request.GET.get(name)}
    return urlencode({**known, **more})
