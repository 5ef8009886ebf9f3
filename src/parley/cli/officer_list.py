"""Reads the officers of `parley officer add-all`: a table of comma-separated lines, whose first names the columns."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from parley.charter.verdict import Refusal
from parley.texts import LANGUAGES

NEEDED, BESIDES = ("name", "role", "password"), ("shown_as", "language")
MOST = 500
MAX_TABLE = 1 << 20


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the table: who is to be added."""

    line: int
    name: str
    role: str
    password: str
    shown_as: str
    language: str


def read_listed(raw: bytes) -> list[Listed] | Refusal:
    """Return the officers of a table, or the first line that cannot be read, with why. No password is repeated."""
    if len(raw) > MAX_TABLE:
        return Refusal("officer_list_long", "DESK-27", {"most": MOST})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Refusal("officer_list_line", "DESK-27", {"line": raw.count(b"\n", 0, error.start) + 1})
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [name.strip() for name in next(rows, [])]
        if not set(NEEDED) <= set(columns) <= {*NEEDED, *BESIDES} or len(set(columns)) < len(columns):
            return Refusal("officer_list_columns", "DESK-27", {"needed": ",".join((*NEEDED, *BESIDES))})
        listed: list[Listed] = []
        for row in rows:
            if not row:
                continue
            found = _listed(dict(zip(columns, row, strict=False)), line=rows.line_num)
            if len(row) != len(columns) or found is None:
                return Refusal("officer_list_line", "DESK-27", {"line": rows.line_num})
            listed.append(found)
    except csv.Error:
        return Refusal("officer_list_line", "DESK-27", {"line": rows.line_num})
    if not listed:
        return Refusal("officer_list_columns", "DESK-27", {"needed": ",".join((*NEEDED, *BESIDES))})
    return listed if len(listed) <= MOST else Refusal("officer_list_long", "DESK-27", {"most": MOST})


def _listed(row: dict[str, str], *, line: int) -> Listed | None:
    """Return a row as read, None where it names nobody or a language that there is not."""
    name, language = row.get("name", "").strip(), row.get("language", "").strip() or LANGUAGES[0]
    if not name or language not in LANGUAGES:
        return None
    shown_as = row.get("shown_as", "").strip() or name
    return Listed(line, name, row.get("role", "").strip(), row.get("password", ""), shown_as, language)
