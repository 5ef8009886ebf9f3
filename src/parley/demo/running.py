"""Starts the nodes of the exercise as processes of their own, waits until they answer, and stops them."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from parley.demo.commands import command
from parley.demo.homes import Post
from parley.node.asking import ask
from parley.node.home import Home

START_S = 60
STOP_S = 15


class NodeFailed(Exception):
    """A node that ended or did not answer in time; the text ends with the last lines of what it wrote."""


@dataclass(frozen=True, slots=True)
class Running:
    """A node's process."""

    post: Post
    process: subprocess.Popen[bytes]


def start(post: Post) -> Running:
    """Start the node of a post; what it writes goes to run.log in its home folder."""
    with _log(post).open("ab") as written:
        process = subprocess.Popen(
            command("run", "--home", str(post.home)),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
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
            raise NodeFailed(f"The node of {node.post.code} does not answer.\n{_last_lines(node.post)}")
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


def _last_lines(post: Post) -> str:
    return "\n".join(_log(post).read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
