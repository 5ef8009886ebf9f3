"""`parley rebuild`: makes the read tables again from the logs, of a node that does not run."""

from __future__ import annotations

import argparse
import os

from parley.cli.failing import FAILURES, tell_failure
from parley.cli.placing import add_home, place_of, tell_exercise
from parley.cli.run import open_place
from parley.cli.told import add_language
from parley.node.home import Home
from parley.node.rebuilding import rebuild
from parley.node.running import Node
from parley.node.search.index import throw_away
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
        tell_exercise(place.home, languages=(args.language,))
        judged = _judged_again(node)
        # The index of what can be searched is made again by the next start.
        throw_away(place.home.search)
    except FAILURES as error:
        tell_failure(error, home=args.home, language=args.language, charter=Home(args.home).charter)
        return 2
    figures = {"count": judged, "database": str(place.home.database)}
    print(sentence("node_verb.rebuilt", language=args.language, data=figures))
    return 0


def _judged_again(node: Node) -> int:
    """Make the read tables again, let go of the node, and return how many entries were judged."""
    conn = node.ledger.conn
    try:
        conn.execute("BEGIN IMMEDIATE")
        rebuild(node.ledger)
        conn.execute("COMMIT")
        return int(conn.execute("SELECT count(*) FROM point").fetchone()[0])
    finally:
        conn.close()
        os.close(node.alone)
