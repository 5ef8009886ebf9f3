"""An explanation names the entries, the clause and the value of the charter, and its sum is the due time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from parley.node import owed
from parley.node.drafts import Draft
from parley.node.explaining import explain
from parley.node.filing import Filed, file
from parley.node.why.duties import duty_of, why_owed
from parley.node.why.record import why_entry, why_link
from parley.node.why.states import why_state
from parley.node.why.step import clause_text, told
from parley.texts import LANGUAGES
from tests.node import owing
from tests.node.mechanism import Mechanism

ALL = ("SY", "IL", "US")


@pytest.fixture(scope="module")
def mechanism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mechanism]:
    """Three nodes that are in force."""
    made = Mechanism(tmp_path_factory.mktemp("why"), durable=False).make()
    yield made
    made.close_all()


def said(mechanism: Mechanism, kind: str, content: dict[str, Any], *, by: str, matter: str | None = None) -> str:
    """File an entry and carry it everywhere with its receipts."""
    filed = file(Draft(kind, ALL, content, matter, role="duty_officer"), node=mechanism.nodes[by])
    assert isinstance(filed, Filed), filed
    mechanism.carry_all(1)
    for code in ALL:
        mechanism.receipts(code)
    mechanism.carry_all(1)
    return filed.id


@pytest.fixture(scope="module")
def message(mechanism: Mechanism) -> str:
    """A FLASH of IL that asks for a read-back, acknowledged by US."""
    item = {"n": 1, "type": "number", "label": "vehicles", "value": {"value": "4", "unit": "vehicles"}}
    content = {"subject": "s", "text": "t", "lang": "en", "items": [item], "precedence": "flash"}
    sent = said(mechanism, "message_sent", {**content, "asks_read_back": True}, by="IL")
    said(mechanism, "message_acknowledged", {"how": "received", "of": sent}, by="US", matter=sent)
    return sent


def test_the_sum_of_a_duty_is_its_due_time(mechanism: Mechanism, message: str) -> None:
    """First reading and handling time make the very instant that the watch list counts down to."""
    node = mechanism.nodes["SY"]
    now_ms = node.clock.now_ms()
    for duty in owed.matter_duties(node, message, now_ms=now_ms):
        steps = {step.code: step for step in why_owed(node, duty)}
        assert steps["why.duty.sum"].data["due_ms"] == duty.due_at_ms, duty
        assert steps["why.duty.made"].entry == duty.entry
        assert steps["why.duty.handling"].value == "precedence-flash"
        assert steps["why.value"].data["source"]
        assert duty_of(node, duty.id, now_ms=now_ms) == duty


def test_the_duties_of_a_challenged_call_are_reckoned(mechanism: Mechanism) -> None:
    """The end that the challenge names, and the sum for the log, are the instants that the watch list counts to."""
    node = mechanism.nodes["SY"]
    group = {"words": [1, 2, 3], "figure": 42}
    call = said(mechanism, "call_challenged", {"to": "IL", "far": group, "near": group}, by="SY")
    said(mechanism, "voice_not_authenticated", {"reason": "no_words"}, by="SY", matter=call)
    found = {duty.what: duty for duty in owed.matter_duties(node, call, now_ms=node.clock.now_ms())}
    log = {step.code: step for step in why_owed(node, found["log_call"])}
    assert log["why.duty.sum"].data["due_ms"] == found["log_call"].due_at_ms
    assert log["why.duty.handling"].value == "precedence-immediate"
    said_of_voice = {step.code: step for step in why_owed(node, found["say_voice"])}
    assert said_of_voice["why.duty.named"].data["at_ms"] == found["say_voice"].due_at_ms
    assert "outcome" not in explain(node, call)
    assert why_state(node, call)[-1].data["after"] == "not_authenticated"


def test_a_silent_member_is_said_to_be_silent(mechanism: Mechanism) -> None:
    """Where nothing was read yet no clock runs, and the steps say so."""
    node = mechanism.nodes["IL"]
    content = {"subject": "s", "text": "t", "lang": "en", "items": [], "precedence": "routine", "asks_read_back": False}
    filed = file(Draft("message_sent", ALL, content, None, role="duty_officer"), node=node)
    assert isinstance(filed, Filed)
    (duty, *_) = owed.matter_duties(node, filed.id, now_ms=node.clock.now_ms())
    codes = [step.code for step in why_owed(node, duty)]
    assert "why.duty.unread" in codes and "why.duty.sum" not in codes
    mechanism.carry_all(1)


def test_the_steps_of_a_state_end_at_the_state_that_is_shown(mechanism: Mechanism, message: str) -> None:
    """Each entry says from what to what; the last step is the name of the state."""
    node = mechanism.nodes["SY"]
    row = node.reader().execute("SELECT locked FROM matter WHERE id = ?", (message,)).fetchone()
    state = owed.fold_now(node, message, version=row[0]).state.as_json()
    steps = why_state(node, message)
    assert steps[0].code == "why.state.opened"
    assert steps[-1].data["after"] == state["name"]
    assert {step.entry for step in steps[:-1]} >= {message}


def test_a_matter_that_is_not_here_has_no_steps(mechanism: Mechanism) -> None:
    """It looks like one that does not exist."""
    assert why_state(mechanism.nodes["SY"], "IL/99999") == ()
    assert why_entry(mechanism.nodes["SY"], "IL/99999") == ()


def test_every_step_has_a_sentence_in_every_language(mechanism: Mechanism, message: str) -> None:
    """Whatever is told is a whole sentence, with all of its figures."""
    node = mechanism.nodes["SY"]
    steps = [*why_state(node, message), *why_entry(node, message), *why_link(node, "IL", state="down")]
    for duty in owing.duties(node, now_ms=node.clock.now_ms()):
        steps += why_owed(node, duty)
    for step in steps:
        for language in LANGUAGES:
            text = told(step.as_json(), language=language, say=lambda name, value: str(value))
            assert not text.startswith("why."), text


def test_an_entry_says_who_read_and_opened_it_by_which_entries(mechanism: Mechanism, message: str) -> None:
    """What shows it are the others' own entries."""
    steps = why_entry(mechanism.nodes["IL"], message)
    shown = {(step.code, step.data.get("member")): step.entry for step in steps}
    assert shown["why.entry.opened", "US"].startswith("US/")
    assert shown["why.entry.read", "SY"].startswith("SY/")


