"""A case that does not hold says in words what there is and what it asks, at its place."""

from __future__ import annotations

import pytest

from parley.texts import LANGUAGES, sentence
from tests.node.cases.telling import RECEIPT, RUNNING, SOUND, changed, fallen_short


def test_the_sound_case_holds() -> None:
    """Everything that it asks follows; what the other tests change is what makes them fail."""
    assert fallen_short(SOUND) == ()


WRONG = {
    "cases.value_differs": (("{name: sent}", "{name: closed}"), 16, "name is sent, and the case asks for closed"),
    "cases.value_missing": (("{name: sent}", "{nmae: sent}"), 16, "there is no nmae. There is: form, name"),
    "cases.duty_differs": (("due: 2027-01-10T06:12Z", "due: 2027-01-10T06:30Z"), 17, "due is 2027-01-10T06:12Z"),
    "cases.duty_missing": (("what: acknowledge,", "what: answer,"), 17, "IL does not owe answer"),
    "cases.duty_beside": ((RUNNING, "[]"), 15, "IL acknowledge (SY/0): running, 2027-01-10T06:12Z [D-1]"),
    "cases.void": (("how: received", "how: shouted"), 13, "is void by M-3, content_faulty"),
    "cases.stands": (("received}}", "received}, void: H-9}"), 13, "stands by H-4; the case asks that it be void"),
    "cases.void_otherwise": (("how: received}}", "how: shouted}, void: H-9}"), 13, "The case asks for H-9"),
    "cases.not_open": (("- at: 2027-01-10T06:03Z", "- at: 2027-01-10T05:00Z"), 15, "this matter is not open"),
    "cases.no_steps": (("state: {name: sent}", "steps: {begins: due}"), 15, "Steps are asked of an instrument"),
    "cases.no_ladder": (("state: {name: sent}", "ladder: []"), 15, "The ladder is asked of a dispute"),
    "cases.calendar_differs": (("state: {name: sent}", "calendar: [{zone: moon}]"), 15, "(zone: moon)"),
    "cases.no_plan": (("state: {name: sent}", "meets: []"), 15, "meets is asked of another sort"),
}  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_what_does_not_follow_is_told(code: str) -> None:
    """Each way in which a case may fail has its code, its line and its sentence."""
    change, line, words = WRONG[code]
    found = next(problem for problem in fallen_short(changed(change)) if problem.code == code)
    assert (found.mark.line, found.where) == (line, "A message")
    assert words in sentence(code, language="en", data=found.data)
    for language in LANGUAGES:
        told = next(p for p in fallen_short(changed(change), language=language) if p.code == code)
        assert sentence(code, language=language, data=told.data) != code


OF_ALL = {
    "limits: {moon tanks: {allowed: 1}}": "moon tanks.allowed",
    "line_on: {line_z: true}": "line_z.holds",
    "limits: {area_of_separation military_personnel: {allowed: 9}}": "area_of_separation military_personnel.allowed",
}


@pytest.mark.parametrize("asked", OF_ALL)
def test_what_is_asked_of_all_matters_together_is_told(asked: str) -> None:
    """Limits and lines that are not there, and figures that are others."""
    (found,) = fallen_short(changed(("state: {name: sent}", asked)))
    assert found.data["path"] == OF_ALL[asked] and found.mark.line == 16


CANNOT = {
    "cases.member_unknown": ("received: [IL]", "received: [FR]"),
    "cases.audience_unknown": ("as: call\n", "as: call\n        to: everybody\n"),
    "cases.digest_unknown": ("of: $call, how", "of: $call.digest, how"),
    "cases.basis_unknown": ("  - name: A message\n", "  - name: A message\n    agreed_too: [hope]\n"),
    "cases.read_before": ("as: receipt, in: call", "as: receipt, unread: [call], in: call"),
    "charter.wrong_form": ("  - name: A message\n", "  - name: A message\n    sections: {languages: [x y]}\n"),
    "cases.charter_breaks": (
        "  - name: A message\n",
        "  - name: A message\n    sections: {audiences: {all: {members: [SY, IL, US], basis: this_charter}}}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CANNOT)
def test_what_cannot_happen_by_the_charter_is_told(code: str) -> None:
    """Members, audiences and bases that are not there, a digest of nothing, and sections that break the charter."""
    found = fallen_short(changed(CANNOT[code]))
    assert code in [problem.code for problem in found], [problem.code for problem in found]
    assert all(problem.mark.line in range(5, 20) for problem in found)


def test_who_has_not_read_an_entry_has_read_nothing_that_built_on_it() -> None:
    """The supervisor had read the message; who had not read it cannot have read what the supervisor said of it."""
    text = changed(
        ("received: [IL]}", "by: US, kind: message_acknowledged, in: call, content: {of: $call, how: received}}"),
        ("as: receipt, in: call", "as: receipt, unread: [call], in: call"),
    )  # fmt: skip
    void = next(problem for problem in fallen_short(text) if problem.code == "cases.void")
    assert void.data["clause"] == "M-5"


def test_the_clock_stands_at_the_instant_that_is_asked() -> None:
    """A minute after it was due the same duty is lapsed: the later instant alone makes the difference."""
    text = changed(("- at: 2027-01-10T06:03Z", "- at: 2027-01-10T06:04Z"))
    assert fallen_short(text) == ()
    late = changed(
        (RECEIPT, ""), ("- at: 2027-01-10T06:03Z", "- at: 2027-01-10T06:13Z"), ("name: acknowledged", "name: sent"),
        ("- at: 2027-01-10T06:05Z\n", "- at: 2027-01-10T06:12Z\n"),
        ("duties: []", "duties: [{owed_by: IL, what: acknowledge, state: running}]"),
    )  # fmt: skip
    (found,) = fallen_short(late)
    assert (found.code, found.data["field"], found.data["found"]) == ("cases.duty_differs", "state", "lapsed")
