"""The kinds of entry of a joint assessment, and the form of each content (docs/information.md). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import (
    content,
    digest,
    empty_or,
    entry_id,
    fields,
    is_entry_id,
    one_of,
    several,
    word,
)
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SHORT, SUBJECT
from parley.tracks.information.marking import CREDIBILITY, MARKING
from parley.tracks.information.report_entries import ABOUT, EVERY_TRACK, named_in

HOLDS, NO_LONGER = "holds", "no_longer"
HOW_REVIEWED = (HOLDS, NO_LONGER)
PROPOSED, SIGNED, DISSENTED = "assessment_proposed", "assessment_signed", "assessment_dissented"
WITHDRAWN, REVIEWED, LAPSE = "assessment_withdrawn", "assessment_reviewed", "assessment_lapse_cited"
# What is owed of an assessment: to sign it, and after a retraction to say whether one still holds to it.
SIGN, REVIEW = "sign_assessment", "review_assessment"
MOST_REPORTS, MOST_LANGUAGES = 32, 16

_texts = several(
    fields({"lang": LANGUAGE, "text": NOTE}, optional={}), most=MOST_LANGUAGES, least=1,
    distinct=lambda each: each["lang"],
)  # fmt: skip
_FORMS = {
    PROPOSED: fields(
        {
            "subject": SUBJECT, "texts": _texts, "credibility": one_of(*CREDIBILITY), **MARKING,
            "reports": several(entry_id, most=MOST_REPORTS, least=1, distinct=str),
            "signatories": several(word(16), most=64, least=2, distinct=str), "role": ROLE,
        },
        optional={"about": ABOUT},
    ),
    SIGNED: fields({"of": entry_id, "digest": digest, "role": ROLE}, optional={}),
    DISSENTED: fields({"of": entry_id, "why": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}),
    WITHDRAWN: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    REVIEWED: fields(
        {"of": entry_id, "how": one_of(*HOW_REVIEWED), "role": ROLE},
        optional={"text": empty_or(NOTE), "lang": LANGUAGE},
    ),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip


def _retraction_lapsed(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the retraction from which a cited duty of review comes: it stands in the matter of the report."""
    cause, _, rest = str(said.get("duty")).partition(":")
    return (cause,) if rest.startswith(f"{REVIEW}:") and is_entry_id(cause) else ()


_CITES = {PROPOSED: named_in("reports", "about"), REVIEWED: named_in("of"), LAPSE: _retraction_lapsed}

ASSESSMENT_KINDS: Mapping[str, Kind] = {
    name: Kind(
        name, name == PROPOSED, content(form), cites=_CITES.get(name),
        across=EVERY_TRACK if name == PROPOSED else frozenset(),
    )
    for name, form in _FORMS.items()
}  # fmt: skip
