"""One mistake a row in the default charter's section of disputes: the text, what stands instead, the code, the path."""

from __future__ import annotations

from tests.charter.making import PARIS

LADDER = "    duty_officers: {names" + PARIS.decode().partition("    duty_officers: {names")[2].partition("\n\n#")[0]
MANY = "\n".join(
    f"    level_{n}: {{names: {{en: Level {n}, ar: مستوى, he: דרג}}, roles: [chief], of: [party], due_hours: 1}}"
    for n in range(17)
)
TRACK = """  disputes:
    audiences: [all, syria_and_supervisor, israel_and_supervisor]
    roles: [duty_officer, chief, supervisor_staff, delegate]
    basis: paris_statement
"""
DAYS = "  longest_measure_days: 30\n"

WRONG_DISPUTES = [
    ("  answer_hours: 4\n", "  answer_hours: 0\n", "charter.not_a_number", "disputes.answer_hours"),
    ("roles: [chief, delegate], of: [party], due_hours: 24", "roles: [analyst], of: [party], due_hours: 24",
     "charter.role_not_on_disputes", "disputes.levels.liaison_chiefs.roles.0"),
    ("of: [party], due_hours: 24", "of: [judge], due_hours: 24", "charter.not_among",
     "disputes.levels.liaison_chiefs.of.0"),
    ("of: [party], due_hours: 24}", "of: [party]}", "charter.level_without_end",
     "disputes.levels.liaison_chiefs.names"),
    ("counts_from: claim", "counts_from: dawn", "charter.not_among", "disputes.levels.duty_officers.counts_from"),
    ("evidence_to: [syria_and_supervisor", "evidence_to: [parties", "charter.audience_not_on_disputes",
     "disputes.evidence_to.0"),
    (DAYS, f"{DAYS}  decides: [XX]\n  decides_from: principals\n", "charter.unknown_member", "disputes.decides.0"),
    (DAYS, f"{DAYS}  decides: [US]\n  decides_from: nowhere\n", "charter.level_unknown", "disputes.decides_from"),
    (DAYS, f"{DAYS}  decides: [US]\n", "charter.decides_by_halves", "disputes.decides"),
    (LADDER, MANY, "charter.levels_number", "disputes.levels"),
    (TRACK, "", "charter.disputes_without_track", "disputes"),
]  # fmt: skip
