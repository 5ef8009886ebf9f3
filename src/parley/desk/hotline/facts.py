"""Every field of an entry of the hotline in words: what is looked over before it goes, and what both ends then read.

Nothing that is signed may go unseen: a field stands in FIELDS here, or in APART where the screens show it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from parley.desk.duty_words import duty_word
from parley.desk.hotline.voice_shown import reason_word
from parley.desk.hotline.wordings import kind_word
from parley.desk.overlaps.words import knew_word
from parley.geo.moment import LATEST_S, Moment, moment_text
from parley.node.reading import EntryView
from parley.tracks.hotline.spoken_words import spoken_word

# Shown by an element of their own: the words, the items, the files, the precedence, the roles; `how` is in the name of
# the kind, `template` the fixed phrase in each language, and a signature says nothing but that it is there.
APART = frozenset(
    {"subject", "text", "summary", "lang", "items", "attachments", "precedence", "role", "how", "template", "signature"}
)
# Within its conversation these stand before the reader's eyes: what an entry is about, and the words read out.
IN_SIGHT = frozenset({"of", "far", "near", "text_no"})


@dataclass(frozen=True, slots=True)
class Words:
    """The names of members and of roles in the reader's language."""

    names: Callable[[str], str]
    roles: Callable[[str], str]


Say = Callable[[Any, Words], str]


def facts_of(
    kind: str, content: Mapping[str, Any], *, words: Words, besides: frozenset[str] = frozenset()
) -> list[tuple[str, str]]:
    """Return label and value of each field that has no element of its own, in the order of FIELDS."""
    found = []
    for name, default in FIELDS.items():
        label, say = OF_KIND.get((kind, name), default)
        if name in besides or content.get(name) is None:
            continue
        value = say(content[name], words)
        if value:
            found.append((label(), value))
    return found


def lapsed_duty(duty: str, *, names: Callable[[str], str]) -> str:
    """Say a duty by its id: what is owed, and by whom; an id that reads as none as itself."""
    _, what, owed_by = duty.split(":") if duty.count(":") == 2 else ("", "", "")
    return f"{duty_word(what)} · {names(owed_by)}" if what else duty


def entry_word(entry: EntryView, *, names: Callable[[str], str]) -> str:
    """Say what an entry is; a lapse cited by the duty and by whom it was owed."""
    if not entry.kind.endswith("lapse_cited") or entry.refusal is not None:
        return kind_word(entry.kind, entry.content)
    return gettext("Lapse cited: %(duty)s") % {"duty": lapsed_duty(entry.content["duty"], names=names)}


def instant(at_s: int) -> str:
    """Return an instant to the second, or to the minute where it has no seconds."""
    return moment_text(Moment(at_s, "second" if at_s % 60 else "minute"))


def _plain(value: Any, words: Words) -> str:
    return str(value)


def _when(value: Any, words: Words) -> str:
    return instant(value)


def _due(value: Any, words: Words) -> str:
    at_s = int(value) // 1000
    return moment_text(Moment(at_s, "second")) if at_s <= LATEST_S else str(value)


def _when_asked(value: Any, words: Words) -> str:
    return gettext("yes") if value else ""


def _yes_or_no(value: Any, words: Words) -> str:
    return gettext("yes") if value else pgettext("in answer to a question", "no")


def _member(value: Any, words: Words) -> str:
    return words.names(str(value))


def _members(value: Any, words: Words) -> str:
    return gettext(", ").join(words.names(str(code)) for code in value)


def _role(value: Any, words: Words) -> str:
    return words.roles(str(value))


def _list(value: Any, words: Words) -> str:
    return " · ".join(str(each) for each in value)


def _routes(value: Any, words: Words) -> str:
    return ", ".join(str(each) for each in value)


def _group(value: Any, words: Words) -> str:
    language = get_language() or "en"
    return " ".join([*(spoken_word(number, language=language) for number in value["words"]), str(value["figure"])])


