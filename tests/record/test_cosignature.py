"""Cosignatures: who else stands by a checkpoint, in both algorithms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.record.checkpoint import sign_checkpoint
from parley.record.cosignature import (
    classical_message,
    cosign,
    format_lines,
    open_cosigned,
    parse_lines,
    verify_cosignatures,
    with_lines,
)
from parley.record.note import MAX_NOTE_SIZE, NoteError, Signature, parse_note
from tests.record.signers import (
    AT,
    LOG,
    LOG_VERIFIER,
    MIRROR,
    MIRROR_VERIFIER,
    WITNESS,
    WITNESS_VERIFIER,
    checkpoint,
    cosigned,
    signed,
)

COSIGNERS = (MIRROR_VERIFIER, WITNESS_VERIFIER)
CLASSICAL, HYBRID = cosigned(5, WITNESS.name)
STRANGER = Signature("stranger.example", b"abcd", b"whatever")


def names(*lines: Signature) -> list[str]:
    """Return who cosigned the checkpoint of size 5 by these lines."""
    return [each.name for each in verify_cosignatures(lines, cp=checkpoint(5), cosigners=COSIGNERS)]


def test_who_signed_with_both_algorithms_has_cosigned() -> None:
    """Mirror and witness are counted each by itself, with the time they gave."""
    lines = (*cosigned(5, WITNESS.name), STRANGER, *cosigned(5, MIRROR.name))
    found = verify_cosignatures(lines, cp=checkpoint(5), cosigners=COSIGNERS)
    assert [(each.name, each.at) for each in found] == [(MIRROR.name, AT + 1), (WITNESS.name, AT + 1)]


def test_one_algorithm_alone_does_not_count() -> None:
    """A cosigner with one line of two has not cosigned; nobody is refused for it."""
    assert names(CLASSICAL) == names(HYBRID) == names(STRANGER) == names() == []


def test_a_bad_line_of_a_known_cosigner_is_refused() -> None:
    """One turned bit in signature or time, another length, or the line twice: refused, not ignored."""
    for line in (CLASSICAL, HYBRID):
        for at in (7, 8, -1):
            value = bytearray(line.value)
            value[at] ^= 1
            with pytest.raises(NoteError, match=r"note\.bad_signature"):
                names(replace(line, value=bytes(value)))
        with pytest.raises(NoteError, match=r"note\.bad_signature"):
            names(replace(line, value=line.value + b"x"))
        with pytest.raises(NoteError, match=r"note\.repeated_signature"):
            names(line, line)


def test_a_cosignature_holds_for_its_checkpoint_only() -> None:
    """Lines made for one size do not hold under another."""
    for line in (CLASSICAL, HYBRID):
        with pytest.raises(NoteError, match=r"note\.bad_signature"):
            verify_cosignatures([line], cp=checkpoint(6), cosigners=COSIGNERS)


def test_a_witness_does_not_speak_as_a_mirror() -> None:
    """The witness's lines under the mirror's name and key ids do not hold."""
    for line, key in zip((CLASSICAL, HYBRID), MIRROR.cosigner_keys, strict=True):
        with pytest.raises(NoteError, match=r"note\.bad_signature"):
            names(Signature(MIRROR.name, key.id, line.value))


def test_a_log_does_not_cosign_itself() -> None:
    """A key under the log's own name is no cosigner's."""
    with pytest.raises(NoteError, match=r"key\.name"):
        cosign(checkpoint(5), signer=LOG, at=AT)


def test_the_message_is_header_time_and_the_whole_text() -> None:
    """The Ed25519 message is that of the specification."""
    assert classical_message(checkpoint(0), at=7) == b"cosignature/v1\ntime 7\n" + checkpoint(0).text.encode()


def test_an_opened_note_is_written_anew_from_what_was_verified() -> None:
    """The lines of strangers and of half a cosigner do not get into what is stored."""
    raw = with_lines(signed(5), lines=[STRANGER, *cosigned(5, MIRROR.name), CLASSICAL])
    opened = open_cosigned(raw, log=LOG_VERIFIER, cosigners=COSIGNERS)
    assert [each.name for each in opened.cosigned] == [MIRROR.name]
    assert opened.note == with_lines(signed(5), lines=cosigned(5, MIRROR.name))


def test_a_newer_line_of_a_key_replaces_its_older_one() -> None:
    """Adding lines keeps one line a key, in the place of the first."""
    older = with_lines(signed(5), lines=cosigned(5, WITNESS.name))
    newer = cosign(checkpoint(5), signer=WITNESS, at=AT + 9)
    opened = open_cosigned(with_lines(older, lines=newer), log=LOG_VERIFIER, cosigners=COSIGNERS)
    assert [(each.name, each.at) for each in opened.cosigned] == [(WITNESS.name, AT + 9)]
    assert len(parse_note(opened.note).signatures) == 4


def test_the_answer_of_a_witness_reads_back() -> None:
    """Lines alone are written and read as the same."""
    lines = (CLASSICAL, HYBRID)
    assert parse_lines(format_lines(lines)) == lines


NO_LINES = [b"", b"\n", b"text\n", b"\xff\n", b"x" * (MAX_NOTE_SIZE + 1), b"\n" + CLASSICAL.line.encode()]


@pytest.mark.parametrize("raw", NO_LINES)
def test_an_answer_that_is_no_lines_is_refused(raw: bytes) -> None:
    """An empty answer, a text, garbage and too much are refused."""
    with pytest.raises(NoteError):
        parse_lines(raw)


def test_a_forged_log_line_is_refused_whoever_cosigned() -> None:
    """Cosignatures do not make up for a bad signature of the log itself."""
    other = sign_checkpoint(checkpoint(6), keys=LOG, at=AT)
    forged = with_lines(signed(5), lines=[*parse_note(other).signatures, *cosigned(5, WITNESS.name)])
    with pytest.raises(NoteError, match=r"note\.bad_signature"):
        open_cosigned(forged, log=LOG_VERIFIER, cosigners=COSIGNERS)
