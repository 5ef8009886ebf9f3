"""Every field of an entry of deconfliction in words: plans, sites, standstills, what meets what, and ways out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from parley.desk.blind.words import cell_text, hour_text
from parley.desk.cell import node
from parley.desk.encounters.words import met_name, met_word
from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words, instant
from parley.desk.notices.showing import class_word, volume_in_words
from parley.desk.notices.words import kind_word as meeting_word
from parley.desk.overlaps.ways import moves_in_line
from parley.desk.overlaps.words import knew_word
from parley.desk.sites.words import category_word, finding_word, use_word
from parley.desk.standstill.places import place_in_words


def _class(value: Any, words: Words) -> str:
    return class_word(node().charter(), str(value))


def _volumes(value: Any, words: Words) -> str:
    told = [volume_in_words(each) for each in value]
    return told[0] if len(told) == 1 else " · ".join(f"({n}) {each}" for n, each in enumerate(told, start=1))


def _slack(value: Any, words: Words) -> str:
    return f"{value['time_min']} min, {value['lateral_m']} m, {value['vertical_m']} m"


def _texts(value: Any, words: Words) -> str:
    return " · ".join(f"{each['lang']}: {each['text']}" for each in value)


def _areas(value: Any, words: Words) -> str:
    return " · ".join(place_in_words(each) for each in value)


def _classes(value: Any, words: Words) -> str:
    return gettext(", ").join(_class(each, words) for each in value)


def _classes_or_all(value: Any, words: Words) -> str:
    """Say the classes; none named means all, and whoever signs reads that."""
    return _classes(value, words) or gettext("all classes")


def _parties_or_all(value: Any, words: Words) -> str:
    return saying.members(value, words) or gettext("all whom the standstill binds")


def _sides(value: Any, words: Words) -> str:
    return " · ".join(
        f"{each['version']} {words.names(each['member'])}, {_class(each['class'], words)}" for each in value
    )


def _meets(value: Any, words: Words) -> str:
    return meeting_word(str(value))


def _pairs(value: Any, words: Words) -> str:
    return " · ".join(
        f"{each['volumes'][0] + 1} – {each['volumes'][1] + 1}: {instant(each['from_s'])} – {instant(each['until_s'])}"
        for each in value
    )


def _met(value: Any, words: Words) -> str:
    return met_name(value)


def _side(value: Any, words: Words) -> str:
    return f"{words.names(value['member'])}, {_class(value['class'], words)}: {value['subject']}"


def _places(value: Any, words: Words) -> str:
    return " · ".join(
        f"{each['volume'] + 1} – {each['place'] + 1}: {met_word(each['kind'], standing=each['standing'], sort='')}, "
        f"{instant(each['from_s'])} – {instant(each['until_s'])}"
        for each in value
    )


def _apart(value: Any, words: Words) -> str:
    return f"{value['lateral_m']} m, {value['vertical_m']} m, {value['time_min']} min" if any(value.values()) else ""


def _ways(value: Any, words: Words) -> str:
    return " · ".join(f"{n}: {moves_in_line(each, names=words.names)}" for n, each in enumerate(value, start=1))


def _agreed(value: Any, words: Words) -> str:
    return " · ".join([str(value["digest"])[:8], *value["accepted"]])


def _category(value: Any, words: Words) -> str:
    return category_word(str(value))


def _consent(value: Any, words: Words) -> str:
    return " · ".join(f"{words.names(each['member'])}: {use_word(each['use'])}" for each in value)


def _finding(value: Any, words: Words) -> str:
    return finding_word(str(value))


def _held(value: Any, words: Words) -> str:
    return f"{value['count']} · {value['digest']}"


def _cell(value: Any, words: Words) -> str:
    return cell_text(value)


def _hour(value: Any, words: Words) -> str:
    return hour_text(int(value))


FIELDS: Mapping[str, Field] = {
    "class": (lambda: gettext("Kind of activity"), _class),
    "volumes": (lambda: gettext("Areas, heights and times"), _volumes),
    "contingency": (lambda: gettext("Where it may go in need"), _volumes),
    "strength": (lambda: gettext("How many take part"), saying.as_it_is),
    "contact": (lambda: gettext("Contact"), saying.as_it_is),
    "slack": (lambda: gettext("How far it could move"), _slack),
    "texts": (lambda: gettext("Text"), _texts),
    "parties": (lambda: gettext("Whom it binds"), saying.members),
    "classes": (lambda: gettext("Classes that stand still"), _classes),
    "excepted": (lambda: gettext("Classes that it excepts"), _classes),
    "areas": (lambda: gettext("Areas"), _areas),
    "from_s": (lambda: gettext("From"), saying.when),
    "notice": (lambda: gettext("Notice"), saying.as_it_is),
    "ends_s": (lambda: gettext("Ends at"), saying.when),
    "digest": (lambda: gettext("Digest of what is signed"), saying.as_it_is),
    "notices": (lambda: gettext("Notices"), saying.listed),
    "versions": (lambda: gettext("Versions"), saying.listed),
    "sides": (lambda: gettext("The two activities"), _sides),
    "kind": (lambda: gettext("How they meet"), _meets),
    "knew": (lambda: gettext("Who knew"), lambda value, words: knew_word(str(value))),
    "apart": (lambda: gettext("Apart by the charter"), _apart),
    "pairs": (lambda: gettext("Volumes that meet"), _pairs),
    "met": (lambda: gettext("What it meets"), _met),
    "side": (lambda: gettext("Whose activity"), _side),
    "concerns": (lambda: gettext("Whom it concerns"), saying.members),
    "proposals": (lambda: gettext("Ways out"), _ways),
    "burdens": (lambda: gettext("Conceded before, in thousandths of the slack"), saying.listed),
    "agreed": (lambda: gettext("As agreed"), _agreed),
    "category": (lambda: gettext("What is protected"), _category),
    "organisation": (lambda: gettext("Organisation"), saying.as_it_is),
    "confirm_days": (lambda: gettext("Confirmed again within so many days"), saying.as_it_is),
    "consent": (lambda: gettext("Who learns of it, and with which consent"), _consent),
    "list": (lambda: gettext("List that its author holds"), _held),
    "to_whom": (lambda: gettext("To whom inside the force"), saying.as_it_is),
    "passed_at_s": (lambda: gettext("Passed on at"), saying.when),
    "finding": (lambda: gettext("What was found"), _finding),
    "distance_m": (lambda: gettext("Metres from the last known point"), saying.as_it_is),
    "cell": (lambda: gettext("Cell"), _cell),
    "hour_s": (lambda: gettext("Hour"), _hour),
    "tick_s": (lambda: gettext("Tick"), saying.when),
    "member": (lambda: gettext("Of"), saying.member),
    "day": (lambda: gettext("Day (UTC)"), lambda value, words: instant(int(value) * 86_400).partition(" ")[0]),
    "version": (lambda: gettext("Version"), saying.as_it_is),
}
# Where a field says another thing in one kind.
OF_KIND: Mapping[tuple[str, str], Field] = {
    ("proposal_accepted", "digest"): (lambda: gettext("Mark of the way out"), lambda value, words: str(value)[:8]),
    ("blind_overlap_told", "parties"): (lambda: gettext("Whose plans meet"), saying.members),
    ("blind_overlap_acknowledged", "parties"): (lambda: gettext("Whose plans meet"), saying.members),
    ("blind_overlap_settled", "parties"): (lambda: gettext("Whose plans meet"), saying.members),
    ("encounter_found", "pairs"): (lambda: gettext("Which volumes meet what"), _places),
    ("site_passed_on", "level"): (lambda: gettext("On which level"), saying.as_it_is),
    ("standstill_proposed", "classes"): (lambda: gettext("Classes that stand still"), _classes_or_all),
    ("variance_proposed", "classes"): (lambda: gettext("Classes that it excepts"), _classes_or_all),
    ("variance_proposed", "parties"): (lambda: gettext("Whose activity it excepts"), _parties_or_all),
    ("variance_proposed", "notice"): (lambda: gettext("Excepts the plan"), saying.as_it_is),
}
