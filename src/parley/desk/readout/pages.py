"""One typed item, read out: the line that is compared, other notations of a place, and the figures one by one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault
from parley.desk.hotline.typed import read_item
from parley.geo.figures import Misread
from parley.geo.grid import grid_text
from parley.geo.items import read_out
from parley.geo.place import Place, place_text_dms
from parley.geo.spelling import spelled


@dataclass(frozen=True, slots=True)
class ReadOut:
    """A typed line as it is understood: `line` is what is compared, `others` the same place in other notations."""

    line: str
    others: tuple[str, ...]
    spelled: str


@never_cache
@require_POST
def readout(request: HttpRequest) -> HttpResponse:
    """Read one typed item out, or say what could not be understood. By POST: what is typed stands in no log."""
    kind, text = request.POST.get("type", ""), request.POST.get("text", "").strip()
    found = read_item(kind, text) if text else None
    shown = {
        "fault": Fault("text", found.code, found.data) if isinstance(found, Misread) else None,
        "read": readout_of(kind, found, language=get_language() or "en") if isinstance(found, dict) else None,
    }
    return render(request, "desk/readout/readout.html", shown)


def readout_of(kind: str, value: dict[str, object], *, language: str) -> ReadOut:
    """Return the read-out of an item's value."""
    line = read_out(kind, value)
    others: tuple[str, ...] = ()
    if kind == "place":
        place = Place(int(str(value["lat_e7"])), int(str(value["lon_e7"])))
        others = tuple(each for each in (place_text_dms(place), grid_text(place)) if each)
    return ReadOut(line, others, spelled(line, language=language) if kind != "line" else "")
