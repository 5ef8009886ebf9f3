"""`parley init` and `parley charter`: the enrolment ceremony as operators do it, and what they are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from parley.charter.fingerprint import charter_fingerprint
from parley.cli.main import main
from tests.charter.making import CHARTERS, PARIS, assembled, changed, charter_of

PARIS_FILE = str(CHARTERS / "paris-2026.yaml")
Screen = pytest.CaptureFixture[str]


def init(path: Path, code: str, *more: str) -> int:
    """Make the node of a member."""
    address = f"{code.lower()}.example:7443"
    return main(
        ["init", "--home", str(path / code), "--code", code, "--template", PARIS_FILE, "--address", address, *more]
    )


@pytest.fixture
def ceremony(tmp_path: Path) -> Path:
    """Return a folder with three homes and the charter that they assembled."""
    for code in ("SY", "IL", "US"):
        assert init(tmp_path, code) == 0
    cards = [str(tmp_path / code / f"{code}.card.yaml") for code in ("US", "SY", "IL")]
    assert main(["charter", "assemble", PARIS_FILE, *cards, "-o", str(tmp_path / "charter.yaml")]) == 0
    return tmp_path


def test_the_whole_ceremony_ends_with_one_charter_in_three_homes(ceremony: Path, capsys: Screen) -> None:
    """Make, assemble, check, take: every home ends with the same bytes, and every member sees the same digits."""
    capsys.readouterr()
    raw = (ceremony / "charter.yaml").read_bytes()
    assert main(["charter", "check", str(ceremony / "charter.yaml")]) == 0
    for code in ("SY", "IL", "US"):
        taken = ["init", "--home", str(ceremony / code), "--code", code, "--charter", str(ceremony / "charter.yaml")]
        assert main(taken) == 0
        assert (ceremony / code / "charter.yaml").read_bytes() == raw
    assert capsys.readouterr().out.count("  ".join(charter_fingerprint(raw))) == 3


def test_digits_that_match_end_with_nought_and_others_with_one(ceremony: Path, capsys: Screen) -> None:
    """The digits on a member's sheet match its card and its keys in the charter, and nobody else's."""
    sheet = (ceremony / "SY" / "SY.fingerprint.txt").read_text(encoding="utf-8").split("\n")
    digits = sheet[2] + sheet[3]
    card, charter = str(ceremony / "SY" / "SY.card.yaml"), str(ceremony / "charter.yaml")
    assert main(["init", "--check", card, "--fingerprint", digits]) == 0
    assert main(["init", "--check", charter, "--member", "SY", "--fingerprint", digits]) == 0
    assert main(["init", "--check", charter, "--member", "IL", "--fingerprint", digits]) == 1
    assert main(["init", "--check", charter, "--fingerprint", digits]) == 1
    assert main(["init", "--check", charter, "--member", "FR", "--fingerprint", digits]) == 1
    wrong = digits.strip()[:-1] + str((int(digits.strip()[-1]) + 1) % 10)
    capsys.readouterr()
    assert main(["init", "--check", card, "--fingerprint", wrong, "--language", "he"]) == 1
    assert "8" in capsys.readouterr().out


def test_digits_are_asked_for_one_member_after_the_other(
    ceremony: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    """Without digits given, the charter's and every member's are asked for; one left empty is not a match."""
    raw = (ceremony / "charter.yaml").read_bytes()
    sheets = [
        (ceremony / code / f"{code}.fingerprint.txt").read_text(encoding="utf-8").split("\n")
        for code in ("SY", "IL", "US")
    ]
    typed = [" ".join(charter_fingerprint(raw)), *(sheet[2] + sheet[3] for sheet in sheets)]
    for answers, outcome in ((typed, 0), ([*typed[:3], ""], 1)):
        waiting = list(answers)
        monkeypatch.setattr("builtins.input", lambda prompt, waiting=waiting: waiting.pop(0))
        assert main(["init", "--check", str(ceremony / "charter.yaml")]) == outcome
        assert waiting == []
    assert "not checked" in capsys.readouterr().out


def test_a_second_node_in_one_folder_is_refused(ceremony: Path, capsys: Screen) -> None:
    """The refusal names its clause and code on the error stream."""
    assert init(ceremony, "SY") == 1
    assert capsys.readouterr().err.startswith("E-1 init.home_taken: ")


def test_a_passphrase_comes_from_a_closed_file(tmp_path: Path, capsys: Screen) -> None:
    """The file must be its owner's alone; the settings then name it, and the keys are locked."""
    secret = tmp_path / "word"
    secret.write_text("sixteen doves\n")
    secret.chmod(0o644)
    assert init(tmp_path, "SY", "--passphrase-file", str(secret)) == 1
    assert f"chmod 600 {secret}" in capsys.readouterr().err
    secret.chmod(0o600)
    assert init(tmp_path, "SY", "--passphrase-file", str(secret)) == 0
    assert str(secret) in (tmp_path / "SY" / "node.toml").read_text(encoding="utf-8")
    assert '"locked"' in (tmp_path / "SY" / "keys" / "log.key").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", [["doves", "crows"], [""]])
def test_a_passphrase_is_typed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str]) -> None:
    """Two different ones, or none, make no node."""
    waiting = list(typed)
    monkeypatch.setattr("parley.cli.init.getpass", lambda prompt: waiting.pop(0))
    assert init(tmp_path, "SY", "--passphrase") == 1
    assert not (tmp_path / "SY").exists()


