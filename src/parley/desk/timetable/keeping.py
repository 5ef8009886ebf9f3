"""A timetable as a table for spreadsheets, a row a step or a turn of one; no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from parley.desk.commitments.words import state_word
from parley.desk.hotline.saying import instant
from parley.node.feeds.table import MARK, safe

_COLUMNS: tuple[Callable[[], str], ...] = (
    lambda: gettext("Step"), lambda: gettext("Turn"), lambda: gettext("What"), lambda: gettext("Owed by"),
    lambda: gettext("Owed to"), lambda: gettext("By"), lambda: gettext("Begins"), lambda: gettext("Due"),
    lambda: gettext("Expected"), lambda: gettext("Done on"), lambda: gettext("State"), lambda: gettext("Percent"),
    lambda: gettext("Waits for"), lambda: gettext("Together with"), lambda: gettext("Entry"),
)  # fmt: skip


_INSTANTS = ("start_s", "due_s", "expected_s", "done_s")


def table_of(steps: Iterable[Mapping[str, Any]], *, names: Callable[[str], str]) -> bytes:
    """Return the table of a timetable's JSON, in the reader's language."""
    made = io.StringIO()
    made.write(MARK)
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([word() for word in _COLUMNS])
    for step in steps:
        for row in _rows(step, names):
            writer.writerow([safe(each) for each in row])
    return made.getvalue().encode()


def _rows(step: Mapping[str, Any], names: Callable[[str], str]) -> Iterator[list[str]]:
    yield _row(step, step, names, turn="")
    for turn in step["turns"]:
        yield _row(step, {**turn, "expected_s": None}, names, turn=str(turn["number"]))


def _row(step: Mapping[str, Any], when: Mapping[str, Any], names: Callable[[str], str], *, turn: str) -> list[str]:
    return [
        step["step"], turn, step["what"], names(step["who"]), ", ".join(map(names, step["to"])), step["by"] or "",
        *(instant(when[name]) if when[name] is not None else "" for name in _INSTANTS),
        state_word(when["state"]), str(when["percent"]), ", ".join(step["waits_for"]), ", ".join(step["with"]),
        step["entry"],
    ]  # fmt: skip
