"""The link bar: for this node and each member, whether it is heard, when it last proved to be alive, how far behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from parley.node.links import DIRECT, STICK, Alive, PeerLink
from parley.node.running import Node
from parley.node.store import cosignatures, logs
from parley.texts import sentence

SILENT_MS = 20_000
SKEW_MS = 5_000
SHAPES = {"up": "done", "slow": "soon", "down": "bad"}


@dataclass(frozen=True, slots=True)
class LinkShown:
    """One member as the bar shows it.

    `heard_ms` is when anything last came from its node, `proven_ms` when a newer checkpoint of its log
    did; None where not since this node started. `behind` counts entries of its log that others hold
    and we do not, and `lag_ms` is how old what we hold of it is where it lags or the link is down: else nought.
    `unmirrored` counts entries of ours that it has not cosigned as a mirror, `uncosigned` as a witness.
    """

    code: str
    name: str
    state: str
    shape: str
    word: str = ""
    why: str = ""
    heard_ms: int | None = None
    proven_ms: int | None = None
    route: str = ""
    behind: int = 0
    lag_ms: int = 0
    unmirrored: int = 0
    uncosigned: int = 0
    size: int = 0
    held: int = 0
    skew_ms: int | None = None

    @property
    def is_stale(self) -> bool:
        """Whether what comes from this member must not pass for current."""
        return self.state in ("slow", "down")

    @property
    def as_of_ms(self) -> int | None:
        """Return up to when what we hold of this member is proven; None where nothing was since this node started."""
        return self.proven_ms if self.proven_ms is not None else self.heard_ms


@dataclass(frozen=True, slots=True)
class _OwnLog:
    size: int
    mirrored: dict[str, int]
    cosigned: dict[str, int]


def links_shown(node: Node, *, names: Callable[[str], str], language: str, now_ms: int) -> list[LinkShown]:
    """Return this node's own place first, then the others in charter order."""
    own = _own_log(node)
    shown = [LinkShown(node.member, gettext("This node"), "own", "done", size=own.size)]
    for code in node.charter().codes:
        if code != node.member:
            shown.append(_peer(node, code, names=names, own=own, language=language, now_ms=now_ms))
    return shown


def stale_since(links: list[LinkShown]) -> Mapping[str, int | None]:
    """Return the members of whom nothing current is held, with the time up to which they are proven."""
    return {link.code: link.as_of_ms for link in links if link.is_stale}


def stale_codes(node: Node, *, now_ms: int) -> frozenset[str]:
    """Return the members of whom nothing current is held."""
    return frozenset(
        code
        for code in node.charter().codes
        if code != node.member and _heard(node, code, now_ms=now_ms).state != "up"
    )


def _own_log(node: Node) -> _OwnLog:
    connection = node.reader()
    head = logs.head(connection, node.keys.origin)
    if head is None:
        return _OwnLog(0, {}, {})
    mirrored: dict[str, int] = {}
    cosigned: dict[str, int] = {}
    for row in cosignatures.of_log(connection, head.id):
        origin, _, role = row.cosigner.rpartition("/")
        (mirrored if role == "mirror" else cosigned)[origin] = row.size
    return _OwnLog(head.size, mirrored, cosigned)


def _peer(
    node: Node, code: str, *, names: Callable[[str], str], own: _OwnLog, language: str, now_ms: int
) -> LinkShown:
    origin, name = node.charter().member(code).origin, names(code)
    alive = node.board.alive(code)
    heard = _heard(node, code, now_ms=now_ms)
    link, state, behind, held = heard.link, heard.state, heard.behind, heard.held
    return LinkShown(
        code=code,
        name=name,
        state=state,
        shape=SHAPES[state],
        word=_WORDS[state](),
        why=sentence(link.code, language=language, data={"peer": name}) if link.code and state == "down" else "",
        heard_ms=link.last_frame_at_ms,
        proven_ms=alive.seen_at_ms if alive else None,
        route=_route(alive, state=state, names=names),
        behind=behind,
        lag_ms=_lag_ms(alive, link=link, is_level=state == "up", now_ms=now_ms),
        unmirrored=max(0, own.size - own.mirrored.get(origin, 0)),
        uncosigned=max(0, own.size - own.cosigned.get(origin, 0)),
        size=held + behind,
        held=held,
        skew_ms=link.skew_ms,
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """Whether a member is heard: its link, how much of its log is held, and how much more others hold."""

    link: PeerLink
    state: str
    held: int
    behind: int


def _heard(node: Node, code: str, *, now_ms: int) -> _Heard:
    origin = node.charter().member(code).origin
    link, head = node.board.peer(code) or PeerLink(code), logs.head(node.reader(), origin)
    held = head.size if head else 0
    behind = node.board.behind(origin, held=held)
    return _Heard(link, _state(link, behind=behind, now_ms=now_ms), held, behind)


def route_word(route: str, *, names: Callable[[str], str]) -> str:
    """Say over which way a member's log comes: direct, relayed by another member, or on a stick."""
    if route == DIRECT:
        return gettext("direct")
    if route == STICK:
        return gettext("stick")
    return gettext("via %(member)s") % {"member": names(route.removeprefix("via:"))}


def _route(alive: Alive | None, *, state: str, names: Callable[[str], str]) -> str:
    """Say by which way the last proof came; a cut line is no way, though the last proof came over it."""
    if alive is None or (state == "down" and alive.route == DIRECT):
        return ""
    return route_word(alive.route, names=names)


def _lag_ms(alive: Alive | None, *, link: PeerLink, is_level: bool, now_ms: int) -> int:
    """Return how old the newest proof is where the member lags; what was signed last tells more than when it came."""
    if is_level:
        return 0
    if alive is None:
        return now_ms - link.last_frame_at_ms if link.last_frame_at_ms else 0
    return max(0, now_ms - (alive.signed_at_s * 1000 if alive.signed_at_s else alive.seen_at_ms))


def _state(link: PeerLink, *, behind: int, now_ms: int) -> str:
    if link.state != "up":
        return "down"
    is_silent = link.last_frame_at_ms is None or now_ms - link.last_frame_at_ms > SILENT_MS
    is_skewed = link.skew_ms is not None and abs(link.skew_ms) > SKEW_MS
    return "slow" if is_silent or is_skewed or behind or link.muted else "up"


_WORDS: Mapping[str, Callable[[], str]] = {
    "up": lambda: gettext("linked"),
    "slow": lambda: gettext("behind or silent"),
    "down": lambda: gettext("no link"),
}
