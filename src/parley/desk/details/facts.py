"""What a matter is: from whom to whom, how urgent, in which state, since when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from parley.desk.addresses import address_of_matter
from parley.desk.blind.words import BLIND_STATES, blind_state_word
from parley.desk.commerce import words as of_commerce
from parley.desk.commitments import words as commitments
from parley.desk.disputes.words import MATTER_STATES as DISPUTE_STATES
from parley.desk.disputes.words import state_word as dispute_word
from parley.desk.hotline.wordings import STATE_NAMES, precedence_word, state_word
from parley.desk.incidents import words as of_incidents
from parley.desk.information import words as of_information
from parley.desk.information.found import ASSESSMENT, REPORT, REQUEST
from parley.desk.notices.words import state_word as activity_word
from parley.desk.standstill.words import MATTER_STATES, matter_word
from parley.desk.statements.words import FORMS as OF_STATEMENTS
from parley.desk.statements.words import state_word as statement_word
from parley.desk.supervision.words import FORMS as OF_SUPERVISION
from parley.desk.supervision.words import state_word as supervision_word
from parley.desk.talks import words as of_talks
from parley.desk.verifying import words as of_verifying
from parley.desk.watching import subject_of
from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame

OF_INFORMATION = (REPORT, REQUEST, ASSESSMENT)


def facts_of(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return the facts of a matter; None where this node has none of that id."""
    row = reading.matter(frame.node, matter)
    if row is None:
        return None
    state, precedence = row.state, str(row.state.get("precedence") or "")
    return {
        "row": row,
        "address": address_of_matter(matter),
        "kept": reverse("matter-json", args=matter.split("/")),
        "subject": subject_of(state, language=frame.language) or row.id,
        "precedence": precedence,
        "precedence_word": precedence_word(precedence),
        "state_word": state_said(str(state.get("name") or ""), form=row.form),
        "opened_by": frame.name_of(row.opened_by),
        "audience": [frame.name_of(code) for code in state.get("to", ()) if code != row.opened_by],
    }


def state_said(name: str, *, form: str = "") -> str:
    """Say the state of any matter, of the hotline or of a notice, as its own page says it."""
    if form in ("dispute", "evidence") and name in DISPUTE_STATES:
        return dispute_word(name)
    if form in OF_STATEMENTS:
        return statement_word(name, form=form)
    if form in OF_SUPERVISION:
        return supervision_word(name, form=form)
    if form in of_commerce.FORMS:
        return of_commerce.state_said(name, form=form)
    if form in ("round", "file", "position"):
        return of_talks.word(of_talks.ROUND_STATES if form == "round" else of_talks.FILE_STATES, name)
    if form in OF_INFORMATION:
        return of_information.word(of_information.STATES, name)
    if form == "inspection":
        return of_verifying.word(of_verifying.STATES, name)
    if name in STATE_NAMES:
        return state_word(name)
    if name in BLIND_STATES:
        return blind_state_word(name)
    if name in commitments.MATTER_STATES:
        return commitments.MATTER_STATES[name]()
    if name in DISPUTE_STATES and name not in MATTER_STATES:
        return dispute_word(name)
    if name in MATTER_STATES:
        return matter_word(name)
    return of_incidents.word(of_incidents.STATES, name) if name in of_incidents.STATES else activity_word(name)
