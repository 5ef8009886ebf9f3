"""The settings of one node, stated once: file, environment, defaults and documentation come from this class."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ENVIRONMENT = "PARLEY_"
# Where whoever runs many programs names their database; here it counts only where it names a PostgreSQL.
DATABASE, SCHEMES = "DATABASE_URL", ("postgresql://", "postgres://")
SECOND_FACTOR = ("required", "exercise", "off")


def _setting(default: Any, *, says: str) -> Any:
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What differs from node to node. Whatever members must agree on stands in the charter, not here."""

    member: str = _setting("", says="Code of the member whose node this is.")
    desk_host: str = _setting("127.0.0.1", says="Address on which the officers' desk listens.")
    desk_port: int = _setting(8000, says="Port of the officers' desk; 0 lets the machine choose.")
    desk_names: tuple[str, ...] = _setting(
        (), says="Host names under which browsers reach the desk, besides this machine's own."
    )
    desk_behind_tls: bool = _setting(
        False, says="True where a proxy in front speaks TLS to browsers; cookies are then bound to it."
    )
    desk_proxies: int = _setting(0, says="Number of trusted proxies in front of the desk.")
    desk_second_factor: str = _setting(
        "required",
        says="`required`: nobody signs in at the desk by password alone. `exercise`: not asked for in an exercise, and "
        "refused by a real charter. `off`: never asked for, by the operator's own decision.",
    )
    sso_issuer: str = _setting(
        "",
        says="Address of the OpenID Connect issuer by which officers may sign in; empty: none, and nothing goes out.",
    )
    sso_client_id: str = _setting("", says="Name of this desk as a client of that issuer.")
    sso_client_secret_file: str = _setting(
        "", says="File that holds the client's secret; only its owner may read it (mode 0600)."
    )
    sso_label: str = _setting("", says="Name of the issuer on the sign-in page; empty shows its host name.")
    sso_second_factor: tuple[str, ...] = _setting(
        (),
        says="Values of `amr` or `acr` by which the issuer says that a second factor was shown; without one of them "
        "the desk asks for its own.",
    )
    desk_emergency_hours: int = _setting(
        8, says="Hours for which two officers open a role to another in an emergency (DESK-60); 1 to 24."
    )
    public_host: str = _setting("127.0.0.1", says="Address on which the public pages of statements listen alone.")
    public_port: int = _setting(
        0,
        says="Port on which the public pages of statements listen, with nothing else; 0: on the desk's listener only.",
    )
    peer_host: str = _setting("0.0.0.0", says="Address on which the peer listener listens.")
    peer_port: int = _setting(7443, says="Port of the peer listener; the charter's address must lead to it.")
    highwater_file: str = _setting(
        "",
        says="File of the own log's high-water mark, best on other storage; empty keeps it in the home folder.",
    )
    ask_first_s: int = _setting(
        2,
        says="Seconds for which a starting node, before it signs, waits for another member to say how far it "
        "holds its log; where none answers in time it signs alone.",
    )
    old_sealing_keys_days: int = _setting(
        0,
        says="Days for which an old sealing key is kept once every member has read of the next one and all that was "
        "sealed to it is opened; the node then destroys it. 0 keeps it until an operator destroys it.",
    )
    passphrase_file: str = _setting(
        "", says="File that holds the passphrase of the keys; empty asks at the start, where they have one."
    )
    database_url: str = _setting(
        "",
        says="Address of a PostgreSQL (`postgresql://...`) for the index of overlaps, which lies there in the plain; "
        "empty keeps it in memory. `DATABASE_URL` names it too. The record stays in HOME/node.sqlite.",
    )


class SettingsError(Exception):
    """Settings that cannot be used; each fault names its setting and code (texts/enrolment.json has what to do)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {code}" for name, code in faults))
        self.faults = tuple(faults)


def read_settings(path: Path, *, environ: Mapping[str, str]) -> Settings:
    """Return the settings of a file, each overridden by its variable (`PARLEY_DESK_PORT`); every fault at once."""
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError([(str(path), "settings.missing")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError([(str(path), "settings.not_toml")]) from None
    known = {setting.name: setting for setting in fields(Settings)}
    faults = [(name, "settings.unknown") for name in stated if name not in known]
    values: dict[str, Any] = {}
    for name, setting in known.items():
        variable = ENVIRONMENT + name.upper()
        text = environ.get(variable, _database(environ) if name == "database_url" else None)
        value = _from_text(text, like=setting.default) if text is not None else stated.get(name, setting.default)
        value = tuple(value) if isinstance(value, list) else value
        if not _fits(value, like=setting.default) or not _is_among(name, value):
            faults.append((variable if text is not None else name, "settings.wrong_value"))
        values[name] = value
    if not faults and not values["member"]:
        faults.append(("member", "settings.no_member"))
    if faults:
        raise SettingsError(faults)
    return Settings(**values)


def _database(environ: Mapping[str, str]) -> str | None:
    named = environ.get(DATABASE, "")
    return named if named.startswith(SCHEMES) else None


def _from_text(text: str, *, like: Any) -> Any:
    """Return the value of an environment variable; what cannot be read stays text and so does not fit."""
    if isinstance(like, bool):
        return {"true": True, "false": False}.get(text, text)
    if isinstance(like, int):
        return int(text) if text.isascii() and text.isdigit() else text
    if isinstance(like, tuple):
        return tuple(part for part in text.split(",") if part)
    return text


def _fits(value: Any, *, like: Any) -> bool:
    if isinstance(like, tuple):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    return type(value) is type(like)


def _is_among(name: str, value: Any) -> bool:
    if name.endswith("_port"):
        return value in range(1 << 16)
    if name == "database_url":
        return not value or str(value).startswith(SCHEMES)
    if name == "desk_emergency_hours":
        return value in range(1, 25)
    return name != "desk_second_factor" or value in SECOND_FACTOR


def write_settings(settings: Settings) -> bytes:
    """Return the settings as a commented file."""
    lines = [
        "# Settings of this node. Each can be overridden by an environment variable: PARLEY_ and its name in capitals."
    ]
    for setting in fields(Settings):
        value = getattr(settings, setting.name)
        shown = list(value) if isinstance(value, tuple) else value
        lines += ["", f"# {setting.metadata['says']}", f"{setting.name} = {json.dumps(shown, ensure_ascii=False)}"]
    return ("\n".join(lines) + "\n").encode()


def settings_table() -> Iterator[str]:
    """Yield the rows of the settings' table in docs/settings.md."""
    yield "| setting | default | what it says |"
    yield "|---|---|---|"
    for setting in fields(Settings):
        shown = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        yield f"| `{setting.name}` | `{json.dumps(shown)}` | {setting.metadata['says']} |"
