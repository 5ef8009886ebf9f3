"""Cursor-on-Target: what an event says; a listener receives it over TCP and over TLS, and what was taken back."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from parley.feeds.cot import events, gone
from parley.feeds.pushing import push_feeds
from parley.geo.band import Ground
from parley.geo.outline import circle
from parley.geo.place import Place
from parley.node.drafts import Draft
from parley.node.feeds import kept
from parley.node.feeds.carried import Carried
from parley.node.feeds.kept import Push
from parley.node.feeds.sent import sent
from parley.node.filing import file
from parley.node.running import Node
from tests.feeds.listening import Listener, Pushing, certificate, listening, revoke
from tests.feeds.reading import feed
from tests.feeds.saying import ALL, notice
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import HOUR, height, plan, volume

NOW_S = 1_767_700_000
GROUND = Ground((-215, 2814), (15, 27), (985, 1045))
SOON = volume(begins_s=NOW_S + HOUR // 2)
NOTICE = Carried(
    "SY/7", "SY", "Syria", "paris-2026", False, "convoy", "Convoy", "Water", "Six <vehicles> & a car", "en", "planned",
    "SY/7", 0, 0, 0, 6, (SOON,), (), 0, 0,
)  # fmt: skip


def told(notice: Carried, ground: Ground | None = GROUND) -> list[ElementTree.Element]:
    """Return the events of a notice, parsed."""
    found = events([notice], ground=ground, now_ms=NOW_S * 1000, ahead_s=HOUR, caution="Without prejudice.")
    return [ElementTree.fromstring(each.raw) for each in found]


def of(*volumes: dict[str, Any], **changes: Any) -> Carried:
    """Return the notice with other volumes."""
    return replace(NOTICE, volumes=volumes, **changes)


def test_an_outline_is_a_drawing_of_its_corners() -> None:
    """Closed, with start and stale from the window, no height where none is known, the fence as wide as it may be."""
    (event,) = told(NOTICE)
    assert (event.get("type"), event.get("version"), event.get("how")) == ("u-d-f", "2.0", "h-e")
    assert event.get("uid") == "SY-7-0-0@paris-2026" and event.get("opex") is None
    times = [datetime.fromisoformat(event.get(each) or "").timestamp() for each in ("time", "start", "stale")]
    assert times == [NOW_S, NOW_S + HOUR // 2, NOW_S + HOUR // 2 + 4 * HOUR]
    point = event.find("point")
    assert point is not None and point.get("hae") == point.get("ce") == point.get("le") == "9999999.0"
    assert (point.get("lat"), point.get("lon")) == ("33.1050000", "35.8050000")
    links = [each.get("point") for each in event.findall("detail/link")]
    assert links[0] == links[-1] == "33.1000000,35.8000000" and len(links) == 5
    fence = event.find("detail/__geofence")
    assert fence is not None and (fence.get("minElevation"), fence.get("maxElevation")) == ("-200.0", "2891.0")
    assert "Six <vehicles> & a car" in (event.findtext("detail/remarks") or "")
    assert "Without prejudice" in (event.findtext("detail/remarks") or "")


def test_a_circle_is_an_ellipse_that_holds_what_was_signed() -> None:
    """Around its place, never smaller than the outline; what only says that it is a circle is drawn by its corners."""
    centre = Place(331_000_000, 358_000_000)
    area = circle(centre, radius_m=500)
    ring = [[list(corner) for corner in area.polygons[0][0]]]  # type: ignore[union-attr]
    drawn = {"form": "circle", "points": [{"lat_e7": centre.lat_e7, "lon_e7": centre.lon_e7}], "radius_m": 500}
    (event,) = told(of({**SOON, "area": [ring], "drawn": drawn}))
    ellipse = event.find("detail/shape/ellipse")
    assert event.get("type") == "u-d-c-c" and ellipse is not None
    assert 500 <= float(ellipse.get("major") or 0) <= 502 and ellipse.get("major") == ellipse.get("minor")
    (event,) = told(of({**SOON, "drawn": {**drawn, "radius_m": 9_000}}))
    assert event.get("type") == "u-d-f"


def test_a_height_above_the_ellipsoid_is_told_as_it_is() -> None:
    """In metres; and without figures of the ground there is no fence, rather than a wrong one."""
    (event,) = told(of({**SOON, "lower": height(1_000, "W84", "ft"), "upper": height(2_000, "W84", "ft")}), None)
    point = event.find("point")
    assert point is not None and point.get("hae") == "304.8"
    assert event.find("detail/__geofence") is None


@pytest.mark.parametrize(("begins_s", "hours", "is_shown"), [
    (NOW_S - 2 * HOUR, 2, False), (NOW_S - HOUR, 2, True), (NOW_S + HOUR, 1, True), (NOW_S + HOUR + 1, 1, False),
])  # fmt: skip
def test_only_what_is_active_or_soon_will_be_is_sent(begins_s: int, hours: int, is_shown: bool) -> None:
    """A window that ends now is over, one that begins at the end of the hour ahead is soon."""
    assert bool(told(of(volume(begins_s=begins_s, hours=hours)))) is is_shown


def test_what_is_over_is_not_sent_and_an_exercise_says_so() -> None:
    """In the event and in its name."""
    assert told(replace(NOTICE, state="ended")) == told(replace(NOTICE, state="cancelled")) == []
    (event,) = told(replace(NOTICE, is_exercise=True))
    contact = event.find("detail/contact")
    assert event.get("opex") == "e-paris-2026" and contact is not None
    assert contact.get("callsign") == "EXERCISE Water (SY/7)"


def test_what_is_gone_is_deleted_by_its_uid() -> None:
    """As TAK deletes."""
    event = ElementTree.fromstring(gone("SY-7-0-0@paris-2026", now_ms=NOW_S * 1000))
    link = event.find("detail/link")
    assert event.get("type") == "t-x-d-d" and event.find("detail/__forcedelete") is not None
    assert link is not None and link.get("uid") == "SY-7-0-0@paris-2026"


def soon(node: Node) -> dict[str, Any]:
    """Return a volume that begins in half an hour, by the node's own clock."""
    return volume(begins_s=node.clock.now_ms() // 1000 + HOUR // 2)


def says(node: Node, kind: str, content: dict[str, Any], matter: str) -> None:
    """Let the node's member file an entry."""
    file(Draft(kind, ALL, content, matter, role="duty_officer"), node=node)


def test_a_listener_receives_over_tcp_and_what_is_cancelled_is_taken_back(paris: Mechanism) -> None:
    """When it is filed, when it is changed, again after a broken line; deleted when it is cancelled."""
    node = paris.nodes["SY"]

    async def act(listener: Listener, _: Pushing) -> None:
        mine = await asyncio.to_thread(lambda: notice(paris, "SY", volumes=(soon(node),)))
        uid = (await listener.next("u-d-f", mine)).get("uid")
        later = {**plan({**soon(node), "upper": height(90)}), "of": mine, "why": "Higher"}
        await asyncio.to_thread(says, node, "activity_changed", later, mine)
        changed = await listener.next("u-d-f", "90 m AGL")
        assert changed.get("uid") == uid
        listener.writers[-1].close()
        again = await listener.next("u-d-f", "90 m AGL")
        assert again.get("uid") == uid and len(listener.writers) == 2
        await asyncio.to_thread(says, node, "activity_cancelled", {"why": "Rain"}, mine)
        assert await listener.next("t-x-d-d", str(uid)) is not None

    found = asyncio.run(listening(node, None, Push("127.0.0.1", 1, is_tls=False), act))
    assert found.uses >= 4


def test_a_revoked_feed_takes_back_what_it_sent(paris: Mechanism) -> None:
    """The map of the receiver is as if nothing had been sent."""
    node = paris.nodes["IL"]

    async def act(listener: Listener, _: Pushing) -> None:
        mine = await asyncio.to_thread(lambda: notice(paris, "IL", volumes=(soon(node),)))
        uid = (await listener.next("u-d-f", mine)).get("uid")
        (found,) = [each for each in await asyncio.to_thread(lambda: kept.listed(node.reader())) if each.is_open]
        await asyncio.to_thread(lambda: node.writer.call(lambda ledger: revoke(ledger, found.name)).result())
        assert await listener.next("t-x-d-d", str(uid)) is not None

    asyncio.run(listening(node, None, Push("127.0.0.1", 1, is_tls=False), act))


@pytest.mark.parametrize("ending", ["cancelled", "revoked"])
def test_a_node_that_starts_again_takes_back_what_is_gone_meanwhile(paris: Mechanism, ending: str) -> None:
    """It keeps what it sent: what was cancelled, or whose feed was revoked, leaves the map; the rest stays."""
    node = paris.nodes["SY"]

    async def act(listener: Listener, pushing: Pushing) -> None:
        mine = [await asyncio.to_thread(lambda: notice(paris, "SY", volumes=(soon(node),))) for _ in range(2)]
        uids = [(await listener.next("u-d-f", each)).get("uid") for each in mine]
        (found,) = [each for each in await asyncio.to_thread(lambda: kept.listed(node.reader())) if each.is_open]
        await pushing.end()
        if ending == "cancelled":
            await asyncio.to_thread(says, node, "activity_cancelled", {"why": "Rain"}, mine[0])
        else:
            await asyncio.to_thread(lambda: node.writer.call(lambda ledger: revoke(ledger, found.name)).result())
        pushing.begin()
        assert await listener.next("t-x-d-d", str(uids[0])) is not None
        if ending == "cancelled":
            assert (await listener.next("u-d-f", mine[1])).get("uid") == uids[1]
            await asyncio.to_thread(says, node, "activity_cancelled", {"why": "Rain"}, mine[1])
        assert await listener.next("t-x-d-d", str(uids[1])) is not None
        await forgotten(node, found.name)

    asyncio.run(listening(node, None, Push("127.0.0.1", 1, is_tls=False), act))


async def forgotten(node: Node, name: str) -> None:
    """Wait until nothing of a feed is kept as sent."""
    news = node.changes.subscribe()
    async with asyncio.timeout(60):
        while await asyncio.to_thread(lambda: sent(node.reader(), name)):
            await news.next(0.05)


def test_a_listener_receives_over_tls_from_a_node_that_shows_its_certificate(paris: Mechanism, tmp_path: Path) -> None:
    """Both ends know each other by a file; the name in the receiver's certificate is the one that was given."""
    node = paris.nodes["US"]
    theirs, ours = certificate(tmp_path, "tak.example"), certificate(tmp_path, "node.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(theirs)
    context.load_verify_locations(ours)
    context.verify_mode = ssl.CERT_REQUIRED

    async def act(listener: Listener, _: Pushing) -> None:
        mine = await asyncio.to_thread(lambda: notice(paris, "US", volumes=(soon(node),)))
        assert (await listener.next("u-d-f", mine)).get("uid")
        shown = listener.writers[0].get_extra_info("ssl_object")
        assert shown.version() == "TLSv1.3" and shown.getpeercert(binary_form=True)

    push = Push("127.0.0.1", 1, is_tls=True, ca=str(theirs), certificate=str(ours), name="tak.example")
    asyncio.run(listening(node, context, push, act))


def test_a_receiver_with_another_certificate_gets_nothing(tmp_path: Path) -> None:
    """Nor one whose certificate bears another name: the handshake ends before anything is sent."""
    from parley.feeds.pushing import _expected, _tls

    right, wrong = certificate(tmp_path, "tak.example"), certificate(tmp_path, "other.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(right)

    async def reached(push: Push) -> bool:
        server = await asyncio.start_server(Listener().hear, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        try:
            _, writer = await asyncio.open_connection(
                "127.0.0.1", port, ssl=_tls(push), server_hostname=_expected(push)
            )
        except ssl.SSLError:
            return False
        finally:
            server.close()
        writer.close()
        return True

    push = Push("127.0.0.1", 1, is_tls=True, ca=str(right), name="tak.example")
    assert asyncio.run(reached(push))
    assert not asyncio.run(reached(replace(push, ca=str(wrong))))
    assert not asyncio.run(reached(replace(push, name="other.example")))


@pytest.mark.parametrize("push", [
    Push("tak..example", 8089, is_tls=False),
    Push("127.0.0.1", 1, is_tls=False),
    Push("127.0.0.1", 1, is_tls=True, ca="/nowhere/ca.pem"),
    Push("127.0.0.1", 1, is_tls=True, ca=__file__),
])  # fmt: skip
def test_what_cannot_be_reached_is_tried_again_and_told_once(
    paris: Mechanism, push: Push, caplog: pytest.LogCaptureFixture
) -> None:
    """No fault of an address, a line or a file ends the node."""
    node, pauses = paris.nodes["SY"], []

    async def tried() -> None:
        again = asyncio.Event()

        async def pause(pause_s: float) -> None:
            pauses.append(pause_s)
            if pauses.count(2.0):
                again.set()
            # No time passes; others have their turn.
            await asyncio.sleep(0)

        running = asyncio.create_task(push_feeds(node, pause=pause))
        async with asyncio.timeout(60):
            await again.wait()
        assert not running.done()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    token = feed(node, formats=("cot",), push=push)
    asyncio.run(tried())
    assert pauses[0] == 1.0
    said = [each for each in caplog.messages if push.address in each]
    assert len(said) == 1 and "tried again" in said[0]
    node.writer.call(lambda ledger: revoke(ledger, token.partition(".")[0])).result()
