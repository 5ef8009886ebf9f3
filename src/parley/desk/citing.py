"""Cites a lapse in the matter where it was owed, of whichever form: from its page, from the watch list, in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Refusal
from parley.desk.addresses import WITH_PAGES, address_of_form
from parley.desk.blind.pages import PAGE as BLIND
from parley.desk.commerce.crossing_pages import show_crossing
from parley.desk.commerce.opportunity_pages import MATCH_PAGE as MATCH
from parley.desk.commerce.project_pages import show_project
from parley.desk.commitments.pages import show_commitment
from parley.desk.disputes.pages import show_dispute
from parley.desk.encounters.pages import PAGE as ENCOUNTER
from parley.desk.filed import file_and_go
from parley.desk.hotline.pages import show_conversation
from parley.desk.hotline.typed import lapse_typed
from parley.desk.incidents.hit_pages import show_hit
from parley.desk.incidents.pages import show_incident
from parley.desk.information.pages import show_matter as show_information
from parley.desk.matters import addressees_typed, view_of
from parley.desk.notices.pages import show_notice
from parley.desk.overlaps.pages import PAGE as OVERLAP
from parley.desk.sites.pages import show_site
from parley.desk.standstill.pages import show_standstill
from parley.desk.statements.pages import show_text
from parley.desk.statements.statement_pages import show_statement
from parley.desk.supervision.pages import show_matter as show_supervision
from parley.desk.talks.file_pages import show_file
from parley.desk.talks.pages import show_round
from parley.desk.verifying.pages import show_inspection

Show = Callable[..., HttpResponse]

# By the form of a matter: the kind that cites a lapse in it, what of its state names a matter that follows from what
# is said in it, and its page.
_BY_FORM: Mapping[str, tuple[str, tuple[str, ...], Show]] = {
    "notice": ("activity_lapse_cited", (), show_notice),
    "standstill": ("standstill_lapse_cited", (), show_standstill),
    "commitment": ("commitment_lapse_cited", (), show_commitment),
    "crossing": ("permit_lapse_cited", (), show_crossing),
    "match": ("match_lapse_cited", ("opportunity", "members"), MATCH.show),
    "project": ("project_lapse_cited", (), show_project),
    "site": ("site_lapse_cited", (), show_site),
    "overlap": ("overlap_lapse_cited", ("notices",), OVERLAP.show),
    "encounter": ("encounter_lapse_cited", ("notice", "met"), ENCOUNTER.show),
    "incident": ("incident_lapse_cited", (), show_incident),
    "inspection": ("inspection_lapse_cited", (), show_inspection),
    "round": ("round_lapse_cited", (), show_round),
    "file": ("file_lapse_cited", (), show_file),
    "dispute": ("dispute_lapse_cited", (), show_dispute),
    "text": ("text_lapse_cited", (), show_text),
    "statement": ("statement_lapse_cited", (), show_statement),
    "directive": ("directive_lapse_cited", (), show_supervision),
    "mechanism_change": ("mechanism_lapse_cited", (), show_supervision),
    "information_report": ("report_lapse_cited", (), show_information),
    "information_request": ("request_lapse_cited", (), show_information),
    "assessment": ("assessment_lapse_cited", (), show_information),
    "hit": ("hit_lapse_cited", ("incident", "protected"), show_hit),
    "blind_overlap": ("blind_lapse_cited", ("parties", "cell", "hour_s"), BLIND.show),
}
_HOTLINE: tuple[str, tuple[str, ...], Show] = ("lapse_cited", (), show_conversation)


def citing_kind(form: str) -> str:
    """Return the kind of entry that cites a lapse in a matter of this form."""
    return _BY_FORM.get(form, _HOTLINE)[0]


@require_POST
def cite(request: HttpRequest, section: str, member: str, number: int) -> HttpResponse:
    """Cite a lapse as the officer read it: the duty, when it was due, and the level that it had reached.

    Of which form the matter is says its row: a list leads to every matter by the same address.
    """
    matter = f"{member}/{number}"
    row = view_of(matter).row
    kind, named, show = _BY_FORM.get(row.form, _HOTLINE)
    content: dict[str, Any] = {**{name: row.state[name] for name in named}, **lapse_typed(request.POST)}

    def refused(refusal: Refusal) -> HttpResponse:
        return show(request, matter, refusal=refusal)

    return file_and_go(
        request,
        kind,
        content=content,
        to=tuple(code for code in addressees_typed(request) if code) or tuple(row.state.get("to", ())),
        matter=None if named else matter,
        go=address_of_form(row.form, matter) if row.form in WITH_PAGES else None,
        refused=refused,
    )
