"""The eight messages of fixed phrases, alike in three languages, each with the items it cannot do without. Pure.

A phrase says the same in each language, so that the receiver's screen shows its own without a translator.
Words are never changed in place: a better phrase is a new template, for the old stands in signed messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.verdict import Fault


@dataclass(frozen=True, slots=True)
class Template:
    """A message of fixed phrases: how urgent, what it asks for, its item types in order, its phrase per language.

    `lowest` is the precedence below which it is refused, where that is not its own.
    """

    name: str
    precedence: str
    asks_answer: bool
    items: tuple[str, ...]
    titles: Mapping[str, str]
    phrases: Mapping[str, str]
    lowest: str = ""

    @property
    def asks_read_back(self) -> bool:
        """Return True: each carries a place or a time on which lives hang."""
        return True


_ALL = (
    Template(
        "hold_fire",
        "flash",
        asks_answer=False,
        items=("place", "time"),
        titles={"en": "Hold fire", "ar": "أوقفوا إطلاق النار", "he": "נצרו אש"},
        phrases={
            "en": "Hold fire. Do not open fire and do not return fire at the place named below, from the time named.",
            "ar": "أوقفوا إطلاق النار. لا تفتحوا النار ولا تردّوا عليها في المكان المذكور أدناه "
            "ابتداءً من الوقت المذكور.",
            "he": "נצרו אש. אל תפתחו באש ואל תשיבו אש במקום המפורט להלן, החל מהשעה הנקובה.",
        },
    ),
    Template(
        "stop",
        "flash",
        asks_answer=False,
        items=("place", "time"),
        titles={"en": "Stop", "ar": "توقّفوا", "he": "עצרו"},
        phrases={
            "en": "Stop. Halt the movement or activity at the place named below, from the time named. Go no further.",
            "ar": "توقّفوا. أوقفوا التحرّك أو النشاط في المكان المذكور أدناه ابتداءً من الوقت المذكور، ولا تتقدّموا.",
            "he": "עצרו. הפסיקו את התנועה או הפעילות במקום המפורט להלן, החל מהשעה הנקובה. אל תתקדמו.",
        },
    ),
    Template(
        "medical_access",
        "flash",
        asks_answer=True,
        items=("place", "time", "number"),
        titles={"en": "Medical access", "ar": "وصول طبي", "he": "גישה רפואית"},
        phrases={
            "en": "Medical access. Medical help is needed at the place named below for the number of persons named. "
            "We ask that it may pass safely, from the time named.",
            "ar": "وصول طبي. هناك حاجة إلى مساعدة طبية في المكان المذكور أدناه لعدد الأشخاص المذكور. "
            "نطلب أن تمرّ بأمان ابتداءً من الوقت المذكور.",
            "he": "גישה רפואית. דרוש סיוע רפואי במקום המפורט להלן למספר האנשים הנקוב. "
            "אנו מבקשים שיוכל לעבור בבטחה החל מהשעה הנקובה.",
        },
    ),
    Template(
        "return_of_persons_or_remains",
        "flash",
        # One key to a FLASH, like each; an officer may make less haste where it is about the dead.
        lowest="immediate",
        asks_answer=True,
        items=("place", "time", "number"),
        titles={
            "en": "Return of persons or remains",
            "ar": "إعادة أشخاص أو رفات",
            "he": "השבת אנשים או שרידי גופות",
        },
        phrases={
            "en": "Return of persons or remains. We propose that the number named below be handed over and received "
            "at the place and time named.",
            "ar": "إعادة أشخاص أو رفات. نقترح تسليم العدد المذكور أدناه واستلامه في المكان والوقت المذكورين.",
            "he": "השבת אנשים או שרידי גופות. אנו מציעים שהמספר הנקוב להלן יימסר ויתקבל במקום ובשעה הנקובים.",
        },
    ),
    Template(
        "herder_or_farmer_crossing",
        "flash",
        asks_answer=False,
        items=("place", "time", "number"),
        titles={
            "en": "Herder or farmer crossing",
            "ar": "عبور راعٍ أو مزارع",
            "he": "חצייה של רועה או חקלאי",
        },
        phrases={
            "en": "Herder or farmer crossing. The number of civilians named below was seen crossing at the place "
            "and time named. Do not fire.",
            "ar": "عبور راعٍ أو مزارع. شوهد العدد المذكور أدناه من المدنيين يعبر في المكان والوقت المذكورين. "
            "لا تطلقوا النار.",
            "he": "חצייה של רועה או חקלאי. מספר האזרחים הנקוב להלן נראה חוצה במקום ובשעה הנקובים. אל תפתחו באש.",
        },
    ),
    Template(
        "fire_near_the_line",
        "flash",
        asks_answer=True,
        items=("place", "time"),
        titles={"en": "Fire near the line", "ar": "إطلاق نار قرب الخط", "he": "ירי בקרבת הקו"},
        phrases={
            "en": "Fire near the line. Fire was observed at the place and time named below. Tell us what you know "
            "of it, and do not answer it by fire.",
            "ar": "إطلاق نار قرب الخط. رُصد إطلاق نار في المكان والوقت المذكورين أدناه. أبلغونا بما تعلمونه عنه، "
            "ولا تردّوا عليه بالنار.",
            "he": "ירי בקרבת הקו. נצפה ירי במקום ובשעה הנקובים להלן. מסרו לנו מה ידוע לכם עליו, ואל תשיבו עליו באש.",
        },
    ),
    Template(
        "aircraft_in_distress",
        "flash",
        asks_answer=False,
        items=("place", "height", "time"),
        titles={"en": "Aircraft in distress", "ar": "طائرة في خطر", "he": "כלי טיס במצוקה"},
        phrases={
            "en": "Aircraft in distress. An aircraft is in distress near the place, height and time named below. "
            "Do not engage it. Help to save those on board.",
            "ar": "طائرة في خطر. هناك طائرة في خطر قرب المكان والارتفاع والوقت المذكورة أدناه. لا تتعرّضوا لها، "
            "وساعدوا على إنقاذ من فيها.",
            "he": "כלי טיס במצוקה. כלי טיס נמצא במצוקה בקרבת המקום, הגובה והשעה הנקובים להלן. אל תפגעו בו, "
            "וסייעו בהצלת הנמצאים בו.",
        },
    ),
    Template(
        "withdraw",
        "flash",
        asks_answer=True,
        items=("place", "time"),
        titles={"en": "Withdraw", "ar": "انسحبوا", "he": "היסוגו"},
        phrases={
            "en": "Withdraw. Move those named or seen at the place named below away from it, from the time named. "
            "Do not fire while they move.",
            "ar": "انسحبوا. أبعدوا من ذُكروا أو شوهدوا في المكان المذكور أدناه عنه ابتداءً من الوقت المذكور. "
            "لا تطلقوا النار أثناء تحرّكهم.",
            "he": "היסוגו. הרחיקו את הנזכרים או הנצפים במקום המפורט להלן ממנו, החל מהשעה הנקובה. "
            "אל תפתחו באש בזמן תנועתם.",
        },
    ),
)

TEMPLATES: Mapping[str, Template] = {template.name: template for template in _ALL}
# What asks the other side to act at once: a de-escalation request, answered by a fixed reply (replies.py).
DE_ESCALATING = ("hold_fire", "stop", "withdraw", "medical_access")


def template_faults(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return where a message departs from the template it names; empty where it names none (H-10).

    The text begins with the phrase in the message's language, to the letter; free words may follow on a
    new line. Each required item type is there, and the read-back is asked for.
    """
    template = TEMPLATES.get(content.get("template") or "")
    if template is None:
        return ()
    found = []
    phrase = template.phrases.get(content["lang"])
    if phrase is None:
        found.append(Fault("lang", "hotline.template_not_in_language", {"languages": ", ".join(template.phrases)}))
    elif content["text"] != phrase and not content["text"].startswith(phrase + "\n"):
        found.append(Fault("text", "hotline.template_phrase_changed"))
    given = [item["type"] for item in content["items"]]
    for item_type in dict.fromkeys(template.items):
        if given.count(item_type) < template.items.count(item_type):
            found.append(Fault("items", "hotline.template_item_missing", {"type": item_type}))
    if not content["asks_read_back"]:
        found.append(Fault("asks_read_back", "hotline.template_asks_read_back"))
    return tuple(found)
