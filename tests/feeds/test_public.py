"""The public door: pages of released statements for everybody, and nothing else, whoever asks for what."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import threading
from types import SimpleNamespace
from typing import Any

import pytest

import parley.feeds.public as public
from parley.cli import run
from parley.feeds import public_listener
from parley.node.statements.public import PublicFile

FILES = {"": b"<p>list</p>", "US-1/ar.txt": b"EXERCISE"}


@pytest.fixture(autouse=True)
def released(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that has released one statement."""

    def found(path: str, *, node: Any) -> PublicFile | None:
        return PublicFile(FILES[path], "text/plain; charset=utf-8") if path in FILES else None

    monkeypatch.setattr(public, "public_file", found)


def asked(path: str, *, method: str = "GET", app: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of the answer to a request."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "method": method, "headers": told}
    asyncio.run((app or public.public_app(None))(scope, None, send))  # type: ignore[arg-type]
    shown = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], shown, sent[1]["body"]


def test_a_released_file_is_given_without_cookie_or_script() -> None:
    """Its policy lets no script run, a cache may keep it a minute, and it is not given again to who has it."""
    status, headers, body = asked("/public/US-1/ar.txt")
    assert (status, body) == (200, b"EXERCISE")
    assert "script-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "public, max-age=60"
    assert "set-cookie" not in headers
    again = asked("/public/US-1/ar.txt", if_none_match=headers["etag"])
    assert (again[0], again[2]) == (304, b"")
    assert asked("/public/US-1/ar.txt", method="HEAD")[2] == b""


@pytest.mark.parametrize(
    "path", ["/public/US-2/", "/public/../node.sqlite", "/hotline", "/public/US-1/he.txt", "/feeds/x", "/publicity"]
)
def test_whatever_is_not_released_answers_alike(path: str) -> None:
    """What is under embargo, what there is not, and what is no business of the public."""
    assert asked(path) == asked("/public/nothing")
    assert asked(path)[0] == 404


def test_nothing_is_written_through_it() -> None:
    """Every other method is refused."""
    assert asked("/public/", method="POST")[0] == 405


def test_beside_a_desk_it_answers_below_its_own_address_alone() -> None:
    """Everything else goes to the desk."""
    seen: list[str] = []

    async def desk(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"desk"})

    app = public.with_public(desk, node=None)  # type: ignore[arg-type]
    assert asked("/public/", app=app)[2] == b"<p>list</p>"
    assert asked("/publicity", app=app)[2] == b"desk"
    assert asked("/public", app=app)[0] == 308
    assert seen == ["/publicity"]


NOT_THERE = ("/public/nothing", "/hotline", "/feeds/x", "/checkpoint")


def test_the_listener_of_its_own_gives_public_pages_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a real socket, and on it no desk, no feed and no door for peers; who is slow to ask is cut off."""
    monkeypatch.setattr(public_listener, "HEAD_S", 0.2)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    node: Any = SimpleNamespace(member="SY", settings=SimpleNamespace(public_host="127.0.0.1", public_port=port))
    made = run._public_server(node)
    assert made is not None
    server, door = made
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        for path, status in (("/public/US-1/ar.txt", 200), *((each, 404) for each in NOT_THERE)):
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asking.request("GET", path)
            answer = asking.getresponse()
            assert (answer.status, answer.getheader("set-cookie")) == (status, None), path
            asking.close()
        for said in (b"", b"GET /public/ HTTP/1.1\r\nHost: x\r\n", b"GET / HTTP/1.1\r\nX: " + b"x" * 17_000):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
                slow.sendall(said)
                with contextlib.suppress(ConnectionResetError):
                    assert slow.recv(1) == b"", said[:20]
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        door.close()
    assert not thread.is_alive()
