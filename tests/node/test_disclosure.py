"""What was sealed wrongly for one addressee is disclosed by another, and then reads as if it had always been open."""

from __future__ import annotations

import json

import pytest

from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.schedule import AMENDMENTS, amended
from tests.tracks.hotline.cell import CONTENTS

ALL = ("IL", "SY", "US")


def sealed_wrongly(paris: Mechanism, *, to: tuple[str, ...] = ALL) -> str:
    """Let SY send a message whose stanza for IL does not open, and US acknowledge it; carry all of it."""
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    opening = forging.say(paris.nodes["SY"], "message_sent", content, to=to, unreadable_for=("IL",))
    paris.carry_all(rounds=1)
    draft = Draft("message_acknowledged", to, {"how": "received"}, opening, role="duty_officer")
    assert isinstance(file(draft, node=paris.nodes["US"]), Filed)
    paris.carry_all(rounds=1)
    return opening


def ask_and_answer(paris: Mechanism) -> None:
    """Let the nodes do what they do by themselves, twice over."""
    for _ in range(2):
        for code in ALL:
            paris.receipts(code)
        paris.carry_all(rounds=1)


def said(paris: Mechanism, code: str, kind: str) -> list[comparing.Key]:
    """Return where entries of a kind stand, as this member reads them."""
    return [key for key, (found, _, _) in comparing.points(paris.nodes[code]).items() if found == kind]


def test_what_did_not_open_is_asked_for_and_disclosed(paris: Mechanism) -> None:
    """The wronged addressee asks, another addressee discloses, and all show the same state, also after a rebuild."""
    opening = sealed_wrongly(paris)
    il = paris.nodes["IL"]
    assert opening not in comparing.states(il)
    ask_and_answer(paris)
    assert len(said(paris, "US", "disclosure_asked")) == 1
    assert said(paris, "IL", "disclosed")
    assert comparing.states(il)[opening] == comparing.states(paris.nodes["US"])[opening]
    assert comparing.matters(il)[opening] == comparing.matters(paris.nodes["US"])[opening]
    comparing.assert_converged(list(paris.nodes.values()))


def test_nothing_is_asked_twice(paris: Mechanism) -> None:
    """Further rounds, and a rebuild between them, ask and disclose nothing again."""
    sealed_wrongly(paris)
    ask_and_answer(paris)
    before = [len(said(paris, "US", kind)) for kind in ("disclosure_asked", "disclosed")]
    for node in paris.nodes.values():
        comparing.rebuilt(node)
    ask_and_answer(paris)
    assert [len(said(paris, "US", kind)) for kind in ("disclosure_asked", "disclosed")] == before


def test_who_was_not_addressed_is_told_nothing(paris: Mechanism) -> None:
    """A member that asks for the key of what two others said to each other gets no answer, ever."""
    content = CONTENTS["message_sent"]
    done = file(Draft("message_sent", ("US",), content, role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(done, Filed)
    paris.carry_all(rounds=1)
    ask = Draft("disclosure_asked", ALL, {"entry": done.id})
    assert isinstance(file(ask, node=paris.nodes["IL"]), Filed)
    paris.carry_all(rounds=1)
    ask_and_answer(paris)
    paris.close("US")
    paris.open("US")
    ask_and_answer(paris)
    assert not said(paris, "IL", "disclosed") and not said(paris, "US", "disclosed")
    assert done.id not in comparing.states(paris.nodes["IL"])
    for node in paris.nodes.values():
        comparing.assert_live_is_rebuilt(node)


@pytest.mark.parametrize("payload", [b"\xff", b"no payload", b"[]", b'{"to":7}'])
def test_what_is_no_payload_is_disclosed_to_nobody_and_ends_no_round(paris: Mechanism, payload: bytes) -> None:
    """A member that seals rubbish and lets another ask for its key stops no node from speaking."""
    rubbish = forging.say(paris.nodes["SY"], "message_sent", CONTENTS["message_sent"], payload=payload)
    paris.carry_all(rounds=1)
    forging.say(paris.nodes["US"], "disclosure_asked", {"entry": rubbish})
    paris.carry_all(rounds=1)
    ask_and_answer(paris)
    assert not said(paris, "US", "disclosed")


def test_a_wrong_key_discloses_nothing(paris: Mechanism) -> None:
    """A disclosed key that does not open the body changes nothing, and the right one still counts afterwards."""
    opening = sealed_wrongly(paris)
    forging.say(paris.nodes["SY"], "disclosed", {"entry": opening, "file_key": "00" * 16})
    paris.carry_all(rounds=1)
    assert opening not in comparing.states(paris.nodes["IL"])
    ask_and_answer(paris)
    assert opening in comparing.states(paris.nodes["IL"])


def test_a_key_of_what_its_author_had_not_read_counts_nowhere(paris: Mechanism) -> None:
    """What is disclosed or receipted of entries still to come is the same live and rebuilt: it changes nothing."""
    us = paris.nodes["US"]
    forging.say(us, "opened", {"entries": [["SY", 0, 50], ["US", 0, 50]]})
    forging.say(us, "disclosed", {"entry": "SY/3", "file_key": "00" * 16})
    forging.say(us, "disclosure_asked", {"entry": "SY/3"})
    paris.carry_all(rounds=1)
    for number in range(4):
        content = {**CONTENTS["message_sent"], "subject": f"Message {number}"}
        assert isinstance(file(Draft("message_sent", ALL, content, role="chief"), node=paris.nodes["SY"]), Filed)
    paris.carry_all(rounds=1)
    for node in paris.nodes.values():
        opened = node.reader().execute("SELECT number FROM opened WHERE member = 'US'").fetchall()
        assert max(number for (number,) in opened) == 0
        comparing.assert_live_is_rebuilt(node)


def test_a_charter_read_late_judges_what_came_before(paris: Mechanism) -> None:
    """A signature sealed wrongly for one member, once disclosed, puts the amendment in force for old entries too."""
    sy, il = paris.nodes["SY"], paris.nodes["IL"]
    text = amended(sy.home.charter.read_bytes().decode(), sy.founding.digest, *AMENDMENTS[0])
    assert isinstance(file(Draft("charter_proposed", ALL, {"text": text}, role="chief"), node=sy), Filed)
    paris.carry_all(rounds=1)
    digest = next(version for version in sy.ledger.history.versions if version != sy.founding.digest)
    signed = Draft("charter_signed", ALL, {"charter": digest}, role="chief")
    hidden = forging.say(sy, "charter_signed", {"charter": digest, "role": "chief"}, unreadable_for=("IL",))
    for code in ("IL", "US"):
        assert isinstance(file(signed, node=paris.nodes[code]), Filed)
    paris.carry_all(rounds=1)
    long = {**CONTENTS["message_sent"], "role": "duty_officer"}
    entry = forging.say(paris.nodes["US"], "message_sent", long)
    paris.carry_all(rounds=1)
    key = (paris.nodes["US"].ledger.origin, int(entry[3:]))
    assert comparing.points(il)[key][2] is None
    assert isinstance(file(Draft("disclosure_asked", ALL, {"entry": hidden}), node=il), Filed)
    paris.carry_all(rounds=1)
    ask_and_answer(paris)
    assert il.charter().digest == digest
    verdict = comparing.points(il)[key][2]
    assert verdict is not None and json.loads(verdict)["clause"] == "H-9"
    comparing.assert_converged(list(paris.nodes.values()))
