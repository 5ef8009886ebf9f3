"""What the tests of sealing share: three members' keys from fixed seeds, and one sealed body."""

from __future__ import annotations

from functools import cache

from parley.record.sealing import Sealed, SealingIdentity, SealingRecipient, seal, throw_away

FILE_KEY, SALT, NONCE = b"K" * 16, b"S" * 32, b"N" * 16


@cache
def identities() -> tuple[SealingIdentity, ...]:
    """Return the sealing identities of members 0, 1 and 2."""
    return tuple(SealingIdentity.from_seed(bytes([number]) * 32) for number in range(3))


def recipients() -> tuple[SealingRecipient, ...]:
    """Return the recipients of members 0, 1 and 2."""
    return tuple(identity.recipient for identity in identities())


def to_first_and_third() -> tuple[SealingRecipient, ...]:
    """Return the recipients of a body that does not address member 1."""
    first, _, third = recipients()
    return (first, throw_away(b"?" * 32), third)


def sealed(payload: bytes = b"hold fire", *, to: tuple[SealingRecipient, ...] | None = None) -> Sealed:
    """Return `payload` sealed to all three members, or to the recipients given."""
    return seal(payload, recipients=to or recipients(), file_key=FILE_KEY, salt=SALT, nonce=NONCE)
