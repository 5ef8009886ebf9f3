"""The record on the screen: the way of any entry, whatever it belongs to."""

from __future__ import annotations

import re

import pytest

from parley.charter.rules import tracks_of_role
from parley.matters.instrument import CHARTER_KINDS
from parley.node import reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.running import Node
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor


def test_the_way_of_a_signature_of_the_charter_is_shown(visitor: Visitor) -> None:
    """It belongs to no conversation, so none is offered."""
    answer = visitor.get("/record/SY/0")
    assert answer.status == 200
    assert "/hotline/charter" not in answer.text and "To the conversation" not in answer.text


def test_the_way_of_a_message_leads_to_its_conversation(cell: Cell, visitor: Visitor) -> None:
    """What belongs to a matter offers the way there."""
    said = cell.says("IL", "message_sent", message())
    answer = visitor.get(f"/record/{said}")
    assert answer.status == 200 and f"/hotline/{said}" in answer.text


def track_at(node: Node, entry: str) -> str | None:
    """Return the track of an entry; None where it stands on none, is of the charter, or its kind is not known here."""
    found = reading.find_entry(node, entry)
    kind = found[1].kind if found is not None else None
    track = node.ledger.track_of(kind) if kind and kind not in CHARTER_KINDS else None
    return track.name if track is not None else None


@pytest.mark.parametrize("member", ["SY", "IL", "US"])
def test_every_entry_of_the_record_has_its_page(cell: Cell, visitor: Visitor, member: str) -> None:
    """Signatures, receipts, positions and messages alike, of one's own log and of the others'."""
    cell.says("IL", "message_sent", message())
    node = cell.mechanism.nodes["SY"]
    number = 0
    while reading.find_entry(node, f"{member}/{number}") is not None and number < 40:
        answer = visitor.get(f"/record/{member}/{number}")
        # What stands on a track that a duty officer does not read is shut, by its clause; nothing else is.
        charter, track = node.charter(), track_at(node, f"{member}/{number}")
        shut = track in charter.tracks and track not in tracks_of_role(charter, "duty_officer")
        assert answer.status == (403 if shut else 200), number
        number += 1
    assert number > 1


def rungs(visitor: Visitor, matter: str) -> dict[str, list[str]]:
    """Return the shapes of the rungs of the ladder that a conversation shows, by their words."""
    ladder = re.search(r'<ul class="ladder">(.*?)</ul>', visitor.get(f"/hotline/{matter}").text, re.DOTALL)
    assert ladder is not None
    found: dict[str, list[str]] = {}
    for shape, words in re.findall(r'<li class="st-(\w+)">.*?<span>(.*?)</span>', ladder[1], re.DOTALL):
        found.setdefault(words.split("<b>")[0].strip(), []).append(shape)
    return found


def test_what_was_said_of_older_words_is_no_rung_that_was_reached(cell: Cell, visitor: Visitor) -> None:
    """Acknowledged and answered, then corrected: both are shown as said of the older words, until said anew."""
    content = message(asks_answer=True, asked=["IL"])
    sent = file(Draft("message_sent", ("IL", "US"), content, role="duty_officer"), node=cell.mechanism.nodes["SY"])
    assert isinstance(sent, Filed)
    cell.carry()
    both = [("message_acknowledged", {"how": "received"}), ("message_answered", {"text": "It is.", "lang": "en"})]
    for kind, content in both:
        cell.says("IL", kind, content, matter=sent.id)
    reached = rungs(visitor, sent.id)
    assert (reached["received"], reached["answered"]) == (["done"], ["done"])
    words = {name: message()[name] for name in ("subject", "text", "lang", "items")}
    corrected = cell.says("SY", "message_corrected", {**words, "text": "Other words."}, matter=sent.id)
    older = rungs(visitor, sent.id)
    assert (older["acknowledged the older words"], older["answered the older words"]) == (["over"], ["over"])
    for kind, content in both:
        cell.says("IL", kind, {**content, "of": corrected}, matter=sent.id)
    again = rungs(visitor, sent.id)
    assert (again["received"], again["answered"]) == (["done"], ["done"])


def test_the_ladder_of_our_message_shows_how_far_it_got(cell: Cell, visitor: Visitor) -> None:
    """Sent at once; mirrored and cosigned when others have signed for it; delivered when each has opened it."""
    draft = Draft("message_sent", ("IL", "US"), message(), role="duty_officer")
    sent = file(draft, node=cell.mechanism.nodes["SY"])
    assert isinstance(sent, Filed)
    before = rungs(visitor, sent.id)
    assert (before["sent"], before["mirrored"], before["cosigned"]) == (["done"], ["todo"], ["todo"])
    assert before["delivered"] == ["todo", "todo"]
    cell.carry()
    after = rungs(visitor, sent.id)
    assert (after["mirrored"], after["cosigned"], after["delivered"]) == (["done"], ["done"], ["done", "done"])
