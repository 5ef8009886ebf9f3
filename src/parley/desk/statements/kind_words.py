"""What the entries and the duties of negotiating texts and joint statements are called. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

Word = Callable[[], str]

KINDS: Mapping[str, Word] = {
    "text_opened": lambda: gettext("Negotiating text opened"),
    "text_paragraph_worded": lambda: gettext("Paragraph worded"),
    "text_consented": lambda: gettext("Consent to a paragraph"),
    "text_consent_withdrawn": lambda: gettext("Consent withdrawn"),
    "text_reserved": lambda: gettext("Reservation on a paragraph"),
    "text_reservation_lifted": lambda: gettext("Reservation on the paragraph lifted"),
    "text_freeze_proposed": lambda: gettext("Freeze proposed"),
    "text_freeze_agreed": lambda: gettext("Freeze agreed to"),
    "text_freeze_declined": lambda: gettext("Freeze declined"),
    "text_given_up": lambda: gettext("Negotiating text given up"),
    "text_lapse_cited": lambda: gettext("Lapse cited"),
    "statement_drafted": lambda: gettext("Joint statement drafted"),
    "statement_signed": lambda: gettext("Joint statement signed"),
    "statement_declined": lambda: gettext("Joint statement not signed"),
    "statement_withdrawn": lambda: gettext("Joint statement withdrawn"),
    "statement_released": lambda: gettext("Joint statement released"),
    "statement_readout_given": lambda: gettext("National read-out published beside the statement"),
    "statement_lapse_cited": lambda: gettext("Lapse cited"),
}
DUTIES: Mapping[str, Word] = {
    "consent_text": lambda: gettext("Consent to a paragraph or say otherwise"),
    "agree_freeze": lambda: gettext("Agree to the freeze or decline"),
    "sign_statement": lambda: gettext("Sign the statement or decline"),
    "release_statement": lambda: gettext("Release the statement"),
}
WHY: Mapping[str, Word] = {
    "consent_text": lambda: gettext(
        "Each party consents to a version, reserves or words it otherwise within the charter's hours, from its "
        "first reading."
    ),
    "agree_freeze": lambda: gettext(
        "Each party agrees to a freeze or declines it within the charter's hours, from its first reading."
    ),
    "sign_statement": lambda: gettext(
        "Each signatory signs or declines within the charter's hours from its first reading, before the minute of "
        "release."
    ),
    "release_statement": lambda: gettext(
        "Once all have signed, each signatory's node releases within the agreed minute."
    ),
}
DUTY_KINDS: Mapping[str, str] = {
    "consent_text": "text_consented",
    "agree_freeze": "text_freeze_agreed",
    "sign_statement": "statement_signed",
    "release_statement": "statement_released",
}
