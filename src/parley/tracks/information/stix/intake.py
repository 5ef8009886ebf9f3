"""Checks the objects of a bundle for all that validators let through; what is wrong is told object by object. Pure.

Measured (INFORMATION 3.6): the OASIS validator and the library stix2 let pass translations of what is not there, levels
of TLP that are none, grades that are none, a confidence that contradicts the number, two levels or none, versions after
a revocation, by another creator, or under one stamp with other content, sightings of an identity, unknown extensions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from parley.tracks.information.stix.extending import own_problems
from parley.tracks.information.stix.fixed import (
    CONFIDENCE,
    DETERMINATIONS,
    GRADE_EXTENSION,
    INCIDENT_EXTENSION,
    KNOWN_EXTENSIONS,
    LEVEL_OF_ID,
    TLP,
    TLP_EXTENSION,
)
from parley.tracks.information.stix.raw import Problem, read_objects
from parley.tracks.information.stix.shapes import UNMARKED, UNVERSIONED, instant_key, is_figure, shape_problems

Item = Mapping[str, Any]
UNJUDGED = "6"
# Where so much is wrong nothing is taken, and no more is told.
MOST_TOLD = 2_000


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read: the newest version of each object that nothing keeps out, by id, and every problem."""

    newest: Mapping[str, Item]
    problems: tuple[Problem, ...]


def read_bundle(raw: bytes, *, floor_m: int) -> Intake:
    """Read the bytes of a bundle; places must be told no finer than `floor_m` metres."""
    objects, problems = read_objects(raw)
    sound: list[Item] = []
    for item in objects:
        found = list(islice(_of_one(item, floor_m=floor_m), MOST_TOLD))
        problems += found
        if len(problems) >= MOST_TOLD:
            return Intake({}, (*problems[:MOST_TOLD], Problem("stix.too_much_wrong", data={"limit": MOST_TOLD})))
        if not any(each.refuses for each in found):
            sound.append(item)
    versions, clashes = _versions(sound)
    problems += clashes
    gone = {each.id for each in clashes}
    newest = {named: found[-1] for named, found in versions.items() if named not in gone}
    beside = list(_of_others(newest, versions))
    refused = {each.id for each in beside if each.refuses}
    kept = {named: item for named, item in newest.items() if named not in refused}
    return Intake(kept, (*problems, *beside))


def _of_one(item: Item, *, floor_m: int) -> Iterator[Problem]:
    """Yield what is wrong with the shape of an object; only where nothing is, what is wrong with what it says."""
    is_sound = True
    for each in shape_problems(item):
        is_sound = False
        yield each
    if is_sound:
        yield from _of_object(item, floor_m=floor_m)


def _of_object(item: Item, *, floor_m: int) -> Iterator[Problem]:
    named, kind = str(item["id"]), item["type"]
    extensions = item.get("extensions", {})
    if not isinstance(extensions, dict) or not all(isinstance(each, dict) for each in extensions.values()):
        yield Problem("stix.extension_unknown", named, data={"name": "?"})
        return
    if kind not in UNVERSIONED and instant_key(item["modified"]) < instant_key(item["created"]):
        yield Problem("stix.modified_before_created", named)
    yield from _extensions(extensions, named)
    yield from _marks(item, named)
    yield from _grade(item, named)
    if kind == "location":
        yield from _precision(item, named, floor_m=floor_m)
    if kind == "sighting" and not str(item.get("sighting_of_ref")).startswith(("incident--", "report--")):
        yield Problem("stix.sighting_of_what", named)


def _extensions(extensions: Mapping[str, Item], named: str) -> Iterator[Problem]:
    for name in sorted(set(extensions) - KNOWN_EXTENSIONS):
        yield Problem("stix.extension_unknown", named, data={"name": name[:80]})
    core = extensions.get(INCIDENT_EXTENSION)
    if core is not None and core.get("determination") not in DETERMINATIONS:
        yield Problem("stix.determination_unknown", named)
    yield from own_problems(extensions, named)
    level = extensions.get(TLP_EXTENSION)
    words = dict(TLP.values())
    if level is not None and words.get(str(level.get("tlp_2_0"))) != named:
        yield Problem("stix.level_unknown", named)