def _class(value: Any, words: Words) -> str:
    # Here, because the page of notices takes its words for an instant from this module.
    from parley.desk.cell import node  # noqa: PLC0415
    from parley.desk.notices.showing import class_word  # noqa: PLC0415

    return class_word(node().charter(), str(value))


def _volumes(value: Any, words: Words) -> str:
    from parley.desk.notices.showing import volume_in_words  # noqa: PLC0415

    told = [volume_in_words(each) for each in value]
    return told[0] if len(told) == 1 else " · ".join(f"({n}) {each}" for n, each in enumerate(told, start=1))


def _slack(value: Any, words: Words) -> str:
    return f"{value['time_min']} min, {value['lateral_m']} m, {value['vertical_m']} m"


def _texts(value: Any, words: Words) -> str:
    return " · ".join(f"{each['lang']}: {each['text']}" for each in value)


def _areas(value: Any, words: Words) -> str:
    from parley.desk.standstill.places import place_in_words  # noqa: PLC0415

    return " · ".join(place_in_words(each) for each in value)


def _classes(value: Any, words: Words) -> str:
    return gettext(", ").join(_class(each, words) for each in value)


def _classes_or_all(value: Any, words: Words) -> str:
    """Say the classes; none named means all, and whoever signs reads that."""
    return _classes(value, words) or gettext("all classes")


def _parties_or_all(value: Any, words: Words) -> str:
    return _members(value, words) or gettext("all whom the standstill binds")


def _sides(value: Any, words: Words) -> str:
    return " · ".join(
        f"{each['version']} {words.names(each['member'])}, {_class(each['class'], words)}" for each in value
    )


def _meets(value: Any, words: Words) -> str:
    from parley.desk.notices.words import kind_word as meeting_word  # noqa: PLC0415

    return meeting_word(str(value))


def _pairs(value: Any, words: Words) -> str:
    return " · ".join(
        f"{each['volumes'][0] + 1} – {each['volumes'][1] + 1}: {instant(each['from_s'])} – {instant(each['until_s'])}"
        for each in value
    )


def _met(value: Any, words: Words) -> str:
    from parley.desk.encounters.words import met_name  # noqa: PLC0415

    return met_name(value)


def _side(value: Any, words: Words) -> str:
    return f"{words.names(value['member'])}, {_class(value['class'], words)}: {value['subject']}"


def _places(value: Any, words: Words) -> str:
    from parley.desk.encounters.words import met_word  # noqa: PLC0415

    return " · ".join(
        f"{each['volume'] + 1} – {each['place'] + 1}: {met_word(each['kind'], standing=each['standing'], sort='')}, "
        f"{instant(each['from_s'])} – {instant(each['until_s'])}"
        for each in value
    )


def _apart(value: Any, words: Words) -> str:
    return f"{value['lateral_m']} m, {value['vertical_m']} m, {value['time_min']} min" if any(value.values()) else ""


def _ways(value: Any, words: Words) -> str:
    from parley.desk.overlaps.ways import moves_in_line  # noqa: PLC0415

    return " · ".join(f"{n}: {moves_in_line(each, names=words.names)}" for n, each in enumerate(value, start=1))


def _agreed(value: Any, words: Words) -> str:
    return " · ".join([str(value["digest"])[:8], *value["accepted"]])


def _category(value: Any, words: Words) -> str:
    from parley.desk.sites.words import category_word  # noqa: PLC0415

    return category_word(str(value))


def _consent(value: Any, words: Words) -> str:
    from parley.desk.sites.words import use_word  # noqa: PLC0415

    return " · ".join(f"{words.names(each['member'])}: {use_word(each['use'])}" for each in value)


def _finding(value: Any, words: Words) -> str:
    from parley.desk.sites.words import finding_word  # noqa: PLC0415

    return finding_word(str(value))


def _held(value: Any, words: Words) -> str:
    return f"{value['count']} · {value['digest']}"


def _cell(value: Any, words: Words) -> str:
    from parley.desk.blind.words import cell_text  # noqa: PLC0415

    return cell_text(value)


