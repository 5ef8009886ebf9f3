"""What of a bundle can become a report here: contents to begin drafts with. Nothing of it is filed by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from parley.charter.model import Charter
from parley.tracks.information.marking import strictest
from parley.tracks.information.placing import coarsened
from parley.tracks.information.stix.fixed import CONFIDENCE, GRADE_EXTENSION, LEVEL_OF_ID, RELEASE_EXTENSION, stix_id
from parley.tracks.information.stix.intake import UNJUDGED, Intake

DEGREES = 10_000_000


@dataclass(frozen=True, slots=True)
class ReportRead:
    """A report of a bundle: its id there, whether it was revoked, and the content of a draft as far as it says one.

    What a content needs and the bundle does not say is left out: the officer fills it in.
    """

    id: str
    revoked: bool
    content: Mapping[str, Any]


def reports_read(intake: Intake, *, charter: Charter) -> Iterator[ReportRead]:
    """Yield the reports of a bundle, in the order of their ids."""
    for named in sorted(intake.newest):
        item = intake.newest[named]
        if item["type"] == "report":
            yield ReportRead(named, item.get("revoked") is True, dict(_content(item, intake, charter=charter)))


def _content(item: Mapping[str, Any], intake: Intake, *, charter: Charter) -> Iterator[tuple[str, Any]]:
    yield "subject", str(item.get("name") or "")
    yield "text", str(item.get("description") or "")
    lang = item.get("lang")
    if lang in charter.languages:
        yield "lang", lang
    yield from _graded(item, intake)
    yield from _marked(item, intake, charter=charter)
    place = next((found for each in item.get("object_refs") or () if (found := intake.newest.get(str(each))) is not None
                  and found["type"] == "location" and "latitude" in found), None)  # fmt: skip
    if place is not None:
        yield "place", _place(place, charter=charter)


def _graded(item: Mapping[str, Any], intake: Intake) -> Iterator[tuple[str, Any]]:
    grade = item.get("extensions", {}).get(GRADE_EXTENSION) or {}
    yield "source", grade.get("source_reliability", "F")
    confidence = item.get("confidence")
    by_figure = next((n for n, (_, low, high) in CONFIDENCE.items() if low <= (confidence or 0) <= high), UNJUDGED)
    yield "credibility", grade.get("information_credibility", by_figure if confidence is not None else UNJUDGED)
    source = intake.newest.get(str(grade.get("source_ref")))
    if source is not None and isinstance(source.get("name"), str):
        yield "cover", source["name"]
    seen = [_seconds(grade.get(name)) for name in ("from", "until")]
    if None not in seen:
        yield "seen", {"from_s": seen[0], "until_s": seen[1]}


def _marked(item: Mapping[str, Any], intake: Intake, *, charter: Charter) -> Iterator[tuple[str, Any]]:
    marks = [str(each) for each in item.get("object_marking_refs") or ()]
    # A part of it that is marked more strictly than the whole makes all of it as strict: a report here has one level.
    parts = [str(each.get("marking_ref")) for each in item.get("granular_markings") or ()]
    yield "tlp", strictest(LEVEL_OF_ID[each] for each in (*marks, *parts) if each in LEVEL_OF_ID)
    found = (intake.newest.get(each, {}).get("extensions", {}).get(RELEASE_EXTENSION) for each in marks)
    release: Mapping[str, Any] = next((each for each in found if each is not None), {})
    if charter.information is not None and release.get("purpose") in charter.information.purposes:
        yield "purpose", release["purpose"]
    codes = {stix_id("identity", mechanism=charter.mechanism.id, named=code): code for code in charter.codes}
    named = [codes[each] for each in release.get("releasable_to") or () if each in codes]
    if named:
        yield "releasable_to", named
    expires_s = _seconds(release.get("expires"))
    if expires_s is not None:
        yield "expires_s", expires_s


def _place(found: Mapping[str, Any], *, charter: Charter) -> dict[str, Any]:
    floor = charter.information.place_floor_m if charter.information is not None else 1
    lat, lon = round(found["latitude"] * DEGREES), round(found["longitude"] * DEGREES)
    lat_e7, lon_e7 = coarsened(lat, lon, floor_m=floor)
    # Rounded up: what is read is never told more exactly than it came.
    place: dict[str, Any] = {"lat_e7": lat_e7, "lon_e7": lon_e7, "radius_m": ceil(found["precision"])}
    return {**place, "name": found["name"]} if isinstance(found.get("name"), str) else place


def _seconds(stamp: object) -> int | None:
    try:
        return int(datetime.fromisoformat(str(stamp)).timestamp())
    except ValueError:
        return None
