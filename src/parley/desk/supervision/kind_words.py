"""The words of supervision for the kinds of its entries, and for what is owed by them. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

KINDS: Mapping[str, Callable[[], str]] = {
    "directive_given": lambda: gettext("Directive"),
    "directive_answered": lambda: gettext("Answer to a directive"),
    "directive_done": lambda: gettext("Done as directed"),
    "directive_withdrawn": lambda: gettext("Directive withdrawn"),
    "directive_lapse_cited": lambda: gettext("Lapse cited"),
    "certificate_given": lambda: gettext("Certificate"),
    "certificate_contested": lambda: gettext("Certificate contested"),
    "certificate_withdrawn": lambda: gettext("Certificate withdrawn"),
    "mechanism_change_proposed": lambda: gettext("Change of the mechanism's state proposed"),
    "mechanism_change_signed": lambda: gettext("Change of the mechanism's state signed"),
    "mechanism_change_declined": lambda: gettext("Change of the mechanism's state declined"),
    "mechanism_change_withdrawn": lambda: gettext("Change of the mechanism's state withdrawn"),
    "mechanism_lapse_cited": lambda: gettext("Lapse cited"),
    "pack_issued": lambda: gettext("Pack"),
}


def track_word() -> str:
    """Say the track."""
    return gettext("Supervision")


DUTY_KINDS: Mapping[str, str] = {
    "answer_directive": "directive_answered",
    "follow_directive": "directive_done",
    "sign_mechanism_change": "mechanism_change_signed",
}
DUTIES: Mapping[str, Callable[[], str]] = {
    "answer_directive": lambda: gettext("Answer the directive"),
    "follow_directive": lambda: gettext("Do what was directed, and tell it"),
    "sign_mechanism_change": lambda: gettext("Sign the change of the mechanism's state or decline it"),
}
WHY: Mapping[str, Callable[[], str]] = {
    "answer_directive": lambda: gettext(
        "Whom a directive is given to answers it within the hours of the charter, counted from its first reading."
    ),
    "follow_directive": lambda: gettext(
        "A clause of the charter binds to it, or the member answered that it will be done; its date counts."
    ),
    "sign_mechanism_change": lambda: gettext(
        "Whom the charter names signs a change of the mechanism's state or declines it within its hours."
    ),
}
