"""What goes out to the issuer, and nothing else does: its configuration, the code for a token, its keys."""

from __future__ import annotations

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from urllib3.exceptions import HTTPError

from parley.desk.sso.checking import Said, read_token
from parley.desk.sso.issuer import Issuer, is_fetchable

PATIENCE_S = (3.05, 5)
MOST_BYTES = 256 * 1024
# However many ask at the sign-in, most of the desk's threads are never kept waiting by an issuer.
AT_ONCE = 2
NAMED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


_places = threading.BoundedSemaphore(AT_ONCE)


class IssuerFault(Exception):
    """The issuer cannot be reached, does not answer as one, or is being asked enough already; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that has begun: where the browser goes, and what is remembered until it is back."""

    address: str
    state: str
    nonce: str
    verifier: str


def begin(issuer: Issuer, *, back: str) -> Begun:
    """Return where to send the browser, with a state, a nonce and a challenge of its own; IssuerFault."""
    where = str(_configuration(issuer)["authorization_endpoint"])
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    asked = {
        "response_type": "code", "client_id": issuer.client_id, "redirect_uri": back, "scope": "openid",
        "state": state, "nonce": nonce, "code_challenge": _challenge(verifier), "code_challenge_method": "S256",
    }  # fmt: skip
    return Begun(f"{where}{'&' if urlsplit(where).query else '?'}{urlencode(asked)}", state, nonce, verifier)


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).decode("ascii").rstrip("=")


def finish(issuer: Issuer, *, code: str, nonce: str, verifier: str, back: str) -> Said | str:
    """Return what the issuer says of whoever came back with this code, or what is wrong with it; IssuerFault."""
    told = _configuration(issuer)
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier,
        "client_id": issuer.client_id, "client_secret": issuer.secret,
    }  # fmt: skip
    answer = _asked("POST", told["token_endpoint"], form=form)
    if answer is None:
        return "code_refused"
    token = answer.get("id_token")
    keys = _fetched(told["jwks_uri"]).get("keys")
    known = [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
    return read_token(token, issuer=issuer, keys=known, nonce=nonce)


def _configuration(issuer: Issuer) -> Mapping[str, Any]:
    """Return the issuer's own description; one that names another issuer, or plain addresses, is none."""
    told = _fetched(f"{issuer.address.rstrip('/')}/.well-known/openid-configuration")
    if told.get("issuer") != issuer.address or not all(is_fetchable(told.get(name)) for name in NAMED):
        raise IssuerFault("sso_other_issuer")
    return told


def _fetched(address: str) -> dict[str, Any]:
    told = _asked("GET", address)
    if told is None:
        raise IssuerFault("sso_unreachable")
    return told


def _asked(method: str, address: str, *, form: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """Return the JSON object of an answer, None where the issuer refuses what was asked; IssuerFault for no answer."""
    if not _places.acquire(blocking=False):
        raise IssuerFault("sso_busy")
    try:
        answer, raw = _sent(method, address, form=form)
    finally:
        _places.release()
    if 400 <= answer.status_code < 500:
        return None
    try:
        told = json.loads(raw)
    except ValueError as fault:
        raise IssuerFault("sso_unreachable") from fault
    if answer.status_code != 200 or not isinstance(told, dict):
        raise IssuerFault("sso_unreachable")
    return told


def _sent(method: str, address: str, *, form: Mapping[str, str] | None) -> tuple[requests.Response, bytes]:
    with requests.Session() as session:
        # Neither a proxy nor a password of the machine's environment: only what the settings say.
        session.trust_env = False
        try:
            answer = session.request(
                method, address, data=form, timeout=PATIENCE_S, allow_redirects=False, stream=True,
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            )  # fmt: skip
            return answer, _bounded(answer)
        except (requests.RequestException, HTTPError) as fault:
            raise IssuerFault("sso_unreachable") from fault


def _bounded(answer: requests.Response) -> bytes:
    """Read an answer of bounded length, within bounded time even where it comes a byte at a time."""
    whole, until = b"", time.monotonic() + sum(PATIENCE_S)
    while piece := answer.raw.read1(8192, decode_content=True):
        whole += piece
        if len(whole) > MOST_BYTES or time.monotonic() > until:
            raise IssuerFault("sso_unreachable")
    return whole
