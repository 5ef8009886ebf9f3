"""`parley run`: opens the node, its doors and its link, and runs until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import base64
import errno
import gc
import logging
import os
import random
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Any

from uvicorn import Config, Server

from parley.cli.control import serve_control
from parley.cli.failing import FAILURES, tell_failure
from parley.cli.placing import Place, add_home, passphrase_of, place_of, tell_exercise
from parley.cli.told import add_language
from parley.feeds.door import with_feeds
from parley.feeds.public import public_app, with_public
from parley.feeds.public_listener import MOST_PUBLIC, PublicProtocol
from parley.feeds.pushing import push_feeds
from parley.node.clock import SystemClock
from parley.node.home import Home
from parley.node.keys import open_keys
from parley.node.link.links import Links
from parley.node.link.nodeport import NodePort
from parley.node.link.tls import TlsIdentity
from parley.node.neighbours import neighbours
from parley.node.recovering import recover
from parley.node.resting import share_heaps
from parley.node.rounds import run_rounds
from parley.node.running import Node, end_writing, open_node
from parley.texts import LANGUAGES, sentence
from parley.wire.app import PeerApp
from parley.wire.listener import PeerListener
from parley.wire.nodeholdings import NodeHoldings

GRACE_S = 3
FOR_TESTS = ("PARLEY_KILL_AT", "PARLEY_KILL_AFTER", "PARLEY_CLOCK_SKEW_MS")
log = logging.getLogger("parley")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_home(parser)
    parser.add_argument("--no-desk", action="store_true", help="run without the officers' desk")
    parser.add_argument("--verbose", action="store_true", help="log what the links and rounds do")
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    """Run the node until SIGTERM or SIGINT; 2 where it cannot start, with what to do."""
    logging.basicConfig(level=logging.INFO if args.verbose else logging.WARNING, format="%(levelname)s %(message)s")
    _warn(args.language)
    share_heaps()
    try:
        place = place_of(args)
        single_sign_on = None if args.no_desk else _issuer_of(place)
        node = open_place(place)
    except FAILURES as error:
        tell_failure(error, home=args.home, language=args.language, charter=Home(args.home).charter)
        return 2
    if not args.no_desk and not _second_factor_fits(node, place, language=args.language):
        return 2
    app = None if args.no_desk else _desk_app(node, place, single_sign_on=single_sign_on)
    # What was loaded at the start lives as long as the process: no collection needs to look at it again.
    gc.collect()
    gc.freeze()
    try:
        asyncio.run(_serve(node, app))
    except CannotListen as refused:
        figures = {"why": str(refused), "settings": str(place.home.settings)}
        print(sentence(refused.code, language=args.language, data=figures), file=sys.stderr)
        return 2
    return 0


class CannotListen(Exception):
    """An address, a port or the control socket that this machine does not give; the text says which and why."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.code = "node_verb.port_taken" if error.errno == errno.EADDRINUSE else "node_verb.cannot_listen"


def _warn(language: str) -> None:
    """Tell of each variable that makes a node fail or lie on purpose: no node that matters runs with one."""
    for name in FOR_TESTS:
        if os.environ.get(name):
            print(sentence("node_verb.for_tests", language=language, data={"name": name}), file=sys.stderr, flush=True)


def open_place(place: Place) -> Node:
    """Open the node of a home folder, asking for the passphrase of its keys where they have one."""
    keys = open_keys(place.home, passphrase=passphrase_of(place))
    skew_ms = int(os.environ.get("PARLEY_CLOCK_SKEW_MS", "0"))
    return open_node(place.home, settings=place.settings, keys=keys, clock=SystemClock(skew_ms=skew_ms))


def _issuer_of(place: Place) -> Any:
    from parley.desk.opening import issuer_of

    return issuer_of(place.settings)


def _desk_app(node: Node, place: Place, *, single_sign_on: Any) -> Any:
    # Here, so that Django is loaded only where a desk is wanted.
    from parley.desk.opening import open_desk

    told = place.settings
    desk = open_desk(
        node,
        home=node.home.path,
        hosts=told.desk_names,
        is_secure=told.desk_behind_tls,
        proxies=told.desk_proxies,
        asks_second_factor=told.desk_second_factor == "required",
        single_sign_on=single_sign_on,
    )
    return with_public(with_feeds(desk, node=node), node=node)


def _second_factor_fits(node: Node, place: Place, *, language: str) -> bool:
    """Say why a desk does not start that would let officers of a real mechanism in by password alone."""
    wish, is_exercise = place.settings.desk_second_factor, node.founding.mechanism.exercise
    if wish == "required" or (wish == "exercise" and is_exercise):
        return True
    figures = {"settings": str(place.home.settings)}
    code = "node_verb.second_factor_off" if wish == "off" else "node_verb.second_factor_refused"
    print(sentence(code, language=language, data=figures), file=sys.stderr, flush=True)
    return wish == "off"


