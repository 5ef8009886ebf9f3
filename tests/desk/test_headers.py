"""What every answer carries, pages, files, streams and refusals alike."""

from __future__ import annotations

import asyncio
import re

import pytest

from parley.desk.headers import POLICY, with_headers
from tests.desk.visitor import Visitor


@pytest.mark.parametrize("page", ["/", "/sign-in", "/no-such-page", "/hotline/new"])
def test_every_answer_carries_the_policy(visitor: Visitor, page: str) -> None:
    """The policy that lets nothing inline and nothing foreign run stands on every answer."""
    headers = visitor.get(page).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"


def test_files_carry_the_policy_and_may_be_kept_for_ever(visitor: Visitor) -> None:
    """Style sheets, scripts and fonts carry the policy too; their address changes with their content."""
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/").text)
    assert len(found) >= 5
    for address in found:
        answer = visitor.get(address)
        assert answer.status == 200
        assert answer.headers["content-security-policy"] == POLICY
        assert "immutable" in answer.headers["cache-control"]


def test_the_policy_allows_nothing_inline() -> None:
    """The policy names neither inline code nor evaluation nor any other host."""
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


async def _answer(scope: object, receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-content-type-options", b"other")]})  # type: ignore[operator]


@pytest.mark.parametrize(("is_secure", "expected"), [(True, True), (False, False)])
def test_strict_transport_is_asked_for_only_behind_tls(is_secure: bool, expected: bool) -> None:
    """A desk on loopback must not bind browsers to TLS; one behind TLS must. Own headers cannot be overridden."""
    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    asyncio.run(with_headers(_answer, is_secure=is_secure)({}, None, send))
    pairs = list(sent[0]["headers"])  # type: ignore[call-overload]
    assert (b"strict-transport-security" in dict(pairs)) is expected
    assert [value for name, value in pairs if name == b"x-content-type-options"] == [b"nosniff"]
