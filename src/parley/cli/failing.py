"""What a verb says when its node cannot be opened or does not answer: whole sentences that end with what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from parley.charter.problem import CharterError
from parley.node.asking import NodeAway
from parley.node.keyfile import KeyFileError
from parley.node.onlyone import RunsAlready
from parley.node.settings import SettingsError
from parley.texts import sentence


def tell_failure(error: Exception, *, home: Path, language: str) -> None:
    """Print on standard error why a verb could not do its work with the node of this home folder."""
    print("\n".join(failure(error, home=home, language=language)), file=sys.stderr)


def failure(error: Exception, *, home: Path, language: str) -> Iterator[str]:
    """Yield the sentences about an error, every one of its faults; an error that has none of its own is quoted."""
    match error:
        case SettingsError(faults=faults):
            for name, code in faults:
                yield sentence(code, language=language, data={"name": name})
        case KeyFileError(code=code, path=path):
            yield sentence(code, language=language, data={"path": str(path)})
        case CharterError(problems=problems):
            for problem in problems:
                told = sentence(problem.code, language=language, data=problem.data)
                yield f"{problem.mark.line}:{problem.mark.column}: {told}"
        case RunsAlready():
            yield sentence("node_verb.runs_already", language=language, data={"home": str(home)})
        case NodeAway():
            yield sentence("node_verb.away", language=language, data={"home": str(home)})
        case _:
            yield sentence("node_verb.failed", language=language, data={"home": str(home), "why": str(error)})
