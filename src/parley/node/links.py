"""The link board: how the link to each peer is, and over which routes each log was seen. In memory only.

The link writes it from its one loop; the desk, `parley status` and the line checks read it from any thread: every
value is immutable and replaced whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

DIRECT, STICK = "direct", "stick"
KEPT_SIGHTINGS = 4096


def via(peer: str) -> str:
    """Return the name of the route over which `peer` relays the log of another member."""
    return f"via:{peer}"


@dataclass(frozen=True, slots=True)
class PeerLink:
    """The link to one peer.

    `state` is "down", "connecting" or "up". `code` says why it is down, as a code with a sentence in
    texts/link.json. `skew_ms` is how far the peer's clock is ahead of ours, true within
    `skew_within_ms` (half the round trip); `clock_ms` is what it said, `clock_read_at_s` when by `time.monotonic`.
    `sizes` is what the peer says it holds of each log,
    `muted` the logs of which it brought what was refused, with the code of the refusal.
    """

    peer: str
    state: str = "down"
    code: str | None = None
    since_ms: int = 0
    connected_at_ms: int | None = None
    last_frame_at_ms: int | None = None
    tries: int = 0
    skew_ms: int | None = None
    skew_within_ms: int | None = None
    clock_ms: int | None = None
    clock_read_at_s: float | None = None
    sizes: Mapping[str, int] = field(default_factory=dict)
    muted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alive:
    """The newest proof that a member is alive: its checkpoint of `size`, which it signed at `signed_at_s`.

    `seen_at_ms` is when, by our clock, it first reached us, and `route` over which route.
    """

    member: str
    size: int
    signed_at_s: int | None
    seen_at_ms: int
    route: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A route over which an entry was seen, and when it first was; the time is None where it is too long ago."""

    route: str
    at_ms: int | None


class LinkBoard:
    """The state of all links of a node. `announce` is called where something changed that a screen shows."""

    def __init__(self, *, announce: Callable[[], None]) -> None:
        self._announce = announce
        self._peers: dict[str, PeerLink] = {}
        self._alive: dict[str, Alive] = {}
        self._routes: dict[str, dict[str, deque[tuple[int, int]]]] = {}

    # What the link writes ------------------------------------------------------------------------------------------

    def follow(self, peers: tuple[str, ...], *, now_ms: int) -> None:
        """Show exactly these peers; who has left the charter is shown no more."""
        self._peers = {peer: self._peers.get(peer) or PeerLink(peer, since_ms=now_ms) for peer in peers}
        self._announce()

    def connecting(self, peer: str, *, now_ms: int) -> None:
        """Note another attempt."""
        before = self._peers[peer]
        self._set(replace(before, state="connecting", since_ms=now_ms, tries=before.tries + 1))

    def connected(self, peer: str, *, now_ms: int) -> None:
        """Note that the stream is open."""
        self._set(
            replace(
                self._peers[peer], state="up", code=None, since_ms=now_ms, connected_at_ms=now_ms, tries=0, muted={}
            )
        )
        self._announce()

    def closed(self, peer: str, *, code: str, now_ms: int) -> None:
        """Note that the stream ended or could not be opened, and why."""
        before = self._peers.get(peer)
        if before is None:
            return
        self._set(replace(before, state="down", code=code, since_ms=now_ms, connected_at_ms=None))
        if before.state == "up" or before.code != code:
            self._announce()

    def frame_came(self, peer: str, *, now_ms: int) -> None:
        """Note that a whole frame came."""
        self._set(replace(self._peers[peer], last_frame_at_ms=now_ms))

    def heads_told(self, peer: str, *, sizes: Mapping[str, int], now_ms: int) -> None:
        """Note what the peer says it holds."""
        self._set(replace(self._peers[peer], sizes=dict(sizes), last_frame_at_ms=now_ms))

    def clock_read(self, peer: str, *, skew_ms: int, within_ms: int, clock_ms: int, at_s: float) -> None:
        """Note the peer's clock against ours, and what it said when (`at_s`, by `time.monotonic`)."""
        before = self._peers[peer]
        self._set(replace(before, skew_ms=skew_ms, skew_within_ms=within_ms, clock_ms=clock_ms, clock_read_at_s=at_s))
        if before.skew_ms is None or abs(before.skew_ms - skew_ms) > 1000:
            self._announce()

    def mute(self, peer: str, *, log: str, code: str) -> None:
        """Note that what the peer brought of a log was refused: until it reconnects it is not listened to about it."""
        before = self._peers[peer]
        self._set(replace(before, muted={**before.muted, log: code}))
        self._announce()

    def saw(self, log: str, *, size: int, route: str, now_ms: int) -> None:
        """Note that a verified checkpoint of `log` at `size` was seen over a route."""
        seen = self._routes.setdefault(log, {}).setdefault(route, deque(maxlen=KEPT_SIGHTINGS))
        if not seen or size > seen[-1][0]:
            seen.append((size, now_ms))

    def proved_alive(self, proof: Alive) -> None:
        """Keep the newest proof of life of a member; an older or equal size proves nothing new."""
        before = self._alive.get(proof.member)
        if before is None or proof.size > before.size:
            self._alive[proof.member] = proof
            self._announce()

    # What others read ----------------------------------------------------------------------------------------------

    def peers(self) -> tuple[PeerLink, ...]:
        """Return the links, in charter order."""
        return tuple(self._peers.values())

    def peer(self, code: str) -> PeerLink | None:
        """Return the link to one peer."""
        return self._peers.get(code)

    def is_up(self, code: str) -> bool:
        """Return whether the stream from this peer is open."""
        link = self._peers.get(code)
        return link is not None and link.state == "up"

    def alive(self, member: str) -> Alive | None:
        """Return the newest proof that a member is alive, None where this node has seen none since it started."""
        return self._alive.get(member)

    def behind(self, log: str, *, held: int) -> int:
        """Return how many entries of a log the best informed peer holds beyond the `held` of ours."""
        return max(0, *(link.sizes.get(log, 0) - held for link in self._peers.values()), 0)

    def routes_of(self, log: str, size: int) -> tuple[Sighting, ...]:
        """Return over which routes the first `size` entries of a log were seen, and since when, by name of route."""
        found = []
        for route, seen in sorted(self._routes.get(log, {}).items()):
            sightings = list(seen)
            place = bisect_left(sightings, (size, 0))
            if place < len(sightings):
                dropped = place == 0 and len(sightings) == KEPT_SIGHTINGS
                found.append(Sighting(route, None if dropped else sightings[place][1]))
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """Return the board in plain values, for `parley status` and the desk."""
        return {
            "peers": [_link_as_json(link) for link in self._peers.values()],
            "alive": {
                proof.member: {
                    "size": proof.size,
                    "signed_at_s": proof.signed_at_s,
                    "seen_at_ms": proof.seen_at_ms,
                    "route": proof.route,
                }
                for proof in list(self._alive.values())
            },
        }

    def _set(self, link: PeerLink) -> None:
        self._peers = {**self._peers, link.peer: link}


def _link_as_json(link: PeerLink) -> dict[str, Any]:
    return {
        "peer": link.peer,
        "state": link.state,
        "code": link.code,
        "since_ms": link.since_ms,
        "connected_at_ms": link.connected_at_ms,
        "last_frame_at_ms": link.last_frame_at_ms,
        "skew_ms": link.skew_ms,
        "skew_within_ms": link.skew_within_ms,
        "sizes": dict(link.sizes),
        "muted": dict(link.muted),
    }
