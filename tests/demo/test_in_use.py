"""A demo where another runs already, or another program holds a port, says so before it starts a node."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from parley.demo.homes import Post
from parley.demo.ports import free_ports, unwatched
from parley.demo.running import InUse, refuse_in_use
from parley.texts import LANGUAGES, sentence


def post(folder: Path) -> Post:
    """Return a post with ports that are free."""
    desk, peer = free_ports(2, first=unwatched())
    (folder / "SY").mkdir()
    return Post("SY", folder / "SY", desk, peer)


def test_ports_that_nobody_holds_are_no_reason(tmp_path: Path) -> None:
    """A home without a node and free ports: the demo starts."""
    refuse_in_use([post(tmp_path)])


def test_a_port_that_another_program_holds_is_named(tmp_path: Path) -> None:
    """The refusal names the member, the port and what to do, in each language."""
    found = post(tmp_path)
    with socket.create_server(("127.0.0.1", found.peer_port)), pytest.raises(InUse) as refused:
        refuse_in_use([found])
    assert refused.value.code == "demo.port_in_use"
    for language in LANGUAGES:
        said = sentence(refused.value.code, language=language, data=refused.value.data)
        assert str(found.peer_port) in said and "--home" in said


def test_a_node_that_runs_in_the_home_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second demo in the same folder is told that the first one runs, not that a port is taken."""
    monkeypatch.setattr("parley.demo.running.ask", lambda path, question: {"may_sign": True})
    with pytest.raises(InUse) as refused:
        refuse_in_use([post(tmp_path)])
    assert refused.value.code == "demo.runs_already" and refused.value.data["folder"] == str(tmp_path)
