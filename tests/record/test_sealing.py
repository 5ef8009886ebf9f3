"""Sealed bodies: opened by each addressee, by nobody else, and alike for all."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.record import age
from parley.record.sealing import (
    MAX_FILE,
    MAX_PAYLOAD,
    SIZE_CLASSES,
    SealingError,
    SealingIdentity,
    SealingRecipient,
    check_commitment,
    commitment_of,
    open_stanza,
    open_with_file_key,
    seal,
    stanza_count,
)
from tests.record.sealed import FILE_KEY, NONCE, SALT, identities, recipients, sealed, to_first_and_third


@pytest.mark.parametrize("index", range(3))
def test_each_addressee_opens_with_their_own_stanza(index: int) -> None:
    """Every addressee finds the same payload, salt and file key, and the commitment holds."""
    body = sealed(b"hold fire")
    opened = open_stanza(body.file, index=index, identity=identities()[index])
    assert (opened.payload, opened.salt, opened.file_key) == (b"hold fire", SALT, FILE_KEY)
    check_commitment(opened, commitment=body.commitment)


def test_who_is_not_addressed_opens_nothing_at_any_index() -> None:
    """A throw-away stanza opens for nobody, and a member has no other stanza than its own."""
    body = sealed(to=to_first_and_third())
    for index in range(3):
        with pytest.raises(SealingError, match="sealing.stanza"):
            open_stanza(body.file, index=index, identity=identities()[1])


def test_the_addressees_do_not_show() -> None:
    """A body for two of three has the same size and number of stanzas as one for all three."""
    for_all, for_two = sealed(), sealed(to=to_first_and_third())
    assert len(for_all.file) == len(for_two.file)
    assert stanza_count(for_all.file) == stanza_count(for_two.file) == 3


def test_a_disclosed_file_key_opens_for_those_who_were_not_addressed() -> None:
    """Whoever holds the file key opens the same payload without any private key."""
    body = sealed(to=to_first_and_third())
    disclosed = open_stanza(body.file, index=2, identity=identities()[2]).file_key
    assert open_with_file_key(body.file, file_key=disclosed).payload == b"hold fire"


@settings(max_examples=60)
@given(st.binary(max_size=5000) | st.integers(0, 200_000).map(bytes))
def test_every_payload_comes_back_and_shows_only_its_class(payload: bytes) -> None:
    """Payloads of any size open again, and the size of the file is that of one of the classes."""
    body = sealed(payload, to=recipients()[:1])
    assert open_with_file_key(body.file, file_key=FILE_KEY).payload == payload
    frame = next(size for size in SIZE_CLASSES if size >= 36 + len(payload))
    assert len(body.file) == age.header_size(1) + age.payload_size(frame)


@pytest.mark.parametrize("size", [0, 1, 988, 989, 2012, 2013, 65_500, 65_501, MAX_PAYLOAD - 36, MAX_PAYLOAD])
def test_the_borders_of_the_size_classes_hold(size: int) -> None:
    """The last payload of a class and the first of the next open again."""
    body = sealed(b"x" * size, to=recipients()[:1])
    assert open_with_file_key(body.file, file_key=FILE_KEY).payload == b"x" * size
    assert len(body.file) <= MAX_FILE


def test_a_payload_over_the_limit_is_refused() -> None:
    """One byte more than a mebibyte is not sealed."""
    with pytest.raises(SealingError, match="sealing.too_long"):
        sealed(bytes(MAX_PAYLOAD + 1))


def test_the_commitment_proves_the_payload_without_a_key() -> None:
    """The commitment is the plain salted SHA-256 that the format states."""
    body = sealed(b"hold fire")
    assert body.commitment == hashlib.sha256(b"parley/commitment/v1\n" + SALT + b"hold fire").digest()
    assert commitment_of(b"hold fire", salt=SALT) == body.commitment


@pytest.mark.parametrize(
    "lengths", [{"file_key": bytes(15)}, {"salt": bytes(31)}, {"nonce": bytes(17)}, {"recipients": ()}], ids=str
)
def test_wrong_lengths_are_the_callers_fault(lengths: dict[str, bytes]) -> None:
    """Keys, salts and nonces of another length are a bug, not an answer."""
    whole = {"recipients": recipients(), "file_key": FILE_KEY, "salt": SALT, "nonce": NONCE}
    with pytest.raises(ValueError, match=r"\d"):
        seal(b"", **(whole | lengths))  # type: ignore[arg-type]


def test_keys_have_the_text_forms_of_age() -> None:
    """The example of the age specification parses and is written again as it was."""
    text = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
    identity = SealingIdentity.from_text(text)
    assert identity.to_text() == text
    assert str(identity.recipient).startswith(
        "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5zrqtzdx"
    )
    assert SealingRecipient.from_text(str(identity.recipient)) == identity.recipient
    assert SealingIdentity.from_text(text.lower()) == identity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1pq1",
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR",
        str(recipients()[0])[:-1] + "q",
        str(recipients()[0])[:-7],
        str(recipients()[0]).replace("age1pq1", "age1pQ1"),
        str(recipients()[0]) + "é",
    ],
    ids=lambda text: text[:24],
)
def test_text_that_is_no_recipient_is_refused(text: str) -> None:
    """Other kinds, other cases, broken checksums and foreign letters are no recipient."""
    with pytest.raises(SealingError, match="sealing.recipient"):
        SealingRecipient.from_text(text)


@pytest.mark.parametrize(
    "text", ["", "AGE-SECRET-KEY-PQ-1", "age1pq1qq", "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFP"]
)
def test_text_that_is_no_identity_is_refused(text: str) -> None:
    """A classical or broken private key is refused."""
    with pytest.raises(SealingError, match="sealing.identity"):
        SealingIdentity.from_text(text)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        bytes(1215),
        b"\xff" * 1216,
        recipients()[0].raw + b"\x00",
        recipients()[0].raw[:1184] + bytes(32),
        recipients()[0].raw[:1184] + b"\x01" + bytes(31),
    ],
    ids=["nothing", "short", "out of range", "long", "zero point", "low order"],
)
def test_bytes_that_nobody_could_seal_to_are_no_recipient(raw: bytes) -> None:
    """A key that would fail only when somebody seals to it is refused when it is read."""
    with pytest.raises(SealingError, match="sealing.recipient"):
        SealingRecipient.from_raw(raw)


def test_a_private_key_does_not_print_itself() -> None:
    """Neither repr nor str of an identity holds its seed."""
    identity = SealingIdentity.from_seed(b"secretsecretsecretsecretsecretse")
    for shown in (repr(identity), str(identity)):
        assert "secretsecret" not in shown
        assert identity.to_text() not in shown
