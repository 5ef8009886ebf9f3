"""`parley rotate`: makes this member's next sealing key; the node announces it at its next start."""

from __future__ import annotations

import argparse

from parley.cli.failing import tell_failure
from parley.cli.placing import add_home, passphrase_of, place_of
from parley.cli.told import add_language
from parley.node.keyfile import KeyFileError
from parley.node.rotating import make_next_key
from parley.node.settings import SettingsError
from parley.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_home(parser)
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    """Make the key and say what to do next; 1 where the keys cannot be opened, 2 where there is no node."""
    try:
        place = place_of(args)
        epoch = make_next_key(place.home, passphrase=passphrase_of(place))
    except KeyFileError as failure:
        tell_failure(failure, home=args.home, language=args.language)
        return 1
    except (SettingsError, OSError) as error:
        tell_failure(error, home=args.home, language=args.language)
        return 2
    figures = {"epoch": epoch, "folder": str(place.home.keys)}
    print(sentence("rotate.made", language=args.language, data=figures))
    return 0
