"""The headers that every answer of the desk carries, pages, files and streams alike."""

from __future__ import annotations

from typing import Any

# Scripts, styles and fonts of our own only; no evaluation, no inline style, nothing framed, no plug-ins.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)

ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
BY_TLS = (b"strict-transport-security", b"max-age=31536000")


def with_headers(application: Any, *, is_secure: bool) -> Any:
    """Return the application with these headers on each answer, before its own, which may not repeat them."""
    ours = (*ALWAYS, BY_TLS) if is_secure else ALWAYS
    names = {name for name, _ in ours}

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def send_with(message: Any) -> None:
            if message["type"] == "http.response.start":
                theirs = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
                message = {**message, "headers": [*theirs, *ours]}
            await send(message)

        await application(scope, receive, send_with)

    return answer
