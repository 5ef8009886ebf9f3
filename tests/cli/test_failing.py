"""Every verb that cannot do its work says where, why and what to do, in the language asked for, without a traceback."""

from __future__ import annotations

import argparse
import asyncio
import errno
import io
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from parley.cli import main as command
from parley.cli import run as run_verb
from parley.cli.main import main
from parley.node import asking
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.settings import Settings, write_settings
from parley.node.store import schema
from parley.texts import LANGUAGES, sentence
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

Screen = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a node that holds some messages and does not run."""
    mechanism = Mechanism(tmp_path_factory.mktemp("quiet"), durable=False).make()
    mechanism.home("SY").settings.write_bytes(write_settings(Settings(member="SY", desk_port=0, peer_port=0)))
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    for _ in range(40):
        assert isinstance(file(Draft("message_sent", ("IL", "US"), content), node=mechanism.nodes["SY"]), Filed)
    mechanism.close_all()
    return mechanism.home("SY").path


@pytest.fixture
def home(quiet: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return shutil.copytree(quiet, tmp_path / "home", ignore=shutil.ignore_patterns("run"))


def told(code: str, language: str, **figures: Any) -> str:
    """Return a sentence."""
    return sentence(code, language=language, data=figures)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["run", "rebuild", "export {out}", "receipt SY/0", "bundle export {out}"])
def test_a_node_without_a_charter_says_how_one_is_taken_in(
    home: Path, tmp_path: Path, words: str, language: str, capsys: Screen
) -> None:
    """Between `parley init` and the taking in of the charter each verb says what is missing and how it comes."""
    (home / "charter.yaml").unlink()
    assert main([*words.format(out=tmp_path / "out").split(), "--home", str(home), "--language", language]) == 2
    assert capsys.readouterr().err.strip() == told("node_verb.no_charter", language, home=home)


@pytest.mark.parametrize("words", ["receipt SY/0", "bundle export {out}"])
@pytest.mark.parametrize("officers_only", [False, True])
def test_a_node_that_never_ran_has_nothing_to_give(
    home: Path, tmp_path: Path, words: str, officers_only: bool, capsys: Screen
) -> None:
    """Before its first start there is no record, also where officers stand in the database already."""
    for path in home.glob("node.sqlite*"):
        path.unlink()
    if officers_only:
        sqlite3.connect(home / "node.sqlite").execute("CREATE TABLE officer (name)").connection.close()
    assert main([*words.format(out=tmp_path / "out").split(), "--home", str(home)]) == 2
    assert capsys.readouterr().err.strip() == told("node_verb.never_ran", "en", home=home)


def test_a_bundle_that_could_not_be_written_leaves_nothing(home: Path, tmp_path: Path, capsys: Screen) -> None:
    """What was begun of a bundle goes again: else the next try would find the name taken, by half a bundle."""
    damage(home)
    out = tmp_path / "out.tar"
    for _ in range(2):
        assert main(["bundle", "export", str(out), "--home", str(home)]) == 2
        assert str(home / "node.sqlite") in capsys.readouterr().err
        assert not out.exists()


def damage(home: Path) -> None:
    """Write over what the database holds of leaves, as a disk that fails does."""
    with sqlite3.connect(home / "node.sqlite") as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = conn.execute("PRAGMA page_size").fetchone()[0]
        root = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'leaf'").fetchone()[0]
    conn.close()
    with (home / "node.sqlite").open("r+b") as database:
        database.seek((root - 1) * size)
        database.write(b"\xff" * size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_damaged_database_is_told_with_the_file_that_it_cannot_give(
    home: Path, language: str, capsys: Screen
) -> None:
    """`parley verify` names the first file of each log that cannot be read, and ends with 1."""
    damage(home)
    assert main(["verify", "--deep", str(home), "--quiet", "--language", language]) == 1
    said = capsys.readouterr().out
    assert told("audit.damaged", language, log="SY", file="tile/entries/000.p/41") in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["run", "rebuild", "receipt SY/0"])
def test_a_damaged_database_is_told_with_what_to_do(home: Path, words: str, language: str, capsys: Screen) -> None:
    """A verb that needs what cannot be read names the database and the page that helps."""
    damage(home)
    assert main([*words.split(), "--home", str(home), "--language", language]) == 2
    figures = {"database": home / "node.sqlite", "why": "database disk image is malformed"}
    assert capsys.readouterr().err.strip() == told("node_verb.database", language, **figures)


def test_what_is_no_database_is_told(home: Path, capsys: Screen) -> None:
    """A file that is none is not opened, and not written over."""
    for path in home.glob("node.sqlite*"):
        path.unlink()
    (home / "node.sqlite").write_bytes(b"no database" * 100)
    for words in (["run", "--home", str(home)], ["verify", str(home)]):
        assert main(words) in (1, 2)
        assert str(home / "node.sqlite") in capsys.readouterr().err
    assert (home / "node.sqlite").read_bytes() == b"no database" * 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_database_of_another_form_is_told(home: Path, language: str, capsys: Screen) -> None:
    """A database of a form that this program does not read is left as it is, and both forms are named."""
    conn = sqlite3.connect(home / "node.sqlite")
    conn.execute("PRAGMA user_version = 9")
    conn.close()
    assert main(["run", "--home", str(home), "--language", language]) == 2
    figures = {"database": home / "node.sqlite", "found": 9, "read": schema.VERSION}
    assert capsys.readouterr().err.strip() == told("node_verb.other_form", language, **figures)


def test_a_problem_of_the_charter_is_told_with_its_file(home: Path, capsys: Screen) -> None:
    """Where the charter of a home was changed by hand, its file, line and column stand before what is wrong."""
    charter = home / "charter.yaml"
    charter.write_bytes(charter.read_bytes().replace(b"format: parley", b"format: barley"))
    assert main(["run", "--home", str(home)]) == 2
    assert capsys.readouterr().err.startswith(f"{charter}:")


def test_a_setting_is_told_with_the_place_where_it_stands(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """A wrong setting is told with its file; one out of the environment with its variable."""
    (home / "node.toml").write_text('member = "SY"\ndesk_prt = 1\n', encoding="utf-8")
    monkeypatch.setenv("PARLEY_PEER_PORT", "many")
    assert main(["status", "--home", str(home)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{home / 'node.toml'}: {told('settings.unknown', 'en', name='desk_prt')}",
        told("settings.wrong_value", "en", name="PARLEY_PEER_PORT"),
    ]


@pytest.mark.parametrize("words", ["status", "explain SY/0", "feed list", "file", "charter status"])
def test_a_socket_of_another_account_is_told(
    home: Path, words: str, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Who may not ask the node is told which file it is about, and does not take the node for stopped."""

    class Shut(socket.socket):
        def connect(self, address: Any) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(asking.socket, "socket", Shut)
    assert main([*words.split(), "--home", str(home)]) in (1, 2)
    assert str(home / "run" / "parley.sock") in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_this_machine_has_not_is_told(home: Path, language: str, capsys: Screen) -> None:
    """A node that cannot listen says at which address, why, and where its addresses stand."""
    settings = Settings(member="SY", desk_port=0, peer_port=0, peer_host="192.0.2.1")
    (home / "node.toml").write_bytes(write_settings(settings))
    assert main(["run", "--no-desk", "--home", str(home), "--language", language]) == 2
    said = capsys.readouterr().err
    assert "192.0.2.1" in said and str(home / "node.toml") in said


