"""The watch over the sectors: which are raised, by which counts against which expectation, who looked, and the note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_entry, address_of_matter
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.naming import Names
from parley.desk.verifying import telling, words
from parley.desk.verifying.typed import words_typed
from parley.node.verifying.watched import notes, sectors_of
from parley.tracks.incidents.warning.occurrences import Occurrence
from parley.tracks.incidents.warning.reference import UNIT
from parley.tracks.incidents.warning.watch import Outlook, Watched
from parley.tracks.incidents.warnings import Note, WarningState

# So many notes are shown of one sector.
MOST_NOTES = 20
_WHY_NOT = {
    "time": lambda: gettext("its time spans more than a day"),
    "place": lambda: gettext("its place is larger than a sector, or not told"),
}


@dataclass(frozen=True, slots=True)
class DayShown:
    """One of the days looked at: what was counted, how high the sum stood, in hundredths of twice the threshold."""

    day: str
    count: int
    sum: str
    height: int
    is_raised: bool


@dataclass(frozen=True, slots=True)
class SectorShown:
    """A sector with its chart in words and figures; `content` is what a note on it would say of it."""

    name: str
    where: str
    is_raised: bool
    since: str
    by: str
    by_address: str
    counted: int
    expected: int
    past_days: int
    spread: str
    rate: str
    sum: str
    threshold: str
    reference: str
    share: int
    days: tuple[DayShown, ...]
    incidents: tuple[tuple[str, str, str, str], ...]
    reporters: str
    notes: tuple[tuple[str, str, str, str, str, str, int], ...]
    content: Mapping[str, Any]
    may_note: bool


@never_cache
@require_GET
def sectors(request: HttpRequest) -> HttpResponse:
    """Show the watch over the sectors."""
    return show_sectors(request)


def show_sectors(request: HttpRequest, *, form: str = "", refusal: Refusal | None = None,
                 typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show the watch; after a refusal (422) with its reason and what was typed."""
    frame, here = Frame(request), node()
    found, terms = sectors_of(here).outlook(now_ms=frame.now_ms), here.charter().early_warning
    shown = {
        "section": "sectors",
        "terms": terms,
        "looked_at_by": gettext(", ").join(map(frame.name_of, terms.looked_at_by)) if terms is not None else "",
        "outlook": found,
        "begins": telling.day_said(found.begins_day) if found is not None else "",
        "is_learning": found is not None and found.day < found.begins_day,
        "sectors": sectors_shown(found, names=frame.name_of) if found is not None else [],
        "left_out": left_out_shown(found) if found is not None else [],
        "to": ",".join(here.charter().codes),
        "answers": words.choices(words.NOTES),
        "open_form": form,
        "typed": typed or {},
        "refused": in_words(refusal, language=frame.language) if refusal else None,
    }
    return render(request, "desk/verifying/sectors.html", shown, status=422 if refusal else 200)


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """File what is made of a raised sector, with the figures as this node has them now."""
    name, frame = request.POST.get("sector", ""), Frame(request)
    found = sectors_of(node()).outlook(now_ms=frame.now_ms)
    watched = next((each for each in (found.watched if found else ()) if each.sector.name == name), None)
    if watched is None or watched.raising is None:
        return show_sectors(request, refusal=Refusal("warnings.sector_quiet", "IW-5", {"sector": name}))
    content = {**content_of(watched), **words_typed(request.POST, "how")}
    return file_and_go(
        request,
        "warning_noted",
        content=content,
        to=tuple(node().charter().codes),
        go=reverse("sectors"),
        refused=lambda refusal: show_sectors(request, form=name, refusal=refusal, typed=request.POST.dict()),
    )


def content_of(watched: Watched) -> dict[str, Any]:
    """Return what a note says of a sector: which, since when, and the figures of its chart."""
    chart, raising = watched.chart, watched.raising
    seen = {
        "counted": sum(chart.counts), "run_days": len(chart.counts), "expected": chart.expected.total,
        "past_days": chart.expected.days, "sum": chart.sums[-1], "threshold": chart.reference.threshold,
    }  # fmt: skip
    day = raising.first_day if raising is not None else watched.day
    about = sorted({each.occurrence.id for each in watched.counted})[:64]
    return {"sector": watched.sector.edges(), "day": day, "seen": seen, "about": about}


def sectors_shown(found: Outlook, *, names: Names) -> list[SectorShown]:
    """Return the sectors, those that are raised first."""
    said: dict[str, list[tuple[WarningState, Note]]] = {}
    for state in notes(node()):
        said.setdefault(state.sector.name, []).extend((state, each) for each in state.notes)
    return [_shown(each, said=said.get(each.sector.name, []), names=names) for each in found.watched]


def _shown(each: Watched, *, said: list[tuple[WarningState, Note]], names: Names) -> SectorShown:
    chart, raising = each.chart, each.raising
    threshold = chart.reference.threshold
    reporters = sorted({one.occurrence.member for one in each.counted})
    counts = {code: sum(one.occurrence.member == code for one in each.counted) for code in reporters}
    return SectorShown(
        each.sector.name, telling.sector_said(each.sector.edges()), raising is not None,
        telling.day_said(raising.first_day) if raising else "", raising.by if raising else "",
        address_of_matter(raising.by) if raising else "", sum(chart.counts), chart.expected.total, chart.expected.days,
        _parts(chart.expected.spread), f"{chart.expected.rate_milli / 1000:.3f}", _parts(chart.sums[-1]),
        _parts(threshold), _parts(chart.reference.reference), min(100, 100 * chart.sums[-1] // threshold),
        tuple(_days(each)),
        tuple((one.occurrence.id, address_of_matter(one.occurrence.id), telling.day_said(one.day),
               names(one.occurrence.member)) for one in each.counted),
        " · ".join(f"{names(code)}: {number}" for code, number in counts.items()),
        tuple((one.entry, address_of_entry(one.entry), names(one.member), words.word(words.NOTES, one.how), one.text,
               one.lang, one.at_ms) for _, one in sorted(said, key=lambda pair: -pair[1].at_ms)[:MOST_NOTES]),
        content_of(each), may_note=raising is not None,
    )  # fmt: skip


def _days(each: Watched) -> list[DayShown]:
    chart, first = each.chart, each.day - len(each.chart.counts) + 1
    threshold = chart.reference.threshold
    days = [
        DayShown(telling.day_said(first + n), count, _parts(total), 50 * total // threshold, total >= threshold)
        for n, (count, total) in enumerate(zip(chart.counts, chart.sums, strict=True))
    ]
    # Today first: where a screen is narrow, it is the old days that are scrolled to.
    return days[::-1]


def left_out_shown(found: Outlook) -> list[tuple[str, str, str]]:
    """Return the incidents that are counted nowhere: id, address, why."""
    rows: list[tuple[Occurrence, str]] = [(each, why) for why, some in found.left_out.items() for each in some]
    rows.sort(key=lambda pair: pair[0].reported, reverse=True)
    return [(each.id, address_of_matter(each.id), _WHY_NOT[why]()) for each, why in rows[:100]]


def _parts(sixteenths: int) -> str:
    """Say a number of sixteenths in incidents, with two decimals."""
    return f"{sixteenths / UNIT:.2f}"
