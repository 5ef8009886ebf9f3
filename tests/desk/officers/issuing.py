"""An OpenID Connect issuer over real sockets, that can be made to lie: in its tokens, its keys, its own description.

The issuer itself is `oidc-provider-mock`, built on Authlib. Around it stands what it lacks: it checks the PKCE verifier
against the challenge, and signs each token anew with a key that it publishes, after `change` had its way with it.
"""

from __future__ import annotations

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import oidc_provider_mock
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.serving import make_server

Claims = dict[str, Any]


def new_key() -> rsa.RSAPrivateKey:
    """Return a fresh key of an issuer."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Lying:
    """The WSGI application around the issuer. `describe` changes its description, `change` the claims of a token."""

    issuer: Any
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    signs_with: rsa.RSAPrivateKey | str | None = None
    algorithm: str = "RS256"
    change: Callable[[Claims], Claims] = lambda claims: claims
    describe: Callable[[Claims], Claims] = lambda told: told
    challenges: dict[str, str] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer a request, as the issuer would, or as it was made to."""
        path, said = environ["PATH_INFO"], _body(environ)
        self.asked.append(path)
        status, headers, body = self._of_issuer(environ)
        if path == "/oauth2/authorize" and status.startswith("3"):
            code = parse_qs(urlsplit(dict(headers)["Location"]).query).get("code", [""])[0]
            self.challenges[code] = parse_qs(environ["QUERY_STRING"]).get("code_challenge", [""])[0]
        elif path == "/oauth2/token":
            self.secrets.append(said.get("client_secret", ""))
            status, body = self._token(status, body, said)
        elif path == "/jwks":
            body = json.dumps({"keys": [self._public()]}).encode()
        elif path.endswith("openid-configuration"):
            body = json.dumps(self.describe(json.loads(body))).encode()
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]

    def _of_issuer(self, environ: Any) -> tuple[str, list[tuple[str, str]], bytes]:
        told: list[Any] = []
        pieces = self.issuer(environ, lambda status, headers, fault=None: told.extend((status, headers)))
        # Joined first: an application may begin its answer with the first piece.
        body = b"".join(pieces)
        return told[0], told[1], body

    def _token(self, status: str, body: bytes, said: dict[str, str]) -> tuple[str, bytes]:
        verifier = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(verifier).decode().rstrip("=")
        if status.startswith("200") and self.challenges.get(said.get("code", "")) != challenge:
            return "400 Bad Request", b'{"error": "invalid_grant"}'
        if not status.startswith("200"):
            return status, body
        answer = json.loads(body)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        changed = self.change(claims)
        key = None if self.algorithm == "none" else self.signs_with or self.key
        answer["id_token"] = jwt.encode(changed, key, algorithm=self.algorithm, headers={"kid": "one"})
        return status, json.dumps(answer).encode()

    def _public(self) -> dict[str, Any]:
        made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {**made, "kid": "one", "use": "sig", "alg": "RS256"}


def _body(environ: Any) -> dict[str, str]:
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = BytesIO(raw)
    return {name: values[0] for name, values in parse_qs(raw.decode()).items()}


@contextmanager
def issuing() -> Iterator[tuple[str, Lying]]:
    """Run the issuer; give its address and what can be changed about it."""
    lying = Lying(oidc_provider_mock.app())
    server = make_server("localhost", 0, lying, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}", lying
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def now_s() -> int:
    """Return this second."""
    return int(time.time())
