"""What somebody may do to a sealed body, and how each is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record import age
from parley.record.body import Payload, PayloadError, encode_payload, parse_payload
from parley.record.sealing import (
    MAX_FILE,
    SIZE_CLASSES,
    Opened,
    SealingError,
    check_commitment,
    open_stanza,
    open_with_file_key,
    stanza_count,
)
from tests.record.sealed import FILE_KEY, NONCE, SALT, identities, recipients, sealed

STANZA_START = len(b"age-encryption.org/v1\n")
STANZA_SIZE = age.header_size(2) - age.header_size(1)
HEADER_SIZE = age.header_size(3)


def code_with_key(file: bytes, *, file_key: bytes = FILE_KEY) -> str:
    """Return the code with which opening by file key is refused."""
    with pytest.raises(SealingError) as caught:
        open_with_file_key(file, file_key=file_key)
    return caught.value.code


def code_at(file: bytes, *, index: int) -> str:
    """Return the code with which member `index` is refused."""
    with pytest.raises(SealingError) as caught:
        open_stanza(file, index=index, identity=identities()[index])
    return caught.value.code


def stanzas(file: bytes) -> list[bytes]:
    """Return the three stanzas of a body."""
    return [file[STANZA_START + n * STANZA_SIZE :][:STANZA_SIZE] for n in range(3)]


def header_of(parts: list[bytes], *, file_key: bytes = FILE_KEY) -> bytes:
    """Return a header of these stanzas that `file_key` authenticates, as a dishonest author can make it."""
    covered = b"age-encryption.org/v1\n" + b"".join(parts) + b"---"
    return covered + age._mac_line(covered, file_key)


def framed(frame: bytes) -> bytes:
    """Return a body with any frame, as a dishonest author can make it."""
    header = age.write_header(FILE_KEY, recipients=recipients())
    return header + b"".join(age.encrypt(age.cut(frame, size=age.CHUNK), file_key=FILE_KEY, nonce=NONCE))


def test_a_body_copied_under_another_leaf_is_refused() -> None:
    """Another party's sealed body under one's own leaf opens, and is then refused by what it says of itself."""
    said = Payload("SY", "x.example/sy", 7, ("IL", "SY"), "message_sent", None, {"text": "we withdraw"})
    opened = open_stanza(sealed(encode_payload(said)).file, index=0, identity=identities()[0])
    for log, number, author in (("x.example/il", 7, "IL"), ("x.example/sy", 8, "SY"), ("x.example/sy", 7, "IL")):
        with pytest.raises(PayloadError, match="body.elsewhere"):
            parse_payload(opened.payload, log=log, number=number, author=author)


@given(st.integers(0, len(sealed().file) * 8 - 1), st.integers(0, 2))
def test_a_flipped_bit_anywhere_is_refused_by_every_member_and_with_the_file_key(bit: int, index: int) -> None:
    """No bit of a sealed body can be changed: not in one's own stanza, another's, the header or the chunks."""
    raw = bytearray(sealed().file)
    raw[bit // 8] ^= 1 << bit % 8
    assert code_at(bytes(raw), index=index).startswith("sealing.")
    assert code_with_key(bytes(raw)) in ("sealing.header", "sealing.mac", "sealing.payload")


@given(st.integers(0, len(sealed().file) - 1))
def test_a_truncated_body_is_refused(size: int) -> None:
    """A body cut off anywhere is refused."""
    assert code_with_key(sealed().file[:size]) in ("sealing.header", "sealing.payload")


def test_truncation_at_the_border_of_a_chunk_is_refused() -> None:
    """A long body that ends with a whole chunk too early is refused, and so is one with a chunk twice."""
    body = sealed(b"x" * 200_000).file
    start = HEADER_SIZE + age.NONCE_SIZE
    first, second = body[start:][: age.SEALED_CHUNK], body[start + age.SEALED_CHUNK :][: age.SEALED_CHUNK]
    rest = body[start + 2 * age.SEALED_CHUNK :]
    for chunks in (first, first + second, first + rest, second + first + rest, first + second + second + rest):
        assert code_with_key(body[:start] + chunks) == "sealing.payload"


@given(st.binary(min_size=1, max_size=40))
def test_trailing_bytes_are_refused(tail: bytes) -> None:
    """Nothing can be hung behind a body."""
    assert code_with_key(sealed().file + tail) == "sealing.payload"


def test_swapped_stanzas_are_refused_by_the_mac_or_by_the_order() -> None:
    """Stanzas moved by a carrier break the header; moved by the author, they open for nobody whose own moved."""
    body = sealed().file
    first, second, third = stanzas(body)
    moved = [second, first, third]
    carried = b"age-encryption.org/v1\n" + b"".join(moved) + body[STANZA_START + 3 * STANZA_SIZE :]
    assert code_with_key(carried) == "sealing.mac"
    authored = header_of(moved) + body[HEADER_SIZE:]
    assert open_with_file_key(authored, file_key=FILE_KEY).payload == b"hold fire"
    assert code_at(authored, index=0) == code_at(authored, index=1) == "sealing.stanza"
    assert open_stanza(authored, index=2, identity=identities()[2]).payload == b"hold fire"


def test_garbage_for_one_addressee_wrongs_that_one_alone_and_is_mended_by_disclosure() -> None:
    """An author who seals garbage to one member is answered by another member's file key."""
    body = sealed().file
    stranger = stanzas(sealed(to=(identities()[2].recipient,) * 3).file)[0]
    garbage = header_of([stranger, *stanzas(body)[1:]]) + body[HEADER_SIZE:]
    assert code_at(garbage, index=0) == "sealing.stanza"
    disclosed = open_stanza(garbage, index=1, identity=identities()[1]).file_key
    assert open_with_file_key(garbage, file_key=disclosed).payload == b"hold fire"