def test_the_command_line_tells_the_same_steps(mechanism: Mechanism, message: str) -> None:
    """`parley explain` shares them."""
    node = mechanism.nodes["SY"]
    assert explain(node, message)["why"] == [step.as_json() for step in why_state(node, message)]


def test_a_clause_says_what_it_says_and_what_to_do() -> None:
    """In the language asked for; an unknown one says nothing."""
    found = clause_text("H-6", language="ar")
    assert found is not None and all(found)
    assert clause_text("H-999", language="en") is None
    assert clause_text("SY/1042", language="en") is None


def test_a_reading_dated_far_ahead_is_told_by_who_had_read_it_before(mechanism: Mechanism) -> None:
    """IL's clock is an hour ahead, so is the time that it is given; the others' entries prove it, and all say so."""
    mechanism.clocks["IL"].at_ms += 3_600_000
    content = {"subject": "s", "text": "t", "lang": "en", "items": [], "precedence": "flash", "asks_read_back": False}
    sent = said(mechanism, "message_sent", content, by="SY")
    mechanism.clocks["IL"].at_ms -= 3_600_000
    quiet = said(mechanism, "message_sent", content, by="US")
    for code in ALL:
        node = mechanism.nodes[code]
        found = {duty.owed_by: duty for duty in owed.matter_duties(node, sent, now_ms=node.clock.now_ms())}
        steps = {each: {s.code: s for s in why_owed(node, duty)} for each, duty in found.items()}
        step = steps["IL"]["why.duty.clocks_apart"]
        assert (step.data["member"], step.data["minutes"] in (58, 59, 60)) == ("IL", True), code
        (in_time,) = (d for d in owed.matter_duties(node, quiet, now_ms=node.clock.now_ms()) if d.owed_by == "SY")
        assert "why.duty.clocks_apart" not in {s.code for s in why_owed(node, in_time)}
        for language in LANGUAGES:
            assert "IL" in told(step.as_json(), language=language, say=lambda name, value: str(value))
