"""Our sealed files and those of age-encryption (npm), each read by the other."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from parley.record import age
from parley.record.attachment import open_attachment_stanza, seal_attachment
from parley.record.sealing import SealingError, SealingIdentity, SealingRecipient, open_stanza
from tests.interop.nodejs import ask
from tests.record.sealed import FILE_KEY, NONCE, SALT, identities, recipients, sealed, to_first_and_third

pytestmark = pytest.mark.nodejs

SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000]


def text(raw: bytes) -> str:
    """Return base64 text."""
    return base64.b64encode(raw).decode()


def opening(file: bytes, *, index: int) -> dict[str, Any]:
    """Return the question to open `file` as member `index`."""
    return {"do": "open", "identity": identities()[index].to_text(), "file": text(file)}


def test_a_stranger_opens_our_bodies(nodejs: str) -> None:
    """age-encryption finds our frame in a body, as each of the addressees."""
    body = sealed(b"hold fire").file
    frame = SALT + b"\x00\x00\x00\x09hold fire" + bytes(1024 - 45)
    answers = ask("age.mjs", nodejs=nodejs, questions=[opening(body, index=index) for index in range(3)])
    assert [base64.b64decode(answer["plain"]) for answer in answers] == [frame] * 3


def test_a_stranger_opens_nothing_that_is_not_for_them(nodejs: str) -> None:
    """A throw-away stanza does not open for age-encryption either, and a changed byte is refused by it."""
    body = sealed(to=to_first_and_third()).file
    broken = body[:-1] + bytes([body[-1] ^ 1])
    first, second = ask("age.mjs", nodejs=nodejs, questions=[opening(body, index=1), opening(broken, index=0)])
    assert "error" in first
    assert "error" in second


@pytest.mark.parametrize("size", SIZES)
def test_a_stranger_opens_our_attachments(nodejs: str, size: int) -> None:
    """age-encryption reads our chunks at every border."""
    plain = bytes(range(251)) * (size // 251 + 1)
    file = b"".join(seal_attachment([plain[:size]], size=size, recipients=recipients(), file_key=FILE_KEY, nonce=NONCE))
    (answer,) = ask("age.mjs", nodejs=nodejs, questions=[opening(file, index=1)])
    assert base64.b64decode(answer["plain"]) == plain[:size]


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_a_stranger_sealed(nodejs: str, size: int) -> None:
    """A file of age-encryption to three hybrid recipients opens here at each index, its header read strictly."""
    plain = bytes(range(241)) * (size // 241 + 1)
    to = [str(recipient) for recipient in recipients()]
    question = {"do": "seal", "recipients": to, "plain": text(plain[:size])}
    (answer,) = ask("age.mjs", nodejs=nodejs, questions=[question])
    file = base64.b64decode(answer["file"])
    assert age.read_header(file).stanzas == 3
    for index, identity in enumerate(identities()):
        assert b"".join(open_attachment_stanza([file], index=index, identity=identity)) == plain[:size]


def test_a_strangers_file_is_no_body(nodejs: str) -> None:
    """What age-encryption sealed without our frame is refused as a body."""
    question = {"do": "seal", "recipients": [str(recipients()[0])], "plain": text(b"hold fire")}
    (answer,) = ask("age.mjs", nodejs=nodejs, questions=[question])
    with pytest.raises(SealingError, match="sealing.frame"):
        open_stanza(base64.b64decode(answer["file"]), index=0, identity=identities()[0])


def test_keys_are_the_same_keys_on_both_sides(nodejs: str) -> None:
    """A stranger's private key gives the same recipient here, and ours the same recipient there."""
    questions: list[dict[str, Any]] = [{"do": "identify"}] * 3
    questions += [{"do": "recipient", "identity": identity.to_text()} for identity in identities()]
    answers = ask("age.mjs", nodejs=nodejs, questions=questions)
    for made in answers[:3]:
        assert str(SealingIdentity.from_text(made["identity"]).recipient) == made["recipient"]
        assert str(SealingRecipient.from_text(made["recipient"])) == made["recipient"]
    assert [answer["recipient"] for answer in answers[3:]] == [str(recipient) for recipient in recipients()]
