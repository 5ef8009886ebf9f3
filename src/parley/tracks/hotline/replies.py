"""The fixed replies to a de-escalation request: ordered, done at, cannot and why; alike in three languages. Pure.

A reply says the same in each language, so that the asker's screen shows its own. Words are never changed in place, for
the old stand in signed entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.verdict import Fault

ORDERED, DONE, CANNOT = "ordered", "done", "cannot"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fixed sentence: what a button is called, and what is said, per language."""

    titles: Mapping[str, str]
    phrases: Mapping[str, str]


REPLIES: Mapping[str, Phrase] = {
    ORDERED: Phrase(
        {"en": "It is ordered", "ar": "صدر الأمر", "he": "ניתנה פקודה"},
        {
            "en": "It is ordered. Those under our command have the order. We say when it is done.",
            "ar": "صدر الأمر. تلقّى من هم تحت إمرتنا الأمر. نبلغكم عند تنفيذه.",
            "he": "ניתנה פקודה. הכפופים לנו קיבלו את הפקודה. נמסור כאשר תבוצע.",
        },
    ),
    DONE: Phrase(
        {"en": "It is done", "ar": "نُفِّذ", "he": "בוצע"},
        {
            "en": "It is done. What was asked was carried out at the time named.",
            "ar": "نُفِّذ. نُفِّذ المطلوب في الوقت المذكور.",
            "he": "בוצע. המבוקש בוצע בשעה הנקובה.",
        },
    ),
    CANNOT: Phrase(
        {"en": "It cannot be done", "ar": "يتعذّر التنفيذ", "he": "לא ניתן לבצע"},
        {
            "en": "It cannot be done, for the reason named.",
            "ar": "يتعذّر التنفيذ للسبب المذكور.",
            "he": "לא ניתן לבצע, מהסיבה הנקובה.",
        },
    ),
}
REASONS: Mapping[str, Phrase] = {
    "not_ours": Phrase(
        {"en": "Not under our command", "ar": "ليسوا تحت إمرتنا", "he": "לא בפיקודנו"},
        {
            "en": "Those at the place named are not under our command.",
            "ar": "من هم في المكان المذكور ليسوا تحت إمرتنا.",
            "he": "הנמצאים במקום הנקוב אינם בפיקודנו.",
        },
    ),
    "no_contact": Phrase(
        {"en": "No contact with them", "ar": "لا اتصال بهم", "he": "אין עימם קשר"},
        {
            "en": "We have no contact with those at the place named. We go on trying.",
            "ar": "لا اتصال لنا بمن هم في المكان المذكور. نواصل المحاولة.",
            "he": "אין לנו קשר עם הנמצאים במקום הנקוב. אנו ממשיכים לנסות.",
        },
    ),
    "lives_in_danger": Phrase(
        {"en": "Lives would be in danger", "ar": "خطر على الأرواح", "he": "סכנת חיים"},
        {
            "en": "It would put lives in danger there now.",
            "ar": "من شأن ذلك أن يعرّض أرواحًا للخطر هناك الآن.",
            "he": "הדבר יסכן שם חיים כעת.",
        },
    ),
    "decided_above": Phrase(
        {"en": "Decided at a higher level", "ar": "القرار لمستوى أعلى", "he": "ההחלטה בדרג גבוה יותר"},
        {
            "en": "It is decided at a higher level. We have referred it upward.",
            "ar": "القرار لمستوى أعلى. أحلناه إليه.",
            "he": "ההחלטה היא של דרג גבוה יותר. העברנו אליו את הבקשה.",
        },
    ),
    "nothing_found": Phrase(
        {"en": "Nothing of this found there", "ar": "لم نجد شيئًا من ذلك هناك", "he": "לא נמצא שם דבר כזה"},
        {
            "en": "We found nothing of what was named at that place.",
            "ar": "لم نجد شيئًا مما ذُكر في ذلك المكان.",
            "he": "לא מצאנו דבר מן הנקוב באותו מקום.",
        },
    ),
}


def reply_text(reply: str, *, because: str, language: str) -> str:
    """Return the fixed words of a reply in a language that it stands in; with a reason, that on a line of its own."""
    said = REPLIES[reply].phrases[language]
    return f"{said}\n{REASONS[because].phrases[language]}" if because in REASONS else said


def reply_faults(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return where an answer departs from the fixed reply that it names; empty where it names none (H-20).

    Its text begins with the phrase, to the letter; free words may follow on a new line. Only what is done has a time,
    only what cannot be done a reason, and each has it.
    """
    reply, because = str(content.get("reply") or ""), str(content.get("cannot_because") or "")
    found = [*_field_faults("done_at_s", content, needed=reply == DONE)]
    found += _field_faults("cannot_because", content, needed=reply == CANNOT)
    if reply not in REPLIES or found:
        return tuple(found)
    lang = content["lang"]
    if lang not in REPLIES[reply].phrases:
        languages = ", ".join(REPLIES[reply].phrases)
        return (Fault("lang", "hotline.template_not_in_language", {"languages": languages}),)
    fixed = reply_text(reply, because=because, language=lang)
    if content["text"] != fixed and not content["text"].startswith(fixed + "\n"):
        return (Fault("text", "hotline.template_phrase_changed"),)
    return ()


def _field_faults(name: str, content: Mapping[str, Any], *, needed: bool) -> tuple[Fault, ...]:
    if needed == (content.get(name) is not None):
        return ()
    return (Fault(name, "hotline.reply_field_missing" if needed else "hotline.reply_field_unasked"),)
