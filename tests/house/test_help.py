"""The command explains itself: every verb and every option."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module

import pytest

from parley.cli.main import VERBS, main


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_every_verb_runs(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`parley VERB --help` prints what the verb does and ends well."""
    with pytest.raises(SystemExit) as stop:
        main([verb, "--help"])
    assert stop.value.code == 0
    assert VERBS[verb][1].split(",")[0].split(":")[0] in " ".join(capsys.readouterr().out.split())


def unexplained(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield each option of a parser, and of the parsers below it, that has no help text."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from unexplained(below)
        elif not action.help:
            yield f"{parser.prog} {'/'.join(action.option_strings) or action.dest}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_explained(verb: str) -> None:
    """Every option and argument of a verb has a help text."""
    parser = argparse.ArgumentParser(prog=f"parley {verb}")
    import_module(VERBS[verb][0]).configure(parser)
    assert list(unexplained(parser)) == []
