"""The desk's ASGI application: Django on its threads, and the event stream beside it."""

from __future__ import annotations

from functools import partial
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connections
from django.http import HttpRequest

from parley.desk.attention.locking import LOCKED
from parley.desk.fragments import Press
from parley.desk.headers import with_headers
from parley.desk.officers.gates import listening_role
from parley.desk.pushed import FRAGMENTS
from parley.desk.staleness import tell_staleness
from parley.desk.stream import Session, Stream
from parley.desk.threads import ThreadedDjango
from parley.node.running import Node

STREAM = "/stream"
# Under this name a request's scope carries the place in the stream at which its page was begun.
PLACE = "parley.place"


def application_of(node: Node) -> Any:
    """Return the application for a server; `open_desk` has set Django up and attached the node."""
    django = ThreadedDjango()
    beside = partial(tell_staleness, node)
    stream = Stream(check=session_of, changes=node.changes, press=Press(FRAGMENTS), beside=beside)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"] == STREAM:
            await stream(scope, receive, send)
        else:
            # Every page knows its place in the stream: what happens while it is made is told to it afterwards.
            await django({**scope, PLACE: stream.follow().place}, receive, send)

    return with_headers(application, is_secure=settings.SESSION_COOKIE_SECURE)


async def session_of(scope: Any) -> Session | None:
    """Return the running session of an officer that the cookies of a request name; None for anybody else."""
    # A context of its own, left at once: otherwise the stream would keep a thread for its whole life.
    async with ThreadSensitiveContext():
        return await sync_to_async(_session_of, thread_sensitive=True)(scope)


def _session_of(scope: Any) -> Session | None:
    try:
        cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin1"))
    except CookieError:
        return None
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    if found is None:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(found.value)
    headers = dict(scope["headers"])
    request.META = {
        "HTTP_USER_AGENT": headers.get(b"user-agent", b"").decode("latin1"),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
    }
    try:
        request.user = get_user(request)
        role = listening_role(request)
        return None if role is None else Session(role, is_locked=bool(request.session.get(LOCKED)))
    finally:
        # This thread ends with its context, so the connection must not outlive the question.
        connections.close_all()


async def _live(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
