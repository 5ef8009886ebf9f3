"""Every field of an entry in words: what is looked over before it goes, and what both ends then read.

Nothing that is signed may go unseen: a field stands in FIELDS here, or in APART where the screens show it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parley.desk.cell import node
from parley.desk.commerce import facts as of_commerce
from parley.desk.commitments import facts as of_commitments
from parley.desk.disputes import facts as of_disputes
from parley.desk.duty_words import duty_word, part_of_duty
from parley.desk.hotline import saying
from parley.desk.hotline.replying import reason_title
from parley.desk.hotline.saying import Field, Words
from parley.desk.hotline.voice_shown import reason_word
from parley.desk.hotline.wordings import kind_word
from parley.desk.incidents import facts as of_incidents
from parley.desk.information import facts as of_information
from parley.desk.notices import facts as of_deconfliction
from parley.desk.statements import facts as of_statements
from parley.desk.supervision import facts as of_supervision
from parley.desk.talks import facts as of_talks
from parley.desk.verifying import facts as of_verifying
from parley.node.reading import EntryView
from parley.tracks.hotline.spoken_words import spoken_word

# Shown by an element of their own: the words, the items, the files, the precedence, the roles; `how` and `reply` are in
# the name of the kind, `template` the fixed phrase in each language, and a signature says nothing but that it is there.
APART = frozenset(
    {"subject", "text", "summary", "lang", "items", "attachments", "precedence", "role", "how", "template", "signature"}
    | {"reply"}
)
# Within its conversation these stand before the reader's eyes: what an entry is about, and the words read out.
IN_SIGHT = frozenset({"of", "far", "near", "text_no"})


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
    """Say a duty by its id: what is owed, of which step or level, and by whom; an id that reads as none as itself."""
    _, what, owed_by = duty.split(":") if duty.count(":") == 2 else ("", "", "")
    if not what:
        return duty
    part = part_of_duty(duty, charter=node().charter(), language=get_language() or "en")
    return f"{duty_word(what.partition('.')[0])}{' ' + part if part else ''} · {names(owed_by)}"


def entry_word(entry: EntryView, *, names: Callable[[str], str]) -> str:
    """Say what an entry is; a lapse cited by the duty and by whom it was owed."""
    if not entry.kind.endswith("lapse_cited") or entry.refusal is not None:
        return kind_word(entry.kind, entry.content)
    return gettext("Lapse cited: %(duty)s") % {"duty": lapsed_duty(entry.content["duty"], names=names)}


def _routes(value: Any, words: Words) -> str:
    return ", ".join(str(each) for each in value)


def _group(value: Any, words: Words) -> str:
    language = get_language() or "en"
    return " ".join([*(spoken_word(number, language=language) for number in value["words"]), str(value["figure"])])


def _closed(value: Any, words: Words) -> str:
    return gettext("withdrawn") if value == "withdrawn" else gettext("settled")


FIELDS: Mapping[str, Field] = {
    "reply_to": (lambda: gettext("Reply to"), saying.as_it_is),
    "of": (lambda: gettext("About"), saying.as_it_is),
    "about": (lambda: gettext("About"), saying.as_it_is),
    "asks_read_back": (lambda: gettext("Asks for the items to be read back"), saying.when_asked),
    "asks_answer": (lambda: gettext("Asks for an answer"), saying.when_asked),
    "answer_by_s": (lambda: gettext("Answer by"), saying.when),
    "asked": (lambda: gettext("Who is asked"), saying.members),
    "why": (lambda: gettext("Why"), saying.as_it_is),
    "done_at_s": (lambda: gettext("Done at"), saying.when),
    "cannot_because": (lambda: gettext("Why"), lambda value, words: reason_title(str(value))),
    "precedence_reason": (lambda: gettext("Why this precedence"), saying.as_it_is),
    "reason": (lambda: gettext("Why"), lambda value, words: reason_word(str(value))),
    "by_role": (lambda: gettext("Translated by"), saying.role),
    "from": (lambda: gettext("Who called"), saying.member),
    "to": (lambda: gettext("To"), saying.member),
    "started_at_s": (lambda: gettext("Began"), saying.when),
    "ended_at_s": (lambda: gettext("Ended"), saying.when),
    "channel": (lambda: gettext("Line or number"), saying.as_it_is),
    "called_back": (lambda: gettext("The caller's identity was checked by calling back"), saying.yes_or_no),
    "replaces": (lambda: gettext("In place of"), saying.as_it_is),
    "challenge": (lambda: gettext("Challenge"), saying.as_it_is),
    "far": (lambda: gettext("Words of the end that is called"), _group),
    "near": (lambda: gettext("Words of the end that asks"), _group),
    "text_no": (lambda: gettext("Number of the text"), saying.as_it_is),
    "routes": (lambda: gettext("Routes"), _routes),
    "slot_at_s": (lambda: gettext("Planned for"), saying.when),
    "answered_by": (lambda: gettext("Answered by"), saying.as_it_is),
    "attempt": (lambda: gettext("Attempt"), saying.as_it_is),
    "name": (lambda: gettext("Officer's name"), saying.as_it_is),
    "authority": (lambda: gettext("Authority"), saying.as_it_is),
    "call_back": (lambda: gettext("Call back"), saying.as_it_is),
    "until_s": (lambda: gettext("Until"), saying.when),
    "after": (lambda: gettext("Takes over by"), saying.as_it_is),
    "from_role": (lambda: gettext("From the role"), saying.role),
    "from_name": (lambda: gettext("From the officer"), saying.as_it_is),
    "to_role": (lambda: gettext("To the role"), saying.role),
    "open_items": (lambda: gettext("What is owed"), saying.listed),
    "silent": (lambda: gettext("Silent links"), saying.members),
    "promises": (lambda: gettext("What was promised"), saying.listed),
    "duty": (lambda: gettext("Duty"), lambda value, words: lapsed_duty(value, names=words.names)),
    "due_at_ms": (lambda: gettext("Was due"), saying.due),
    "level": (lambda: gettext("Level of the ladder"), saying.as_it_is),
    "released_by": (lambda: gettext("Released by"), saying.role),
    **of_commerce.FIELDS,
    **of_commitments.FIELDS,
    **of_deconfliction.FIELDS,
    **of_incidents.FIELDS,
    **of_information.FIELDS,
    **of_verifying.FIELDS,
    **of_disputes.FIELDS,
    **of_supervision.FIELDS,
    **of_talks.NEW,
    "key_entry": (lambda: gettext("Its key was announced by"), saying.as_it_is),
}
# Where a field says another thing in one kind.
OF_KIND: Mapping[tuple[str, str], Field] = {
    **of_commitments.OF_KIND,
    **of_deconfliction.OF_KIND,
    ("message_sent", "about"): (lambda: gettext("About"), saying.listed),
    **of_incidents.OF_KIND,
    **of_information.OF_KIND,
    **of_verifying.OF_KIND,
    **of_disputes.OF_KIND,
    **of_supervision.OF_KIND,
    **of_statements.OF_KIND,
    **of_commerce.OF_KIND,
    **of_talks.OF_KIND,
    ("message_closed", "reason"): (lambda: gettext("Why"), _closed),
    ("call_logged", "to"): (lambda: gettext("Who was called"), saying.member),
    ("line_check_answered", "routes"): (
        lambda: gettext("Came over"),
        lambda value, words: _routes(value, words) or gettext("no route"),
    ),
    ("call_challenged", "to"): (lambda: gettext("Asked to read out words"), saying.member),
}
