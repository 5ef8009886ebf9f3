"""The `parley` command: one verb a file, loaded only when it is called."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

# As a shell tells that a program was ended by SIGINT, or by SIGPIPE.
INTERRUPTED, CUT_OFF = 130, 141
VERBS: dict[str, tuple[str, str]] = {
    "bundle": ("parley.cli.bundle", "carry logs over a stick: export, import"),
    "charter": ("parley.cli.charter", "check a charter, print what it says"),
    "demo": ("parley.cli.demo", "start a whole mechanism on this machine, with an invented exercise"),
    "explain": ("parley.cli.explain", "tell the whole way of an entry"),
    "export": ("parley.cli.export", "write the logs as folders that strangers' tools verify"),
    "feed": ("parley.cli.feed", "add, list or revoke what other software reads of this node"),
    "file": ("parley.cli.file", "file entries at a running node, one JSON draft a line"),
    "init": ("parley.cli.init", "make a node: keys, key card, fingerprint sheet"),
    "officer": ("parley.cli.officer", "add, list or lock officers of this node"),
    "overlaps": ("parley.cli.overlaps", "find what collides with what in GeoJSON files, before it is filed"),
    "rebuild": ("parley.cli.rebuild", "make the read tables again from the logs"),
    "receipt": ("parley.cli.receipt", "write the offline proof of an entry"),
    "rotate": ("parley.cli.rotate", "make this member's next sealing key"),
    "run": ("parley.cli.run", "run this node"),
    "statement": ("parley.cli.statement", "write the public pages of released statements: export"),
    "status": ("parley.cli.status", "say how this node and its links are"),
    "stix": ("parley.cli.stix", "information exchange as STIX 2.1 bundles: export, import"),
    "verify": ("parley.cli.verify", "check a record: folder, bundle or node"),
    "zones": ("parley.cli.zones", "import and export zones: GeoJSON, ED-318, ED-269, KML"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one verb; return 0 where it did what was asked, 1 where it found fault, 2 where it was called wrongly."""
    words = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="parley", description="The software of a liaison cell.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (module, text) in VERBS.items():
        verb = verbs.add_parser(name, help=text, description=text)
        if words and words[0] == name:
            import_module(module).configure(verb)
    args = parser.parse_args(words)
    try:
        done = int(import_module(VERBS[args.verb][0]).run(args))
        sys.stdout.flush()
    except KeyboardInterrupt:
        # Whoever breaks a verb off knows that it is not done.
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads had enough, as `head` has; nothing more is written, not at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    return done


if __name__ == "__main__":
    sys.exit(main())