def _marks(item: Item, named: str) -> Iterator[Problem]:
    if item["type"] in UNMARKED:
        return
    levels = [each for each in item.get("object_marking_refs", ()) if each in LEVEL_OF_ID]
    if not levels:
        yield Problem("stix.no_level", named)
    elif len(levels) > 1:
        yield Problem("stix.two_levels", named)


def _grade(item: Item, named: str) -> Iterator[Problem]:
    confidence = item.get("confidence")
    is_whole = isinstance(confidence, int) and not isinstance(confidence, bool)
    if confidence is not None and not (is_whole and 0 <= confidence <= 100):
        yield Problem("stix.confidence_no_figure", named)
        return
    grade = item.get("extensions", {}).get(GRADE_EXTENSION)
    if grade is None:
        return
    number = grade.get("information_credibility")
    if number == UNJUDGED:
        bounds = None
    elif isinstance(number, str) and number in CONFIDENCE:
        bounds = CONFIDENCE[number][1:]
    else:
        return
    agrees = confidence is None if bounds is None else confidence is None or bounds[0] <= confidence <= bounds[1]
    if not agrees:
        data: dict[str, str | int] = {"credibility": number, "confidence": confidence or 0}
        yield Problem("stix.confidence_contradicts", named, data=data)


def _precision(item: Item, named: str, *, floor_m: int) -> Iterator[Problem]:
    """Refuse a point that is told finer than the floor, or without how exactly; a region or country has no point."""
    if "latitude" not in item and "longitude" not in item:
        return
    figures = [item.get(name) for name in ("latitude", "longitude", "precision")]
    if not all(map(is_figure, figures)):
        yield Problem("stix.precision_asked", named)
    elif abs(item["latitude"]) > 90 or abs(item["longitude"]) > 180:
        yield Problem("stix.no_place", named)
    elif item["precision"] < floor_m:
        yield Problem("stix.place_too_fine", named, data={"metres": floor_m})


def _versions(sound: list[Item]) -> tuple[dict[str, list[Item]], list[Problem]]:
    """Return the versions of each object, the oldest first, and where they contradict each other."""
    found: dict[str, list[Item]] = {}
    problems: list[Problem] = []
    for item in sound:
        found.setdefault(item["id"], []).append(item)
    for named, versions in found.items():
        versions.sort(key=_modified)
        problems += _between(named, versions)
    return found, problems


def _modified(item: Item) -> tuple[str, str]:
    return instant_key(str(item.get("modified", "")))


def _between(named: str, versions: list[Item]) -> Iterator[Problem]:
    for earlier, later in zip(versions, versions[1:], strict=False):
        is_same = _modified(earlier) == _modified(later)
        if is_same and _plain(earlier) != _plain(later):
            yield Problem("stix.one_stamp_two_contents", named)
        if earlier.get("created_by_ref") != later.get("created_by_ref"):
            yield Problem("stix.other_creator", named)
        if earlier.get("revoked") is True and not is_same:
            yield Problem("stix.version_after_revocation", named)


def _plain(item: Item) -> str:
    return json.dumps(item, sort_keys=True)


def _of_others(newest: Mapping[str, Item], versions: Mapping[str, list[Item]]) -> Iterator[Problem]:
    """Yield what is wrong between objects: translations of what is not there, and references that lead nowhere."""
    for named, item in newest.items():
        if item["type"] == "language-content":
            yield from _translation(item, named, versions)
        lost = [each for each in item.get("object_refs", ()) if each not in newest and each not in LEVEL_OF_ID]
        if lost:
            first = str(lost[0])[:80]
            yield Problem("stix.not_resolved", named, data={"count": len(lost), "first": first}, refuses=False)


def _translation(item: Item, named: str, versions: Mapping[str, list[Item]]) -> Iterator[Problem]:
    stamp, contents = item.get("object_modified"), item.get("contents")
    known = versions.get(str(item.get("object_ref")), ())
    found = next((each for each in known if each.get("modified") == stamp), None)
    if found is None:
        yield Problem("stix.translates_no_version", named)
        return
    if not isinstance(contents, dict) or not all(isinstance(each, dict) for each in contents.values()):
        yield Problem("stix.translates_nothing", named)
        return
    for lang, words in contents.items():
        for name, text in words.items():
            if name not in found or type(text) is not type(found[name]):
                said = {"lang": str(lang)[:20], "name": str(name)[:60]}
                yield Problem("stix.translates_no_property", named, data=said)