def test_another_file_key_for_one_addressee_is_refused() -> None:
    """Two addressees cannot be shown two plaintexts: the header commits to one file key."""
    other = age.write_header(b"O" * 16, recipients=recipients())
    body = sealed().file
    forked = header_of([stanzas(other)[0], *stanzas(body)[1:]]) + body[HEADER_SIZE:]
    assert code_at(forked, index=0) == "sealing.mac"
    assert open_stanza(forked, index=1, identity=identities()[1]).payload == b"hold fire"


@pytest.mark.parametrize("file_key", [b"k" * 16, b"", b"K" * 15, b"K" * 17])
def test_a_false_disclosure_is_refused(file_key: bytes) -> None:
    """A file key that somebody made up does not authenticate the header."""
    assert code_with_key(sealed().file, file_key=file_key) == "sealing.mac"


@pytest.mark.parametrize("file_key", [b"L" * 15, b"L" * 17, b""])
def test_a_body_made_with_a_key_that_no_stanza_can_carry_is_refused(file_key: bytes) -> None:
    """An author cannot make a body that opens by a disclosed key only: keys of another length are refused."""
    header = header_of(stanzas(sealed().file), file_key=file_key)
    frame = SALT + b"\x00\x00\x00\x02ok" + bytes(1024 - 38)
    chunks = b"".join(age.encrypt(age.cut(frame, size=age.CHUNK), file_key=file_key, nonce=NONCE))
    assert code_with_key(header + chunks, file_key=file_key) == "sealing.mac"


def test_a_wrapped_key_of_another_length_is_not_tried() -> None:
    """One ciphertext cannot be used to probe several keys: its length is checked before it is opened."""
    first = identities()[0]
    wrapped = first.recipient.wrap(b"K" * 17)
    with pytest.raises(SealingError, match="sealing.stanza"):
        first.unwrap(wrapped)


