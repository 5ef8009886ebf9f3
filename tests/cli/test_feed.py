"""`parley feed` at a running node: adds a feed, shows its token once, lists its use, revokes it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.cli.control import serve_control
from parley.cli.main import main
from parley.node.running import Node
from parley.node.settings import Settings, write_settings
from parley.texts import LANGUAGES
from tests.feeds.reading import Reader
from tests.node.mechanism import Mechanism


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A node that runs, with its control socket."""
    mechanism = Mechanism(tmp_path_factory.mktemp("homes"), durable=False).make()
    found, loop = mechanism.nodes["SY"], asyncio.new_event_loop()
    (found.home.path / "node.toml").write_bytes(write_settings(Settings(member="SY")))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(serve_control(found), loop).result(20)
    yield found
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(20)
    loop.close()
    mechanism.close_all()


def feed(node: Node, *words: str) -> int:
    """Run the verb as an operator would."""
    return main(["feed", *words, "--home", str(node.home.path)])


def test_a_feed_is_added_listed_and_revoked(node: Node, capsys: pytest.CaptureFixture[str]) -> None:
    """The token is shown once and opens the feed; the list tells its use and never the token."""
    assert feed(node, "list") == 0 and "no feed" in capsys.readouterr().out
    assert feed(node, "add", "staff", "--format", "map", "--format", "calendar", "--audience", "all") == 0
    said, token = capsys.readouterr().out.strip().splitlines()
    assert "this once" in said and token.startswith("staff.")
    client = Reader(node).with_token(token)
    assert client.get("/feeds/notices.geojson").status == 200
    assert feed(node, "list") == 0
    listed = capsys.readouterr().out
    assert "staff: open; formats map, calendar; audience all; carries own" in listed and "uses 1" in listed
    assert token.partition(".")[2] not in listed
    assert feed(node, "revoke", "staff") == 0
    assert client.get("/feeds/notices.geojson").status == 401
    assert feed(node, "list") == 0 and "staff: revoked" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_told_with_its_clause(node: Node, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a signed clause no feed of others' notices is opened."""
    words = ("add", "theirs", "--format", "map", "--carry", "others", "--language", language)
    assert feed(node, *words) == 1
    told = capsys.readouterr()
    assert "FEED-4" in told.err and told.out == ""
    assert feed(node, "revoke", "theirs", "--language", language) == 1 and "FEED-5" in capsys.readouterr().err


def test_where_to_push_is_read_with_its_files(node: Node, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No token is shown for what is pushed; an address or a file that cannot be used is told and nothing is opened."""
    for wrong in ("tak.example:8089", "http://tak.example:8089", "tls://tak.example", "tls://tak.example:x"):
        assert feed(node, "add", "tak", "--format", "cot", "--push-to", wrong) == 2
        assert wrong in capsys.readouterr().err
    missing = tmp_path / "ca.pem"
    words = ("add", "tak", "--format", "cot", "--push-to", "tls://127.0.0.1:1", "--push-ca", str(missing))
    assert feed(node, *words) == 2 and str(missing) in capsys.readouterr().err
    missing.write_text("certificates")
    assert feed(node, *words) == 0
    assert "tak" in (told := capsys.readouterr().out) and "tak." not in told
    assert feed(node, "list") == 0 and "pushed to tls://127.0.0.1:1" in capsys.readouterr().out
    assert feed(node, "revoke", "tak") == 0


def test_without_a_running_node_nothing_is_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    assert main(["feed", "list", "--home", str(tmp_path)]) == 2
    (tmp_path / "node.toml").write_bytes(write_settings(Settings(member="SY")))
    assert main(["feed", "list", "--home", str(tmp_path)]) == 2
    assert "parley run" in capsys.readouterr().err
