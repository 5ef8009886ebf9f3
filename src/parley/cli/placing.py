"""Where a verb finds its node: the home folder, its settings, and whether its keys are locked."""

from __future__ import annotations

import argparse
import getpass
import os
from dataclasses import dataclass
from pathlib import Path

from parley.charter.problem import CharterError
from parley.charter.reading import read_charter
from parley.node.home import Home
from parley.node.keyfile import KeyFileError, is_locked, read_passphrase
from parley.node.settings import Settings, read_settings
from parley.texts import sentence


@dataclass(frozen=True, slots=True)
class Place:
    """A node's home folder with its settings."""

    home: Home
    settings: Settings

    @property
    def keys_locked(self) -> bool:
        """Return whether a passphrase is needed to open the keys."""
        return is_locked(self.home.keys / "log.key")


def add_home(parser: argparse.ArgumentParser) -> None:
    """Add --home to a verb."""
    home = os.environ.get("PARLEY_HOME", "parley-home")
    parser.add_argument("--home", type=Path, default=Path(home), help="the node's home folder (default: %(default)s)")


def place_of(args: argparse.Namespace) -> Place:
    """Return the home folder and settings that the options name; SettingsError where there is no node."""
    return place_at(args.home)


def place_at(path: Path) -> Place:
    """Return the home folder at a path, with its settings; SettingsError where there is no node."""
    home = Home(path.absolute())
    settings = read_settings(home.settings, environ=os.environ)
    if settings.highwater_file:
        home = Home(home.path, highwater_file=Path(settings.highwater_file))
    return Place(home, settings)


def tell_exercise(home: Home, *, languages: tuple[str, ...]) -> None:
    """Print in these languages that the node of a home folder belongs to an exercise, where it does."""
    try:
        exercise = read_charter(home.charter.read_bytes()).mechanism.exercise
    except (OSError, CharterError):
        # The verb itself says what is wrong with the charter, where it needs one.
        return
    if exercise:
        print(*(sentence("record.exercise", language=each, data={}) for each in languages), flush=True)


def passphrase_of(place: Place) -> bytes | None:
    """Return the passphrase of the keys, from its file or asked for; None where they have none.

    KeyFileError where the file cannot be used, or nobody is there to be asked.
    """
    if not place.keys_locked:
        return None
    if place.settings.passphrase_file:
        return read_passphrase(Path(place.settings.passphrase_file))
    try:
        return getpass.getpass("Passphrase of the keys: ").encode()
    except EOFError:
        # Nobody is there to type it.
        raise KeyFileError("key_file.passphrase_needed", place.home.keys / "log.key") from None
