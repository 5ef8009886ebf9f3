"""The kinds of entry of a request for information, and the form of each content (docs/information.md). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.matters.track import Kind
from parley.tracks.content import lapse
from parley.tracks.content.form import content, empty_or, entry_id, fields, one_of, several, word
from parley.tracks.content.usual import INSTANT, LANGUAGE, NOTE, ROLE, SHORT, SUBJECT
from parley.tracks.information.report_entries import ABOUT, EVERY_TRACK, PLACE, named_in

GIVEN_AS_ASKED, NOTHING_HELD = "given", "nothing_held"
HOW_ANSWERED = (GIVEN_AS_ASKED, NOTHING_HELD)
REASONS = ("not_releasable", "protects_source", "outside_purpose", "not_able_in_time", "other")
REQUESTED, ANSWERED, REFUSED = "information_requested", "request_answered", "request_refused"
WITHDRAWN, LAPSE = "request_withdrawn", "request_lapse_cited"
MOST_REPORTS = 16


def _says_something(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask of an answer that gives something for reports or words; of none that gives nothing for reports."""
    if value["how"] == NOTHING_HELD:
        return (Fault("reports", "information.nothing_with_reports"),) if value.get("reports") else ()
    return () if value.get("reports") or value.get("text") else (Fault("text", "information.answer_empty"),)


_FORMS = {
    REQUESTED: fields(
        {
            "subject": SUBJECT, "text": NOTE, "lang": LANGUAGE, "purpose": word(64), "due_s": INSTANT,
            "asked": several(word(16), most=64, least=1, distinct=str), "role": ROLE,
        },
        optional={"place": empty_or(PLACE), "about": ABOUT},
    ),
    ANSWERED: fields(
        {"of": entry_id, "how": one_of(*HOW_ANSWERED), "role": ROLE},
        optional={
            "reports": several(entry_id, most=MOST_REPORTS, distinct=str), "text": empty_or(NOTE), "lang": LANGUAGE,
        },
        also=(_says_something,),
    ),
    REFUSED: fields(
        {"of": entry_id, "reason": one_of(*REASONS), "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}
    ),
    WITHDRAWN: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    LAPSE: fields(lapse.CITED, optional=lapse.BESIDE),
}  # fmt: skip
_CITES = {REQUESTED: named_in("about"), ANSWERED: named_in("reports")}

REQUEST_KINDS: Mapping[str, Kind] = {
    name: Kind(
        name, name == REQUESTED, content(form), cites=_CITES.get(name),
        across=EVERY_TRACK if name == REQUESTED else frozenset(),
    )
    for name, form in _FORMS.items()
}  # fmt: skip