async def _serve(node: Node, app: Any) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    node.writer.start()
    links = Links(NodePort(node), board=node.board, chance=random.SystemRandom().random)
    try:
        peers, holdings = await _listen(node, links)
        control = await serve_control(node)
        desk, door = _desk_server(node, app) if app else (None, None)
        public = _public_server(node)
    except OSError as error:
        raise CannotListen(error) from None
    tasks = [asyncio.create_task(each) for each in _endless(node, links, peers)]
    if desk is not None:
        tasks.append(asyncio.create_task(desk.serve(sockets=[door] if door else None)))
    if public is not None:
        tasks.insert(0, asyncio.create_task(public[0].serve(sockets=[public[1]])))
    writing = asyncio.wrap_future(node.writer.ended)
    ended: list[asyncio.Future[Any]] = [asyncio.create_task(stop.wait()), writing, *tasks]
    await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED)
    await _stop(node, tasks, desk, peers, holdings)
    control.close()
    _raise_first([writing, *tasks])


async def _listen(node: Node, links: Links) -> tuple[PeerListener, PeerApp]:
    holdings = PeerApp(NodeHoldings(node), called=links.wake)
    identity = TlsIdentity(node.keys.tls_certificate, node.keys.tls_key)
    listener = PeerListener(holdings, identity=identity, trusted=_certificates(node))
    port = await listener.start(host=node.settings.peer_host, port=node.settings.peer_port)
    tell_exercise(node.home, languages=LANGUAGES)
    print(f"parley {node.member}: peers on {node.settings.peer_host}:{port}", flush=True)
    return listener, holdings


def _endless(node: Node, links: Links, peers: PeerListener) -> list[Any]:
    return [recover(node), run_rounds(node), links.run(), _trust_amended(node, peers), push_feeds(node)]


async def _trust_amended(node: Node, peers: PeerListener) -> None:
    """Take the certificates of an amended charter, and no others, from the next handshake on."""
    news, known = node.changes.subscribe(), None
    while True:
        if (named := _certificates(node)) != known:
            peers.trust_only(named)
            known = named
        await news.next()


def _certificates(node: Node) -> list[bytes]:
    return [base64.b64decode(m.keys.tls) for m in neighbours(node).members if m.code != node.member]


def _desk_server(node: Node, app: Any) -> tuple[Server, socket.socket]:
    """Return the desk's server and its bound socket: OSError where the port is taken, before anything else begins."""
    told = node.settings
    family = socket.AF_INET6 if ":" in told.desk_host else socket.AF_INET
    door = socket.create_server((told.desk_host, told.desk_port), family=family, backlog=256)
    port = door.getsockname()[1]
    print(f"parley {node.member}: desk on http://{told.desk_host}:{port}/", flush=True)
    config = Config(
        app, host=told.desk_host, port=told.desk_port, lifespan="off", log_level="warning", access_log=False,
        timeout_graceful_shutdown=GRACE_S, proxy_headers=bool(told.desk_proxies),
    )
    # It listens to the signals that stop it, too; the loop hears them all the same, and stops all parts together.
    return Server(config), door


def _public_server(node: Node) -> tuple[Server, socket.socket] | None:
    """Return the listener of the public pages alone and its socket; None where the settings name no port for it."""
    told = node.settings
    if not told.public_port:
        return None
    family = socket.AF_INET6 if ":" in told.public_host else socket.AF_INET
    door = socket.create_server((told.public_host, told.public_port), family=family, backlog=256)
    print(f"parley {node.member}: public pages on http://{told.public_host}:{told.public_port}/public/", flush=True)
    config = Config(
        public_app(node), host=told.public_host, port=told.public_port, lifespan="off", log_level="warning",
        access_log=False, timeout_graceful_shutdown=GRACE_S, http=PublicProtocol, ws="none",
        # Who comes beyond these is told to come again, and the links and officers keep their room.
        limit_concurrency=MOST_PUBLIC, timeout_keep_alive=5,
    )  # fmt: skip
    return Server(config), door


async def _stop(
    node: Node, tasks: list[asyncio.Task[Any]], desk: Server | None, peers: PeerListener, app: PeerApp
) -> None:
    if desk is not None:
        desk.should_exit = True
    await peers.stop()
    for task in tasks:
        if desk is None or task is not tasks[-1]:
            task.cancel()
    await asyncio.wait(tasks, timeout=GRACE_S + 2)
    app.close()
    await asyncio.to_thread(end_writing, node)


def _raise_first(tasks: Sequence[asyncio.Future[Any]]) -> None:
    """A part that ended by itself failed: its fault must be seen, not swallowed by the stop."""
    for task in tasks:
        if task.done() and not task.cancelled() and task.exception() is not None:
            raise task.exception() or RuntimeError
