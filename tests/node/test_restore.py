"""A database from last week: refilled from the others, and nothing signed before all of it is back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from parley.charter.verdict import Refusal
from parley.node import recovery, serving
from parley.node.drafts import AttachmentDraft, Draft, Queued
from parley.node.filing import Filed, file
from parley.node.intake import Taken
from parley.node.running import Node, take_in, take_in_fork
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

ALL = ("IL", "SY", "US")


def message(subject: str, *attachments: AttachmentDraft) -> Draft:
    """Return the draft of a message to all."""
    content = {**CONTENTS["message_sent"], "subject": subject}
    return Draft("message_sent", ALL, content, attachments=attachments, role="duty_officer")


def restored(paris: Mechanism, *, mark: bool = True, said: int = 3) -> Node:
    """Let SY speak, put back its database of before, with or without the high-water file; return the node, not signing.

    SY has read what the others said meanwhile, so that its own lost entries wait for theirs.
    """
    home = paris.home("SY")
    paris.close("SY")
    backup = home.path.with_name("backup")
    shutil.copytree(home.path, backup)
    paris.open("SY")
    assert isinstance(file(message("From IL"), node=paris.nodes["IL"]), Filed)
    paris.carry("IL", "SY")
    for number in range(said):
        assert isinstance(file(message(f"Later {number}"), node=paris.nodes["SY"]), Filed)
    paris.carry("SY", "IL")
    paris.carry("SY", "US")
    paris.close("SY")
    for path in home.path.glob("node.sqlite*"):
        path.unlink()
    for path in backup.glob("node.sqlite*"):
        shutil.copy(path, home.path / path.name)
    if not mark:
        home.highwater.unlink()
    return paris.open("SY", signing=False)


def sizes(paris: Mechanism) -> dict[str, int | None]:
    """Return how much of SY's log the others would answer that they hold."""
    origin = paris.nodes["IL"].founding.member("SY").origin
    return {
        code: paris.nodes[code].reader().execute("SELECT size FROM log WHERE origin = ?", (origin,)).fetchone()[0]
        for code in ("IL", "US")
    }


def may_sign(node: Node, answers: dict[str, int | None]) -> bool:
    """Return what the recovery finds with these answers."""
    return node.writer.call(lambda ledger: recovery.whole(ledger, answers)).result()


def release(node: Node) -> list[Refusal]:
    """Do what the recovery does once all is whole."""
    node.writer.may_sign.set()
    return node.writer.call(recovery.release).result()


@pytest.mark.parametrize(("mark", "word"), [(True, "behind"), (False, "missing")])
def test_an_old_database_is_refilled_and_signs_no_fork(paris: Mechanism, mark: bool, word: str) -> None:
    """Drafts wait unsigned until the own log is back from the others, and then follow it in one history."""
    node = restored(paris, mark=mark)
    assert node.writer.call(lambda ledger: recovery.standing(ledger, node.highwater)).result().word == word
    first, second = file(message("Waits"), node=node), file(message("Waits too"), node=node)
    assert isinstance(first, Queued) and isinstance(second, Queued)
    assert not may_sign(node, {"IL": None, "US": None})
    assert not may_sign(node, {"IL": sizes(paris)["IL"], "US": None})
    assert not may_sign(node, sizes(paris))
    paris.carry("US", "SY")
    assert may_sign(node, sizes(paris))
    assert release(node) == []
    paris.carry_all()
    states = sorted(comparing.states(paris.nodes["US"]).items())
    subjects = [state["subject"] for _, state in states if "subject" in state]
    assert subjects[-2:] == ["Waits", "Waits too"] and "Later 2" in subjects
    for code in ("IL", "US"):
        assert forging.evidence_of(node, paris.nodes[code], node.ledger.origin) is None
    comparing.assert_converged(list(paris.nodes.values()))


def test_own_entries_that_wait_for_others_are_not_written_over(paris: Mechanism) -> None:
    """While own entries that came back wait for what they had read, the next number is not known: nothing is signed."""
    node = restored(paris)
    origin = node.ledger.origin
    start = serving.heads(node.reader())[origin].size
    run = serving.entries(paris.nodes["US"].reader(), origin, start, 100, 8 << 20)
    assert isinstance(take_in(paris.batch("US", origin, start, run), node=node).result(), Taken)
    assert not may_sign(node, sizes(paris))
    node.writer.may_sign.set()
    refused = file(message("Too early"), node=node)
    assert isinstance(refused, Refusal) and refused.code == "own_log_waits"
    paris.carry("IL", "SY")
    assert may_sign(node, sizes(paris))
    done = file(message("After"), node=node)
    assert isinstance(done, Filed) and done.id == f"SY/{start + len(run)}"


def test_nothing_is_signed_by_any_way_while_recovering(paris: Mechanism) -> None:
    """Neither receipts nor a proof of another's fork are signed before the own log is whole; the proof is kept."""
    second = forging.clone(paris, "US")
    for name in ("US", second):
        assert isinstance(file(message(f"From {name}"), node=paris.nodes[name]), Filed)
    evidence = forging.evidence_of(paris.nodes["US"], paris.nodes[second], paris.nodes["US"].ledger.origin)
    assert evidence is not None
    node = restored(paris)
    held = node.reader().execute("SELECT count(*) FROM leaf WHERE log = ?", (node.ledger.own,)).fetchone()
    assert not isinstance(take_in_fork(evidence, node=node).result(), Refusal)
    with pytest.raises(RuntimeError, match="nothing may be signed"):
        paris.receipts("SY")
    assert node.reader().execute("SELECT count(*) FROM leaf WHERE log = ?", (node.ledger.own,)).fetchone() == held
    paris.carry("IL", "SY")
    assert may_sign(node, {"IL": sizes(paris)["IL"], "US": sizes(paris)["IL"]})
    release(node)
    paris.receipts("SY")
    paris.carry("SY", "IL")
    assert comparing.frozen(paris.nodes["IL"]) == comparing.frozen(node) != {}


def test_a_queued_draft_with_an_attachment_goes_out_whole(paris: Mechanism, tmp_path: Path) -> None:
    """What waited while the node recovered is filed with its attachment, and survives a restart in between."""
    node = restored(paris)
    path = tmp_path / "map.txt"
    path.write_text("here")
    done = file(message("With a map", AttachmentDraft("map.txt", "text/plain", path)), node=node)
    assert isinstance(done, Queued)
    paris.close("SY")
    node = paris.open("SY", signing=False)
    paris.carry("IL", "SY")
    assert may_sign(node, sizes(paris))
    assert release(node) == []
    paris.carry_all()
    states = [state for state in comparing.states(paris.nodes["IL"]).values() if state.get("subject") == "With a map"]
    assert [a["name"] for a in states[0]["attachments"]] == ["map.txt"]
