"""The words of inspections, findings and warnings for the codes that entries and states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

Say = Callable[[], str]

KINDS: Mapping[str, Say] = {
    "verification_requested": lambda: gettext("Verification asked for"),
    "verification_withdrawn": lambda: gettext("Request for verification withdrawn"),
    "inspection_made": lambda: gettext("Report of an inspection"),
    "movement_restricted": lambda: gettext("Restriction of movement"),
    "inspection_answered": lambda: gettext("Answer to a report"),
    "inspection_lapse_cited": lambda: gettext("Lapse cited"),
    "finding_made": lambda: gettext("Finding"),
    "finding_withdrawn": lambda: gettext("Finding withdrawn"),
    "finding_answered": lambda: gettext("Answer to a finding"),
    "minority_stated": lambda: gettext("Minority finding"),
    "measures_told": lambda: gettext("Measures taken"),
    "warning_noted": lambda: gettext("Word on a raised sector"),
}
ANSWERED: Mapping[str, Say] = {
    "agrees": lambda: gettext("Agrees with the report"),
    "disputes": lambda: gettext("Disputes the report"),
    "comments": lambda: gettext("Comments on the report"),
}
REPLIED: Mapping[str, Say] = {
    "accepts": lambda: gettext("Accepts the finding"),
    "disputes": lambda: gettext("Disputes the finding"),
    "comments": lambda: gettext("Comments on the finding"),
}
RESTRICTED: Mapping[str, Say] = {
    "denied": lambda: gettext("Movement denied"),
    "delayed": lambda: gettext("Movement delayed"),
    "conditional": lambda: gettext("Movement under conditions"),
    "other": lambda: gettext("Movement restricted otherwise"),
}
NOTED: Mapping[str, Say] = {
    "watches": lambda: gettext("Raised sector: watches"),
    "acts": lambda: gettext("Raised sector: acts"),
    "no_concern": lambda: gettext("Raised sector: no concern"),
}
NOTES: Mapping[str, Say] = {
    "watches": lambda: pgettext("of a sector", "watches"),
    "acts": lambda: pgettext("of a sector", "acts"),
    "no_concern": lambda: pgettext("of a sector", "no concern"),
}
WHY_NOT: Mapping[str, Say] = {
    "denied": lambda: pgettext("could not count", "access denied"),
    "delayed": lambda: pgettext("could not count", "delayed until too late"),
    "conditional": lambda: pgettext("could not count", "conditions that could not be met"),
    "unsafe": lambda: pgettext("could not count", "unsafe"),
    "other": lambda: pgettext("could not count", "other reasons"),
}
RESULTS: Mapping[str, Say] = {
    "within": lambda: pgettext("a count", "within the limit"),
    "over": lambda: pgettext("a count", "over the limit"),
    "above": lambda: pgettext("a count", "above a figure that is not agreed"),
    "could_not_count": lambda: pgettext("a count", "could not be counted"),
    "no_limit": lambda: pgettext("a count", "no limit held at that time"),
}
STATES: Mapping[str, Say] = {
    "asked": lambda: pgettext("an inspection", "asked for"),
    "inspected": lambda: pgettext("an inspection", "made"),
    "restricted": lambda: pgettext("an inspection", "kept from"),
    "withdrawn": lambda: pgettext("an inspection", "no longer asked for"),
    "noted": lambda: pgettext("a sector", "looked at"),
}
SLOTS: Mapping[str, Say] = {
    "running": lambda: pgettext("a slot", "to be inspected"),
    "done": lambda: pgettext("a slot", "inspected"),
    "done_late": lambda: pgettext("a slot", "inspected, told late"),
    "lapsed": lambda: pgettext("a slot", "missed"),
    "ceased": lambda: pgettext("a slot", "missed"),
    "waiting_for_receipt": lambda: pgettext("a slot", "to be inspected, not agreed"),
}
QUESTIONS: Mapping[str, Say] = {
    "fact": lambda: gettext("Did it happen?"),
    "responsibility": lambda: gettext("Who did it?"),
    "compliance": lambda: gettext("Did it break a provision?"),
}
OUTCOMES: Mapping[str, Say] = {
    "confirmed": lambda: pgettext("a finding", "established"),
    "partly_confirmed": lambda: pgettext("a finding", "established in part"),
    "not_confirmed": lambda: pgettext("a finding", "examined, not established"),
    "refuted": lambda: pgettext("a finding", "shown not to have happened"),
    "undetermined": lambda: pgettext("a finding", "evidence insufficient or conflicting"),
    "not_verifiable": lambda: pgettext("a finding", "could not be verified"),
    "party_named": lambda: pgettext("a finding", "attributed to"),
    "attributed_jointly": lambda: pgettext("a finding", "attributed jointly to"),
    "not_attributable": lambda: pgettext("a finding", "cannot be attributed"),
    "third_party": lambda: pgettext("a finding", "a third party"),
    "accident": lambda: pgettext("a finding", "an accident"),
    "natural_cause": lambda: pgettext("a finding", "a natural cause"),
    "not_examined": lambda: pgettext("a finding", "not examined"),
    "violation": lambda: pgettext("a finding", "violation"),
    "no_violation": lambda: pgettext("a finding", "no violation"),
    "technical_breach": lambda: pgettext("a finding", "technical breach"),
    "excused": lambda: pgettext("a finding", "excused: notified or agreed"),
    "outside_scope": lambda: pgettext("a finding", "outside the scope"),
    "not_determined": lambda: pgettext("a finding", "not determined"),
}
STANDARDS: Mapping[str, Say] = {
    "possible": lambda: pgettext("standard of proof", "possible"),
    "plausible": lambda: pgettext("standard of proof", "plausible"),
    "reasonable_grounds": lambda: pgettext("standard of proof", "reasonable grounds to believe"),
    "balance_of_probabilities": lambda: pgettext("standard of proof", "balance of probabilities"),
    "highly_probable": lambda: pgettext("standard of proof", "highly probable"),
    "beyond_doubt": lambda: pgettext("standard of proof", "beyond reasonable doubt"),
}
FINDING_STATES: Mapping[str, Say] = {
    "stands": lambda: pgettext("a finding", "stands"),
    "replaced": lambda: pgettext("a finding", "replaced by its author"),
    "withdrawn": lambda: pgettext("a finding", "withdrawn by its author"),
}
TAKEN: Mapping[str, Say] = {
    "disciplinary": lambda: gettext("disciplinary measures"),
    "criminal_inquiry": lambda: gettext("criminal inquiry"),
    "inquiry": lambda: gettext("inquiry"),
    "orders_changed": lambda: gettext("orders changed"),
    "training": lambda: gettext("training"),
    "withdrawn_from_place": lambda: gettext("withdrawn from the place"),
    "repair": lambda: gettext("repair"),
    "compensation": lambda: gettext("compensation"),
    "apology": lambda: gettext("apology"),
    "other": lambda: pgettext("measures", "other measures"),
}


def word(words: Mapping[str, Say], code: object) -> str:
    """Say a code; one that these words do not know as itself."""
    said = words.get(str(code))
    return said() if said is not None else str(code)


def choices(words: Mapping[str, Say]) -> list[tuple[str, str]]:
    """Return codes with their words, as a form offers them."""
    return [(code, say()) for code, say in words.items()]
