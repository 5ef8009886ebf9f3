"""`parley officer`: who sits at a desk is decided at the machine, never over the net."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from parley.charter.verdict import Refusal
from parley.cli.officer_list import read_listed
from parley.node.settings import Settings, write_settings
from tests.node.mechanism import Mechanism
from tests.stories.loaded import LOADS_OF_DESK, Loaded
from tests.stories.nodes import environment

PASSWORD = "olive tree by the river"
DESK = Loaded(("parley.cli.officer", *LOADS_OF_DESK))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of a node that is not running."""
    mechanism = Mechanism(tmp_path_factory.mktemp("homes")).make()
    path = mechanism.home("SY").path
    mechanism.close_all()
    (path / "node.toml").write_bytes(write_settings(Settings(member="SY")))
    return path


def officer(home: Path, *words: str, password: str = "") -> subprocess.CompletedProcess[str]:
    """Run the verb as an operator would, in a process of its own that has loaded the program already."""
    with TemporaryDirectory() as folder:
        given, log, errors = (Path(folder) / name for name in ("given", "log", "errors"))
        given.write_text(password, encoding="utf-8")
        told = ("officer", *words, "--home", str(home))
        child = DESK.start(*told, env=environment({}), log=log, errors=errors, given=str(given))
        return subprocess.CompletedProcess(told, child.wait(60), log.read_text(), errors.read_text())


def test_an_officer_is_added_and_listed(home: Path) -> None:
    """An officer who was added stands in the list with role, language and shown name."""
    words = ("add", "officer-1", "--role", "duty_officer", "--shown-as", "Duty officer 1", "--language", "ar")
    added = officer(home, *words, "--password-stdin", password=f"{PASSWORD}\n")
    assert (added.returncode, added.stderr) == (0, "")
    assert "officer-1 can sign in at this desk, in the role duty_officer." in added.stdout
    assert "sets up a second factor" in added.stdout
    listed = officer(home, "list")
    rows = [line.split() for line in listed.stdout.splitlines()]
    assert ["officer-1", "duty_officer", "ar", "open", "Duty", "officer", "1"] in rows
    again = officer(home, *words, "--password-stdin", password=f"{PASSWORD}\n")
    assert again.returncode == 1 and "already here" in again.stderr


def test_a_table_of_officers_is_added_whole_or_not_at_all(home: Path, tmp_path: Path) -> None:
    """The officers of a table stand in the list; one that is refused is told with its line, and nobody was added."""
    heading, first = "name,role,password,language,shown_as", f'table-1,chief,"{PASSWORD}",he,"Chief, first"'
    wrong = officer(home, "add-all", password=f"{heading}\n{first}\ntable-2,duty_officer,short,,\n")
    assert wrong.returncode == 1
    assert "Line 3" in wrong.stderr and "too easy to guess" in wrong.stderr and "short" not in wrong.stderr
    assert "table-" not in officer(home, "list").stdout
    table = tmp_path / "officers.csv"
    table.write_text(f"\ufeff{heading}\r\n{first}\r\ntable-2,duty_officer,{PASSWORD},,\r\n", encoding="utf-8")
    assert officer(home, "add-all", "--from", str(table)).returncode == 0
    listed = officer(home, "list").stdout
    assert "Chief, first" in listed and "table-2" in listed


@pytest.mark.parametrize("name", ["n" * 65, " blank", "hid\u202eden", "", "two\nlines"])
def test_a_name_that_nobody_could_type_is_refused(home: Path, name: str) -> None:
    """Too long, empty, blank at an end, or with what cannot be seen: the verb says what a name is."""
    told = officer(home, "add", name, "--role", "chief", "--password-stdin", password=f"{PASSWORD}\n")
    assert told.returncode == 1 and "name for signing in" in told.stderr


