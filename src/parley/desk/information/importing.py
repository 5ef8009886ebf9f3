"""A bundle of another program, looked over: what is wrong with it, and forms begun from its reports; none is filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.information.words import tlp_label
from parley.geo.place import Place, place_text
from parley.texts import sentence
from parley.tracks.information.stix.intake import Intake, read_bundle
from parley.tracks.information.stix.raw import MOST_BYTES, Problem
from parley.tracks.information.stix.reading import ReportRead, reports_read

# So many are shown; the command tells them all.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ReadShown:
    """A report of a bundle as it is offered: the fields of the form that is begun from it."""

    id: str
    subject: str
    text: str
    label: str
    level: str
    grade: str
    is_revoked: bool
    fields: tuple[tuple[str, str], ...]


@never_cache
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Show where a bundle is chosen, and what was read of one."""
    frame, found = Frame(request), None
    shown: dict[str, Any] = {"section": "information", "is_read": False, "most": MOST_SHOWN}
    file = request.FILES.get("attachments") if request.method == "POST" else None
    if file is not None:
        charter = node().charter()
        floor_m = charter.information.place_floor_m if charter.information is not None else 1
        found = read_bundle(file.read(MOST_BYTES + 1), floor_m=floor_m)
        reads = list(reports_read(found, charter=charter))
        shown |= {
            "is_read": True,
            "count": len(found.newest),
            "problems": [_said(each, language=frame.language) for each in found.problems[:MOST_SHOWN]],
            "problem_count": len(found.problems),
            "reports": [_read_shown(each) for each in reads[:MOST_SHOWN]],
            "report_count": len(reads),
        }
    return render(request, "desk/information/import.html", shown, status=422 if _is_refused(found) else 200)


def _is_refused(found: Intake | None) -> bool:
    return found is not None and not found.newest and bool(found.problems)


def _said(problem: Problem, *, language: str) -> tuple[str, str, bool]:
    return problem.id, sentence(problem.code, language=language, data=problem.data), problem.refuses


def _read_shown(read: ReportRead) -> ReadShown:
    content = read.content
    return ReadShown(
        read.id, str(content["subject"]), str(content["text"]), tlp_label(content["tlp"]), str(content["tlp"]),
        f"{content['source']}{content['credibility']}", read.revoked, tuple(_fields(content)),
    )  # fmt: skip


def _fields(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("subject", "text", "lang", "source", "credibility", "tlp", "purpose", "cover"):
        if name in content:
            yield name, str(content[name])
    for code in content.get("releasable_to") or ():
        yield "releasable_to", code
    if "expires_s" in content:
        yield "expires", instant(content["expires_s"])
    if "seen" in content:
        yield "begins", instant(content["seen"]["from_s"])
        yield "ends", instant(content["seen"]["until_s"])
    place = content.get("place")
    if place:
        yield "places", place_text(Place(place["lat_e7"], place["lon_e7"]))
        yield "radius_m", str(place["radius_m"])
        yield "place_name", str(place.get("name") or "")
