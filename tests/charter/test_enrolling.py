"""Making a node: keys that only their owner reads, a card, a sheet, and the charter that all assembled."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from parley.charter.assembly import assemble
from parley.charter.card import KeyCard, read_card
from parley.charter.problem import CharterError
from parley.charter.verdict import Refusal
from parley.node.enrolling import Enrolment, make_home, take_charter
from parley.node.home import Home
from parley.node.keyfile import KeyFileError
from parley.node.keys import make_sealing_epoch, open_keys
from parley.node.settings import Settings, read_settings
from parley.record.keys import role_name
from tests.charter.making import PARIS


def made(
    path: Path, *, code: str = "SY", passphrase: bytes | None = None, template: bytes = PARIS
) -> KeyCard | Refusal:
    """Make a home folder."""
    enrolment = Enrolment(code, f"{code.lower()}.example:7443", Settings(member=code), passphrase)
    return make_home(path, template=template, enrolment=enrolment)


def card_of(path: Path, *, code: str = "SY", passphrase: bytes | None = None) -> KeyCard:
    """Make a home folder and return its card."""
    card = made(path, code=code, passphrase=passphrase)
    assert isinstance(card, KeyCard)
    return card


def test_private_files_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    """Folders are 0700 and key files 0600, the offline one too; settings are the owner's as well."""
    home = Home(tmp_path / "sy")
    card_of(home.path)
    folders = [home.path, home.keys, home.offline]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    files = [*home.keys.iterdir(), *home.offline.iterdir(), home.settings]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert {file.name for file in home.keys.iterdir()} == {
        "log.key", "mirror.key", "witness.key", "sealing.key", "tls.key", "local.key",
    }  # fmt: skip


def test_the_opened_keys_are_those_of_the_card(tmp_path: Path) -> None:
    """What a node signs with is what the others find in the charter, role by role."""
    card = card_of(tmp_path / "sy")
    keys = open_keys(Home(tmp_path / "sy"), passphrase=None)
    assert tuple(key.text for key in keys.log.log_keys) == card.keys.log
    assert tuple(key.text for key in keys.mirror.cosigner_keys) == card.keys.mirror
    assert tuple(key.text for key in keys.witness.cosigner_keys) == card.keys.witness
    assert str(keys.sealing[-1].recipient) == card.keys.sealing
    assert keys.mirror.name == role_name(card.origin, role="mirror")
    assert read_card(Home(tmp_path / "sy").card("SY").read_bytes()) == card


def test_two_homes_share_no_key(tmp_path: Path) -> None:
    """Every home is made of fresh randomness."""
    one, two = card_of(tmp_path / "one"), card_of(tmp_path / "two")
    assert not {key for _, key in one.keys.lines()} & {key for _, key in two.keys.lines()}


def test_keys_are_never_written_over(tmp_path: Path) -> None:
    """A second making in the same folder is refused and changes nothing."""
    card = card_of(tmp_path / "sy")
    again = made(tmp_path / "sy")
    assert isinstance(again, Refusal)
    assert (again.code, again.clause) == ("init.home_taken", "E-1")
    assert tuple(k.text for k in open_keys(Home(tmp_path / "sy"), passphrase=None).log.log_keys) == card.keys.log


def test_a_making_that_was_cut_short_is_not_taken_for_a_node(tmp_path: Path) -> None:
    """Without its settings, which are written last, a folder with keys is refused and not half used."""
    home = Home(tmp_path / "sy")
    card_of(home.path)
    home.settings.unlink()
    assert not home.exists
    assert isinstance(made(home.path), Refusal)


