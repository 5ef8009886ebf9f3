"""`parley rebuild`: the read tables made again, by the verb that an operator calls."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.cli.main import main
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.keyfile import Secret, write_secret
from parley.node.settings import Settings, write_settings
from parley.texts import LANGUAGES, sentence
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

Screen = pytest.CaptureFixture[str]


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism with one message in it."""
    mechanism = Mechanism(tmp_path / "homes", durable=False).make()
    mechanism.home("SY").settings.write_bytes(write_settings(Settings(member="SY")))
    content = {**CONTENTS["message_sent"], "role": "duty_officer"}
    assert isinstance(file(Draft("message_sent", ("IL", "US"), content), node=mechanism.nodes["SY"]), Filed)
    mechanism.carry_all()
    yield mechanism
    mechanism.close_all()


def test_a_rebuild_makes_again_what_the_node_showed(paris: Mechanism, capsys: Screen) -> None:
    """After the read tables are emptied the verb brings them back, and says how many entries it judged."""
    before = comparing.states(paris.nodes["SY"])
    assert before
    paris.close("SY")
    home = paris.home("SY")
    with sqlite3.connect(home.database) as conn:
        judged = conn.execute("SELECT count(*) FROM point").fetchone()[0]
        conn.execute("DELETE FROM point")
        conn.execute("DELETE FROM matter")
    conn.close()
    assert main(["rebuild", "--home", str(home.path)]) == 0
    figures = {"count": judged, "database": str(home.database)}
    assert sentence("node_verb.rebuilt", language="en", data=figures) in capsys.readouterr().out
    assert comparing.states(paris.open("SY")) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_node_that_runs_is_not_rebuilt(paris: Mechanism, language: str, capsys: Screen) -> None:
    """While another process has the node open nothing is touched, and the operator is told in the language asked."""
    home = str(paris.home("SY").path)
    assert main(["rebuild", "--home", home, "--language", language]) == 2
    told = sentence("node_verb.runs_already", language=language, data={"home": home})
    assert capsys.readouterr().err.strip() == told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", ["rebuild", "run", "status"])
def test_a_folder_without_a_node_is_told(tmp_path: Path, verb: str, language: str, capsys: Screen) -> None:
    """Where no node was made the verb ends with 2 and says, in the language asked, how one is made."""
    assert main([verb, "--home", str(tmp_path), "--language", language]) == 2
    figures = {"name": str(tmp_path / "node.toml")}
    assert sentence("settings.missing", language=language, data=figures) in capsys.readouterr().err


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a node that does not run."""
    mechanism = Mechanism(tmp_path_factory.mktemp("quiet"), durable=False).make()
    mechanism.home("SY").settings.write_bytes(write_settings(Settings(member="SY")))
    mechanism.close_all()
    return mechanism.home("SY").path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["status", "explain SY/0", "charter status", "charter sign", "file"])
def test_a_node_that_does_not_run_is_told(
    quiet: Path, tmp_path: Path, words: str, language: str, capsys: Screen
) -> None:
    """A verb that needs a running node says in the language asked that none answers, and how it is started."""
    home = shutil.copytree(quiet, tmp_path / "home", ignore=shutil.ignore_patterns("run"))
    assert main([*words.split(), "--home", str(home), "--language", language]) == 2
    told = sentence("node_verb.away", language=language, data={"home": str(home)})
    assert capsys.readouterr().err.strip() == told


def spoilt(home: Path, fault: str) -> dict[str, str]:
    """Spoil a home folder; return the figures of the sentence that tells of it."""
    if fault == "settings.member_unknown":
        (home / "node.toml").write_bytes(write_settings(Settings(member="XX")))
        return {"name": "member", "file": f"{home / 'node.toml'}: "}
    path = home / "keys" / "local.key"
    path.unlink()
    write_secret(path, secret=Secret("local", "", os.urandom(32)), lock=None)
    return {"path": str(path)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", ["settings.member_unknown", "key_file.other_local"])
@pytest.mark.parametrize("verb", ["rebuild", "run"])
def test_a_wrong_member_or_local_key_is_told_with_what_to_do(
    quiet: Path, tmp_path: Path, verb: str, fault: str, language: str, capsys: Screen
) -> None:
    """A home folder that was put together wrongly ends the verb with 2 and a sentence, and the database is let go."""
    home = shutil.copytree(quiet, tmp_path / "home", ignore=shutil.ignore_patterns("run"))
    figures = spoilt(home, fault)
    for _ in range(2):
        assert main([verb, "--home", str(home), "--language", language]) == 2
        told = figures.get("file", "") + sentence(fault, language=language, data=figures)
        assert capsys.readouterr().err.strip() == told


def test_the_keys_of_another_member_are_told(quiet: Path, tmp_path: Path, capsys: Screen) -> None:
    """Settings that name another member than the keys are refused without a traceback."""
    home = shutil.copytree(quiet, tmp_path / "home", ignore=shutil.ignore_patterns("run"))
    (home / "node.toml").write_bytes(write_settings(Settings(member="IL")))
    assert main(["rebuild", "--home", str(home)]) == 2
    assert "Put back the keys" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["PARLEY_KILL_AT", "PARLEY_KILL_AFTER", "PARLEY_CLOCK_SKEW_MS"])
def test_a_variable_for_tests_is_warned_of(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """`parley run` warns of each variable that makes a node fail or tell a wrong time on purpose."""
    told = sentence("node_verb.for_tests", language="en", data={"name": name})
    main(["run", "--home", str(tmp_path)])
    assert told not in capsys.readouterr().err
    monkeypatch.setenv(name, "1")
    main(["run", "--home", str(tmp_path)])
    assert told in capsys.readouterr().err
