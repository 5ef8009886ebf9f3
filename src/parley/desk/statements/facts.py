"""Every field of an entry of texts and statements in words: what is looked over before it goes, and what all read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words
from parley.desk.statements.words import ATTRIBUTIONS
from parley.tracks.talks.statement_entries import STATEMENT_KINDS
from parley.tracks.talks.text_entries import TEXT_KINDS


def _digests(value: Any, words: Words) -> str:
    return " · ".join(f"{each['lang']} {each['sha256']}" for each in value) if isinstance(value, list | tuple) else ""


def _titled(value: Any, words: Words) -> str:
    return "\n\n".join(f"{each['lang']}: {each['title']}\n{each['text']}" for each in value)


def _attribution(value: Any, words: Words) -> str:
    return ATTRIBUTIONS[str(value)]() if value in ATTRIBUTIONS else str(value)


FIELDS: Mapping[str, Field] = {
    "parties": (lambda: gettext("Who is to agree"), saying.members),
    "about": (lambda: gettext("About"), saying.listed),
    "paragraph": (lambda: gettext("Paragraph"), saying.as_it_is),
    "replaces": (lambda: gettext("In the place of"), saying.listed),
    "version": (lambda: gettext("Version"), saying.as_it_is),
    "versions": (lambda: gettext("Versions"), saying.listed),
    "attempt": (lambda: gettext("Attempt"), saying.as_it_is),
    "signatories": (lambda: gettext("Who signs it"), saying.members),
    "release_s": (lambda: gettext("Released at"), saying.when),
    "attribution": (lambda: gettext("Who speaks"), _attribution),
    "readouts": (lambda: gettext("Own read-outs beside it"), saying.yes_or_no),
    "spoken_by": (lambda: gettext("Spoken by"), saying.member),
    "place": (lambda: gettext("Place"), saying.as_it_is),
    "from_text": (lambda: gettext("From the frozen text"), saying.as_it_is),
    "digests": (lambda: gettext("SHA-256 of each language"), _digests),
}
# By kind, so that a field of the same name on another track keeps its own words.
OF_KIND: Mapping[tuple[str, str], Field] = {
    **{(kind, name): field for kind in (*TEXT_KINDS, *STATEMENT_KINDS) for name, field in FIELDS.items()},
    ("statement_drafted", "texts"): (lambda: gettext("Titles and texts"), _titled),
}
