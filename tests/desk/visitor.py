"""A visitor of the desk without JavaScript: follows no redirect by itself, keeps cookies, fills in forms."""

from __future__ import annotations

import http.client
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        """The page as text."""
        return self.body.decode("utf-8")

    @property
    def bare(self) -> str:
        """The page without the marks of direction around its figures."""
        return re.sub(r"</?bdi[^>]*>", "", self.text)

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("location", "")


@dataclass
class Visitor:
    """One browser at one address of the desk."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, b"", headers)

    def post(
        self, path: str, form: dict[str, str | list[str]] | None = None, *, token: bool = True, **headers: str
    ) -> Answer:
        """Send a form; its token is that of the cookie unless `token` is False."""
        fields = dict(form or {})
        if token:
            fields["csrfmiddlewaretoken"] = self.cookies.get("parley-csrf", "")
        body = urlencode(fields, doseq=True).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def upload(self, path: str, form: dict[str, str], *, name: str, content: bytes) -> Answer:
        """Send a form with one attachment."""
        edge = secrets.token_hex(8)
        fields = {**form, "csrfmiddlewaretoken": self.cookies.get("parley-csrf", "")}
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="attachments"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: text/plain\r\n\r\n" + content + f"\r\n--{edge}--\r\n".encode())
        return self._ask("POST", path, b"".join(parts), {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def sign_in(self, name: str, password: str) -> Answer:
        """Fill in the sign-in form."""
        self.get("/sign-in")
        return self.post("/sign-in", {"name": name, "password": password})

    def speak(self, language: str) -> None:
        """Choose the language of the screens."""
        self.cookies["parley-language"] = language

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body, {"Cookie": cookies, **headers})
            raw = connection.getresponse()
            told = tuple(value for name, value in raw.getheaders() if name.lower() == "set-cookie")
            answer = Answer(raw.status, {k.lower(): v for k, v in raw.getheaders()}, told, raw.read())
        finally:
            connection.close()
        for cookie in answer.cookies:
            if found := re.match(r'([^=]+)="?([^;"]*)', cookie):
                self.cookies[found[1]] = found[2]
        return answer
