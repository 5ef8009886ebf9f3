"""Evidence: its digest first; what is disclosed later must have it, and comes from who committed it."""

from __future__ import annotations

import hashlib
from typing import Any

from parley.tracks.disputes.evidence import text_digest
from tests.tracks.disputes.claims import claimed, state_of
from tests.tracks.hotline.cell import Cell, said

SALT = "00112233445566778899aabbccddeeff"
TEXT = "EXERCISE. The guard's log of that night."
FILE = {"name": "log.pdf", "media_type": "application/pdf", "size": 4, "sha256": "1" * 64}


def _committed(cell: Cell, matter: Any, *, digest: str, over: str = "text") -> Any:
    return said(cell, "SY", "evidence_committed", matter, title="EXERCISE log", over=over, digest=digest)


def test_the_digest_is_of_the_salt_and_the_text() -> None:
    """As every program would compute it: the salt's bytes, then the text in UTF-8."""
    assert text_digest(TEXT, salt=SALT) == hashlib.sha256(bytes.fromhex(SALT) + TEXT.encode()).hexdigest()
    assert text_digest("ع", salt=SALT) == hashlib.sha256(bytes.fromhex(SALT) + b"\xd8\xb9").hexdigest()


def test_a_text_that_is_unlike_what_was_committed_is_void() -> None:
    """One letter or another salt is another digest (DI-9); the thing itself is taken, once."""
    cell = Cell()
    matter = claimed(cell)
    first = _committed(cell, matter, digest=text_digest(TEXT, salt=SALT))
    for text, salt in ((TEXT + ".", SALT), (TEXT, SALT[::-1])):
        unlike = said(cell, "SY", "evidence_disclosed", matter, of=first.id, text=text, salt=salt)
        assert cell.refusal(unlike) == ("disputes.evidence_unlike", "DI-9")
    assert cell.refusal(said(cell, "SY", "evidence_disclosed", matter, of=first.id, text=TEXT, salt=SALT)) is None
    again = said(cell, "SY", "evidence_disclosed", matter, of=first.id, text=TEXT, salt=SALT)
    assert cell.refusal(again) == ("disputes.disclosed_before", "DI-9")


def test_a_file_has_the_digest_that_was_committed() -> None:
    """The digest of the file as its entry names it; a text in its place is of another sort (DI-9)."""
    cell = Cell()
    matter = claimed(cell)
    digest = hashlib.sha256(b"file").hexdigest()
    first = _committed(cell, matter, digest=digest, over="file")
    other = said(
        cell, "SY", "evidence_disclosed", matter, of=first.id, attachments=[{**FILE, "plain_sha256": "2" * 64}]
    )
    assert cell.refusal(other) == ("disputes.evidence_unlike", "DI-9")
    text = said(cell, "SY", "evidence_disclosed", matter, of=first.id, text=TEXT, salt=SALT)
    assert cell.refusal(text) == ("disputes.evidence_of_other_sort", "DI-9")
    whole = said(cell, "SY", "evidence_disclosed", matter, of=first.id, attachments=[{**FILE, "plain_sha256": digest}])
    assert cell.refusal(whole) is None


def test_who_committed_discloses() -> None:
    """Another member cannot, even with the very thing; what was never committed is not disclosed (DI-9)."""
    cell = Cell()
    matter = claimed(cell)
    first = _committed(cell, matter, digest=text_digest(TEXT, salt=SALT))
    other = said(cell, "IL", "evidence_disclosed", matter, of=first.id, text=TEXT, salt=SALT)
    assert cell.refusal(other) == ("disputes.committed_by_other", "DI-9")
    unknown = said(cell, "SY", "evidence_disclosed", matter, of=matter.id, text=TEXT, salt=SALT)
    assert cell.refusal(unknown) == ("disputes.commitment_unknown", "DI-9")
    twice = _committed(cell, matter, digest=text_digest(TEXT, salt=SALT))
    assert cell.refusal(twice) == ("disputes.committed_before", "DI-9")


def test_it_is_shown_first_to_whom_the_charter_says() -> None:
    """A matter of its own, sealed to that audience and held against the same digest; to another one it is refused."""
    cell = Cell()
    matter = claimed(cell)
    first = _committed(cell, matter, digest=text_digest(TEXT, salt=SALT))
    thing = {"of": first.id, "text": TEXT, "salt": SALT}
    shown = cell.say("SY", "evidence_shown", audience=("SY", "US"), **thing)
    cell.reads("US")
    assert cell.refusal(shown) is None and cell.state(shown).as_json()["of"] == first.id
    unlike = cell.say("SY", "evidence_shown", audience=("SY", "US"), **{**thing, "text": "Other."})
    assert cell.refusal(unlike) == ("disputes.evidence_unlike", "DI-9")
    to_all = cell.say("SY", "evidence_shown", **thing)
    assert cell.refusal(to_all) == ("disputes.evidence_not_to", "DI-9")
    assert state_of(cell, matter).of("evidence_disclosed") == ()


def test_evidence_is_disclosed_after_the_end_too() -> None:
    """The end of a dispute hides nothing that was committed in it."""
    cell = Cell()
    matter = claimed(cell)
    first = _committed(cell, matter, digest=text_digest(TEXT, salt=SALT))
    said(cell, "SY", "dispute_withdrawn", matter, why="Tired")
    assert cell.refusal(said(cell, "SY", "evidence_disclosed", matter, of=first.id, text=TEXT, salt=SALT)) is None


def test_one_of_text_and_file_is_asked_for() -> None:
    """Both, neither, and a text without its salt are faults of the form (M-3)."""
    cell = Cell()
    matter = claimed(cell)
    first = _committed(cell, matter, digest=text_digest(TEXT, salt=SALT))
    for content in (
        {},
        {"text": TEXT},
        {"text": TEXT, "salt": SALT, "attachments": [{**FILE, "plain_sha256": "2" * 64}]},
    ):
        assert cell.refusal(said(cell, "SY", "evidence_disclosed", matter, of=first.id, **content)) == (
            "content_faulty", "M-3",
        )  # fmt: skip
