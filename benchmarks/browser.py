"""A browser as far as it matters for time: signs in at a desk, posts the form of a message, listens to the stream."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode

from benchmarks.mechanism import OFFICER, Cell
from benchmarks.talking import TEXT

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_S, KEPT_S = 60, 4.0


class Browser:
    """One signed-in officer, on one kept connection. One thread at a time."""

    def __init__(self, cell: Cell, *, cookies: Mapping[str, str], token: str = "") -> None:
        self.cell = cell
        self._cookies, self._token = dict(cookies), token
        self.alone = threading.Lock()
        self._asked_at = time.monotonic()
        self._desk = http.client.HTTPConnection("127.0.0.1", cell.desk_port, timeout=PATIENCE_S)

    def sign_in(self, password: str, *, name: str = OFFICER) -> Self:
        """Sign in as an officer of this desk and open the form of a new message."""
        self._read_token(self._ask("GET", "/sign-in")[2])
        self._ask("POST", "/sign-in", form={"name": name, "password": password, "next": "/"})
        self._read_token(self._ask("GET", "/hotline/new")[2])
        return self

    def another(self) -> Browser:
        """Return a second connection in the same session."""
        return Browser(self.cell, cookies=self._cookies, token=self._token)

    def post_message(self, number: int, *, to: str) -> str:
        """Post the form of a routine message and return the id of its entry; RuntimeError where it is refused."""
        form = {
            "to": to, "precedence": "routine", "subject": f"Crossing {number}", "text": f"{number}. {TEXT * 3}",
            "lang": "en",
        }  # fmt: skip
        status, headers, body = self._ask("POST", "/hotline/new", form=form)
        place = re.match(r"/hotline/([A-Z]+/\d+)", headers.get("location", ""))
        if status != 303 or place is None:
            raise RuntimeError(f"the desk answers {status} {headers.get('location')}: {body[:2000]}")
        return place.group(1)

    def listen(self) -> Listening:
        """Open the event stream of this desk."""
        return Listening(self.cell, cookie=self.cookie())

    def _read_token(self, page: str) -> None:
        found = TOKEN.search(page)
        if found is None:
            raise RuntimeError(f"no form at the desk of {self.cell.code}: {page[:500]}")
        self._token = found.group(1)

    def get(self, path: str) -> str:
        """Return the text of a page or a panel; RuntimeError where it is not answered."""
        status, _, text = self._ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} answers {status}")
        return text

    def post(self, path: str, form: Mapping[str, str]) -> None:
        """Send a form; RuntimeError where it is refused."""
        status, _, text = self._ask("POST", path, form=form)
        if status != 303:
            raise RuntimeError(f"{path} answers {status}: {text[:2000]}")

    def cookie(self) -> str:
        """Return the cookies of this session as a request carries them."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _ask(self, method: str, path: str, *, form: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        headers = {"Cookie": self.cookie(), "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**form, "csrfmiddlewaretoken": self._token}) if form is not None else None
        if time.monotonic() - self._asked_at > KEPT_S:
            # The server hangs up on who is silent for five seconds, and a slow machine takes long over one step.
            self._desk.close()
        self._desk.request(method, path, body=body, headers=headers)
        answer = self._desk.getresponse()
        text = answer.read().decode()
        self._asked_at = time.monotonic()
        for line in answer.headers.get_all("set-cookie") or ():
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, text


class Listening:
    """The stream of one browser, read in a thread: when each topic first came."""

    def __init__(self, cell: Cell, *, cookie: str) -> None:
        self.came: dict[str, float] = {}
        self._desk = http.client.HTTPConnection("127.0.0.1", cell.desk_port, timeout=PATIENCE_S)
        self._desk.request("GET", "/stream", headers={"Cookie": cookie, "Accept": "text/event-stream"})
        self._answer = self._desk.getresponse()
        if self._answer.status != 200:
            raise RuntimeError(f"the stream answers {self._answer.status}")
        while b"hello" not in self._answer.readline():
            pass
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            while line := self._answer.readline():
                now = time.monotonic()
                if line.startswith(b'data: {"'):
                    for topic in json.loads(line[6:])["topics"]:
                        self.came.setdefault(topic, now)
        except (OSError, ValueError, AttributeError):
            return  # closed by `close`

    def close(self) -> None:
        """Hang up."""
        self._desk.close()