def _hour(value: Any, words: Words) -> str:
    from parley.desk.blind.words import hour_text  # noqa: PLC0415

    return hour_text(int(value))


def _closed(value: Any, words: Words) -> str:
    return gettext("withdrawn") if value == "withdrawn" else gettext("settled")


FIELDS: Mapping[str, tuple[Callable[[], str], Say]] = {
    "reply_to": (lambda: gettext("Reply to"), _plain),
    "of": (lambda: gettext("About"), _plain),
    "about": (lambda: gettext("About"), _plain),
    "asks_read_back": (lambda: gettext("Asks for the items to be read back"), _when_asked),
    "asks_answer": (lambda: gettext("Asks for an answer"), _when_asked),
    "answer_by_s": (lambda: gettext("Answer by"), _when),
    "asked": (lambda: gettext("Who is asked"), _members),
    "why": (lambda: gettext("Why"), _plain),
    "precedence_reason": (lambda: gettext("Why this precedence"), _plain),
    "reason": (lambda: gettext("Why"), lambda value, words: reason_word(str(value))),
    "by_role": (lambda: gettext("Translated by"), _role),
    "from": (lambda: gettext("Who called"), _member),
    "to": (lambda: gettext("To"), _member),
    "started_at_s": (lambda: gettext("Began"), _when),
    "ended_at_s": (lambda: gettext("Ended"), _when),
    "channel": (lambda: gettext("Line or number"), _plain),
    "called_back": (lambda: gettext("The caller's identity was checked by calling back"), _yes_or_no),
    "replaces": (lambda: gettext("In place of"), _plain),
    "challenge": (lambda: gettext("Challenge"), _plain),
    "far": (lambda: gettext("Words of the end that is called"), _group),
    "near": (lambda: gettext("Words of the end that asks"), _group),
    "text_no": (lambda: gettext("Number of the text"), _plain),
    "routes": (lambda: gettext("Routes"), _routes),
    "slot_at_s": (lambda: gettext("Planned for"), _when),
    "answered_by": (lambda: gettext("Answered by"), _plain),
    "attempt": (lambda: gettext("Attempt"), _plain),
    "name": (lambda: gettext("Officer's name"), _plain),
    "authority": (lambda: gettext("Authority"), _plain),
    "call_back": (lambda: gettext("Call back"), _plain),
    "until_s": (lambda: gettext("Until"), _when),
    "after": (lambda: gettext("Takes over by"), _plain),
    "from_role": (lambda: gettext("From the role"), _role),
    "from_name": (lambda: gettext("From the officer"), _plain),
    "to_role": (lambda: gettext("To the role"), _role),
    "open_items": (lambda: gettext("What is owed"), _list),
    "silent": (lambda: gettext("Silent links"), _members),
    "promises": (lambda: gettext("What was promised"), _list),
    "duty": (lambda: gettext("Duty"), lambda value, words: lapsed_duty(value, names=words.names)),
    "due_at_ms": (lambda: gettext("Was due"), _due),
    "level": (lambda: gettext("Level of the ladder"), _plain),
    "released_by": (lambda: gettext("Released by"), _role),
    "class": (lambda: gettext("Kind of activity"), _class),
    "volumes": (lambda: gettext("Areas, heights and times"), _volumes),
    "contingency": (lambda: gettext("Where it may go in need"), _volumes),
    "strength": (lambda: gettext("How many take part"), _plain),
    "contact": (lambda: gettext("Contact"), _plain),
    "slack": (lambda: gettext("How far it could move"), _slack),
    "texts": (lambda: gettext("Text"), _texts),
    "parties": (lambda: gettext("Whom it binds"), _members),
    "classes": (lambda: gettext("Classes that stand still"), _classes),
    "excepted": (lambda: gettext("Classes that it excepts"), _classes),
    "areas": (lambda: gettext("Areas"), _areas),
    "from_s": (lambda: gettext("From"), _when),
    "notice": (lambda: gettext("Excepts the plan"), _plain),
    "ends_s": (lambda: gettext("Ends at"), _when),
    "digest": (lambda: gettext("Digest of what is signed"), _plain),
    "notices": (lambda: gettext("Notices"), _list),
    "versions": (lambda: gettext("Versions"), _list),
    "sides": (lambda: gettext("The two activities"), _sides),
    "kind": (lambda: gettext("How they meet"), _meets),
    "knew": (lambda: gettext("Who knew"), lambda value, words: knew_word(str(value))),
    "apart": (lambda: gettext("Apart by the charter"), _apart),
    "pairs": (lambda: gettext("Volumes that meet"), _pairs),
    "met": (lambda: gettext("What it meets"), _met),
    "side": (lambda: gettext("Whose activity"), _side),
    "concerns": (lambda: gettext("Whom it concerns"), _members),
    "proposals": (lambda: gettext("Ways out"), _ways),
    "burdens": (lambda: gettext("Conceded before, in thousandths of the slack"), _list),
    "agreed": (lambda: gettext("As agreed"), _agreed),
    "category": (lambda: gettext("What is protected"), _category),
    "organisation": (lambda: gettext("Organisation"), _plain),
    "confirm_days": (lambda: gettext("Confirmed again within so many days"), _plain),
    "consent": (lambda: gettext("Who learns of it, and with which consent"), _consent),
    "list": (lambda: gettext("List that its author holds"), _held),
    "to_whom": (lambda: gettext("To whom inside the force"), _plain),
    "passed_at_s": (lambda: gettext("Passed on at"), _when),
    "finding": (lambda: gettext("What was found"), _finding),
    "distance_m": (lambda: gettext("Metres from the last known point"), _plain),
    "cell": (lambda: gettext("Cell"), _cell),
    "hour_s": (lambda: gettext("Hour"), _hour),
    "tick_s": (lambda: gettext("Tick"), _when),
    "member": (lambda: gettext("Of"), _member),
    "day": (lambda: gettext("Day (UTC)"), lambda value, words: instant(int(value) * 86_400).partition(" ")[0]),
    "version": (lambda: gettext("Version"), _plain),
    "key_entry": (lambda: gettext("Its key was announced by"), _plain),
}
# Where a field says another thing in one kind.
OF_KIND: Mapping[tuple[str, str], tuple[Callable[[], str], Say]] = {
    ("proposal_accepted", "digest"): (lambda: gettext("Mark of the way out"), lambda value, words: str(value)[:8]),
    ("blind_overlap_told", "parties"): (lambda: gettext("Whose plans meet"), _members),
    ("blind_overlap_acknowledged", "parties"): (lambda: gettext("Whose plans meet"), _members),
    ("blind_overlap_settled", "parties"): (lambda: gettext("Whose plans meet"), _members),
    ("encounter_found", "pairs"): (lambda: gettext("Which volumes meet what"), _places),
    ("encounter_found", "notice"): (lambda: gettext("Notice"), _plain),
    ("encounter_answered", "notice"): (lambda: gettext("Notice"), _plain),
    ("encounter_cleared", "notice"): (lambda: gettext("Notice"), _plain),
    ("site_passed_on", "level"): (lambda: gettext("On which level"), _plain),
    ("standstill_proposed", "classes"): (lambda: gettext("Classes that stand still"), _classes_or_all),
    ("variance_proposed", "classes"): (lambda: gettext("Classes that it excepts"), _classes_or_all),
    ("variance_proposed", "parties"): (lambda: gettext("Whose activity it excepts"), _parties_or_all),
    ("message_closed", "reason"): (lambda: gettext("Why"), _closed),
    ("call_logged", "to"): (lambda: gettext("Who was called"), _member),
    ("line_check_answered", "routes"): (
        lambda: gettext("Came over"),
        lambda value, words: _routes(value, words) or gettext("no route"),
    ),
    ("call_challenged", "to"): (lambda: gettext("Asked to read out words"), _member),
}