def test_ports_that_are_named_stand_in_the_settings(tmp_path: Path) -> None:
    """The peer listener's port is that of the address, or the one that is named."""
    assert init(tmp_path, "SY", "--desk-port", "9000", "--desk-host", "0.0.0.0") == 0
    assert init(tmp_path, "IL", "--peer-port", "7000") == 0
    text = (tmp_path / "SY" / "node.toml").read_text(encoding="utf-8")
    assert "desk_port = 9000" in text
    assert "peer_port = 7443" in text
    assert "peer_port = 7000" in (tmp_path / "IL" / "node.toml").read_text(encoding="utf-8")


def test_init_without_an_act_says_what_it_can_do(capsys: Screen) -> None:
    """Called without a template, a charter or a file to check it ends with 2."""
    assert main(["init", "--code", "SY"]) == 2
    assert "--template" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_every_problem_is_printed_with_file_line_and_what_to_do(tmp_path: Path, capsys: Screen, language: str) -> None:
    """Two mistakes are two lines, each FILE:LINE:COLUMN: code (path): sentence, in the language asked for."""
    raw = changed(
        PARIS, ("handling_minutes: 30,", "handling_minutes: soon,"), ("roles: [analyst, chief, s", "roles: [spy, s")
    )
    file = tmp_path / "wrong.yaml"
    file.write_bytes(raw)
    assert main(["charter", "check", str(file), "--language", language]) == 1
    lines = capsys.readouterr().err.strip().split("\n")
    places = [line.split(": ")[1] for line in lines]
    assert places[0] == "charter.unknown_role (tracks.information.roles.0)"
    assert places[-1] == "charter.not_a_number (precedences.immediate.handling_minutes)"
    number = raw.decode().split("\n").index(next(line for line in raw.decode().split("\n") if "soon" in line)) + 1
    assert lines[-1].startswith(f"{file}:{number}:")


def test_a_kind_that_this_software_does_not_know_is_a_problem(tmp_path: Path, capsys: Screen) -> None:
    """The command knows every kind of entry and tells a misspelt one."""
    file = tmp_path / "wrong.yaml"
    file.write_bytes(changed(PARIS, ("may: [translation_attached]", "may: [translation_attatched]")))
    assert main(["charter", "check", str(file)]) == 1
    assert "charter.unknown_kind (roles.translator.may.0)" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: Screen) -> None:
    """A wrong file name ends with 1 and a sentence, not with a trace."""
    assert main(["charter", "check", str(tmp_path / "none.yaml")]) == 1
    assert main(["init", "--check", str(tmp_path / "none.yaml"), "--fingerprint", "1"]) == 1
    assert capsys.readouterr().err.count("none.yaml") == 2


def test_a_charter_is_not_written_over(ceremony: Path) -> None:
    """Assembling onto a file that exists is refused and leaves it alone."""
    before = (ceremony / "charter.yaml").read_bytes()
    cards = [str(ceremony / code / f"{code}.card.yaml") for code in ("SY", "IL", "US")]
    assert main(["charter", "assemble", PARIS_FILE, *cards, "-o", str(ceremony / "charter.yaml")]) == 1
    assert (ceremony / "charter.yaml").read_bytes() == before


def test_a_missing_card_is_told_at_the_members_line(ceremony: Path, capsys: Screen) -> None:
    """The template is named with the line of the member whose card is missing, and nothing is written."""
    card = str(ceremony / "SY" / "SY.card.yaml")
    capsys.readouterr()
    assert main(["charter", "assemble", PARIS_FILE, card, "-o", str(ceremony / "other.yaml")]) == 1
    assert capsys.readouterr().err.count("charter.card_missing") == 2
    assert not (ceremony / "other.yaml").exists()


@pytest.mark.parametrize("name", ["paris-2026", "five-parties"])
@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_charter_is_shown_with_the_standing_of_its_values(name: str, language: str, capsys: Screen) -> None:
    """Every template can be shown in every language; whoever does not share it sees the charter's first one."""
    assert main(["charter", "show", str(CHARTERS / f"{name}.yaml"), "--language", language]) == 0
    shown = capsys.readouterr().out
    assert ("contested by MI" in shown) == (name == "five-parties")
    assert "precedence flash: Z" in shown


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], str]:
    """Return a way to write a file and get its name."""

    def _write(name: str, raw: bytes) -> str:
        (tmp_path / name).write_bytes(raw)
        return str(tmp_path / name)

    return _write


def test_an_amendment_is_shown_value_by_value_with_its_signers(
    write: Callable[[str, bytes], str], capsys: Screen
) -> None:
    """The one changed figure, what it was, what it will be, and who must sign."""
    predecessor = f"format: parley-charter-v1\npredecessor: {charter_of(PARIS).digest}\n"
    raw = changed(
        assembled(PARIS),
        ("format: parley-charter-v1\n", predecessor),
        ("handling_minutes: 30,", "handling_minutes: 20,"),
    )
    assert main(["charter", "diff", write("a.yaml", assembled(PARIS)), write("b.yaml", raw)]) == 0
    shown = capsys.readouterr().out
    assert "precedences.immediate.handling_minutes\n  - 30\n  + 20\n" in shown
    assert "SY, IL, US" in shown


def test_an_amendment_that_may_not_follow_ends_with_one(write: Callable[[str, bytes], str], capsys: Screen) -> None:
    """Naming another predecessor it is refused by clause A-1, taking on the mark of an exercise by A-2."""
    predecessor = f"format: parley-charter-v1\npredecessor: {'0' * 64}\n"
    raw = changed(
        assembled(PARIS), ("format: parley-charter-v1\n", predecessor), ("exercise: false", "exercise: true")
    )
    assert main(["charter", "diff", write("a.yaml", assembled(PARIS)), write("b.yaml", raw)]) == 1
    shown = capsys.readouterr().out
    assert "A-1 amendment.other_predecessor" in shown
    assert "A-2 amendment.other_mechanism" in shown
