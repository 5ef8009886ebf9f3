"""What the entries and the duties of rounds and files of talks are called. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

Word = Callable[[], str]

KINDS: Mapping[str, Word] = {
    "round_proposed": lambda: gettext("Round of talks proposed"),
    "round_answered": lambda: gettext("Answer to the invitation"),
    "delegation_told": lambda: gettext("Delegation"),
    "round_postponed": lambda: gettext("Round postponed"),
    "round_cancelled": lambda: gettext("Round cancelled"),
    "round_closed": lambda: gettext("Round closed"),
    "agenda_proposed": lambda: gettext("Agenda proposed"),
    "sitting_opened": lambda: gettext("Sitting opened"),
    "sitting_closed": lambda: gettext("Sitting closed"),
    "attendance_told": lambda: gettext("Who was there, told by the member itself"),
    "remark_made": lambda: gettext("Remark"),
    "remark_corrected": lambda: gettext("Remark corrected or taken back"),
    "decision_proposed": lambda: gettext("Decision proposed"),
    "package_proposed": lambda: gettext("Package proposed"),
    "decision_signed": lambda: gettext("Signed"),
    "decision_declined": lambda: gettext("Not signed"),
    "decision_withdrawn": lambda: gettext("Proposal withdrawn"),
    "decision_reserved": lambda: gettext("Reservation"),
    "reservation_lifted": lambda: gettext("Reservation lifted"),
    "national_readout_given": lambda: gettext("National read-out"),
    "round_lapse_cited": lambda: gettext("Lapse cited"),
    "file_opened": lambda: gettext("File of talks opened"),
    "gates_proposed": lambda: gettext("Other gates proposed"),
    "gates_signed": lambda: gettext("Signed"),
    "gates_declined": lambda: gettext("Not signed"),
    "gates_withdrawn": lambda: gettext("Proposal withdrawn"),
    "file_closed": lambda: gettext("File closed"),
    "file_reopened": lambda: gettext("File reopened"),
    "position_reserved": lambda: gettext("Position reserved"),
    "position_disclosed": lambda: gettext("Position disclosed"),
    "position_noted": lambda: gettext("Own position noted"),
    "file_lapse_cited": lambda: gettext("Lapse cited"),
}
DUTIES: Mapping[str, Word] = {
    "answer_invitation": lambda: gettext("Answer the invitation"),
    "tell_delegation": lambda: gettext("Tell the delegation"),
    "propose_agenda": lambda: gettext("Propose an agenda"),
    "sign_decision": lambda: gettext("Sign or decline"),
    "give_readout": lambda: gettext("Give the read-out"),
    "sign_gates": lambda: gettext("Sign the other gates or decline"),
    "take_up_file": lambda: gettext("Take the file up: its gate is open"),
}
WHY: Mapping[str, Word] = {
    "answer_invitation": lambda: gettext(
        "Who is invited to a round answers within the charter's hours, from its first reading."
    ),
    "tell_delegation": lambda: gettext(
        "Who said that it comes tells its delegation by roles, the charter's hours before the round begins."
    ),
    "propose_agenda": lambda: gettext(
        "Who proposed a round sees to an agenda, the charter's hours before the round begins."
    ),
    "sign_decision": lambda: gettext(
        "Who is to sign an agenda, a decision or a package signs or declines within the charter's hours."
    ),
    "give_readout": lambda: gettext(
        "Who came gives its own read-out within the charter's hours, from the closing of the round."
    ),
    "sign_gates": lambda: gettext(
        "Each party of a file signs or declines what it is to wait for, within the charter's hours."
    ),
    "take_up_file": lambda: gettext(
        "Once every step for which a file waits is certified, its lead takes it up within the charter's hours."
    ),
}
DUTY_KINDS: Mapping[str, str] = {
    "answer_invitation": "round_answered",
    "tell_delegation": "delegation_told",
    "propose_agenda": "agenda_proposed",
    "sign_decision": "decision_signed",
    "give_readout": "national_readout_given",
    "sign_gates": "gates_signed",
    "take_up_file": "sitting_opened",
}


def track_word() -> str:
    """Say what the track is called."""
    return gettext("Talks")
