"""The map's pages: map and list, the facts as data, and the notations of what was picked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.map.adding import Layer, MapFact, Window
from parley.desk.map.charted import names_not_drawn
from parley.desk.map.heights import MEASURES, HeightsAsked, ground_of, heights_asked, offsets_told
from parley.desk.map.installed import facts_of, layers
from parley.desk.map.listing import listed
from parley.desk.map.notations import between, picked
from parley.desk.map.telling import drawn_at_most, place_of_fact, told, told_box
from parley.desk.map.window import AHEAD, HOUR_MS, LONGEST_MS, SPANS, STEPS, Asked, asked_for, instant_text
from parley.desk.reach import tracks_read
from parley.geo.band import Ground
from parley.node.moved import matters_since, position
from parley.tracks.deconfliction.track import TRACK as DECONFLICTION

# More changed matters than this are not told one by one: the map asks for everything again.
MOST_CHANGED = 200
# More than this no map draws smoothly without a graphics card; the list holds them all, and the map says how many lack.
MOST_DRAWN = 5_000


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the map over the stage, and beside it the list, which says the same without map and without JavaScript."""
    frame = Frame(request)
    asked, chosen = asked_for(request.GET, now_ms=frame.now_ms), _chosen(request)
    heights = heights_asked(request.GET, ground=ground_of(frame.node))
    window = replace(asked.window(now_ms=frame.now_ms), heights=heights.found)
    facts = facts_of(frame.node, frame.officer, window, names=chosen)
    shown = [(layer, fact) for layer, fact in facts if fact.is_shown(window)]
    told_of = _page(request, frame=frame, asked=asked, chosen=chosen, facts=shown, heights=heights)
    return render(request, "desk/map/page.html", told_of)


def _page(
    request: HttpRequest, *, frame: Frame, asked: Asked, chosen: list[str], facts: list[tuple[Layer, MapFact]],
    heights: HeightsAsked,
) -> dict[str, Any]:  # fmt: skip
    selected = next((fact for _, fact in facts if fact.id == request.GET.get("fact", "")), None)
    place = request.GET.get("place", "") or place_of_fact(selected)
    first, second = picked(place), picked(request.GET.get("other", ""))
    return {
        "section": "map",
        "asked": asked,
        "at_text": asked.typed if asked.fault else instant_text(asked.at_ms) if asked.at_ms else "",
        "spans": SPANS,
        "steps": tuple(STEPS),
        "slider": asked.slider(now_ms=frame.now_ms),
        "layers": [(layer, layer.label(), layer.name in chosen) for layer in layers()],
        "listing": listed(facts, start=request.GET.get("start", "")),
        "selected": selected.id if selected else "",
        "matter": request.GET.get("matter", ""),
        "address": _address(asked=asked, chosen=chosen, heights=heights),
        **_filters(asked, heights=heights, ground=ground_of(frame.node)),
        "place": place,
        "other": request.GET.get("other", ""),
        "first": first,
        "second": second,
        "between": between(first, second),
        "may_notify": DECONFLICTION.name in tracks_read(frame.officer),
        "box": told_box(frame.node.charter().map),
        "unnamed": ",".join(names_not_drawn(frame.node)),
    }


def _filters(asked: Asked, *, heights: HeightsAsked, ground: Ground) -> dict[str, Any]:
    """Return what the fields of the filters show: heights, hours ahead, the day whose lines are shown."""
    return {
        "heights": heights,
        "measures": MEASURES,
        "offsets": json.dumps(offsets_told(ground)),
        "aheads": AHEAD,
        "most_drawn": MOST_DRAWN,
    }


def _chosen(request: HttpRequest) -> list[str]:
    """Return the layers that are shown: those that were ticked, or those that are on before anybody chooses."""
    ticked = request.GET.getlist("layer")
    known = [layer.name for layer in layers()]
    if ticked or "chosen" in request.GET:
        return [name for name in known if name in ticked]
    return [layer.name for layer in layers() if layer.is_on]


def _address(*, asked: Asked, chosen: Iterable[str], heights: HeightsAsked) -> str:
    """Return the address of this picture, to which a fact or a page of the list is added."""
    values = [("chosen", "1"), *(("layer", name) for name in chosen), ("span", str(asked.span_hours))]
    values += [("step", asked.step)]
    if asked.at_ms is not None:
        values.append(("at", instant_text(asked.at_ms)))
    if heights.low or heights.high:
        values += [("low", heights.low), ("high", heights.high), ("measure", heights.measure)]
    values += [("ahead", str(asked.ahead_hours))] if asked.ahead_hours is not None else []
    values += [("lines", asked.lines_typed)] if asked.lines_typed else []
    return f"{reverse('map')}?{urlencode(values)}"


@never_cache
@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    """Answer with facts as JSON: of one matter, of what changed since a mark, or of all hours that the slider reaches.

    Every layer is answered, shown or not: which are drawn is chosen on the screen. `mark` goes with the next question;
    `whole` says that the facts stand for everything, otherwise they replace those of `matters`.
    """
    frame = Frame(request)
    asked = asked_for(request.GET, now_ms=frame.now_ms)
    matters = _matters(request, frame=frame)
    from_ms = max(asked.first_ms(now_ms=frame.now_ms) - asked.span_hours * HOUR_MS, frame.now_ms - LONGEST_MS)
    mark = _mark(frame)
    found = facts_of(frame.node, frame.officer, Window(from_ms, frame.now_ms, frame.now_ms, matters))
    answer = {
        "mark": mark,
        "now_ms": frame.now_ms,
        "whole": matters is None,
        "matters": sorted(matters or ()),
        "facts": [told(layer, fact) for layer, fact in drawn_at_most(found, most=MOST_DRAWN)],
    }
    return JsonResponse(answer)


def _matters(request: HttpRequest, *, frame: Frame) -> frozenset[str] | None:
    """Return the matters whose facts are asked for; None for all there are."""
    if one := request.GET.get("matter", ""):
        return frozenset((one[:80],))
    charter, _, counts = request.GET.get("since", "").partition("-")
    if charter != frame.node.charter().digest[:12]:
        return None
    pairs = (each.split(".") for each in counts.split("_"))
    before = {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and _is(*pair)}
    return matters_since(frame.node, before, limit=MOST_CHANGED)


def _is(*numbers: str) -> bool:
    return all(number.isascii() and number.isdigit() and len(number) < 16 for number in numbers)


def _mark(frame: Frame) -> str:
    """Return how far the logs were judged and under which charter, as "9f2c…-1.40_2.12"."""
    counts = "_".join(f"{log}.{size}" for log, size in sorted(position(frame.node).items()))
    return f"{frame.node.charter().digest[:12]}-{counts}"


@never_cache
@require_GET
def point(request: HttpRequest) -> HttpResponse:
    """The notations of one or two places alone, and the way between them."""
    first, second = picked(request.GET.get("place", "")), picked(request.GET.get("other", ""))
    shown = {"first": first, "second": second, "between": between(first, second)}
    return render(request, "desk/map/point.html", shown)
