"""Attachments on their way out: how many, how large, and nothing is kept of what was refused."""

from __future__ import annotations

from pathlib import Path

from parley.charter.verdict import Refusal
from parley.node.attaching import MAX_ATTACHMENTS
from parley.node.drafts import AttachmentDraft, Draft
from parley.node.filing import Filed, Outcome, file
from parley.node.unsealing import open_attached
from parley.record.attachment import MAX_ATTACHMENT
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS


def send(paris: Mechanism, path: Path, *, count: int = 1) -> Outcome:
    """Let SY send a message to IL with so many copies of a file."""
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    files = tuple(AttachmentDraft(f"{n}.bin", "application/octet-stream", path) for n in range(count))
    return file(Draft("message_sent", ("IL",), content, attachments=files), node=paris.nodes["SY"])


def held(paris: Mechanism) -> int:
    """Return how many attachments lie at SY."""
    return int(paris.nodes["SY"].reader().execute("SELECT count(*) FROM attachment").fetchone()[0])


def test_a_file_of_the_greatest_size_opens_at_its_author(paris: Mechanism, tmp_path: Path) -> None:
    """25 MB are sealed, stored and read again byte for byte."""
    path = tmp_path / "map.bin"
    path.write_bytes(bytes(range(256)) * (MAX_ATTACHMENT // 256))
    done = send(paris, path)
    assert isinstance(done, Filed), done
    opened = open_attached(done.id, place=0, node=paris.nodes["SY"])
    assert opened is not None and opened.size == MAX_ATTACHMENT
    assert b"".join(opened.chunks) == path.read_bytes()


def test_a_larger_file_is_refused(paris: Mechanism, tmp_path: Path) -> None:
    """One byte more is refused with its clause, and nothing of it is kept."""
    path = tmp_path / "map.bin"
    with path.open("wb") as out:
        out.truncate(MAX_ATTACHMENT + 1)
    refusal = send(paris, path)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.clause) == ("attachment_too_long", "F-2") and held(paris) == 0


def test_more_files_than_allowed_are_refused(paris: Mechanism, tmp_path: Path) -> None:
    """The message goes with as many as allowed, and is refused with one more."""
    path = tmp_path / "note.txt"
    path.write_text("EXERCISE")
    refusal = send(paris, path, count=MAX_ATTACHMENTS + 1)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.clause) == ("too_many_attachments", "F-1") and held(paris) == 0
    assert isinstance(send(paris, path, count=MAX_ATTACHMENTS), Filed)
