"""A passkey's assertion stands over exactly its bytes, by its own key, with its user present and verified."""

from __future__ import annotations

import pytest

from parley.record.assertion import Assertion, decode, encode, read_assertion, signs
from tests.record.passkey import Passkey

OVER = b"the bytes of an act"


def made(**changes: str) -> Assertion:
    """Return a sound assertion over OVER, with changes."""
    return Assertion(**{**Passkey().sign(OVER), **changes})


def test_a_sound_assertion_signs() -> None:
    """What the authenticator made over these bytes is accepted."""
    assert signs(made(), over=OVER)


def test_other_bytes_are_not_signed() -> None:
    """The signature is over no other bytes."""
    assert not signs(made(), over=OVER + b".")


@pytest.mark.parametrize("flags", [0x00, 0x01, 0x04])
def test_a_user_who_was_not_verified_signs_nothing(flags: int) -> None:
    """Without the user's presence and verification in the signed statement the assertion is refused."""
    assert not signs(Assertion(**Passkey().sign(OVER, flags=flags)), over=OVER)


def test_an_assertion_of_a_registration_or_of_a_foreign_page_is_refused() -> None:
    """Only an answer to a question of the desk's own page counts."""
    assert not signs(Assertion(**Passkey().sign(OVER, type_="webauthn.create")), over=OVER)
    assert not signs(Assertion(**Passkey().sign(OVER, is_crossing=True)), over=OVER)


def test_another_key_did_not_sign() -> None:
    """The key of another passkey does not fit the signature."""
    assert not signs(made(key=Passkey().sign(OVER)["key"]), over=OVER)


@pytest.mark.parametrize("name", ["key", "authenticator", "client", "signature"])
def test_a_changed_byte_is_found(name: str) -> None:
    """One changed bit in what was signed, in the signature or in the key is refused."""
    sound = Passkey().sign(OVER)
    raw = bytearray(decode(sound[name]))
    raw[len(raw) // 2] ^= 1
    assert not signs(Assertion(**{**sound, name: encode(bytes(raw))}), over=OVER)


@pytest.mark.parametrize(
    "value",
    [
        None, "", [], {}, {"key": "AA"}, Passkey().sign(OVER) | {"more": "AA"}, Passkey().sign(OVER) | {"key": 1},
        Passkey().sign(OVER) | {"key": "A" * 5000}, Passkey().sign(OVER) | {"client": "not base64!"},
    ],
)  # fmt: skip
def test_what_is_no_assertion_is_read_as_none(value: object) -> None:
    """Exactly the five fields, in base64url and of a bounded length."""
    assert read_assertion(value) is None


def test_one_spelling_alone_is_base64url() -> None:
    """Bytes have one spelling, so that an entry cannot be written anew with the same signature."""
    with pytest.raises(ValueError, match="AB"):
        decode("AB")
