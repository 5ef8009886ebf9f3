"""The words of incidents for the codes that entries and states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

Say = Callable[[], str]

KINDS: Mapping[str, Say] = {
    "incident_reported": lambda: gettext("Report of an incident"),
    "incident_countered": lambda: gettext("Counter-report"),
    "incident_corrected": lambda: gettext("Corrected account"),
    "incident_withdrawn": lambda: gettext("Account withdrawn"),
    "incidents_linked": lambda: gettext("Linked to another incident"),
    "evidence_added": lambda: gettext("Evidence added"),
    "explanation_requested": lambda: gettext("Explanation asked for"),
    "explanation_given": lambda: gettext("Explanation"),
    "explanation_judged": lambda: gettext("Word on an explanation"),
    "incident_lapse_cited": lambda: gettext("Lapse cited"),
    "hit_found": lambda: gettext("Hit found"),
    "hit_answered": lambda: gettext("Word on a hit"),
    "hit_lapse_cited": lambda: gettext("Lapse cited"),
}
JUDGED: Mapping[str, Say] = {
    "accepted": lambda: gettext("Explanation accepted"),
    "insufficient": lambda: gettext("Explanation does not suffice"),
}
LINKED: Mapping[str, Say] = {
    "duplicate": lambda: gettext("Linked: the same report twice"),
    "same_event": lambda: gettext("Linked: the same event"),
    "related": lambda: gettext("Linked: related events"),
    "distinct": lambda: gettext("Linked: distinct events"),
}
LINKS: Mapping[str, Say] = {
    "duplicate": lambda: gettext("the same report twice"),
    "same_event": lambda: gettext("the same event"),
    "related": lambda: gettext("related events"),
    "distinct": lambda: gettext("distinct events"),
}
STATES: Mapping[str, Say] = {
    "reported": lambda: pgettext("an incident", "reported by one member"),
    "countered": lambda: pgettext("an incident", "accounts of several members"),
    "withdrawn": lambda: pgettext("an incident", "withdrawn"),
}
ENDS: Mapping[str, Say] = {
    "asked": lambda: pgettext("a request", "asked, not explained yet"),
    "answered": lambda: pgettext("a request", "explained, not judged yet"),
    "insufficient": lambda: pgettext("a request", "the explanation was judged insufficient"),
    "accepted": lambda: pgettext("a request", "the explanation was accepted"),
    "no_answer": lambda: pgettext("a request", "no answer in time"),
}
NEXT: Mapping[str, Say] = {
    "meeting": lambda: gettext("Ask for a meeting"),
    "inspection": lambda: gettext("Ask for an inspection"),
    "dispute": lambda: gettext("Raise a dispute"),
}
TIMES: Mapping[str, Say] = {
    "second": lambda: pgettext("known to", "to the second"),
    "minute": lambda: pgettext("known to", "to the minute"),
    "hour": lambda: pgettext("known to", "to the hour"),
    "day": lambda: pgettext("known to", "to the day"),
    "week": lambda: pgettext("known to", "to the week"),
    "month": lambda: pgettext("known to", "to the month"),
}
PLACES: Mapping[str, Say] = {
    "exact": lambda: pgettext("a place", "exact"),
    "near": lambda: pgettext("a place", "near"),
    "area": lambda: pgettext("a place", "somewhere in the area"),
}
MEANS: Mapping[str, Say] = {
    "seen": lambda: gettext("seen"),
    "heard": lambda: gettext("heard"),
    "photo_or_video": lambda: gettext("photograph or video"),
    "radar": lambda: gettext("radar"),
    "acoustic_sensor": lambda: gettext("acoustic sensor"),
    "aerial_imagery": lambda: gettext("aerial imagery"),
    "satellite_imagery": lambda: gettext("satellite imagery"),
    "statement": lambda: gettext("statements of witnesses"),
    "medical_record": lambda: gettext("medical records"),
    "remains_on_ground": lambda: gettext("remains and traces on the ground"),
    "published": lambda: gettext("published by others"),
    "other": lambda: pgettext("means", "other means"),
}
RELIABILITY: Mapping[str, Say] = {
    "A": lambda: gettext("completely reliable"),
    "B": lambda: gettext("usually reliable"),
    "C": lambda: gettext("fairly reliable"),
    "D": lambda: gettext("not usually reliable"),
    "E": lambda: gettext("unreliable"),
    "F": lambda: gettext("reliability cannot be judged"),
}
CREDIBILITY: Mapping[str, Say] = {
    "1": lambda: gettext("confirmed by other sources"),
    "2": lambda: gettext("probably true"),
    "3": lambda: gettext("possibly true"),
    "4": lambda: gettext("doubtful"),
    "5": lambda: gettext("improbable"),
    "6": lambda: gettext("truth cannot be judged"),
}
KNOWLEDGE: Mapping[str, Say] = {
    "first_hand": lambda: gettext("observed first hand"),
    "relayed": lambda: gettext("relayed by others"),
}
ACTORS: Mapping[str, Say] = {
    "member": lambda: gettext("a member"),
    "third_party": lambda: gettext("a third party"),
    "unknown": lambda: pgettext("an actor", "unknown"),
}
WHO: Mapping[str, Say] = {
    "civilian": lambda: gettext("civilians"),
    "military": lambda: gettext("military personnel"),
    "monitor": lambda: gettext("monitors"),
    "humanitarian": lambda: gettext("humanitarian staff"),
    "unknown": lambda: pgettext("persons", "persons not known"),
}
HARM: Mapping[str, Say] = {
    "killed": lambda: gettext("killed"),
    "injured": lambda: gettext("injured"),
    "missing": lambda: gettext("missing"),
    "detained": lambda: gettext("detained"),
}
DAMAGED: Mapping[str, Say] = {
    "home": lambda: gettext("homes"),
    "school": lambda: gettext("schools"),
    "health": lambda: gettext("health facilities"),
    "water_power": lambda: gettext("water or power"),
    "worship_heritage": lambda: gettext("places of worship or heritage"),
    "road_bridge": lambda: gettext("roads or bridges"),
    "vehicle": lambda: gettext("vehicles"),
    "equipment": lambda: gettext("equipment"),
    "land": lambda: gettext("land or crops"),
    "other": lambda: pgettext("damage", "other things"),
}
EXTENT: Mapping[str, Say] = {
    "destroyed": lambda: gettext("destroyed"),
    "heavy": lambda: gettext("heavy damage"),
    "light": lambda: gettext("light damage"),
    "unknown": lambda: pgettext("damage", "extent not known"),
}
FORMS: Mapping[str, Say] = {
    "photo": lambda: gettext("photograph"),
    "video": lambda: gettext("video"),
    "sound": lambda: gettext("sound recording"),
    "document": lambda: gettext("document"),
    "statement": lambda: gettext("statement"),
    "medical": lambda: gettext("medical record"),
    "imagery": lambda: gettext("imagery"),
    "radar": lambda: gettext("radar track"),
    "fragment": lambda: gettext("record of a fragment"),
    "log": lambda: pgettext("evidence", "log"),
    "other": lambda: pgettext("evidence", "other evidence"),
}

HIT_ANSWERS: Mapping[str, Say] = {
    "received": lambda: gettext("Received"),
    "looks_into_it": lambda: gettext("We look into it"),
    "safe": lambda: gettext("Those who are protected are safe"),
    "needs_help": lambda: gettext("Help is needed"),
    "contests": lambda: gettext("We contest the account"),
}
WITHIN: Mapping[str, Say] = {
    "inside": lambda: gettext("Within it by place and time"),
    "may_be_inside": lambda: gettext("May lie within it, as exactly as it is known"),
}
PROTECTED: Mapping[str, Say] = {
    "site": lambda: gettext("Protected site"),
    "movement": lambda: gettext("Protected movement"),
}


def word(words: Mapping[str, Say], code: object) -> str:
    """Say a code; one that these words do not know as itself."""
    said = words.get(str(code))
    return said() if said is not None else str(code)


def choices(words: Mapping[str, Say]) -> list[tuple[str, str]]:
    """Return codes with their words, as a form offers them."""
    return [(code, say()) for code, say in words.items()]
