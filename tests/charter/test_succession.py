"""A succession as a version of the charter: its template, what it may change, its closing, and how logs are called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.amendment import refusals_of_amendment
from parley.charter.assembly import assemble
from parley.charter.card import KeyCard
from parley.charter.lognames import earlier_origin, generation, is_same_line, log_name, next_origin, parts_of
from parley.charter.model import Charter, ClosedLog, Member
from parley.charter.reading import read_charter
from parley.charter.succession import closing_for, refusals_of_succession
from parley.charter.successor import succession_template
from parley.cli.main import main
from parley.record.closing import Closing, open_closing, sign_closing
from parley.record.keys import SuccessionSigner, role_name
from parley.texts import LANGUAGES
from tests.charter.making import FIVE, PARIS, assembled, charter_of, keys_of, seed

BEFORE = charter_of(PARIS)
OLD = BEFORE.member("SY").origin
CLOSES = ClosedLog(OLD, 17, "ab" * 32)
OFFLINE = SuccessionSigner(role_name(OLD, role="succession"), seed(OLD, "succession", ""))


def version(template: bytes = PARIS, code: str = "SY", *, before: bytes | None = None, size: int = 17) -> bytes:
    """Return the succession of a member, as `parley charter` makes it."""
    raw = before or assembled(template)
    charter = read_charter(raw)
    old = charter.member(code).origin
    new = next_origin(old)
    made = succession_template(raw, code=code, closes=ClosedLog(old, size, "ab" * 32))
    card = KeyCard(charter.mechanism.id, code, new, "again.example:7443", keys_of(new))
    return assemble(made, cards=[card])


AFTER = read_charter(version())


def statement(after: Charter, *, before: Charter = BEFORE, key: SuccessionSigner = OFFLINE) -> bytes:
    """Return the closing of a version under the member's offline key."""
    closing = closing_for(after, before=before)
    assert isinstance(closing, Closing)
    return sign_closing(closing, key=key)


def clauses(after: Charter, *, earlier: tuple[Charter, ...] = (BEFORE,)) -> set[str]:
    """Return the clauses by which a version, soundly closed, is refused."""
    said = statement(after, before=earlier[-1])
    return {refusal.clause for refusal in refusals_of_succession(after, earlier=earlier, statement=said)}


@pytest.mark.parametrize(("template", "code"), [(PARIS, "SY"), (PARIS, "US"), (FIVE, "MI"), (FIVE, "OBS")])
def test_the_template_changes_one_members_log_and_nothing_else(template: bytes, code: str) -> None:
    """Whatever the charter and the member, what comes out is a succession that may follow."""
    before, after = charter_of(template), read_charter(version(template, code))
    old = before.member(code).origin
    key = SuccessionSigner(role_name(old, role="succession"), seed(old, "succession", ""))
    assert refusals_of_succession(after, earlier=[before], statement=statement(after, before=before, key=key)) == ()
    assert after.member(code).origin == f"{old}-2"


def test_a_succession_may_follow_a_succession() -> None:
    """The third log is called by its number, and the old closing is no longer in the text."""
    again = read_charter(version(before=version(), size=40))
    key = SuccessionSigner(role_name(f"{OLD}-2", role="succession"), seed(f"{OLD}-2", "succession", ""))
    said = statement(again, before=AFTER, key=key)
    assert refusals_of_succession(again, earlier=[BEFORE, AFTER], statement=said) == ()
    assert again.member("SY").origin == f"{OLD}-3" and again.closes == ClosedLog(f"{OLD}-2", 40, "ab" * 32)


def members(**changes: object) -> tuple[Member, ...]:
    """Return the members after the succession, SY changed."""
    return tuple(replace(m, **changes) if m.code == "SY" else m for m in AFTER.members)  # type: ignore[arg-type]


