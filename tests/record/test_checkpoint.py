"""Checkpoints: signed by the log with both algorithms, or not a checkpoint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.record.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_checkpoint_text,
    sign_checkpoint,
    subtree_message,
)
from parley.record.keys import RoleVerifier
from parley.record.note import NoteError, Signature, format_note, parse_note
from tests.record.signers import AT, LOG, LOG_VERIFIER, ORIGIN, OTHER, checkpoint, signed, signer

NOTE = parse_note(signed(5))
CLASSICAL, HYBRID = NOTE.signatures
STRANGER = Signature("stranger.example", b"abcd", b"whatever")


def opened(*lines: Signature, text: str = NOTE.text) -> Checkpoint:
    """Open a note of these lines."""
    return open_checkpoint(format_note(text, signatures=lines), log=LOG_VERIFIER)


def turned(line: Signature, *, at: int) -> Signature:
    """Return the line with one bit of its value turned."""
    value = bytearray(line.value)
    value[at] ^= 1
    return replace(line, value=bytes(value))


def test_a_signed_checkpoint_opens() -> None:
    """What the log signed with both algorithms opens as what it signed."""
    assert open_checkpoint(signed(5), log=LOG_VERIFIER) == checkpoint(5)


def test_lines_of_unknown_keys_are_ignored() -> None:
    """A line of a stranger changes nothing, even one with the log's name or with the id of its key."""
    same_name = Signature(ORIGIN, b"abcd", b"whatever")
    same_id = Signature("stranger.example", CLASSICAL.key, b"whatever")
    assert opened(STRANGER, same_name, CLASSICAL, same_id, HYBRID) == checkpoint(5)


@pytest.mark.parametrize("lines", [(CLASSICAL,), (HYBRID,), (STRANGER,)], ids=["Ed25519", "ML-DSA-44", "stranger"])
def test_one_algorithm_alone_is_not_enough(lines: tuple[Signature, ...]) -> None:
    """A note that carries only one of the log's two signatures, or none, is refused."""
    with pytest.raises(NoteError, match=r"checkpoint\.unsigned"):
        opened(*lines)


@pytest.mark.parametrize("at", [0, 63])
def test_a_bad_classical_signature_rejects_the_note(at: int) -> None:
    """A turned bit in the Ed25519 signature refuses the note, although the other signature holds."""
    with pytest.raises(NoteError, match=r"note\.bad_signature"):
        opened(turned(CLASSICAL, at=at), HYBRID)


@pytest.mark.parametrize("at", [7, 8, 2427])
def test_a_bad_hybrid_signature_or_time_rejects_the_note(at: int) -> None:
    """A turned bit in the ML-DSA-44 signature, or in the time that it covers, refuses the note."""
    with pytest.raises(NoteError, match=r"note\.bad_signature"):
        opened(CLASSICAL, turned(HYBRID, at=at))


def test_a_signature_of_another_length_rejects_the_note() -> None:
    """A known key's line that is a byte short, or a byte long, refuses the note."""
    for line in (replace(HYBRID, value=HYBRID.value[:-1]), replace(HYBRID, value=HYBRID.value + b"x")):
        with pytest.raises(NoteError, match=r"note\.bad_signature"):
            opened(CLASSICAL, line)
    with pytest.raises(NoteError, match=r"note\.bad_signature"):
        opened(replace(CLASSICAL, value=CLASSICAL.value[:-1]), HYBRID)


def test_a_time_beyond_all_times_rejects_the_note() -> None:
    """A timestamp of 2^63 or more is refused before it is verified."""
    with pytest.raises(NoteError, match=r"note\.signature_time"):
        opened(CLASSICAL, replace(HYBRID, value=b"\xff" * 8 + HYBRID.value[8:]))


def test_a_line_twice_rejects_the_note() -> None:
    """A known key signs once: nobody makes us verify the same line a thousand times."""
    with pytest.raises(NoteError, match=r"note\.repeated_signature"):
        opened(CLASSICAL, HYBRID, CLASSICAL)