def test_a_port_that_is_taken_is_told() -> None:
    """It is told apart from an address that this machine has not."""
    assert run_verb.CannotListen(OSError(errno.EADDRINUSE, "in use")).code == "node_verb.port_taken"
    assert run_verb.CannotListen(OSError(errno.EACCES, "not allowed")).code == "node_verb.cannot_listen"


def test_nobody_who_could_type_is_no_traceback(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen) -> None:
    """Digits that nobody types are not checked, and the verb says so."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["init", "--check", str(home / "charter.yaml"), "--member", "IL"]) == 1
    assert told("init.unchecked", "en", what="IL") in capsys.readouterr().out


def test_a_verb_that_is_broken_off_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch, capsys: Screen) -> None:
    """Ctrl-C ends any verb with the code that a shell gives to it, and with nothing but a line's end."""

    def interrupted(args: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("parley.cli.verify.run", interrupted)
    assert main(["verify", "anything"]) == command.INTERRUPTED
    assert capsys.readouterr().err == "\n"


def test_a_reader_that_had_enough_ends_a_verb_quietly(home: Path) -> None:
    """What is piped to a program that reads no more ends without a word, however much was left to say."""
    words = [sys.executable, "-m", "parley.cli.main", "charter", "show", str(home / "charter.yaml")]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (command.CUT_OFF, b"")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["--charter", "--accession"])
