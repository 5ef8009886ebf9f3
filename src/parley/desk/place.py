"""Where a desk stands: its database, its secret and the outer address that its cookies are bound to."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """What Django's settings need of a home folder.

    `hosts` are the names under which browsers may call; `is_secure` is true where they come by TLS,
    and then every cookie is `Secure` and carries the `__Host-` prefix. `proxies` counts the trusted
    proxies in front, whose last `X-Forwarded-For` values are believed; none are by default.
    `asks_second_factor` is false for an exercise and tests only.
    """

    database: Path
    secret_file: Path
    hosts: tuple[str, ...]
    is_secure: bool
    proxies: int = 0
    asks_second_factor: bool = True


def place_of(
    home: Path,
    *,
    hosts: tuple[str, ...] = (),
    is_secure: bool = False,
    proxies: int = 0,
    asks_second_factor: bool = True,
) -> DeskPlace:
    """Return the place of the desk in a home folder; loopback names are always among its hosts."""
    names = tuple(dict.fromkeys(("localhost", "127.0.0.1", "[::1]", *hosts)))
    secret = home / "keys" / "desk-secret"
    return DeskPlace(home / "node.sqlite", secret, names, is_secure, proxies, asks_second_factor)


def secret_of(path: Path) -> str:
    """Return the desk's signing secret, made on the first call in a file that only its owner may read."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written beside and then linked: two processes that start at once must end with the same secret.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
