"""Starts the nodes of the exercise as processes of their own, waits until they answer, and stops them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.demo.commands import command
from parley.demo.homes import Post
from parley.node.asking import ask
from parley.node.home import Home

START_S = 60
STOP_S = 15
SKEW = "PARLEY_CLOCK_SKEW_MS"


class InUse(Exception):
    """The home or a port of a node is in use already, so that no other can start there; `why` is of texts/demo.json."""

    def __init__(self, why: str, **data: Any) -> None:
        super().__init__(f"{why} {data}")
        self.code, self.data = why, data


class NodeFailed(Exception):
    """A node that ended or did not answer in time; the text ends with the last lines of what it wrote."""


@dataclass(frozen=True, slots=True)
class Running:
    """A node's process."""

    post: Post
    process: subprocess.Popen[bytes]


def refuse_in_use(posts: Iterable[Post]) -> None:
    """Raise InUse where a node runs in one of these homes already, or another program holds one of their ports.

    Asked before the first node starts: later a port that answers would be taken for that of the new node.
    """
    for post in posts:
        if _answers(post):
            raise InUse("demo.runs_already", member=post.code, folder=str(post.home.parent))
        for port in (post.desk_port, post.peer_port):
            if _listens(port):
                raise InUse("demo.port_in_use", member=post.code, port=port, folder=str(post.home.parent))


def start(post: Post, *, ahead_s: int = 0) -> Running:
    """Start the node of a post, its clock so far ahead; what it writes goes to run.log in its home folder."""
    moved = {SKEW: str(ahead_s * 1000)} if ahead_s else {}
    with _log(post).open("ab") as written:
        process = subprocess.Popen(
            command("run", "--home", str(post.home)),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            env={**os.environ, **moved},
            start_new_session=True,  # Ctrl-C is for us; we stop the nodes in order
        )
    return Running(post, process)


def wait_ready(node: Running) -> None:
    """Wait until the node may sign and its desk answers; NodeFailed where it does not.

    After a power cut a node signs nothing until the others have told it how far they hold its log.
    """
    until = time.monotonic() + START_S
    while not (_may_sign(node.post) and _listens(node.post.desk_port)):
        if node.process.poll() is not None or time.monotonic() > until:
            raise NodeFailed(f"The node of {node.post.code} does not answer.\n{last_lines(node.post)}")
        time.sleep(0.05)


def stop(node: Running) -> int:
    """Ask a node to end, and kill it if it does not; return its exit code."""
    if node.process.poll() is None:
        node.process.send_signal(signal.SIGTERM)
    try:
        return node.process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        node.process.kill()
        return node.process.wait()


def kill(node: Running) -> None:
    """End a node as a power cut would."""
    node.process.kill()
    node.process.wait()


def _answers(post: Post) -> bool:
    try:
        ask(Home(post.home).socket, {"op": "status"})
    except OSError:
        return False
    return True


def _may_sign(post: Post) -> bool:
    try:
        return bool(ask(Home(post.home).socket, {"op": "status"})["may_sign"])
    except OSError:
        return False


def _listens(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


def _log(post: Post) -> Path:
    return post.home / "run.log"


def last_lines(post: Post) -> str:
    """Return the last lines of what a node wrote."""
    return "\n".join(_log(post).read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
