"""The words of information exchange for the codes that entries, states and duties carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, pgettext

from parley.charter.model import Charter

Say = Callable[[], str]

KINDS: Mapping[str, Say] = {
    "report_given": lambda: gettext("Information report"),
    "report_checked": lambda: gettext("Word on a report"),
    "report_disputed": lambda: gettext("Dispute of a report"),
    "report_dispute_replied": lambda: gettext("Reply to a dispute of a report"),
    "report_retracted": lambda: gettext("Report retracted"),
    "retraction_acknowledged": lambda: gettext("Retraction acknowledged"),
    "retraction_followed": lambda: gettext("Word on a tear-line after a retraction"),
    "tearline_noted": lambda: gettext("Tear-line noted"),
    "report_lapse_cited": lambda: gettext("Lapse cited"),
    "information_requested": lambda: gettext("Request for information"),
    "request_answered": lambda: gettext("Answer to a request"),
    "request_refused": lambda: gettext("Request refused"),
    "request_withdrawn": lambda: gettext("Request withdrawn"),
    "request_lapse_cited": lambda: gettext("Lapse cited"),
    "assessment_proposed": lambda: gettext("Joint assessment proposed"),
    "assessment_signed": lambda: gettext("Assessment signed"),
    "assessment_dissented": lambda: gettext("Dissent from an assessment"),
    "assessment_withdrawn": lambda: gettext("Assessment withdrawn"),
    "assessment_reviewed": lambda: gettext("Word on an assessment after a retraction"),
    "assessment_lapse_cited": lambda: gettext("Lapse cited"),
}
CHECKED: Mapping[str, Say] = {
    "corroborated": lambda: gettext("Corroborated"),
    "cannot_say": lambda: gettext("Cannot say"),
    "looked_did_not_see": lambda: gettext("Looked and did not see"),
}
FOLLOWED: Mapping[str, Say] = {
    "retracted": lambda: gettext("The tear-line was retracted too"),
    "stands": lambda: gettext("The tear-line stands"),
}
ACKNOWLEDGED: Mapping[str, Say] = {
    "used": lambda: gettext("Retraction acknowledged; the report had been used"),
    "not_used": lambda: gettext("Retraction acknowledged; the report had not been used"),
}
REVIEWED: Mapping[str, Say] = {
    "holds": lambda: gettext("Holds to the assessment"),
    "no_longer": lambda: gettext("No longer holds to the assessment"),
}
ANSWERED: Mapping[str, Say] = {
    "given": lambda: gettext("Answer to a request"),
    "nothing_held": lambda: gettext("Holds nothing of it"),
}
REASONS: Mapping[str, Say] = {
    "not_releasable": lambda: gettext("it may not be released"),
    "protects_source": lambda: gettext("to protect a source"),
    "outside_purpose": lambda: gettext("outside of the purposes of the charter"),
    "not_able_in_time": lambda: gettext("not able to in this time"),
    "other": lambda: pgettext("a reason", "another reason"),
}
STATES: Mapping[str, Say] = {
    "standing": lambda: pgettext("a report", "standing"),
    "disputed": lambda: pgettext("a report", "disputed"),
    "retracted": lambda: pgettext("a report", "retracted"),
    "expired": lambda: pgettext("a report", "expired"),
    "open": lambda: pgettext("a request for information", "open"),
    "answered": lambda: pgettext("a request for information", "answered"),
    "refused": lambda: pgettext("a request for information", "refused"),
    "proposed": lambda: pgettext("an assessment", "proposed"),
    "joint": lambda: pgettext("an assessment", "joint, signed by all"),
    "joint_with_dissent": lambda: pgettext("an assessment", "joint, with dissent"),
    "not_joint": lambda: pgettext("an assessment", "not joint"),
    "withdrawn": lambda: pgettext("an assessment", "withdrawn"),
}
# The labels of TLP 2.0 are said alike in every language.
TLP: Mapping[str, str] = {
    "red": "TLP:RED", "amber_strict": "TLP:AMBER+STRICT", "amber": "TLP:AMBER", "green": "TLP:GREEN",
    "clear": "TLP:CLEAR",
}  # fmt: skip
TLP_MEANS: Mapping[str, Say] = {
    "red": lambda: gettext("for the officers addressed alone"),
    "amber_strict": lambda: gettext("within the addressed members alone"),
    "amber": lambda: gettext("within the members that it may go to, as far as they need to know"),
    "green": lambda: gettext("among all members and their partners, not in public"),
    "clear": lambda: gettext("without limit"),
}
DUTIES: Mapping[str, Say] = {
    "acknowledge_retraction": lambda: gettext("Acknowledge the retraction of a report"),
    "follow_retraction": lambda: gettext("Say what became of a tear-line of a retracted report"),
    "answer_request": lambda: gettext("Answer a request for information, or refuse it"),
    "sign_assessment": lambda: gettext("Sign the assessment or dissent"),
    "review_assessment": lambda: gettext("Say whether you still hold to the assessment"),
}
WHY: Mapping[str, Say] = {
    "acknowledge_retraction": lambda: gettext(
        "Every other reader acknowledges a retraction within the charter's hours, counted from its first reading."
    ),
    "follow_retraction": lambda: gettext(
        "Who gave a tear-line of a retracted report says within the charter's hours what became of it."
    ),
    "answer_request": lambda: gettext(
        "Who was asked answers or refuses by the time of the request, or within the charter's hours from its first"
        " reading where that is later."
    ),
    "sign_assessment": lambda: gettext(
        "Each member that an assessment names signs or dissents within the charter's hours, from its first reading."
    ),
    "review_assessment": lambda: gettext(
        "After a cited report was retracted each signatory says within the charter's hours whether it still holds to"
        " the assessment."
    ),
}
DONE_BY: Mapping[str, str] = {
    "acknowledge_retraction": "retraction_acknowledged", "follow_retraction": "retraction_followed",
    "answer_request": "request_answered", "sign_assessment": "assessment_signed",
    "review_assessment": "assessment_reviewed",
}  # fmt: skip


def word(words: Mapping[str, Say], code: object) -> str:
    """Say a code; one that these words do not know as itself."""
    said = words.get(str(code))
    return said() if said is not None else str(code)


def choices(words: Mapping[str, Say]) -> list[tuple[str, str]]:
    """Return codes with their words, as a form offers them."""
    return [(code, say()) for code, say in words.items()]


def tlp_label(level: object) -> str:
    """Return the label of a level as TLP 2.0 writes it."""
    return TLP.get(str(level), str(level))


def purpose_word(charter: Charter, name: str, *, language: str) -> str:
    """Say a purpose as the charter names it in a language; one that it has not as itself."""
    names = charter.information.purposes.get(name, {}) if charter.information is not None else {}
    return names.get(language) or names.get("en") or name


def use_said(charter: Charter, *, language: str) -> str:
    """Return the charter's statement of permitted use in a language."""
    use = charter.information.use if charter.information is not None else {}
    return use.get(language) or use.get("en") or ""
