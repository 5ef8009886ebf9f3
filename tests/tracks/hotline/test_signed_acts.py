"""Acts that the charter wants signed by a passkey: filed signed, void without, judged alike by their bytes alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.charter.model import Charter, SignatureRule
from parley.matters.acts import act_bytes
from tests.record.passkey import Passkey
from tests.tracks.hotline.cell import ALL, CONTENTS, Cell, charter, message

KEY = Passkey()


def asking(kind: str = "message_sent", role: str = "duty_officer", standing: str = "agreed") -> Charter:
    """Return the Paris charter, asking for a signature of this kind in this role."""
    paris = charter()
    basis = replace(paris.bases["this_charter"], standing=standing)
    return replace(paris, signatures={kind: SignatureRule(kind, (role,), basis)})


def signed(cell: Cell, content: dict[str, Any], *, kind: str = "message_sent", **changes: Any) -> dict[str, str]:
    """Return SY's signature over an act that opens a matter."""
    act = {"log": cell.log("SY"), "kind": kind, "matter": None, "to": ALL, "role": "duty_officer", "content": content}
    return KEY.sign(act_bytes(**{**act, **changes}))


def test_a_signed_act_stands() -> None:
    """With the officer's signature over its bytes the entry is allowed."""
    cell = Cell(asking())
    assert cell.refusal(cell.say("SY", "message_sent", signature=signed(cell, message()))) is None


def test_without_a_signature_it_is_void() -> None:
    """The entry is void by C-12 on every node, and so refused at filing."""
    cell = Cell(asking())
    assert cell.refusal(cell.say("SY", "message_sent")) == ("act_not_signed", "C-12")


@pytest.mark.parametrize(
    "changes",
    [
        {"content": message(text="Other words.")}, {"to": ("SY", "US")}, {"role": "chief"}, {"kind": "shift_noted"},
        {"matter": "SY/7"}, {"log": "another-mechanism.example/sy"},
    ],
    ids=["words", "addressees", "role", "kind", "matter", "log"],
)  # fmt: skip
def test_a_signature_over_another_act_is_void(changes: dict[str, Any]) -> None:
    """Words, addressees, role, kind, matter and log are what is signed; a signature over others is void."""
    cell = Cell(asking())
    content = changes.pop("content", message())
    entry = cell.say("SY", "message_sent", signature=signed(cell, content, **changes))
    assert cell.refusal(entry) == ("act_signed_wrongly", "C-12")


@pytest.mark.parametrize("value", ["signed", {}, {"key": "AA"}])
def test_what_is_no_signature_is_void(value: Any) -> None:
    """Anything else in its place is void, whatever a peer wrote."""
    cell = Cell(asking())
    assert cell.refusal(cell.say("SY", "message_sent", signature=value)) == ("act_signed_wrongly", "C-12")


def test_a_role_or_kind_without_a_rule_needs_none() -> None:
    """The charter asks by kind and role; what it does not name is filed as before (C-0, C-12)."""
    for version in (asking(role="chief"), asking("shift_noted"), asking(standing="contested"), charter()):
        cell = Cell(version)
        assert cell.refusal(cell.say("SY", "message_sent")) is None


def test_a_wrong_signature_never_stands() -> None:
    """Where the charter asks for none, one over other bytes is void all the same."""
    cell = Cell(charter())
    entry = cell.say("SY", "message_sent", signature=signed(cell, message(text="Other words.")))
    assert cell.refusal(entry) == ("act_signed_wrongly", "C-12")


def test_a_release_after_the_signature_leaves_it_whole() -> None:
    """The second officer's release is put beside what the first one signed."""
    cell = Cell(asking())
    entry = cell.say("SY", "message_sent", signature=signed(cell, message()), released_by="chief")
    assert cell.refusal(entry) is None


def test_an_act_within_a_matter_is_signed_for_that_matter() -> None:
    """An acknowledgement names its matter among the signed bytes."""
    cell = Cell(asking("message_acknowledged"))
    matter = cell.say("SY", "message_sent")
    cell.reads()
    over = act_bytes(
        log=cell.log("IL"), kind="message_acknowledged", matter=matter.id, to=ALL, role="duty_officer",
        content=CONTENTS["message_acknowledged"],
    )  # fmt: skip
    entry = cell.say("IL", "message_acknowledged", matter=matter, signature=KEY.sign(over))
    assert cell.refusal(entry) is None
