"""On which page each matter stands at the end of the exercise, and in which words its desk says how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HEAD, STAGE = "header.th .tk b", "#stage"
# What stands above every page, so that nobody takes any of it for real.
MARKS = {"ar": "تمرين", "he": "תרגיל", "en": "EXERCISE"}


@dataclass(frozen=True)
class Shown:
    """The section of the desk, the words by language, and the part of the page where they stand (HEAD: alone)."""

    under: str
    words: Mapping[str, str]
    where: str = HEAD


def _shown(under: str, ar: str, he: str, en: str, *, where: str = HEAD) -> Shown:
    return Shown(under, {"ar": ar, "he": he, "en": en}, where)


# By the sentence in which the exercise tells of it.
PAGES = {
    "message": _shown("hotline", "أُغلقت", "נסגר", "Closed", where=STAGE),
    "overlap": _shown("overlaps", "زال", "הוסרה", "cleared"),
    "standstill": _shown("standstills", "نافذ", "בתוקף", "in force"),
    "incident": _shown("incidents", "روايات عدة أعضاء", "גרסאות של כמה חברים", "accounts of several members"),
    "dispute": _shown("disputes", "سُوّي", "יושבה", "settled"),
    "step": _shown("commitments", "متفق عليه", "מוסכם", "agreed"),
    "file": _shown("talks/files", "متفق عليه", "מוסכם", "agreed"),
    "round": _shown("talks", "مختتمة", "סגור", "closed"),
    "text": _shown("texts", "مثبَّت، اتفق عليه الجميع", "מוקפא, מוסכם על הכול", "frozen, agreed by all"),
    "statement": _shown("statements", "منشور", "פורסמה", "released"),
    "request": _shown("information/requests", "مفتوح", "פתוחה", "open"),
    "report": _shown("information/reports", "قائم", "עומד", "standing"),
    "report_apart": _shown("information/reports", "قائم", "עומד", "standing"),
    "crossing": _shown("crossings", "تم", "עבר", "passed"),
    "opportunity": _shown("opportunities", "مفتوحة", "פתוחה", "open"),
    "interest": _shown("interest", "أُعلن", "הוצהר", "declared"),
    "match": _shown("matches", "استلمه أحدهما", "התקבלה אצל אחד", "received by one"),
    "project": _shown("projects", "وافق عليه الجميع", "אושר בידי הכול", "approved by all"),
    "directive": _shown("directives", "أُنجز كما أبلغ الجميع", "נעשתה, כפי שהכול הודיעו", "done, as all told"),
    "certificate": _shown("certificates", "قائمة", "עומד", "stands"),
    "pack": _shown(
        "packs", "تعدّ هذه العقدة مثله من القيود نفسها", "צומת זה סופר כך מאותן רשומות",
        "This node counts the same from the same entries", where=STAGE,
    ),
}  # fmt: skip
