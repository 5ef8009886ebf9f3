"""The issuer that the settings name, with the secret that this desk has there; without one nothing goes out."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from parley.node.settings import Settings, SettingsError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Issuer:
    """An OpenID Connect issuer; `factors` are the values of `amr` or `acr` that stand for a second factor."""

    address: str
    client_id: str
    secret: str = field(repr=False)
    label: str = ""
    factors: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Return the name on the button: the label, or the issuer's host."""
        return self.label or urlsplit(self.address).hostname or self.address


_used: list[Issuer] = []


def use(issuer: Issuer | None) -> None:
    """Offer sign-in by this issuer from now on; None offers none."""
    _used[:] = [issuer] if issuer else []


def issuer_used() -> Issuer | None:
    """Return the issuer that is offered, None for none."""
    return _used[0] if _used else None


def issuer_of(settings: Settings) -> Issuer | None:
    """Return the issuer of these settings, None where they name none; SettingsError with every fault at once.

    The address is HTTPS, but on this machine itself. The secret lies in a file that only its owner may read.
    """
    if not settings.sso_issuer:
        return None
    faults = []
    if not _is_address(settings.sso_issuer):
        faults.append(("sso_issuer", "settings.issuer_address"))
    if not settings.sso_client_id:
        faults.append(("sso_client_id", "settings.issuer_client"))
    secret = _secret(settings.sso_client_secret_file)
    if secret is None:
        faults.append(("sso_client_secret_file", "settings.issuer_secret"))
    if faults or secret is None:
        raise SettingsError(faults)
    label, factors = settings.sso_label, settings.sso_second_factor
    return Issuer(settings.sso_issuer, settings.sso_client_id, secret, label, factors)


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    is_plain = not (parts.query or parts.fragment or parts.username)
    return is_plain and bool(parts.hostname) and (parts.scheme == "https" or _is_loopback(text))


def _is_loopback(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def is_fetchable(address: object) -> bool:
    """Return whether an address that an issuer names may be asked: HTTPS, or this machine itself."""
    return isinstance(address, str) and (urlsplit(address).scheme == "https" or _is_loopback(address))


def _secret(name: str) -> str | None:
    path = Path(name)
    try:
        if not name or path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            return None
        return path.read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None
