"""What a charter says of talks: who convenes, which roles a delegation has, and how long there is for what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parley.charter.form import Form
from parley.charter.model import Charter, Provenance
from parley.charter.terms import CODE, Bases, words_of
from parley.charter.verdict import Fault

LONGEST_HOURS = 24 * 366
HOURS = ("answer_hours", "delegation_hours", "agenda_hours", "sign_hours", "take_up_hours", "readout_hours")
TRACK = "talks"
# Rules for remarks, by which a sitting is held.
REMARK_RULES = ("on_record", "not_for_attribution", "off_record")
_RULE = re.compile("|".join(REMARK_RULES))


@dataclass(frozen=True, slots=True)
class TalkTerms:
    """The section `talks`.

    Hours from receipt: `answer_hours` to answer an invitation, `sign_hours` to sign or decline what is proposed to be
    agreed. Hours before a round begins: `delegation_hours` to tell one's delegation, `agenda_hours` to propose an
    agenda. `take_up_hours` from the opening of a gate until the file is taken up, `readout_hours` from the closing of a
    round until each has given its read-out; `consent_hours` from receipt to consent to words of a
    text or to its freeze, None where no clock runs for that. `conveners` are the members that convene beside
    who proposed a round and its host; `roles` what the roles of a delegation are called in each language;
    `remark_rules` by which rules for remarks a sitting may be held.
    """

    answer_hours: int
    delegation_hours: int
    agenda_hours: int
    sign_hours: int
    take_up_hours: int
    readout_hours: int
    conveners: tuple[str, ...]
    roles: Mapping[str, Mapping[str, str]]
    provenance: Provenance
    consent_hours: int | None = None
    remark_rules: tuple[str, ...] = REMARK_RULES


def read_talks(form: Form, *, languages: tuple[str, ...], bases: Bases) -> TalkTerms | None:
    """Return the section `talks`; None where the charter has none, and then no round is proposed."""
    if not form.has("talks"):
        return None
    optional = ("conveners", "consent_hours", "remark_rules")
    item = form.form("talks", required=(*HOURS, "delegation_roles", "basis"), optional=optional)
    roles = {
        name: words_of(names, languages=languages)
        for name, names in item.named_forms("delegation_roles", required=languages)
    }
    return TalkTerms(
        **{name: item.number(name, low=1, high=LONGEST_HOURS) for name in HOURS},
        conveners=item.texts("conveners", like=CODE) if item.has("conveners") else (),
        roles=roles,
        provenance=bases.of(item),
        consent_hours=item.number("consent_hours", low=1, high=LONGEST_HOURS) if item.has("consent_hours") else None,
        remark_rules=item.texts("remark_rules", like=_RULE) if item.has("remark_rules") else REMARK_RULES,
    )


def talk_faults(charter: Charter) -> Iterable[Fault]:
    """Yield what else of the charter must be so that its talks work; nothing where it has no such section."""
    terms = charter.talks
    if terms is None:
        return
    if TRACK not in charter.tracks:
        yield Fault("talks", "charter.track_not_opened", {"name": TRACK})
    for number, code in enumerate(terms.conveners):
        if code not in charter.codes:
            yield Fault(f"talks.conveners.{number}", "charter.unknown_member", {"code": code})


def delegation_role_in(charter: Charter, name: str) -> Mapping[str, str]:
    """Return what a role of a delegation is called in each language; empty where the charter has none of that name."""
    return charter.talks.roles.get(name, {}) if charter.talks is not None else {}
