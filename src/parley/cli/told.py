"""The language in which a verb tells what it did."""

from __future__ import annotations

import argparse

from parley.texts import LANGUAGES


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add --language to a verb."""
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="language of what is told (default: en)")
