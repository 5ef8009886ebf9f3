"""The numbered test texts of line checks: of nature and number, so that nobody can take them amiss. Pure.

As on the oldest direct line, a check carries a text that says nothing about the two sides. Numbers are for
ever: a text is never changed and never removed, only added.
"""

from __future__ import annotations

from collections.abc import Mapping

LINE_TEXTS: tuple[Mapping[str, str], ...] = (
    {
        "en": "The shadow of an upright stick is shortest at noon.",
        "ar": "يكون ظل العصا القائمة أقصر ما يكون عند الظهر.",
        "he": "צילו של מקל זקוף קצר ביותר בצהרי היום.",
    },
    {
        "en": "A circle has one centre, and every point of it is equally far from there.",
        "ar": "للدائرة مركز واحد، وكل نقطة منها تبعد عنه المسافة نفسها.",
        "he": "למעגל מרכז אחד, וכל נקודה עליו רחוקה ממנו במידה שווה.",
    },
    {
        "en": "Rain that falls on the hill reaches the valley later than the rain that falls there.",
        "ar": "المطر الذي يسقط على التل يصل إلى الوادي بعد المطر الذي يسقط فيه.",
        "he": "הגשם היורד על הגבעה מגיע אל העמק אחרי הגשם היורד בו.",
    },
    {
        "en": "An olive tree bears much in one year and little in the next.",
        "ar": "تحمل شجرة الزيتون كثيرًا في سنة وقليلًا في السنة التي تليها.",
        "he": "עץ הזית נושא פרי רב בשנה אחת ומעט בשנה שאחריה.",
    },
    {
        "en": "The sum of the angles of a plane triangle is two right angles.",
        "ar": "مجموع زوايا المثلث المستوي زاويتان قائمتان.",
        "he": "סכום הזוויות במשולש מישורי הוא שתי זוויות ישרות.",
    },
    {
        "en": "Storks pass in spring and in autumn, and rest where there is water.",
        "ar": "تمرّ اللقالق في الربيع وفي الخريف وتستريح حيث يوجد الماء.",
        "he": "החסידות חולפות באביב ובסתיו ונחות במקום שיש בו מים.",
    },
    {
        "en": "A bell rings lower when it is large and higher when it is small.",
        "ar": "يكون صوت الجرس أخفض إذا كان كبيرًا وأعلى إذا كان صغيرًا.",
        "he": "צליל הפעמון נמוך כשהוא גדול וגבוה כשהוא קטן.",
    },
    {
        "en": "Seven, eleven and thirteen multiplied give one thousand and one.",
        "ar": "حاصل ضرب سبعة في أحد عشر في ثلاثة عشر هو ألف وواحد.",
        "he": "מכפלת שבע, אחת עשרה ושלוש עשרה היא אלף ואחת.",
    },
    {
        "en": "Basalt is dark because it cooled from lava; limestone is pale because it grew from shells.",
        "ar": "البازلت داكن لأنه برد من الحمم، والحجر الجيري فاتح لأنه تكوّن من الأصداف.",
        "he": "הבזלת כהה כי התקררה מלבה, ואבן הגיר בהירה כי נוצרה מצדפים.",
    },
    {
        "en": "The evening star and the morning star are one planet.",
        "ar": "نجمة المساء ونجمة الصباح كوكب واحد.",
        "he": "כוכב הערב וכוכב הבוקר הם כוכב לכת אחד.",
    },
    {
        "en": "Bread rises slowly in a cold room and quickly in a warm one.",
        "ar": "يختمر الخبز ببطء في غرفة باردة وبسرعة في غرفة دافئة.",
        "he": "הלחם תופח לאט בחדר קר ומהר בחדר חם.",
    },
    {
        "en": "A river is longer than the straight line between its spring and its mouth.",
        "ar": "النهر أطول من الخط المستقيم بين منبعه ومصبّه.",
        "he": "הנהר ארוך מן הקו הישר שבין מקורו לשפכו.",
    },
)

TEXT_COUNT = len(LINE_TEXTS)


def line_text(number: int, *, language: str) -> str:
    """Return the text with this number, counted from 1; languages that have none get the English one."""
    texts = LINE_TEXTS[number - 1]
    return texts.get(language, texts["en"])


def text_number(slot: int) -> int:
    """Return the text for a slot of the schedule: both ends know which one must come."""
    return slot % TEXT_COUNT + 1
