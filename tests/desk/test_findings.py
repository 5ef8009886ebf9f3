"""Findings on the desk: three columns with their authors, the answers, and the forms of each question."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.cell import Cell
from tests.desk.test_standstills import filed
from tests.desk.visitor import Visitor
from tests.tracks.incidents.reports import account
from tests.tracks.incidents.test_findings import ARTICLE, RULE, finding


def incident(cell: Cell, **changes: Any) -> str:
    """Let SY report an incident."""
    return cell.says("SY", "incident_reported", account(**changes))


def found(cell: Cell, matter: str, **changes: Any) -> str:
    """Let the supervisor find something."""
    return cell.says("US", "finding_made", finding(**{"considered": [matter], **changes}), matter=matter)


def test_three_columns_hold_each_question_with_its_author(cell: Cell, visitor: Visitor) -> None:
    """What was found on one question stands in its own column, and no verdict over all three."""
    matter = incident(cell)
    found(cell, matter)
    found(cell, matter, question="compliance", outcome="violation", provisions=[ARTICLE])
    page = visitor.get(f"/incidents/{matter}").text
    columns = page.partition(">Findings<")[2].split('class="column"')[1:4]
    assert "Did it happen?" in columns[0] and "established" in columns[0] and "United States" in columns[0]
    assert "Who did it?" in columns[1] and "Nothing was found on this." in columns[1]
    assert "violation" in columns[2] and "EXERCISE A.1" in columns[2] and "violation" not in columns[0]


def test_a_breach_of_what_is_not_agreed_is_shown_as_asserted(cell: Cell, visitor: Visitor) -> None:
    """With by whom the provision was put forward."""
    matter = incident(cell)
    found(cell, matter, question="compliance", outcome="violation", provisions=[RULE])
    page = visitor.get(f"/incidents/{matter}").text
    assert "Asserted, not found: the provision is not agreed but put forward by United States." in page


def test_a_party_answers_and_states_a_minority_finding_from_the_page(cell: Cell, visitor: Visitor) -> None:
    """It is offered no finding of its own, for the charter lets it make none."""
    matter = incident(cell)
    made = found(cell, matter)
    page = visitor.get(f"/incidents/{matter}").text
    assert "Answer the finding" in page and "State a finding:" not in page
    base = {"to": "SY,IL,US", "of": made, "lang": "en", "step": "look"}
    filed(visitor, f"/incidents/{matter}/reply", {**base, "how": "disputes", "text": "EXERCISE. No crater was there."})
    filed(visitor, f"/incidents/{matter}/minority", {
        **base, "question": "fact", "outcome": "undetermined", "standard": "plausible", "text": "EXERCISE. It is open.",
    })  # fmt: skip
    page = visitor.get(f"/incidents/{matter}").text
    assert "Disputes the finding" in page and "EXERCISE. It is open." in page
    assert "evidence insufficient or conflicting" in page and "State a minority finding on" not in page


def test_what_the_charter_does_not_allow_is_refused_with_its_clause(cell: Cell, visitor: Visitor) -> None:
    """A finding that is sent all the same comes back with IF-1, what was typed still in it."""
    matter = incident(cell)
    refused = visitor.post(f"/incidents/{matter}/find", {
        "to": "SY,IL,US", "question": "fact", "outcome": "confirmed", "standard": "plausible", "lang": "en",
        "text": "EXERCISE typed words", "considered": [matter], "step": "send",
    })  # fmt: skip
    assert refused.status == 422 and "IF-1" in refused.text


def test_measures_are_told_from_the_page(cell: Cell, visitor: Visitor) -> None:
    """Of this member's own doing, in words."""
    matter = incident(cell)
    filed(visitor, f"/incidents/{matter}/measures", {
        "to": "SY,IL,US", "what": ["disciplinary", "training"], "lang": "en", "text": "EXERCISE. Two were relieved.",
        "step": "look",
    })  # fmt: skip
    page = visitor.get(f"/incidents/{matter}").text
    assert "disciplinary measures, training" in page and "EXERCISE. Two were relieved." in page


def test_a_finding_that_rests_on_a_withdrawn_account_says_so(cell: Cell, visitor: Visitor) -> None:
    """It stands, and beside it the withdrawal."""
    matter = incident(cell)
    found(cell, matter)
    cell.says("SY", "incident_withdrawn", {"of": matter, "why": "EXERCISE. Mistaken"}, matter=matter)
    assert "The account on which it rests was withdrawn:" in visitor.get(f"/incidents/{matter}").text


@pytest.mark.parametrize("language", ["ar", "he"])
def test_findings_are_said_in_each_language(cell: Cell, visitor: Visitor, language: str) -> None:
    """Columns, outcomes, standards and forms."""
    matter = incident(cell)
    found(cell, matter, question="responsibility", outcome="party_named", members=["IL"])
    visitor.speak(language)
    page = visitor.get(f"/incidents/{matter}").text
    english = ("Did it happen?", "attributed to", "reasonable grounds", "Minority finding")
    assert not any(each in page for each in english)