def test_what_cannot_be_made_leaves_nothing_behind(tmp_path: Path) -> None:
    """A stranger's code, a bad address or a bad template is refused before the first file."""
    stranger = made(tmp_path / "x", code="FR")
    assert isinstance(stranger, Refusal)
    assert stranger.code == "init.not_a_member"
    bad = make_home(tmp_path / "x", template=PARIS, enrolment=Enrolment("SY", "nowhere", Settings(member="SY")))
    assert isinstance(bad, Refusal)
    assert bad.code == "init.address"
    with pytest.raises(CharterError):
        made(tmp_path / "x", template=b"a: 1\n")
    assert not (tmp_path / "x").exists()


def test_the_certificate_is_pinned_and_never_expires(tmp_path: Path) -> None:
    """Self-signed, Ed25519, valid from 2000 to 9999: the charter decides how long it counts."""
    card_of(tmp_path / "sy")
    keys = open_keys(Home(tmp_path / "sy"), passphrase=None)
    certificate = x509.load_der_x509_certificate(keys.tls_certificate)
    certificate.verify_directly_issued_by(certificate)
    assert certificate.not_valid_before_utc == datetime(2000, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert certificate.public_key() == keys.tls_key.public_key()


def test_a_passphrase_opens_all_keys_and_no_other_does(tmp_path: Path) -> None:
    """Under a passphrase no secret stands in a file; without it, or with another one, no key opens."""
    home = Home(tmp_path / "sy")
    card = card_of(home.path, passphrase=b"sixteen doves")
    keys = open_keys(home, passphrase=b"sixteen doves")
    assert tuple(key.text for key in keys.log.log_keys) == card.keys.log
    assert not any(b'"secret"' in file.read_bytes() for file in [*home.keys.iterdir(), *home.offline.iterdir()])
    for passphrase, code in ((None, "key_file.passphrase_needed"), (b"sixteen crows", "key_file.passphrase_wrong")):
        with pytest.raises(KeyFileError) as refused:
            open_keys(home, passphrase=passphrase)
        assert refused.value.code == code


@pytest.mark.parametrize("passphrase", [None, b"sixteen doves"])
def test_a_key_file_in_another_roles_place_is_refused(tmp_path: Path, passphrase: bytes | None) -> None:
    """The mirror's key does not become the witness's by copying its file."""
    home = Home(tmp_path / "sy")
    card_of(home.path, passphrase=passphrase)
    (home.keys / "witness.key").write_bytes((home.keys / "mirror.key").read_bytes())
    with pytest.raises(KeyFileError) as refused:
        open_keys(home, passphrase=passphrase)
    assert refused.value.code == "key_file.other_role"


def test_a_locked_key_cannot_be_given_another_role(tmp_path: Path) -> None:
    """Rewriting the role in a locked file breaks its seal."""
    home = Home(tmp_path / "sy")
    card_of(home.path, passphrase=b"doves")
    forged = (home.keys / "mirror.key").read_text().replace('"mirror"', '"witness"')
    (home.keys / "witness.key").write_text(forged)
    with pytest.raises(KeyFileError) as refused:
        open_keys(home, passphrase=b"doves")
    assert refused.value.code == "key_file.passphrase_wrong"


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """A node does not start with a key that was open to others."""
    home = Home(tmp_path / "sy")
    card_of(home.path)
    (home.keys / "log.key").chmod(0o640)
    with pytest.raises(KeyFileError) as refused:
        open_keys(home, passphrase=None)
    assert refused.value.code == "key_file.open_to_others"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff", b"[1]", b'{"format":"parley-key-v1","role":"log","origin":"o","beside":"x"}']
)
def test_a_damaged_key_file_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    """Whatever stands in a key file, the answer is a code with the file's name."""
    home = Home(tmp_path / "sy")
    card_of(home.path)
    (home.keys / "log.key").write_bytes(content)
    with pytest.raises(KeyFileError) as refused:
        open_keys(home, passphrase=None)
    assert (refused.value.code, refused.value.path) == ("key_file.malformed", home.keys / "log.key")


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    """The code says that it is missing and the path says which."""
    home = Home(tmp_path / "sy")
    card_of(home.path)
    (home.keys / "sealing.key").unlink()
    with pytest.raises(KeyFileError) as refused:
        open_keys(home, passphrase=None)
    assert (refused.value.code, refused.value.path.name) == ("key_file.missing", "sealing.key")


