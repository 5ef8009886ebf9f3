"""What the forms of texts and statements call their fields, so that each fault is told where it is mended."""

from __future__ import annotations

from django.utils.translation import gettext

from parley.desk.field_words import Words

WORDS: Words = {
    "parties": lambda: gettext("Who is to agree"),
    "paragraph": lambda: gettext("Paragraph"),
    "texts": lambda: gettext("Texts"),
    "text": lambda: gettext("Text"),
    "title": lambda: gettext("Title"),
    "signatories": lambda: gettext("Who signs it"),
    "release_s": lambda: gettext("Released at"),
    "release_at": lambda: gettext("Released at"),
    "spoken_by": lambda: gettext("Spoken by"),
    "from_text": lambda: gettext("From the frozen text"),
    "about": lambda: gettext("About"),
    "place": lambda: gettext("Place"),
    "why": lambda: gettext("Why"),
}