def test_a_payload_that_the_leaf_does_not_commit_to_is_refused() -> None:
    """The same payload with another salt, or another payload with the same salt, breaks the commitment."""
    commitment = sealed(b"hold fire").commitment
    for opened in (Opened(b"hold fire", b"s" * 32, FILE_KEY), Opened(b"open fire", SALT, FILE_KEY)):
        with pytest.raises(SealingError, match="sealing.commitment"):
            check_commitment(opened, commitment=commitment)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        bytes(35),
        SALT + b"\x00\x00\x00\x02ok",
        SALT + b"\x00\x00\x00\x02ok" + bytes(2048 - 38),
        SALT + b"\x00\x00\x00\x02ok" + bytes(1024 - 39) + b"!",
        SALT + b"\x00\x00\x00\x02ok" + bytes(1024 - 39),
        SALT + b"\xff\xff\xff\xff" + bytes(1024 - 36),
        SALT + b"\x00\x10\x00\x01" + bytes(SIZE_CLASSES[-1] - 36),
    ],
    ids=["empty", "short", "no padding", "next class", "marked padding", "one short", "huge length", "over the limit"],
)
def test_a_frame_padded_otherwise_is_refused(frame: bytes) -> None:
    """There is one frame for one payload, so padding carries no hidden message."""
    assert code_with_key(framed(frame)) == "sealing.frame"


def test_an_oversized_file_is_refused_before_it_is_read() -> None:
    """A file longer than any body can be is refused by its length."""
    assert code_with_key(bytes(MAX_FILE + 1)) == "sealing.too_long"
    assert code_at(bytes(MAX_FILE + 1), index=0) == "sealing.too_long"


def test_a_member_without_a_stanza_is_told_so() -> None:
    """An index beyond the stanzas, or below zero, has its own code."""
    two = sealed(to=recipients()[:2]).file
    for index in (2, -1):
        with pytest.raises(SealingError, match="sealing.index"):
            open_stanza(two, index=index, identity=identities()[0])


def test_the_number_of_stanzas_is_public_and_bounded() -> None:
    """Anybody can count the stanzas, so a hidden further reader shows; more than the limit is no header."""
    assert stanza_count(header_of([stanzas(sealed().file)[0]] * 4)) == 4
    assert stanza_count(header_of([stanzas(sealed().file)[0]] * age.MAX_STANZAS)) == age.MAX_STANZAS
    with pytest.raises(SealingError, match="sealing.header"):
        stanza_count(header_of([stanzas(sealed().file)[0]] * (age.MAX_STANZAS + 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"age-encryption.org/v1\n", b"age-encryption.org/v2\n"),
        (b"age-encryption.org/v1\n", b"age-encryption.org/v1\r\n"),
        (b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> grease\n\n"),
        (b"age-encryption.org/v1\n", b"\nage-encryption.org/v1\n"),
        (b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"),
        (b"-> mlkem768x25519 ", b"-> MLKEM768X25519 "),
        (b"-> mlkem768x25519 ", b"->  mlkem768x25519 "),
        (b"-> mlkem768x25519 ", b"-> mlkem768x25519 x "),
        (b"--- ", b"---  "),
        (b"--- ", b"---"),
    ],
)
def test_a_header_of_any_other_form_is_refused(old: bytes, new: bytes) -> None:
    """Other versions, line ends, stanzas and spacing are refused, although some age readers would pass them over."""
    assert code_with_key(sealed().file.replace(old, new, 1)) == "sealing.header"


def test_a_second_spelling_of_base64_is_refused() -> None:
    """The unused bits at the end of each base64 text must be zero, or a carrier could change what is hashed."""
    body = sealed().file
    share_end = STANZA_START + len(b"-> mlkem768x25519 ") + 1494 - 1
    body_end = share_end + 44
    mac_end = HEADER_SIZE - 2
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for place in (share_end, body_end, mac_end):
        raw = bytearray(body)
        raw[place] = alphabet[alphabet.index(raw[place]) + 1]
        assert code_with_key(bytes(raw)) == "sealing.header"
