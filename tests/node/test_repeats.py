"""One form makes one entry, however often it is handed in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from parley.charter.verdict import Refusal
from parley.node import recovery, repeats
from parley.node.drafts import AttachmentDraft, Draft, Queued
from parley.node.filing import Filed, file
from parley.node.reading import conversations
from parley.node.running import Node
from tests.node.mechanism import Mechanism
from tests.node.test_filing import message


def said(once: str | None, **changes: object) -> Draft:
    """Return a draft with a token."""
    return Draft("message_sent", ("IL", "US"), message(**changes), role="duty_officer", once=once)


def messages(node: Node) -> int:
    """Return how many messages stand at a node."""
    return sum(row.form == "message" for row in conversations(node, limit=10))


def test_a_draft_handed_in_twice_is_filed_once(paris: Mechanism) -> None:
    """The second hand-in is answered with the entry of the first."""
    node = paris.nodes["SY"]
    first, second = file(said("form-1"), node=node), file(said("form-1"), node=node)
    assert isinstance(first, Filed) and isinstance(second, Filed)
    assert (second.id, first.is_repeat, second.is_repeat) == (first.id, False, True)
    assert messages(node) == 1


def test_many_at_once_make_one_entry(paris: Mechanism) -> None:
    """Threads that hand in one form at the same moment get the same entry."""
    node = paris.nodes["SY"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: file(said("form-2"), node=node), range(16)))
    assert len({outcome.id for outcome in found if isinstance(outcome, Filed)}) == 1
    assert messages(node) == 1


def test_a_repeat_is_known_after_a_restart(paris: Mechanism) -> None:
    """The token is kept in the transaction that filed the entry."""
    first = file(said("form-3"), node=paris.nodes["SY"])
    paris.close("SY")
    again = file(said("form-3"), node=paris.open("SY"))
    assert isinstance(first, Filed) and isinstance(again, Filed) and again.id == first.id and again.is_repeat


def test_a_refused_form_may_come_again(paris: Mechanism) -> None:
    """A refusal uses no token up: what was mended is filed under the same one."""
    node = paris.nodes["SY"]
    assert isinstance(file(said("form-4", precedence="often"), node=node), Refusal)
    done = file(said("form-4"), node=node)
    assert isinstance(done, Filed) and not done.is_repeat


def test_other_tokens_and_none_are_other_entries(paris: Mechanism) -> None:
    """The same words under two tokens, or under none, are said as often as they are handed in."""
    node = paris.nodes["SY"]
    for once in ("form-5", "form-6", None, None):
        assert isinstance(file(said(once), node=node), Filed)
    assert messages(node) == 4


def test_a_repeat_seals_no_attachment_again(paris: Mechanism, tmp_path: Path) -> None:
    """The attachments of a repeated form are not sealed and stored a second time."""
    node, path = paris.nodes["SY"], tmp_path / "sheet.txt"
    path.write_bytes(b"EXERCISE")
    sent = AttachmentDraft("sheet.txt", "text/plain", path)
    draft = Draft("message_sent", ("IL", "US"), message(), None, (sent,), role="duty_officer", once="form-7")
    for _ in range(2):
        assert isinstance(file(draft, node=node), Filed)
    assert node.reader().execute("SELECT count(*) FROM attachment").fetchone() == (1,)


def test_a_form_that_waits_is_kept_once_and_filed_once(paris: Mechanism) -> None:
    """While nothing may be signed a repeat is no second draft, and afterwards it leads to the entry."""
    node = paris.nodes["SY"]
    node.writer.may_sign.clear()
    waiting = [file(said("form-8"), node=node) for _ in range(2)]
    assert all(isinstance(outcome, Queued) for outcome in waiting)
    node.writer.may_sign.set()
    assert node.writer.call(recovery.release).result() == []
    assert messages(node) == 1
    done = file(said("form-8"), node=node)
    assert isinstance(done, Filed) and done.is_repeat


def test_old_tokens_are_forgotten(paris: Mechanism) -> None:
    """A token is kept for thirty days; no page is open for longer."""
    node = paris.nodes["SY"]
    done = file(said("form-9"), node=node)
    assert isinstance(done, Filed)
    later = done.at_ms + repeats.KEPT_MS
    node.writer.call(lambda ledger: repeats.forget_old(ledger, now_ms=later)).result()
    assert node.reader().execute("SELECT count(*) FROM handed_in").fetchone() == (1,)
    node.writer.call(lambda ledger: repeats.forget_old(ledger, now_ms=later + 1)).result()
    assert node.reader().execute("SELECT count(*) FROM handed_in").fetchone() == (0,)