@pytest.mark.parametrize("changed", [replace(checkpoint(5), size=6), replace(checkpoint(5), root=b"x" * 32)])
def test_another_size_or_root_is_not_what_was_signed(changed: Checkpoint) -> None:
    """Signatures carried over to another size or root do not hold."""
    with pytest.raises(NoteError, match=r"note\.bad_signature"):
        opened(CLASSICAL, HYBRID, text=changed.text)


def test_the_checkpoint_of_another_log_is_refused() -> None:
    """A log signs for its own origin only, and a verifier opens only its own log's."""
    with pytest.raises(NoteError, match=r"checkpoint\.unknown_origin"):
        opened(CLASSICAL, HYBRID, text=replace(checkpoint(5), origin=OTHER).text)
    with pytest.raises(NoteError, match=r"key\.name"):
        sign_checkpoint(replace(checkpoint(5), origin=OTHER), keys=LOG, at=AT)


def test_a_note_signed_by_other_keys_of_the_same_name_is_refused() -> None:
    """Keys are known by what they are: another pair under the log's name is unknown."""
    impostor = RoleVerifier(ORIGIN, tuple(replace(key, name=ORIGIN) for key in signer("impostor").log_keys))
    with pytest.raises(NoteError, match=r"checkpoint\.unsigned"):
        open_checkpoint(signed(5), log=impostor)


def test_keys_overlap_at_rotation() -> None:
    """A verifier that trusts old and new keys opens what either pair signed."""
    new = tuple(replace(key, name=ORIGIN) for key in signer("successor").log_keys)
    assert open_checkpoint(signed(5), log=RoleVerifier(ORIGIN, (*LOG.log_keys, *new))) == checkpoint(5)


BAD_TEXTS = {
    "an extension line": ("checkpoint.extension_line", checkpoint(5).text + "extra\n"),
    "no root": ("checkpoint.form", f"{ORIGIN}\n5\n"),
    "no newline": ("checkpoint.form", checkpoint(5).text[:-1]),
    "no origin": ("checkpoint.origin", "\n" + checkpoint(5).text.split("\n", 1)[1]),
    "a very long origin": ("checkpoint.origin", "o" * 256 + "\n" + checkpoint(5).text.split("\n", 1)[1]),
    "a leading zero": ("note.decimal", checkpoint(5).text.replace("\n5\n", "\n05\n")),
    "a sign": ("note.decimal", checkpoint(5).text.replace("\n5\n", "\n+5\n")),
    "other digits": ("note.decimal", checkpoint(5).text.replace("\n5\n", "\n٥\n")),
    "a size of 2^63": ("note.decimal", checkpoint(5).text.replace("\n5\n", f"\n{2**63}\n")),
    "a short root": ("checkpoint.root_size", Checkpoint(ORIGIN, 5, b"x" * 31).text),
    "a root in hex": ("note.base64", f"{ORIGIN}\n5\n{'ab' * 33}=\n"),
}


@pytest.mark.parametrize("why", BAD_TEXTS)
def test_a_text_is_no_checkpoint_for(why: str) -> None:
    """Three lines, each in its one spelling, and nothing under them."""
    code, text = BAD_TEXTS[why]
    with pytest.raises(NoteError) as caught:
        parse_checkpoint_text(text)
    assert caught.value.code == code


def test_what_would_not_open_is_not_signed() -> None:
    """A checkpoint with a newline in its root's place, or a negative size, is refused before it is signed."""
    for wrong in (replace(checkpoint(5), size=-1), replace(checkpoint(5), root=b"short")):
        with pytest.raises(NoteError):
            sign_checkpoint(wrong, keys=LOG, at=AT)


def test_the_message_of_the_second_signature_is_that_of_the_specification() -> None:
    """Label, name, time, origin, start 0, end, root: each where tlog-cosignature puts it."""
    assert subtree_message(Checkpoint("o", 258, b"r" * 32), cosigner="me", at=3) == (
        b"subtree/v1\n\x00" + b"\x02me" + bytes(7) + b"\x03" + b"\x01o" + bytes(8) + bytes(6) + b"\x01\x02" + b"r" * 32
    )
