"""`parley verify HOST:PORT`: the record on a node that answers, asked for by a member."""

from __future__ import annotations

import json
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.cli.main import main
from parley.node.keys import self_signed
from parley.node.link.tls import TlsIdentity
from tests.cli.serving import peers_listener
from tests.node.mechanism import Mechanism


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism, its charter signed by all; each home has its settings."""
    mechanism = Mechanism(tmp_path / "homes").make()
    for code in mechanism.nodes:
        (mechanism.home(code).path / "node.toml").write_text(f'member = "{code}"\n', encoding="utf-8")
    yield mechanism
    mechanism.close_all()


def test_a_member_verifies_what_another_node_serves(paris: Mechanism, capsys: pytest.CaptureFixture[str]) -> None:
    """Over the peers' door every log is checked to its root and its last body, by the asking member's own charter."""
    with peers_listener(paris.nodes["SY"]) as port:
        home = str(paris.home("US").path)
        assert main(["verify", f"127.0.0.1:{port}", "--home", home, "--deep", "--json", "--quiet"]) == 0
    logs = json.loads(capsys.readouterr().out)["logs"]
    assert sorted(log["member"] for log in logs) == ["IL", "SY", "US"]
    assert all(log["counts"]["bodies"] == log["counts"]["entries"] > 0 and log["cosigned"] for log in logs)


def test_a_node_asks_for_a_home(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a member's keys no node answers: the command says to name a home folder."""
    assert main(["verify", "127.0.0.1:7443"]) == 2
    assert "--home" in capsys.readouterr().err


def test_a_member_of_another_mechanism_is_not_answered(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Keys that the node's charter does not name get no answer, and the command says so instead of hanging."""
    other = Mechanism(tmp_path / "other").make_anew()
    (other.home("US").path / "node.toml").write_text('member = "US"\n', encoding="utf-8")
    try:
        with peers_listener(paris.nodes["SY"]) as port:
            assert main(["verify", f"127.0.0.1:{port}", "--home", str(other.home("US").path)]) == 2
    finally:
        other.close_all()
    assert "does not answer" in capsys.readouterr().err


def test_a_node_that_is_away_is_told(paris: Mechanism, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody at the address: the command says so and ends with 2."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{held.getsockname()[1]}"
        assert main(["verify", address, "--home", str(paris.home("US").path)]) == 2
    assert address in capsys.readouterr().err


def test_a_stranger_at_the_address_is_not_believed(paris: Mechanism, capsys: pytest.CaptureFixture[str]) -> None:
    """Something else that listens there cannot show the member's certificate, and is not asked anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard: list[bytes] = []

        def answer() -> None:
            line, _ = server.accept()
            with line:
                heard.append(line.recv(4096))
                line.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        assert main(["verify", address, "--home", str(paris.home("US").path)]) == 2
        thread.join(10)
    assert address in capsys.readouterr().err
    assert b"GET" not in heard[0]


def test_a_node_whose_keys_were_amended_is_known_by_the_charter_that_is_named(
    paris: Mechanism, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its new certificate, of the same name as the one before, is trusted where --charter names it, and else is not."""
    node, home, key = paris.nodes["SY"], str(paris.home("US").path), Ed25519PrivateKey.generate()
    new = TlsIdentity(self_signed(key, origin=node.ledger.origin), key)
    text = paris.home("US").charter.read_text(encoding="utf-8")
    old = b64encode(node.keys.tls_certificate).decode()
    assert text.count(old) == 1
    amended = tmp_path / "amended.yaml"
    amended.write_text(text.replace(old, b64encode(new.certificate).decode()), encoding="utf-8")
    with peers_listener(node, new) as port:
        words = ["verify", f"127.0.0.1:{port}", "--home", home, "--quiet"]
        assert main(words) == 2
        assert main([*words, "--charter", str(amended)]) == 0
    assert capsys.readouterr().out.count("sound.") == 3