OTHERS = {
    "a term": ({"precedences": {**AFTER.precedences, "flash": AFTER.precedences["routine"]}}, "S-1"),
    "a name": ({"members": members(names={"en": "X", "ar": "X", "he": "X"})}, "S-1"),
    "another kind": ({"members": members(kind="observer")}, "S-1"),
    "one member less": ({"members": AFTER.members[:2]}, "S-1"),
    "another order": ({"members": AFTER.members[::-1]}, "S-1"),
    "another's key": ({"members": (*AFTER.members[:2], replace(AFTER.members[2], keys=keys_of("x/y")))}, "S-1"),
    "a number left out": ({"members": members(origin=f"{OLD}-3")}, "S-2"),
    "its old keys": ({"members": members(keys=BEFORE.member("SY").keys)}, "S-2"),
    "no predecessor": ({"predecessor": None}, "A-1"),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_whatever_else_it_changes_is_refused(what: str) -> None:
    """A new log is agreed to, and nothing that was smuggled in with it."""
    changes, clause = OTHERS[what]
    assert clause in clauses(replace(AFTER, **changes))  # type: ignore[arg-type]


def test_what_closes_no_log_of_the_charter_before_is_none() -> None:
    """Without a closing, or with a stranger's log closed, there is no succession (S-1)."""
    for closes in (None, ClosedLog("paris-2026.parley.example/xx", 1, "ab" * 32)):
        found = refusals_of_succession(replace(AFTER, closes=closes), earlier=[BEFORE], statement=statement(AFTER))
        assert {refusal.clause for refusal in found} == {"S-1"}


def test_a_mechanism_of_two_has_no_succession() -> None:
    """One other member alone is not enough to take a member's place (S-5)."""
    before = replace(BEFORE, members=BEFORE.members[:2])
    assert "S-5" in clauses(replace(AFTER, members=AFTER.members[:2]), earlier=(before,))


def test_an_amendment_can_neither_close_nor_renumber() -> None:
    """Without the offline key a log is not closed, a code keeps its log, and a new member's has no number (A-4)."""
    assert "A-4" in {r.clause for r in refusals_of_amendment(AFTER, earlier=[BEFORE])}
    back = replace(BEFORE, predecessor=AFTER.digest, digest="f" * 64)
    assert "A-4" in {r.clause for r in refusals_of_amendment(back, earlier=[BEFORE, AFTER])}
    goes_on = replace(AFTER, predecessor=AFTER.digest, digest="f" * 64, closes=None)
    assert refusals_of_amendment(goes_on, earlier=[BEFORE, AFTER]) == ()
    joins = replace(BEFORE.members[0], code="JO", origin="paris-2026.parley.example/jo-2", keys=keys_of("x/jo-2"))
    wider = replace(BEFORE, predecessor=BEFORE.digest, digest="f" * 64, members=(*BEFORE.members, joins))
    assert "A-4" in {r.clause for r in refusals_of_amendment(wider, earlier=[BEFORE])}


@given(st.integers(1, 9_990))
def test_a_log_and_its_name_lead_to_each_other(number: int) -> None:
    """From the origin to the name and back, for every number."""
    origin = OLD if number == 1 else f"{OLD}-{number}"
    assert (generation(origin), parts_of(log_name("SY", origin))) == (number, ("SY", number))
    assert generation(next_origin(origin)) == number + 1
    assert earlier_origin(next_origin(origin), number=number) == origin and is_same_line(next_origin(origin), origin)
    assert not is_same_line(origin, next_origin(origin)) and not is_same_line(origin, "paris-2026.parley.example/il")


@pytest.mark.parametrize("name", ["SY-1", "SY-0", "SY-02", "SY-", "SY-x", "-2", "SY-2-2"])
def test_no_other_name_leads_to_a_log(name: str) -> None:
    """One log, one name: a first log bears no number, and a number no nought before it."""
    assert parts_of(name)[0] in ("", "-")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The version, and the offline key of the member and of another, as files."""
    from parley.node.keyfile import Lock, Secret, write_secret

    (tmp_path / "again.yaml").write_bytes(version())
    for code, lock in (("SY", Lock.fresh(b"a word")), ("IL", None)):
        origin = BEFORE.member(code).origin
        secret = Secret("succession", origin, seed(origin, "succession", ""))
        write_secret(tmp_path / f"{code}.key", secret=secret, lock=lock)
    (tmp_path / "word").write_text("a word\n", encoding="utf-8")
    (tmp_path / "word").chmod(0o600)
    return {path.stem: str(path) for path in tmp_path.iterdir()} | {"out": str(tmp_path / "sy.closing")}


def test_the_offline_key_signs_on_a_machine_without_a_node(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`parley charter close` needs the version, the key file and its passphrase, and nothing else."""
    key = ("--key", files["SY"], "--passphrase-file", files["word"])
    words = ["charter", "close", files["again"], *key, "-o", files["out"]]
    assert main(words) == 0
    assert "at 17 entries" in capsys.readouterr().out
    said = open_closing(Path(files["out"]).read_bytes(), key=BEFORE.member("SY").keys.succession)
    assert said == closing_for(AFTER, before=BEFORE)
    assert main(words) == 1  # nothing is written over


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_signed_is_told_and_nothing_is_written(
    files: dict[str, str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another member's key, a key that is none, a version that closes nothing: each by a whole sentence."""
    plain = Path(files["out"]).with_name("plain.yaml")
    plain.write_bytes(assembled(PARIS))
    for wrong in (
        [files["again"], "--key", files["IL"]],
        [files["again"], "--key", files["word"]],
        [files["again"], "--key", f"{files['IL']}-away"],
        [str(plain), "--key", files["IL"]],
        [files["word"], "--key", files["IL"]],
    ):
        assert main(["charter", "close", *wrong, "-o", files["out"], "--language", language]) == 1
        told = capsys.readouterr()
        assert told.err.strip() and "%(" not in told.err
    assert not Path(files["out"]).exists()
