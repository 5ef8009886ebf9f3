"""The form of an account of an incident: what, where and when and how exactly, how it is known, who, whom. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.tracks.content.attached import ATTACHMENTS
from parley.tracks.content.form import FieldCheck, empty_or, entry_id, fields, one_of, several, whole, word
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT
from parley.tracks.incidents.evidence_form import EVIDENCE, evidence_faults

TIME_PRECISIONS = ("second", "minute", "hour", "day", "week", "month")
EXACT, NEAR, AREA = "exact", "near", "area"
# How far from the point named it may have been at most, in metres, for each precision of a place.
FARTHEST_M = {EXACT: 100, NEAR: 25_000, AREA: 200_000}
MEANS = (
    "seen", "heard", "photo_or_video", "radar", "acoustic_sensor", "aerial_imagery", "satellite_imagery",
    "statement", "medical_record", "remains_on_ground", "published", "other",
)  # fmt: skip
RELIABILITY, CREDIBILITY = ("A", "B", "C", "D", "E", "F"), ("1", "2", "3", "4", "5", "6")
FIRST_HAND, RELAYED = "first_hand", "relayed"
MEMBER, THIRD_PARTY, UNKNOWN = "member", "third_party", "unknown"
WHO = ("civilian", "military", "monitor", "humanitarian", "unknown")
HARM = ("killed", "injured", "missing", "detained")
WHAT_DAMAGED = (
    "home", "school", "health", "water_power", "worship_heritage", "road_bridge", "vehicle", "equipment", "land",
    "other",
)  # fmt: skip
EXTENT = ("destroyed", "heavy", "light", "unknown")
MOST_PERSONS, MOST_DAMAGED = 1_000_000, 100_000
MOST_ACTORS, MOST_LINES, MOST_ABOUT, MOST_MEANS = 8, 20, 16, len(MEANS)
LONGEST_S = 366 * 86_400

_LAT, _LON = whole(-900_000_000, 900_000_000), whole(-1_800_000_000, 1_800_000_000)


def _place_agrees(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Refuse a place that is called more exact than its own radius."""
    limit = FARTHEST_M[value["precision"]]
    if value["radius_m"] <= limit:
        return ()
    return (Fault("place.radius_m", "incidents.place_contradicts", {"precision": value["precision"], "limit": limit}),)


def _time_agrees(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Refuse a time that ends before it begins, or lasts longer than a year."""
    if value["until_s"] < value["from_s"]:
        return (Fault("time.until_s", "incidents.times_contradict"),)
    if value["until_s"] - value["from_s"] > LONGEST_S:
        return (Fault("time.until_s", "incidents.time_too_long", {"days": LONGEST_S // 86_400}),)
    return ()


def _actor_named(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for the member where it is said to be one, and for none where it is not."""
    if (value["kind"] == MEMBER) == (value.get("member") is not None):
        return ()
    return (Fault("actors", "incidents.actor_contradicts"),)


def _count_agrees(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    if value["at_least"] <= value["at_most"]:
        return ()
    return (Fault("casualties", "incidents.count_contradicts", {"least": value["at_least"], "most": value["at_most"]}),)


_place = fields(
    {"lat_e7": _LAT, "lon_e7": _LON, "precision": one_of(*FARTHEST_M), "radius_m": whole(0, FARTHEST_M[AREA])},
    optional={"name": empty_or(SHORT)}, also=(_place_agrees,),
)  # fmt: skip
_time = fields(
    {"from_s": INSTANT, "until_s": INSTANT, "precision": one_of(*TIME_PRECISIONS)}, optional={}, also=(_time_agrees,)
)
_actor = fields(
    {"kind": one_of(MEMBER, THIRD_PARTY, UNKNOWN)}, optional={"member": empty_or(word(16)), "name": empty_or(SHORT)},
    also=(_actor_named,),
)  # fmt: skip
_persons = whole(0, MOST_PERSONS)
_casualty = fields(
    {"who": one_of(*WHO), "harm": one_of(*HARM), "at_least": _persons, "at_most": _persons}, optional={},
    also=(_count_agrees,),
)  # fmt: skip
_damage = fields(
    {"what": one_of(*WHAT_DAMAGED), "extent": one_of(*EXTENT), "count": whole(1, MOST_DAMAGED)},
    optional={"text": empty_or(SHORT)},
)
ABOUT = several(entry_id, most=MOST_ABOUT, distinct=str)
ACCOUNT: dict[str, FieldCheck] = {
    "type": word(64),
    "subject": SUBJECT,
    "text": NOTE,
    "lang": LANGUAGE,
    "time": _time,
    "means": several(one_of(*MEANS), most=MOST_MEANS, least=1, distinct=str),
    "source": one_of(*RELIABILITY),
    "credibility": one_of(*CREDIBILITY),
    "knowledge": one_of(FIRST_HAND, RELAYED),
    "actors": several(_actor, most=MOST_ACTORS, least=1, distinct=lambda each: tuple(sorted(each.items(), key=str))),
    "role": ROLE,
}
BESIDE: dict[str, FieldCheck] = {
    "place": empty_or(_place),
    "casualties": several(_casualty, most=MOST_LINES, distinct=lambda each: (each["who"], each["harm"])),
    "damage": several(_damage, most=MOST_LINES),
    "evidence": EVIDENCE,
    "attachments": ATTACHMENTS,
    "about": ABOUT,
}
# What of a content is no part of the account itself.
APART = ("of", "why", "role", "attachments")


def account_form(**further: FieldCheck) -> FieldCheck:
    """Return the form of an account, with what a counter-report or a correction says besides."""
    return fields({**ACCOUNT, **further}, optional=BESIDE, also=(evidence_faults,))
