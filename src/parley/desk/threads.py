"""Django's requests on a few threads that live as long as the desk.

Django's own ASGI handler starts a thread, and with it a database connection, for each request, and
crosses between loop and thread once per middleware. Here a request crosses once each way and finds
its connection open; measured on one core this is the larger half of a small page's time.
"""

from __future__ import annotations

import asyncio
import contextvars
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections

from parley.desk.pages import too_much

THREADS = 4
# Of a stranger only the sign-in form is read; of an officer up to four attachments of 25 MB.
STRANGER_BYTES = 64 * 1024
OFFICER_BYTES = 101 * 1024 * 1024

Send = Callable[[dict[str, Any]], Any]
Receive = Callable[[], Any]


class TooLong(Exception):
    """The body of a request is longer than its sender may make it."""


class ThreadedDjango(ASGIHandler):
    """Django, called by ASGI and run on this handler's own threads."""

    def __init__(self) -> None:
        """Load the middleware and start no thread yet."""
        super().__init__()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="desk")

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's signature)
        """Load the chain as plain functions whatever the caller is; the crossing is made once, outside."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request; a body that is too long is answered 413 and not read further."""
        try:
            body = await _body_of(receive, most=_most_bytes(scope))
        except TooLong:
            await _plain(send, status=413, text=too_much().encode())
            return
        if body is None:
            return
        try:
            await self._answer(scope, body, send)
        finally:
            body.close()

    async def _answer(self, scope: Any, body: Any, send: Send) -> None:
        request, fault = self.create_request(scope, body)
        if request is None:
            await _plain(send, status=fault.status_code)
            return
        response = await self._in_thread(partial(self._respond, request))
        await send({"type": "http.response.start", "status": response.status_code, "headers": _headers_of(response)})
        if response.streaming:
            await self._stream(iter(response), send)
        else:
            await send({"type": "http.response.body", "body": response.content})
        await self._in_thread(response.close)

    def _respond(self, request: Any) -> Any:
        close_old_connections()
        response = self.get_response(request)
        response._handler_class = self.__class__
        return response

    async def _stream(self, chunks: Iterator[bytes], send: Send) -> None:
        while (chunk := await self._in_thread(partial(next, chunks, None))) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        # A context of its own: the language activated for one request must not leak into the next.
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, call)


def _most_bytes(scope: Any) -> int:
    """Return how long a body may be: short unless a session cookie comes with it."""
    cookies = b";".join(value for name, value in scope["headers"] if name == b"cookie")
    return OFFICER_BYTES if settings.SESSION_COOKIE_NAME.encode() in cookies else STRANGER_BYTES


async def _body_of(receive: Receive, *, most: int) -> Any:
    """Return the whole body in a file that spills to disk, or None where the caller went away."""
    # Closed by whoever is answered with it, and here where nobody is.
    file = tempfile.SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            file.close()
            return None
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > most:
            file.close()
            raise TooLong
        file.write(chunk)
        if not message.get("more_body", False):
            file.seek(0)
            return file


def _headers_of(response: Any) -> list[tuple[bytes, bytes]]:
    headers = [(name.encode("ascii").lower(), value.encode("latin1")) for name, value in response.items()]
    return headers + [(b"set-cookie", cookie.OutputString().encode("ascii")) for cookie in response.cookies.values()]


async def _plain(send: Send, *, status: int, text: bytes = b"") -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
