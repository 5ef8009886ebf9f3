"""Calls the `parley` command as an operator would: a process of its own, its words and its answer."""

from __future__ import annotations

import subprocess
import sys


class CommandFailed(Exception):
    """A verb that ended badly; the text is what it said."""


def command(*words: str) -> list[str]:
    """Return the words that start a verb with this Python."""
    return [sys.executable, "-m", "parley.cli.main", *words]


def parley(*words: str, given: str = "", seconds: int = 120) -> str:
    """Run a verb to its end and return what it printed; CommandFailed with its own words where it did not end well."""
    done = subprocess.run(command(*words), input=given, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode != 0:
        raise CommandFailed(f"parley {' '.join(words)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout
