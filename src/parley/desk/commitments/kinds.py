"""What the entries and the duties of commitments are called. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

Word = Callable[[], str]

KINDS: Mapping[str, Word] = {
    "commitment_proposed": lambda: gettext("Instrument proposed"),
    "commitment_signed": lambda: gettext("Signed"),
    "commitment_declined": lambda: gettext("Not signed"),
    "commitment_withdrawn": lambda: gettext("Proposal withdrawn"),
    "commitment_superseded": lambda: gettext("Another instrument takes its place"),
    "commitment_lapse_cited": lambda: gettext("Lapse cited"),
    "amendment_proposed": lambda: gettext("Amendment proposed"),
    "step_reported": lambda: gettext("Step reported"),
    "step_certified": lambda: gettext("Step certified"),
    "step_disputed": lambda: gettext("Step disputed"),
    "step_waived": lambda: gettext("Step waived"),
    "limit_variance_proposed": lambda: gettext("Variance of a limit proposed"),
    "forces_declared": lambda: gettext("Forces declared"),
}
DUTIES: Mapping[str, Word] = {
    "sign_commitment": lambda: gettext("Sign the instrument or decline"),
    "do_step": lambda: gettext("Do the step"),
    "certify_step": lambda: gettext("Certify what was reported"),
}
WHY: Mapping[str, Word] = {
    "sign_commitment": lambda: gettext(
        "Each signatory signs or declines within the charter's hours, from its first reading."
    ),
    "do_step": lambda: gettext(
        "Who owes a step of an agreed instrument does it by its date, once its conditions are there."
    ),
    "certify_step": lambda: gettext(
        "The verifier of a step certifies what was reported within the charter's hours, from its first reading."
    ),
}
DONE_BY: Mapping[str, str] = {
    "sign_commitment": "commitment_signed", "do_step": "step_reported", "certify_step": "step_certified"
}  # fmt: skip


def track_word() -> str:
    """Say what the track is called."""
    return gettext("Commitments")
