"""A file that is no file of cases is refused at its place, all of it at once and fast, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from tests.node.cases.telling import RUNNING, SOUND, changed, problems_of

# From what is changed in the sound file to the code and the line of the problem.
WRONG = {
    "an unknown key": (("kind: message_sent", "kid: message_sent"), "charter.unknown_key", 9),
    "a key twice": (("by: SY\n", "by: SY\n        by: SY\n"), "charter.duplicate_key", 9),
    "an anchor": (("by: SY\n", "by: &me SY\n"), "charter.anchor", 8),
    "an alias": (("by: SY\n", "by: *me\n"), "charter.alias", 8),
    "a tag": (("by: SY\n", "by: !!python/name:os.system SY\n"), "charter.tag", 8),
    "a merge key": (("by: SY\n", "<<: {by: SY}\n"), "charter.merge_key", 8),
    "another format": (("parley-cases-v1", "parley-cases-v9"), "charter.not_among", 1),
    "no charter": (("charter: ../paris-2026.yaml\n", ""), "charter.missing", 1),
    "no instant": (("- at: 2027-01-10T06:00Z", "- at: NaN"), "cases.not_an_instant", 7),
    "an instant without its zone": (("- at: 2027-01-10T06:00Z", "- at: 2027-01-10T06:00"), "cases.not_an_instant", 7),
    "an instant that no calendar has": (("- at: 2027-01-10T06:00Z", "- at: 2027-02-30T06:00Z"), "geo.no_such_time", 7),
    "an instant from D without any D": (("- at: 2027-01-10T06:00Z", "- at: D+1d"), "cases.not_an_instant", 7),
    "said before what stands before": (("T06:02Z", "T05:02Z"), "cases.earlier_than_before", 12),
    "an unknown kind": (("kind: message_sent", "kind: message_shouted"), "cases.kind_unknown", 9),
    "a name that nothing has": (("in: call", "in: cal"), "cases.entry_unknown", 13),
    "a name in a content that nothing has": (("of: $call", "of: $cal"), "cases.entry_unknown", 13),
    "a name twice": (("as: receipt", "as: call"), "cases.name_of_entry_twice", 13),
    "no matter in which it stands": (("in: call, ", ""), "cases.matter_asked", 13),
    "nothing happens": ((", received: [IL]", ""), "cases.nothing_happens", 12),
    "said by nobody": (("by: IL, kind", "kind"), "charter.missing", 13),
    "nothing is asked": (
        (f"        state: {{name: sent}}\n        duties: {RUNNING}\n", ""), "cases.nothing_asked", 15,
    ),
    "nothing follows": (SOUND[SOUND.index("    then:") :], "cases.nothing_follows", 7),
    "a duty of nobody": (("owed_by: IL, ", ""), "charter.missing", 17),
    "a content that is a list": (("{of: $call, how: received}", "[received]"), "charter.not_a_mapping", 13),
    "two shapes": (("    said:\n", "    day: 1974-05-31\n    said:\n"), "cases.one_shape", 5),
    "a member that is no code": (("received: [IL]", "received: [nobody]"), "charter.wrong_form", 12),
    "an escape that hides itself": (("subject: Shots", 'subject: "Sh\\u202Eots"'), "charter.hidden_character", 11),
    "a slip to nowhere": (("state: {name: sent}", "slip: {begins: {complete: due}}"), "cases.slips_to", 16),
    "a list of texts that are none": (("state: {name: sent}", "overlaps: [[call]]"), "charter.not_a_text", 16),
    "a list of mappings that are none": (("state: {name: sent}", "calendar: [call]"), "charter.not_a_mapping", 16),
    "a list that is none": (("state: {name: sent}", "ladder: call"), "charter.not_a_list", 16),
    "a state that is none": (("state: {name: sent}", "state: sent"), "charter.not_a_mapping", 16),
    "a name of no entry": (("state: {name: sent}", "state: {name: $cal}"), "cases.entry_unknown", 15),
    "two documents": (("format: parley-cases-v1\n", "format: parley-cases-v1\n---\n"), "charter.second_document", 2),
    "an area that is none": (("subject: Shots", "area: {around: here, radius_m: 5}"), "geo.", 11),
    "a circle of no size": (("subject: Shots", "area: {around: 33.1 N 35.2 E, radius_m: x}"), "cases.no_outline", 11),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_it_is_refused_at_its_place(what: str) -> None:
    """Each mistake has its code and the line in which it stands."""
    change, code, line = WRONG[what]
    text = SOUND.replace(change, "") if isinstance(change, str) else changed(change)
    found = [(problem.code, problem.mark.line) for problem in problems_of(text)]
    assert any(each.startswith(code) and at == line for each, at in found), found


def test_every_mistake_is_told_at_once() -> None:
    """Three mistakes in three places are three problems, in the order of their lines."""
    text = changed(("parley-cases-v1", "x"), ("message_sent", "shouted"), ("state: {name: acknowledged}", "stat: x"))
    assert [problem.mark.line for problem in problems_of(text)] == sorted(p.mark.line for p in problems_of(text))
    assert {"charter.not_among", "cases.kind_unknown", "charter.unknown_key"} <= {p.code for p in problems_of(text)}


HUGE = {
    "a bomb of aliases": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b, *b]\n",
    "brackets without end": "[" * 500_000,
    "braces without end": "{a: " * 250_000,
    "more than a file may hold": "x" * ((1 << 20) + 1),
    "more values than are read": f"cases: [{'1, ' * 300_000}1]",
    "one value as long as the file": f"format: {'D+1d' * 200_000}",
    "one value of many parts": f"cases:\n  - name: {'/' * 900_000}",
    "not text": b"\xff\xfe\x00 parley",
    "nothing": "",
    "only a comment": "# a file of cases",
    "a list": "- a\n- b\n",
    "a number": "42",
    "more cases than are read": SOUND.split("cases:")[0] + "cases:\n" + "".join(
        f"  - {{name: n{n}, day: 1974-05-31, lines: [], zones: []}}\n" for n in range(201)
    ),
    "more said than is read": changed(
        ("      - {at: 2027-01-10T06:02Z, received: [IL]}\n", "      - {at: 2027-01-10T06:02Z, received: [IL]}\n" * 201)
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HUGE)
def test_what_is_huge_or_no_file_of_cases_is_refused_fast(what: str) -> None:
    """Bombs, bottomless brackets and files without end are refused within seconds, with a place."""
    begun = time.monotonic()
    found = problems_of(HUGE[what])
    assert found and all(problem.mark.line >= 1 for problem in found)
    assert time.monotonic() - begun < 10
