"""Files of cases for the tests: one sound situation, and what is changed in it."""

from __future__ import annotations

from parley.charter.problem import CharterError, Problem
from parley.node.cases.reading import read_cases
from parley.node.cases.running import run_cases
from tests.charter.making import PARIS

RECEIPT = (
    "      - {at: 2027-01-10T06:05Z, by: IL, kind: message_acknowledged, as: receipt, in: call, "
    "content: {of: $call, how: received}}\n"
)
RUNNING = "[{owed_by: IL, what: acknowledge, state: running, due: 2027-01-10T06:12Z}]"
SOUND = f"""\
format: parley-cases-v1
charter: ../paris-2026.yaml

cases:
  - name: A message
    said:
      - at: 2027-01-10T06:00Z
        by: SY
        kind: message_sent
        as: call
        content: {{precedence: flash, subject: Shots, text: Hold fire., lang: en, items: [], asks_read_back: false}}
      - {{at: 2027-01-10T06:02Z, received: [IL]}}
{RECEIPT}    then:
      - at: 2027-01-10T06:03Z
        state: {{name: sent}}
        duties: {RUNNING}
      - at: 2027-01-10T06:05Z
        state: {{name: acknowledged}}
        duties: []
"""


def changed(*changes: tuple[str, str]) -> str:
    """Return the sound file with each old text, which must stand there exactly once, replaced."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    """Return why a file is none; nothing where it can be read."""
    try:
        read_cases(text.encode() if isinstance(text, str) else text)
    except CharterError as error:
        return error.problems
    return ()


def fallen_short(text: str, *, language: str = "en") -> tuple[Problem, ...]:
    """Return what does not follow of the cases of a sound file, by the default charter."""
    return run_cases(read_cases(text.encode()), PARIS, language=language)
