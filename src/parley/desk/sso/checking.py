"""What an ID token must say before anybody is believed by it (OpenID Connect Core 3.1.3.7). No I/O.

The signature is checked always, also where the token came straight from the issuer: what stands between may be a proxy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jwt

from parley.desk.sso.issuer import Issuer

# Asymmetric ones only: by a shared secret anybody who reads the settings could sign in as anybody.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
LEEWAY_S = 60
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Said:
    """What the issuer said: the subject, and how it says that the subject was recognised (`amr` and `acr`)."""

    subject: str
    ways: frozenset[str]


def read_token(token: object, *, issuer: Issuer, keys: Sequence[Mapping[str, Any]], nonce: str) -> Said | str:
    """Return what a token says, or the code of what is wrong with it: signature, issuer, audience, time or nonce."""
    if not isinstance(token, str):
        return "no_token"
    try:
        key = _key_of(token, keys)
        claims = jwt.decode(
            token, key=key, algorithms=list(ALGORITHMS), issuer=issuer.address, audience=issuer.client_id,
            leeway=LEEWAY_S, options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )  # fmt: skip
    except jwt.InvalidIssuerError:
        return "other_issuer"
    except (jwt.InvalidAudienceError, jwt.MissingRequiredClaimError):
        return "other_audience"
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError):
        return "other_time"
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return "not_signed"
    return _checked(claims, issuer=issuer, nonce=nonce)


def _checked(claims: Mapping[str, Any], *, issuer: Issuer, nonce: str) -> Said | str:
    audience, party = claims["aud"], claims.get("azp")
    # A token for several clients names the one that asked for it; so does one that names it at all.
    if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in (None, issuer.client_id):
        return "other_audience"
    if not nonce or claims.get("nonce") != nonce:
        return "other_nonce"
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        return "no_subject"
    amr, acr = claims.get("amr"), claims.get("acr")
    said = [*(amr if isinstance(amr, list) else ()), acr]
    return Said(subject, frozenset(each for each in said if isinstance(each, str)))


def _key_of(token: str, keys: Sequence[Mapping[str, Any]]) -> Any:
    """Return the issuer's key that the token names; ValueError where it names none that is known."""
    named = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in keys if key.get("use", "sig") == "sig" and (named is None or key.get("kid") == named)]
    if len(fitting) != 1:
        raise ValueError("no such key")
    return jwt.PyJWK(dict(fitting[0])).key
