"""Filing: what is allowed stands everywhere alike, what is not changes nothing."""

from __future__ import annotations

from parley.charter.verdict import Refusal
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.reading import conversation, conversations
from tests.node.mechanism import Mechanism


def message(**changes: object) -> dict[str, object]:
    """Return the content of a plain message."""
    content: dict[str, object] = {
        "precedence": "routine",
        "subject": "EXERCISE line test",
        "text": "This is an exercise.",
        "lang": "en",
        "items": [],
        "attachments": [],
        "asks_read_back": False,
    }
    return {**content, **changes}


def test_a_message_reads_alike_at_every_addressee(paris: Mechanism) -> None:
    """What one member files is the same matter in the same state at all who are addressed."""
    done = file(Draft("message_sent", ("IL", "US"), message(), role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(done, Filed), done
    paris.carry_all()
    states = [conversation(node, done.id) for node in paris.nodes.values()]
    assert all(view is not None for view in states)
    assert len({repr(view.row.state) for view in states if view}) == 1


def test_a_member_who_is_not_addressed_sees_no_matter(paris: Mechanism) -> None:
    """A message between a party and the supervisor leaves no matter at the other party."""
    done = file(Draft("message_sent", ("US",), message(), role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(done, Filed), done
    paris.carry_all()
    assert conversation(paris.nodes["US"], done.id) is not None
    assert conversation(paris.nodes["IL"], done.id) is None


def test_a_faulty_draft_is_refused_and_changes_nothing(paris: Mechanism) -> None:
    """A draft that breaks its form is answered with every fault, and no entry comes of it."""
    node = paris.nodes["SY"]
    before = len(conversations(node, limit=10))
    done = file(Draft("message_sent", ("IL", "US"), {"precedence": "often"}, role="duty_officer"), node=node)
    assert isinstance(done, Refusal) and done.code == "content_faulty" and len(done.faults) > 1
    assert len(conversations(node, limit=10)) == before


def test_opened_receipts_reach_the_sender(paris: Mechanism) -> None:
    """After the receiver's node gave its receipt, the sender sees when the message was opened, and by whom."""
    done = file(Draft("message_sent", ("IL", "US"), message(), role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(done, Filed)
    paris.carry_all()
    paris.receipts("IL")
    paris.carry_all()
    view = conversation(paris.nodes["SY"], done.id)
    assert view is not None
    transport = view.entries[0].transport
    assert set(transport.opened) == {"IL"} and "IL" in transport.read
    assert transport.mirrored_by == ("IL", "US") == transport.cosigned_by
