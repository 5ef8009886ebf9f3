"""A code generator: the six figures of a key at an instant, as a telephone shows them (RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

import pytest

PERIOD_S = 30


def code_of(secret: str, *, at_s: float | None = None) -> str:
    """Return the code of a key."""
    counter = int(time.time() if at_s is None else at_s) // PERIOD_S
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def fresh_code(secret: str) -> str:
    """Return a code that counts for five seconds more; waits for the next where it must."""
    while PERIOD_S - time.time() % PERIOD_S < 5:
        time.sleep(0.25)
    return code_of(secret)


def next_code(secret: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the code of the next half minute, and let the desk's clock for codes stand in it."""
    from allauth.mfa.totp.internal import auth

    counter = int(time.time()) // PERIOD_S + 1
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter((counter,)))
    return code_of(secret, at_s=counter * PERIOD_S)
