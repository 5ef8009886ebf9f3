"""The kinds of entry by which something is found of an incident, and the form of each (docs/incidents.md). Pure.

Did it happen, who did it, did it break a provision: three questions, each with outcomes of its own. No form asks two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.charter.verifying import QUESTIONS
from parley.matters.track import Kind
from parley.tracks.content.form import content, empty_or, entry_id, fields, one_of, several, whole, word
from parley.tracks.content.usual import LANGUAGE, NOTE, ROLE, SHORT

FOUND, FOUND_WITHDRAWN, REPLIED = "finding_made", "finding_withdrawn", "finding_answered"
MINORITY, MEASURES = "minority_stated", "measures_told"
FACT, RESPONSIBILITY, COMPLIANCE = QUESTIONS
NAMED, JOINTLY = "party_named", "attributed_jointly"
VIOLATION, TECHNICAL = "violation", "technical_breach"
# What says that a provision was broken: said as a finding only of a provision that is agreed.
BREACHES = (VIOLATION, TECHNICAL)
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    FACT: ("confirmed", "partly_confirmed", "not_confirmed", "refuted", "undetermined", "not_verifiable"),
    RESPONSIBILITY: (
        NAMED, JOINTLY, "not_attributable", "third_party", "accident", "natural_cause", "not_examined",
    ),
    COMPLIANCE: (VIOLATION, "no_violation", TECHNICAL, "excused", "outside_scope", "not_determined"),
}  # fmt: skip
STANDARDS = (
    "possible", "plausible", "reasonable_grounds", "balance_of_probabilities", "highly_probable", "beyond_doubt",
)  # fmt: skip
ACCEPTS, DISPUTES, COMMENTS = "accepts", "disputes", "comments"
HOW_REPLIED = (ACCEPTS, DISPUTES, COMMENTS)
TAKEN = (
    "disciplinary", "criminal_inquiry", "inquiry", "orders_changed", "training", "withdrawn_from_place", "repair",
    "compensation", "apology", "other",
)  # fmt: skip
MOST_MEMBERS, MOST_CONSIDERED, MOST_PROVISIONS, MOST_RULES = 16, 64, 8, 64

_every_outcome = tuple(dict.fromkeys(each for some in OUTCOMES.values() for each in some))
def _one_provision(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for a rule of a zone, a limit of a zone, or an article of one of the charter's bases: one of the three."""
    given = {name for name in ("zone", "rule", "limit", "basis", "article") if value.get(name) is not None}
    if given in ({"zone", "rule"}, {"zone", "limit"}, {"basis", "article"}):
        return ()
    return (Fault("provisions", "findings.one_provision"),)


_provision = fields(
    {},
    optional={
        "zone": empty_or(word(64)), "rule": empty_or(whole(0, MOST_RULES)), "limit": empty_or(word(64)),
        "basis": empty_or(word(64)), "article": empty_or(SHORT),
    },
    also=(_one_provision,),
)  # fmt: skip


def _of_its_question(value: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Ask for an outcome of the question, and for nothing that belongs to another one."""
    question, outcome = value["question"], value["outcome"]
    if outcome not in OUTCOMES[question]:
        return (Fault("outcome", "findings.other_question", {"allowed": ", ".join(OUTCOMES[question])}),)
    members = value.get("members") or ()
    least = {NAMED: 1, JOINTLY: 2}.get(outcome, 0)
    if len(members) < least or (members and not least):
        return (Fault("members", "findings.members_contradict", {"least": least}),)
    if bool(value.get("provisions")) != (question == COMPLIANCE):
        return (Fault("provisions", "findings.provisions_contradict"),)
    return ()


_finding = {
    "question": one_of(*QUESTIONS), "outcome": one_of(*_every_outcome), "standard": one_of(*STANDARDS),
    "text": NOTE, "lang": LANGUAGE, "role": ROLE,
}  # fmt: skip
_beside = {
    "members": several(word(16), most=MOST_MEMBERS, distinct=str),
    "provisions": several(_provision, most=MOST_PROVISIONS, distinct=lambda each: tuple(sorted(each.items(), key=str))),
}
_considered = several(entry_id, most=MOST_CONSIDERED, least=1, distinct=str)
_FORMS = {
    FOUND: fields(
        {**_finding, "considered": _considered}, optional={**_beside, "replaces": empty_or(entry_id)},
        also=(_of_its_question,),
    ),
    FOUND_WITHDRAWN: fields({"of": entry_id, "why": SHORT, "role": ROLE}, optional={}),
    REPLIED: fields(
        {"of": entry_id, "how": one_of(*HOW_REPLIED), "text": NOTE, "lang": LANGUAGE, "role": ROLE}, optional={}
    ),
    MINORITY: fields({**_finding, "of": entry_id}, optional=_beside, also=(_of_its_question,)),
    MEASURES: fields(
        {"what": several(one_of(*TAKEN), most=len(TAKEN), least=1, distinct=str), "text": NOTE, "lang": LANGUAGE,
         "role": ROLE},
        optional={"of": empty_or(entry_id)},
    ),
}  # fmt: skip

FINDING_KINDS: Mapping[str, Kind] = {name: Kind(name, False, content(form)) for name, form in _FORMS.items()}
