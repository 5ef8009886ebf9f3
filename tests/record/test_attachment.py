"""Sealed attachments: plain age files, written and read piece by piece."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.record import age
from parley.record.attachment import (
    MAX_ATTACHMENT,
    attachment_key,
    open_attachment,
    open_attachment_stanza,
    seal_attachment,
    sealed_attachment_size,
)
from parley.record.sealing import SealingError
from tests.record.sealed import FILE_KEY, NONCE, identities, recipients

SIZES = [0, 1, age.CHUNK - 1, age.CHUNK, age.CHUNK + 1, 3 * age.CHUNK, 200_000]


def pieces(whole: bytes, *, size: int) -> Iterator[bytes]:
    """Yield `whole` in pieces of `size`."""
    return (whole[start : start + size] for start in range(0, len(whole), size))


def sealed(plain: bytes, *, step: int = 10_000) -> bytes:
    """Return `plain` sealed to the three members, given in pieces of `step`."""
    chunks = pieces(plain, size=step)
    return b"".join(seal_attachment(chunks, size=len(plain), recipients=recipients(), file_key=FILE_KEY, nonce=NONCE))


def opened(file: bytes, *, step: int = 10_000) -> bytes:
    """Return what is in `file`, read in pieces of `step`."""
    return b"".join(open_attachment(pieces(file, size=step), file_key=FILE_KEY))


@pytest.mark.parametrize("size", SIZES)
def test_the_size_of_the_sealed_file_is_known_ahead(size: int) -> None:
    """The announced size is the size, at every border of a chunk."""
    assert len(sealed(bytes(size))) == sealed_attachment_size(size, stanzas=3)


@settings(max_examples=40)
@given(st.sampled_from(SIZES), st.integers(1, 200_000), st.integers(500, 200_000))
def test_an_attachment_opens_however_it_was_cut(size: int, written: int, read: int) -> None:
    """The pieces in which it is written and read change nothing."""
    plain = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    assert opened(sealed(plain, step=written), step=read) == plain


@pytest.mark.parametrize("index", range(3))
def test_each_addressee_opens_an_attachment_with_their_own_stanza(index: int) -> None:
    """An attachment has the stanzas of a body, and opens with them too."""
    file = sealed(b"map")
    assert b"".join(open_attachment_stanza([file], index=index, identity=identities()[index])) == b"map"
    with pytest.raises(SealingError, match="sealing.stanza"):
        open_attachment_stanza([file], index=index, identity=identities()[index - 1])


def test_the_key_of_the_body_gives_a_key_to_each_attachment() -> None:
    """Keys of attachments follow from the body's, differ by place, and do not lead back."""
    keys = {attachment_key(FILE_KEY, place=place) for place in range(10)}
    assert len(keys) == 10
    assert FILE_KEY not in keys
    assert {len(key) for key in keys} == {16}


@pytest.mark.parametrize("size", [MAX_ATTACHMENT + 1, MAX_ATTACHMENT * 10])
def test_an_attachment_over_the_limit_is_refused_before_it_is_read(size: int) -> None:
    """The announced size decides; not one chunk is asked for."""

    def never() -> Iterator[bytes]:
        pytest.fail("was read")
        yield b""

    with pytest.raises(SealingError, match="sealing.attachment_too_long"):
        seal_attachment(never(), size=size, recipients=recipients(), file_key=FILE_KEY, nonce=NONCE)


def test_a_sender_that_never_ends_is_cut_off_at_the_limit() -> None:
    """A stream that goes on beyond the largest attachment is refused without waiting for its end."""
    header = age.write_header(FILE_KEY, recipients=recipients())
    zeros = (bytes(age.CHUNK) for _ in iter(int, 1))
    endless = age.encrypt(zeros, file_key=FILE_KEY, nonce=NONCE)

    def source() -> Iterator[bytes]:
        yield header
        yield from endless

    read = 0
    with pytest.raises(SealingError, match="sealing.attachment_too_long"):
        for plain in open_attachment(source(), file_key=FILE_KEY):
            read += len(plain)
    assert read <= MAX_ATTACHMENT


@pytest.mark.parametrize("announced", [4, 6, 0])
def test_a_size_that_was_announced_wrongly_is_refused(announced: int) -> None:
    """More or fewer bytes than announced are refused at the end, before the last piece comes out."""
    made = seal_attachment([b"12", b"345"], size=announced, recipients=recipients(), file_key=FILE_KEY, nonce=NONCE)
    with pytest.raises(SealingError, match="sealing.attachment_size"):
        b"".join(made)


@given(st.integers(0, sealed_attachment_size(70_000, stanzas=3) - 1), st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_refused(place: int, bit: int) -> None:
    """No bit of a sealed attachment can be changed."""
    raw = bytearray(sealed(b"x" * 70_000))
    raw[place] ^= 1 << bit
    with pytest.raises(SealingError, match=r"sealing\.(header|mac|payload)"):
        opened(bytes(raw))


@given(st.integers(0, sealed_attachment_size(70_000, stanzas=3) - 1))
def test_a_truncated_attachment_is_refused(size: int) -> None:
    """An attachment cut off anywhere is refused."""
    with pytest.raises(SealingError, match=r"sealing\.(header|payload)"):
        opened(sealed(b"x" * 70_000)[:size])


def test_a_wrong_key_is_refused_before_anything_comes_out() -> None:
    """A wrong file key is refused at once, not at the first chunk."""
    with pytest.raises(SealingError, match="sealing.mac"):
        open_attachment([sealed(b"x")], file_key=b"k" * 16)