def test_sealing_keys_have_epochs(tmp_path: Path) -> None:
    """A later sealing key stands behind the earlier ones, which can be destroyed."""
    home = Home(tmp_path / "sy")
    card = card_of(home.path)
    later = [make_sealing_epoch(home, epoch=epoch, passphrase=None) for epoch in (1, 2, 10)]
    opened = open_keys(home, passphrase=None).sealing
    assert [str(identity.recipient) for identity in opened] == [card.keys.sealing, *(str(v.recipient) for v in later)]
    (home.keys / "sealing.key").unlink()
    assert len(open_keys(home, passphrase=None).sealing) == 3
    with pytest.raises(FileExistsError):
        make_sealing_epoch(home, epoch=1, passphrase=None)


def test_a_secret_does_not_show_itself(tmp_path: Path) -> None:
    """The keys of a node name their log and nothing else."""
    card_of(tmp_path / "sy")
    assert repr(open_keys(Home(tmp_path / "sy"), passphrase=None)) == "NodeKeys(origin='paris-2026.parley.example/sy')"


def test_settings_that_were_written_are_read(tmp_path: Path) -> None:
    """The settings of the enrolment stand in the file."""
    card_of(tmp_path / "sy")
    assert read_settings(Home(tmp_path / "sy").settings, environ={}) == Settings(member="SY")


def ceremony(path: Path) -> bytes:
    """Make the three homes and return the charter that they assemble."""
    return assemble(PARIS, cards=[card_of(path / code, code=code) for code in ("SY", "IL", "US")])


def test_the_charter_is_taken_byte_for_byte_and_only_once(tmp_path: Path) -> None:
    """Taking the same bytes again changes nothing; other bytes are refused."""
    raw = ceremony(tmp_path)
    for _ in range(2):
        assert not isinstance(take_charter(tmp_path / "SY", raw=raw, code="SY"), Refusal)
    assert Home(tmp_path / "SY").charter.read_bytes() == raw
    other = take_charter(tmp_path / "SY", raw=raw + b"# \n", code="SY")
    assert isinstance(other, Refusal)
    assert (other.code, other.clause) == ("init.charter_taken", "E-4")


def test_a_charter_with_other_keys_for_this_member_is_refused(tmp_path: Path) -> None:
    """Whoever slips in keys of its own for a member is found out by that member's node."""
    raw = ceremony(tmp_path)
    card_of(tmp_path / "again", code="SY")
    refused = take_charter(tmp_path / "again", raw=raw, code="SY")
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.clause) == ("init.other_keys", "E-3")
    assert not Home(tmp_path / "again").charter.exists()


def test_the_sheet_shows_the_digits_in_three_languages(tmp_path: Path) -> None:
    """Text and page hold all groups, the names in each language, and text that runs from right to left."""
    card = card_of(tmp_path / "sy")
    home = Home(tmp_path / "sy")
    text, page = (home.sheet("SY", ending=ending).read_text(encoding="utf-8") for ending in ("txt", "html"))
    for shown in (text, page):
        assert all(group in shown for group in card.fingerprint)
        assert all(name in shown for name in ("Syria", "سورية", "סוריה"))
    assert page.count('dir="rtl"') == 2
    assert "EXERCISE" not in page


def test_the_sheet_of_an_exercise_says_so(tmp_path: Path) -> None:
    """Nobody takes the keys of an exercise for real ones."""
    template = PARIS.replace(b"exercise: false", b"exercise: true").replace(b"paris-2026", b"exercise-paris-2026")
    made(tmp_path / "sy", template=template)
    for ending in ("txt", "html"):
        assert "EXERCISE" in Home(tmp_path / "sy").sheet("SY", ending=ending).read_text(encoding="utf-8")