def test_a_charter_is_not_taken_into_a_folder_without_a_node(
    home: Path, tmp_path: Path, what: str, language: str, capsys: Screen
) -> None:
    """Whoever skipped the making of the node is told to do that first."""
    empty = tmp_path / "empty"
    words = ["init", "--home", str(empty), "--code", "SY", what, str(home / "charter.yaml"), "--language", language]
    assert main(words) == 1
    assert capsys.readouterr().err.strip() == told("settings.missing", language, name=empty / "node.toml")
    assert not empty.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_cannot_be_written_is_named_and_no_node_is_blamed(
    home: Path, tmp_path: Path, language: str, capsys: Screen
) -> None:
    """Where the folder for a receipt or a bundle is not there, that file is told, with the system's reason."""
    out = tmp_path / "nowhere" / "out"
    for words in (["receipt", "SY/0", "--out", str(out)], ["bundle", "export", str(out)]):
        assert main([*words, "--home", str(home), "--language", language]) == 2
        told_of = told("node_verb.file", language, file=out, why=os.strerror(errno.ENOENT))
        assert capsys.readouterr().err.strip() == told_of


def test_a_bundle_that_is_not_there_is_told_without_the_words_of_a_program(home: Path, capsys: Screen) -> None:
    """The file stands there once, with the system's reason."""
    missing = home / "missing.tar"
    assert main(["bundle", "import", str(missing), "--home", str(home)]) == 1
    figures = {"file": missing, "where": os.strerror(errno.ENOENT)}
    assert capsys.readouterr().err.strip() == told("bundle.unreadable", "en", **figures)


def test_a_writer_that_failed_ends_the_node_with_its_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps the node running sees by its exit that it did not end well, and starts it again."""

    async def nothing(*_: Any) -> Any:
        return None, None

    async def control(*_: Any) -> Any:
        return SimpleNamespace(close=lambda: None)

    ended: Future[None] = Future()
    writer = SimpleNamespace(ended=ended, start=lambda: ended.set_exception(RuntimeError("the disk is gone")))
    for name, stand_in in (("_listen", nothing), ("serve_control", control), ("_stop", nothing)):
        monkeypatch.setattr(run_verb, name, stand_in)
    monkeypatch.setattr(run_verb, "Links", lambda *_, **__: None)
    monkeypatch.setattr(run_verb, "_endless", lambda *_: [])
    with pytest.raises(RuntimeError, match="the disk is gone"):
        node: Any = SimpleNamespace(writer=writer, board=None, settings=SimpleNamespace(public_port=0))
        asyncio.run(run_verb._serve(node, None))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["status", "explain SY/0", "charter status", "feed list"])
def test_a_node_that_failed_at_what_was_asked_is_told(
    home: Path, words: str, language: str, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """What the node says of its own fault is told; so is `parley status` of a node whose disk fails."""

    ours, theirs = socket.socketpair()
    theirs.sendall(b'{"outcome": "wrong", "code": "control.failed", "where": "disk I/O error"}\n')

    def answering(path: Path, *, patience_s: float) -> socket.socket:
        return ours

    monkeypatch.setattr(asking, "connected", answering)
    assert main([*words.split(), "--home", str(home), "--language", language]) == 2
    assert capsys.readouterr().err.strip() == told("node_verb.fault", language, home=home, why="disk I/O error")
    theirs.close()
