"""`parley rebuild`: makes the read tables again from the logs, of a node that does not run."""

from __future__ import annotations

import argparse
import os

from parley.charter.problem import CharterError
from parley.cli.failing import tell_failure
from parley.cli.placing import add_home, place_of, tell_exercise
from parley.cli.run import open_place
from parley.cli.told import add_language
from parley.node.keyfile import KeyFileError
from parley.node.onlyone import RunsAlready
from parley.node.rebuilding import rebuild
from parley.node.search.index import throw_away
from parley.node.settings import SettingsError
from parley.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb."""
    add_home(parser)
    add_language(parser)


def run(args: argparse.Namespace) -> int:
    """Rebuild and say how much was judged; 2 where there is no node to open, or it runs."""
    try:
        place = place_of(args)
        node = open_place(place)
    except (CharterError, KeyFileError, OSError, RunsAlready, SettingsError, ValueError) as error:
        tell_failure(error, home=args.home, language=args.language)
        return 2
    tell_exercise(place.home, languages=(args.language,))
    ledger = node.ledger
    ledger.conn.execute("BEGIN IMMEDIATE")
    rebuild(ledger)
    ledger.conn.execute("COMMIT")
    judged = ledger.conn.execute("SELECT count(*) FROM point").fetchone()[0]
    # The index of what can be searched is made again by the next start.
    throw_away(place.home.search)
    ledger.conn.close()
    os.close(node.alone)
    figures = {"count": judged, "database": str(place.home.database)}
    print(sentence("node_verb.rebuilt", language=args.language, data=figures))
    return 0
