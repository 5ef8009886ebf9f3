"""The age vectors of C2SP/CCTV (npm: cctv-age): every one that applies, and every other one refused."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from parley.record import age
from parley.record.attachment import open_attachment, open_attachment_stanza
from parley.record.sealing import SealingError, SealingIdentity
from tests.interop.nodejs import ask
from tests.record.sealed import identities, recipients

pytestmark = pytest.mark.nodejs

# What age says of a vector, and what we say. An armoured file and one with any other stanza is no header of ours.
HYBRID = {
    "hybrid": "success",
    "hybrid_multiple_recipients": "success",
    "hybrid_bad_tag": "sealing.stanza",
    "hybrid_currupted_enc_mlkem": "sealing.stanza",
    "hybrid_currupted_enc_x25519": "sealing.stanza",
    "hybrid_no_match": "sealing.stanza",
    # Seen only by the one whose key it is: for everybody else it is a share like any other.
    "hybrid_identity": "sealing.stanza",
    "hybrid_low_order": "sealing.stanza",
    "hybrid_extra_argument": "sealing.header",
    "hybrid_long_file_key": "sealing.header",
    "hybrid_long_share": "sealing.header",
    "hybrid_short_share": "sealing.header",
    "hybrid_not_canonical_body": "sealing.header",
    "hybrid_not_canonical_enc": "sealing.header",
    "hybrid_uppercase": "sealing.header",
    "hybrid_x25519_arg": "sealing.header",
    # Stricter than age, which passes over what it does not know: here a foreign stanza is refused.
    "hybrid_and_x25519": "sealing.header",
    "hybrid_grease": "sealing.header",
}

INDEX = {"hybrid_multiple_recipients": 1}

# In these, age yields a whole chunk and then finds that the file should have ended there, or should not have. Here a
# chunk is opened only once it is known whether it is the last, so that one more is withheld.
WITHHELD = {
    "stream_no_final_full",
    "stream_no_final_two_chunks_full",
    "stream_trailing_garbage_long",
    "stream_trailing_garbage_short",
    "stream_two_final_chunks",
    "stream_two_final_chunks_full",
    "stream_two_final_chunks_second",
}


@dataclass(frozen=True)
class Vector:
    """One vector: what is expected, by whom it is read, and the file."""

    expect: str
    payload_sha256: str | None
    file_key: bytes
    identities: tuple[str, ...]
    file: bytes


@pytest.fixture(scope="module")
def vectors(nodejs: str) -> dict[str, Vector]:
    """Every vector of the package by name."""
    return {name: read(base64.b64decode(raw)) for name, raw in ask("vectors.mjs", nodejs=nodejs).items()}


def read(raw: bytes) -> Vector:
    """Return the vector that a file of the collection holds."""
    head, file = raw.split(b"\n\n", 1)
    lines = [line.split(": ", 1) for line in head.decode().splitlines()]
    fields = dict(lines)
    if fields.get("compressed") == "zlib":
        file = zlib.decompress(file)
    return Vector(
        expect=fields["expect"],
        payload_sha256=fields.get("payload"),
        file_key=bytes.fromhex(fields.get("file key", "")),
        identities=tuple(value for name, value in lines if name == "identity"),
        file=file,
    )


def outcome(chunks: Iterator[bytes]) -> tuple[str, str]:
    """Return the code, or success, and the SHA-256 of what came out before."""
    digest = hashlib.sha256()
    try:
        for plain in chunks:
            digest.update(plain)
    except SealingError as error:
        return error.code, digest.hexdigest()
    return "success", digest.hexdigest()


def by_stanza(vector: Vector, *, index: int) -> Iterator[bytes]:
    """Open a vector as the member whose stanza is at `index`; where it names no hybrid identity, as anybody."""
    hybrid = [text for text in vector.identities if text.startswith("AGE-SECRET-KEY-PQ-1")]
    identity = SealingIdentity.from_text(hybrid[0]) if hybrid else identities()[0]
    yield from open_attachment_stanza([vector.file], index=index, identity=identity)


@pytest.mark.parametrize(("name", "expected"), HYBRID.items())
def test_a_hybrid_vector_ends_as_it_should(vectors: dict[str, Vector], name: str, expected: str) -> None:
    """Every hybrid vector opens with its payload or is refused with the code of its fault."""
    vector = vectors[name]
    code, digest = outcome(by_stanza(vector, index=INDEX.get(name, 0)))
    assert code == expected
    if expected == "success":
        assert vector.expect == "success"
        assert digest == vector.payload_sha256


def test_no_hybrid_vector_is_left_out(vectors: dict[str, Vector]) -> None:
    """A vector that a later version of the collection adds makes this fail."""
    assert {name for name in vectors if name.startswith("hybrid")} == set(HYBRID)


def test_every_stream_vector_ends_as_it_should(vectors: dict[str, Vector]) -> None:
    """Under a header of ours the chunks of each STREAM vector open or fail as age says, and yield what age yields."""
    names = [name for name in vectors if name.startswith("stream_")]
    assert len(names) >= 26
    for name in names:
        vector = vectors[name]
        _, mac_and_rest = vector.file.split(b"\n--- ", 1)
        sealed = mac_and_rest[mac_and_rest.index(b"\n") + 1 :]
        header = age.write_header(vector.file_key, recipients=recipients())
        code, digest = outcome(open_attachment([header, sealed], file_key=vector.file_key))
        assert code == ("success" if vector.expect == "success" else "sealing.payload"), name
        if vector.payload_sha256 and name not in WITHHELD:
            assert digest == vector.payload_sha256, name


def test_every_good_stream_vector_is_written_alike(vectors: dict[str, Vector]) -> None:
    """Sealing the plaintext of a good STREAM vector with its key and nonce gives its very bytes."""
    good = [name for name in vectors if name.startswith("stream_") and vectors[name].expect == "success"]
    assert len(good) >= 8
    for name in good:
        vector = vectors[name]
        sealed = vector.file.split(b"\n--- ", 1)[1].split(b"\n", 1)[1]
        nonce, chunks = sealed[: age.NONCE_SIZE], sealed[age.NONCE_SIZE :]
        plain = b"".join(age.decrypt(age.cut(chunks, size=age.SEALED_CHUNK), file_key=vector.file_key, nonce=nonce))
        again = b"".join(age.encrypt(age.cut(plain, size=age.CHUNK), file_key=vector.file_key, nonce=nonce))
        assert again == sealed, name


def test_the_macs_of_good_vectors_are_the_ones_we_compute(vectors: dict[str, Vector]) -> None:
    """Over the header of every good plain vector, with whatever stanzas, our MAC line is the one that stands there."""
    checked = 0
    for name, vector in vectors.items():
        if vector.expect == "success" and vector.file.startswith(b"age-encryption.org/v1\n") and vector.file_key:
            covered, rest = vector.file.split(b"\n--- ", 1)
            line = age._mac_line(covered + b"\n---", vector.file_key)
            assert (b" " + rest).startswith(line), name
            checked += 1
    assert checked >= 15


def test_every_other_vector_is_refused_as_no_header_of_ours(vectors: dict[str, Vector]) -> None:
    """Classical, passphrase, armoured and broken headers are refused at the header, good or bad in age's eyes."""
    others = {name: vector for name, vector in vectors.items() if name not in HYBRID}
    assert len(others) >= 120
    for name, vector in others.items():
        code, _ = outcome(open_for_nobody(vector.file))
        assert code == "sealing.header", name


def open_for_nobody(file: bytes) -> Iterator[bytes]:
    """Open `file` with a file key that fits nothing."""
    yield from open_attachment([file], file_key=bytes(16))
