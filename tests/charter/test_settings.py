"""Settings: one class, a file, the environment above it, and every fault at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.node.home import Home, write_new
from parley.node.settings import Settings, SettingsError, read_settings, settings_table, write_settings
from parley.texts import catalogue

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def written(path: Path, text: str) -> Path:
    """Write a settings file."""
    file = path / "node.toml"
    file.write_text(text, encoding="utf-8")
    return file


@given(words, words, st.integers(0, 65535), st.lists(words, max_size=3), st.booleans())
def test_settings_are_read_as_they_were_written(
    member: str, host: str, port: int, names: list[str], is_tls: bool
) -> None:
    """Whatever the texts, the file gives back the same settings."""
    import tempfile

    wished = Settings(member=member, desk_host=host, peer_port=port, desk_names=tuple(names), desk_behind_tls=is_tls)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "node.toml"
        file.write_bytes(write_settings(wished))
        assert read_settings(file, environ={}) == wished


def test_the_environment_is_above_the_file(tmp_path: Path) -> None:
    """A variable overrides its setting: ports, lists and truths too."""
    file = written(tmp_path, 'member = "SY"\ndesk_port = 8000\n')
    environ = {"PARLEY_DESK_PORT": "0", "PARLEY_DESK_NAMES": "a.example,b.example", "PARLEY_DESK_BEHIND_TLS": "true"}
    found = read_settings(file, environ=environ)
    assert (found.desk_port, found.desk_names, found.desk_behind_tls) == (0, ("a.example", "b.example"), True)
    assert found.peer_port == Settings().peer_port


def test_every_fault_of_the_settings_is_told_at_once(tmp_path: Path) -> None:
    """An unknown name, a wrong type, a port out of range and a wrong variable are four faults."""
    file = written(tmp_path, 'member = "SY"\ncolour = 1\ndesk_host = 5\npeer_port = 70000\n')
    with pytest.raises(SettingsError) as refused:
        read_settings(file, environ={"PARLEY_DESK_BEHIND_TLS": "maybe"})
    assert set(refused.value.faults) == {
        ("colour", "settings.unknown"),
        ("desk_host", "settings.wrong_value"),
        ("peer_port", "settings.wrong_value"),
        ("PARLEY_DESK_BEHIND_TLS", "settings.wrong_value"),
    }


@pytest.mark.parametrize(("text", "code"), [("member =", "settings.not_toml"), ("", "settings.no_member")])
def test_a_file_that_says_nothing_is_told_as_such(tmp_path: Path, text: str, code: str) -> None:
    """A file that is no TOML, or that names no member, has its own code, and the code its sentence."""
    with pytest.raises(SettingsError) as refused:
        read_settings(written(tmp_path, text), environ={})
    assert [found for _, found in refused.value.faults] == [code]
    assert code in catalogue()


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    """Without a file there is no node."""
    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path / "node.toml", environ={})
    assert [code for _, code in refused.value.faults] == ["settings.missing"]


def test_the_document_lists_the_settings_as_the_class_states_them() -> None:
    """The table of docs/settings.md is the one that the class gives."""
    assert "\n".join(settings_table()) in DOCUMENT.read_text(encoding="utf-8")


def test_a_file_is_never_written_over_and_no_draft_is_left(tmp_path: Path) -> None:
    """Writing where a file is fails, leaves it as it was, and leaves nothing beside it."""
    write_new(tmp_path / "log.key", content=b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "log.key", content=b"second")
    assert (tmp_path / "log.key").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["log.key"]


def test_the_high_water_mark_may_lie_on_other_storage(tmp_path: Path) -> None:
    """A setting moves it out of the home folder."""
    assert Home(tmp_path).highwater == tmp_path / "highwater.json"
    assert Home(tmp_path, highwater_file=tmp_path / "else").highwater == tmp_path / "else"


@pytest.mark.parametrize(("environ", "expected"), [
    ({}, "postgresql://file"),
    ({"DATABASE_URL": "postgres://here"}, "postgres://here"),
    ({"DATABASE_URL": "mysql://other"}, "postgresql://file"),
    ({"DATABASE_URL": "postgres://here", "PARLEY_DATABASE_URL": "postgresql://ours"}, "postgresql://ours"),
    ({"DATABASE_URL": "postgres://here", "PARLEY_DATABASE_URL": ""}, ""),
])  # fmt: skip
def test_a_postgresql_that_the_environment_names_counts(
    tmp_path: Path, environ: dict[str, str], expected: str
) -> None:
    """By our own variable before the common one; what another program keeps elsewhere is not ours."""
    file = written(tmp_path, 'member = "SY"\ndatabase_url = "postgresql://file"')
    assert read_settings(file, environ=environ).database_url == expected


def test_a_database_of_another_kind_is_refused(tmp_path: Path) -> None:
    """Nothing but a PostgreSQL holds the index."""
    with pytest.raises(SettingsError) as refused:
        read_settings(written(tmp_path, 'member = "SY"\ndatabase_url = "mysql://here"'), environ={})
    assert refused.value.faults == (("database_url", "settings.wrong_value"),)
