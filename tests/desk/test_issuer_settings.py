"""The settings of single sign-on: off by default, HTTPS, and a secret that its owner alone may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.desk.sso.issuer import issuer_of
from parley.node.settings import Settings, SettingsError

SOUND = {"sso_issuer": "https://id.example", "sso_client_id": "desk"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with a secret, as it should lie."""
    file = tmp_path / "secret"
    file.write_text("quiet\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def test_by_default_there_is_none() -> None:
    """Without an issuer the settings offer none, whatever else stands in them."""
    assert issuer_of(Settings(member="SY", sso_client_id="desk")) is None


def test_sound_settings_give_the_issuer_and_never_show_the_secret(secret: Path) -> None:
    """The secret is read without its line end, and stands in no text of the issuer."""
    issuer = issuer_of(Settings(member="SY", sso_client_secret_file=str(secret), **SOUND))
    assert issuer is not None and issuer.secret == "quiet" and issuer.shown == "id.example"
    assert "quiet" not in repr(issuer) + str(issuer)


@pytest.mark.parametrize("address", ["http://id.example", "id.example", "https://", "https://a@id.example", "ftp://x",
                                     "https://id.example?a=b"])  # fmt: skip
def test_an_address_that_is_not_https_is_a_fault(secret: Path, address: str) -> None:
    """Only this machine itself is asked without TLS."""
    told = Settings(member="SY", sso_issuer=address, sso_client_id="desk", sso_client_secret_file=str(secret))
    with pytest.raises(SettingsError) as refused:
        issuer_of(told)
    assert refused.value.faults == (("sso_issuer", "settings.issuer_address"),)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secret_that_others_may_read_is_a_fault(secret: Path, mode: int) -> None:
    """A secret in a file that group or world may read does not count."""
    secret.chmod(mode)
    with pytest.raises(SettingsError) as refused:
        issuer_of(Settings(member="SY", sso_client_secret_file=str(secret), **SOUND))
    assert refused.value.faults == (("sso_client_secret_file", "settings.issuer_secret"),)


def test_every_fault_is_told_at_once() -> None:
    """No client, no secret, no HTTPS: three faults."""
    with pytest.raises(SettingsError) as refused:
        issuer_of(Settings(member="SY", sso_issuer="http://id.example"))
    assert len(refused.value.faults) == 3