@pytest.mark.parametrize("name", ["n" * 65, "hid\u202eden"])
def test_a_table_with_such_a_name_adds_nobody(home: Path, name: str) -> None:
    """The line is named, and the officer before it is not added either."""
    table = f"name,role,password\nfit,chief,{PASSWORD}\n{name},chief,{PASSWORD}\n"
    told = officer(home, "add-all", password=table)
    assert told.returncode == 1 and "Line 3" in told.stderr
    assert "fit" not in officer(home, "list").stdout


def test_a_database_that_is_none_is_told(home: Path, tmp_path: Path) -> None:
    """What Django says of a damaged database is told as other verbs tell it, with the file."""
    damaged = tmp_path / "damaged"
    shutil.copytree(home, damaged)
    for file in damaged.glob("node.sqlite*"):
        file.write_bytes(b"no database at all" * 100)
    told = officer(damaged, "list")
    assert told.returncode == 1 and "node.sqlite" in told.stderr and "Traceback" not in told.stderr


@pytest.mark.parametrize("words", [("add-all", "--from"), ("add", "lost", "--role", "chief", "--password-file")])
def test_a_file_that_is_not_there_is_named(home: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """The verb says which file it could not read, and adds nobody."""
    missing = str(tmp_path / "missing.csv")
    told = officer(home, *words, missing)
    assert told.returncode == 1
    assert missing in told.stderr and "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "officer_list_columns"),
        ("name,role,password\n", "officer_list_columns"),
        ("name,role\na,chief\n", "officer_list_columns"),
        ("name,role,password,rank\na,chief,x,1\n", "officer_list_columns"),
        ("name,role,password,name\na,chief,x,b\n", "officer_list_columns"),
        ("name,role,password\na,chief\n", "officer_list_line"),
        ("name,role,password\n,chief,x\n", "officer_list_line"),
        ("name,role,password,language\na,chief,x,fr\n", "officer_list_line"),
        ('name,role,password\na,chief,"x\n', "officer_list_line"),
        ("name,role,password\n" + "a,chief,x\n" * 501, "officer_list_long"),
        ("x" * 1_048_577, "officer_list_long"),
        ("name,role,password\na,chief,\udcff\n", "officer_list_line"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(text: str, code: str) -> None:
    """Columns, lines, fields and lengths: each has its own refusal."""
    refused = read_listed(text.encode("utf-8", "surrogateescape"))
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_an_officer_is_locked_and_unlocked(home: Path) -> None:
    """A locked officer is shown as locked until unlocked; an unknown name is told."""
    officer(home, "add", "officer-2", "--role", "chief", "--password-file", "-", password=PASSWORD)
    assert officer(home, "lock", "OFFICER-2").returncode == 0
    assert "locked" in officer(home, "list").stdout
    assert officer(home, "unlock", "officer-2").returncode == 0
    assert "locked" not in officer(home, "list").stdout
    assert "no officer" in officer(home, "lock", "nobody").stderr


@pytest.mark.parametrize("password", ["short", "123456789012345", "password123456"[:8]])
def test_a_weak_password_is_refused(home: Path, password: str) -> None:
    """A password that is short or of figures alone is refused with what a good one needs."""
    refused = officer(home, "add", "weak", "--role", "chief", "--password-stdin", password=password)
    assert refused.returncode == 1 and "too easy to guess" in refused.stderr


def test_a_role_that_the_charter_does_not_know_is_refused(home: Path) -> None:
    """The refusal names the roles that there are."""
    refused = officer(home, "add", "x", "--role", "general", "--password-stdin", password=PASSWORD)
    assert refused.returncode == 1 and "duty_officer" in refused.stderr


def test_a_folder_without_a_node_is_told(tmp_path: Path) -> None:
    """Where no node was made the verb says what to do first."""
    refused = officer(tmp_path, "list")
    assert refused.returncode == 1 and "parley init" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("language", "word"), [("ar", "لا يوجد ضابط"), ("he", "אין קצין")])
def test_a_refusal_is_told_in_the_language_asked_for(home: Path, language: str, word: str) -> None:
    """What the verb refuses it tells in the language of --language."""
    refused = officer(home, "lock", "nobody", "--language", language)
    assert refused.returncode == 1 and word in refused.stderr
