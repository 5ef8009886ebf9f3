"""The witness: every answer of add-checkpoint, and what it never signs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.checkpoint import Checkpoint, LogVerifier, sign_checkpoint
from parley.record.cosignature import with_lines
from parley.record.merkle import EMPTY_ROOT, consistency_path
from parley.record.note import Signature, format_note, parse_note
from parley.record.witness import MAX_REQUEST_SIZE, SIZE_TYPE, Accept, Decline, Head, decide, format_request
from tests.record import slow_tree
from tests.record.signers import AT, LOG, LOG_VERIFIER, ORIGIN, WITNESS, checkpoint, cosigned, entries, signed


def head(size: int) -> Head:
    """Return the state of a witness that cosigned the log at `size`."""
    return Head(size, checkpoint(size).root)


def path(old: int, new: int) -> tuple[bytes, ...]:
    """Return the consistency proof between two sizes."""
    held = entries(new)
    return tuple(consistency_path(old, new, hashes=lambda lev, i: slow_tree.mth(held[i << lev : (i + 1) << lev])))


def known(origin: str) -> LogVerifier | None:
    """Return the keys of the one log that this witness knows."""
    return LOG_VERIFIER if origin == ORIGIN else None


def ask(raw: bytes, *, last: Head) -> Accept | Decline:
    """Put a request to a witness that has cosigned `last`."""
    return decide(raw, find=known, last=lambda origin: last)


def request(old: int, new: int, *, note: bytes | None = None) -> bytes:
    """Return a sound request, or the same with another note."""
    return format_request(old=old, path=path(old, new), note=note or signed(new))


def declined(raw: bytes, *, last: Head) -> tuple[int, str, bool]:
    """Return status and code of a refusal, and whether evidence is to be kept."""
    answer = ask(raw, last=last)
    assert isinstance(answer, Decline)
    return answer.status, answer.code, answer.evidence is not None


@given(old=st.integers(min_value=0, max_value=40), more=st.integers(min_value=0, max_value=40))
def test_what_extends_the_last_tree_is_accepted(old: int, more: int) -> None:
    """From any size to any later one, or the same, a sound request is accepted as the log signed it."""
    answer = ask(request(old, old + more), last=head(old))
    assert answer == Accept(checkpoint(old + more), signed(old + more))


def test_only_verified_lines_are_stored() -> None:
    """What the witness is to store is written anew: the lines of others are left out."""
    stranger = Signature("stranger.example", b"abcd", b"whatever")
    note = with_lines(signed(7), lines=[stranger, *cosigned(7, WITNESS.name)])
    assert ask(request(5, 7, note=note), last=head(5)) == Accept(checkpoint(7), signed(7))


EXTENDED = format_note(checkpoint(7).text + "extension\n", signatures=parse_note(signed(7)).signatures)
BAD_FORMS = {
    "nothing": b"",
    "no old size": signed(7),
    "a leading zero": b"old 05\n\n" + signed(7),
    "no empty line": b"old 5\n" + signed(7)[:40],
    "a short hash": b"old 5\nAAAA\n\n" + signed(7),
    "no base64": b"old 5\n!!!!\n\n" + signed(7),
    "64 hashes": format_request(old=5, path=(EMPTY_ROOT,) * 64, note=signed(7)),
    "no note": b"old 5\n\ntext\n",
    "an extension line": b"old 5\n\n" + EXTENDED,
    "not UTF-8": b"old 5\n\n\xff" + signed(7),
    "not ASCII": "old ٥\n\n".encode() + signed(7),
    "too much": b"old 5\n\n" + b"x" * MAX_REQUEST_SIZE,
    "old above size": format_request(old=8, path=(), note=signed(7)),
}


@pytest.mark.parametrize("why", BAD_FORMS)
def test_400_for(why: str) -> None:
    """A malformed request is answered 400 and leaves no evidence."""
    status, _, evidence = declined(BAD_FORMS[why], last=head(5))
    assert (status, evidence) == (400, False)


def test_63_hashes_are_read() -> None:
    """The most that may be sent is read, and then found wrong: not malformed."""
    raw = format_request(old=5, path=(EMPTY_ROOT,) * 63, note=signed(7))
    assert declined(raw, last=head(5)) == (422, "tree.wrong_length", False)


def test_404_for_an_origin_that_nobody_told_us() -> None:
    """A log that is not in the charter is not cosigned."""
    answer = decide(request(5, 7), find=lambda origin: None, last=lambda origin: head(5))
    assert isinstance(answer, Decline)
    assert (answer.status, answer.code) == (404, "checkpoint.unknown_origin")


def test_403_without_a_trusted_signature_or_with_a_bad_one() -> None:
    """One algorithm alone, strangers alone, and a signature that does not hold are forbidden."""
    own = parse_note(signed(7)).signatures
    bad = replace(own[0], value=bytes(64))
    for lines in (own[:1], own[1:], (Signature("stranger.example", b"abcd", b"x"),), (bad, own[1])):
        note = format_note(checkpoint(7).text, signatures=lines)
        status, _, evidence = declined(request(5, 7, note=note), last=head(5))
        assert (status, evidence) == (403, False)


@pytest.mark.parametrize("last", [0, 4, 6, 7, 9])
def test_409_tells_the_size_that_was_cosigned_last(last: int) -> None:
    """Where the old size is not the last one, the answer is that size, in the type that clients look for."""
    answer = ask(request(5, 7), last=head(last))
    assert answer == Decline(409, "witness.stale", f"{last}\n".encode(), SIZE_TYPE)


def test_422_for_a_proof_that_does_not_hold() -> None:
    """A wrong hash, one too few, one too many, and any proof from size 0 are refused."""
    sound = path(5, 7)
    for bad in ((EMPTY_ROOT, *sound[1:]), sound[1:], (*sound, EMPTY_ROOT), ()):
        status, _, _ = declined(format_request(old=5, path=bad, note=signed(7)), last=head(5))
        assert status == 422
    raw = format_request(old=0, path=(EMPTY_ROOT,), note=signed(7))
    assert declined(raw, last=Head()) == (422, "tree.wrong_length", False)


def forged(size: int, *, root: bytes = b"x" * 32) -> bytes:
    """Return a checkpoint that the log signed over another history."""
    return sign_checkpoint(Checkpoint(ORIGIN, size, root), keys=LOG, at=AT)


def test_422_and_evidence_for_a_second_root_of_one_size() -> None:
    """Two roots of one size signed by the log are a fork: refused, and kept with both signatures."""
    note = forged(5)
    answer = ask(format_request(old=5, path=(), note=note), last=head(5))
    assert answer == Decline(422, "tree.wrong_root", evidence=note)


def test_a_fork_is_evidence_even_in_a_stale_request() -> None:
    """The proof of a fork is kept although the request was to be refused anyway."""
    assert declined(format_request(old=3, path=(), note=forged(5)), last=head(5)) == (409, "witness.stale", True)


def test_422_for_an_empty_tree_with_a_root() -> None:
    """Size 0 has one root only; a log that signed another is not cosigned."""
    raw = format_request(old=0, path=(), note=forged(0))
    assert declined(raw, last=Head()) == (422, "tree.wrong_root", True)


def test_a_rewritten_history_is_not_accepted_from_any_size() -> None:
    """A larger tree in which one old entry differs is refused with every proof that its author can make."""
    held = [b"rewritten", *entries(9)[1:]]
    proof = tuple(consistency_path(5, 9, hashes=lambda lev, i: slow_tree.mth(held[i << lev : (i + 1) << lev])))
    raw = format_request(old=5, path=proof, note=forged(9, root=slow_tree.mth(held)))
    assert declined(raw, last=head(5))[0] == 422


@given(st.binary(max_size=300))
def test_no_bytes_break_the_witness(raw: bytes) -> None:
    """Garbage, alone or before and after a sound request, is answered, never accepted and never an exception."""
    for whole in (raw, raw + request(5, 7), b"old 5\n" + raw + b"\n\n" + signed(7)):
        if whole != request(5, 7):
            assert isinstance(ask(whole, last=head(5)), Decline)
