"""Who may come through the peers' door: the certificate decides, and the charter in force."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.node.keys import self_signed
from parley.node.link.tls import TlsIdentity, dial_context
from parley.wire import listener
from tests.link.cast import identity, mechanism, player
from tests.link.cell import Cell, listening
from tests.wire.client import RawClient


async def refused(cell: Cell, context: ssl.SSLContext) -> bool:
    """Return whether the door ends a connection with this context before any answer."""
    try:
        client = await RawClient.to(cell, identity=identity("IL"), context=context)
        client.writer.write(b"GET /clock HTTP/1.1\r\nHost: x\r\n\r\n")
        return await client.ended() == b""
    except (ConnectionError, ssl.SSLError):
        return True


def pinned(cell: Cell) -> ssl.SSLContext:
    """Return a client context that trusts the cell and shows no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cadata=cell.node.identity().certificate)
    return context


def test_a_member_is_answered() -> None:
    """A member of the charter in force is answered under its own certificate."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL")) as sy:
            client = await RawClient.to(sy, identity=player("IL").tls)
            assert (await client.ask("/charter"))[0] == 200
            client.close()

    asyncio.run(story())


def test_nobody_comes_in_without_a_certificate() -> None:
    """A client without a certificate gets no answer."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL")) as sy:
            assert await refused(sy, pinned(sy))

    asyncio.run(story())


def test_a_strangers_certificate_is_refused() -> None:
    """A self-signed certificate that the charter does not name gets no answer."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL")) as sy:
            assert await refused(sy, dial_context(identity("stranger"), peer=sy.node.identity().certificate))

    asyncio.run(story())


def test_tls_1_2_is_refused() -> None:
    """A member that offers nothing newer than TLS 1.2 gets no answer."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL")) as sy:
            context = dial_context(player("IL").tls, peer=sy.node.identity().certificate)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            assert await refused(sy, context)

    asyncio.run(story())


def test_who_has_left_the_charter_is_refused() -> None:
    """A certificate that the listener still trusts is refused once the charter in force names it no more."""

    async def story() -> None:
        charter = mechanism("SY", "IL", "US")
        async with listening("SY", charter=charter) as sy:
            sy.node.change_charter(replace(charter, members=charter.members[:1]))
            client = await RawClient.to(sy, identity=player("IL").tls)
            assert (await client.ask("/charter"))[0] == 403
            client.close()

    asyncio.run(story())


def test_a_member_is_refused_under_its_neighbours_key() -> None:
    """A member's certificate without its key opens nothing."""

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL")) as sy:
            forged = replace(player("IL").tls, key=identity("stranger").key)
            with pytest.raises(ssl.SSLError):
                dial_context(forged, peer=sy.node.identity().certificate)

    asyncio.run(story())


def test_a_handshake_that_hangs_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who connects and says nothing is cut when the time for the handshake is over."""
    monkeypatch.setattr(listener, "HANDSHAKE_S", 0.2)

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL")) as sy:
            host, port = sy.charter.member("SY").address.split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            async with asyncio.timeout(3):
                assert await reader.read() == b""
            writer.close()

    asyncio.run(story())


def test_a_members_new_certificate_is_taken_and_its_old_one_of_the_same_name_no_more() -> None:
    """After an amendment the new certificate passes the handshake, and the old one, with the same name, does not."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    renewed = TlsIdentity(self_signed(key, origin="IL"), key)

    async def status(cell: Cell, shown: TlsIdentity) -> int:
        client = await RawClient.to(cell, identity=shown)
        code, *_ = await client.ask("/charter")
        client.close()
        return code

    async def story() -> None:
        async with listening("SY", charter=mechanism("SY", "IL")) as sy:
            il, door = player("IL").tls, sy.node.identity().certificate
            assert await status(sy, il) == 200
            assert await refused(sy, dial_context(renewed, peer=door))
            sy.trust_only(renewed.certificate)
            # The charter of this cell still names the old one: the handshake stands, and the application refuses.
            assert await status(sy, renewed) == 403
            assert await refused(sy, dial_context(il, peer=door))
            sy.trust_only(il.certificate)
            assert await status(sy, il) == 200

    asyncio.run(story())
