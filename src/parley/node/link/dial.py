"""The client side of one peer's door: bounded in time and size, whatever the peer does."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from types import TracebackType
from typing import Any

import aiohttp

from parley.charter.model import Member
from parley.node.link.certificates import certificate_of
from parley.node.link.tls import TlsIdentity, dial_context

CONNECT_S = 10.0
IDLE_S = 15.0
SMALL_S = 30.0
READ_AHEAD = 2**20
MAX_SMALL = 2**20
CHUNK = 262_144


class LinkError(Exception):
    """The link to a peer ended or could not be opened; `code` has a sentence in texts/link.json."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PeerClient:
    """Talks to one peer's listener. An async context: on leaving, every connection is closed."""

    def __init__(self, peer: Member, *, identity: TlsIdentity) -> None:
        self._certificate = certificate_of(peer)
        self._url = f"https://{peer.address}"
        context = dial_context(identity, peer=self._certificate)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=context, limit=6, ttl_dns_cache=10, enable_cleanup_closed=True),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=IDLE_S),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            read_bufsize=READ_AHEAD,
            trust_env=False,
        )

    async def __aenter__(self) -> PeerClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(self, path: str, *, limit: int = MAX_SMALL) -> bytes:
        """Return a small file. LinkError link.not_held (404), link.refused, link.too_large, link.silent, ..."""
        with _named_errors():
            async with asyncio.timeout(SMALL_S), self._asked(path) as response:
                return await _bounded(response, limit=limit)

    async def clock_ms(self) -> int:
        """Return the peer's clock."""
        try:
            value = json.loads(await self.get("/clock", limit=100))
            told = value["at"]
        except (ValueError, TypeError, KeyError):
            raise LinkError("link.answer_malformed") from None
        if type(told) is not int or not 0 <= told < 2**53:
            raise LinkError("link.answer_malformed")
        return told

    @asynccontextmanager
    async def stream(
        self, positions: Mapping[str, int], *, direct: frozenset[str]
    ) -> AsyncIterator[aiohttp.StreamReader]:
        """Open the peer's stream from these positions (by origin); what comes is read with `read_frame`."""
        query = {"from": ",".join(f"{log}:{size}" for log, size in sorted(positions.items()))}
        if direct:
            query["direct"] = ",".join(sorted(direct))
        with _named_errors():
            async with self._asked("/stream", query={name: text for name, text in query.items() if text}) as response:
                self._check_certificate(response)
                yield response.content

    async def attachment(self, digest: bytes, *, offset: int) -> AsyncGenerator[bytes, None]:
        """Yield a sealed attachment from a byte on, in parts of at most `CHUNK` bytes."""
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        with _named_errors():
            async with self._asked(f"/attachment/{digest.hex()}", headers=headers) as response:
                if offset and response.status != 206:
                    raise LinkError("link.answer_malformed")
                async for part in response.content.iter_chunked(CHUNK):
                    yield part

    @asynccontextmanager
    async def _asked(
        self, path: str, *, query: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        asked = self._session.get(self._url + path, params=query, headers=headers, allow_redirects=False)
        async with asked as response:
            if response.status not in (200, 206):
                raise LinkError({403: "link.refused", 404: "link.not_held"}.get(response.status, "link.answer_status"))
            yield response

    def _check_certificate(self, response: aiohttp.ClientResponse) -> None:
        """Compare the certificate itself: the context would trust also what a peer's certificate has issued."""
        connection = response.connection
        transport = connection.transport if connection else None
        tls: Any = transport.get_extra_info("ssl_object") if transport else None
        if tls is None or tls.getpeercert(binary_form=True) != self._certificate:
            raise LinkError("link.certificate")


async def _bounded(response: aiohttp.ClientResponse, *, limit: int) -> bytes:
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > limit:
            raise LinkError("link.too_large")
    return bytes(body)


@contextmanager
def _named_errors() -> Iterator[None]:
    """Give every way in which a connection ends its code."""
    try:
        yield
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError, ssl.SSLError) as error:
        raise LinkError("link.certificate") from error
    except aiohttp.ClientConnectorError as error:
        raise LinkError("link.unreachable") from error
    except TimeoutError as error:
        raise LinkError("link.silent") from error
    except (aiohttp.ClientError, asyncio.IncompleteReadError, OSError) as error:
        raise LinkError("link.lost") from error
