"""One concept, one word, in each language: docs/glossary.md."""

from __future__ import annotations

import re
from functools import cache

from tests.house.tree import ROOT, own_files, shown

GLOSSARY = ROOT / "docs" / "glossary.md"
ARABIC, HEBREW = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[\u0590-\u05ff]")
COLUMNS = ["English", "Arabic", "Hebrew", "Code name", "Meaning"]


@cache
def rows() -> tuple[tuple[str, ...], ...]:
    """Return the rows of the glossary's tables, cell by cell."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    return tuple(row for row in cells if list(row) != COLUMNS and not set(row[0]) <= set("-: "))


def test_every_term_has_its_word_in_every_language_and_in_code() -> None:
    """Each row fills all five columns, the Arabic and the Hebrew in their own script."""
    assert len(rows()) > 40
    for row in rows():
        assert len(row) == len(COLUMNS), row
        assert all(row), row
        assert ARABIC.search(row[1]), row
        assert HEBREW.search(row[2]), row


def test_one_concept_has_one_word() -> None:
    """No English term and no code name stands twice."""
    for column in (0, 3):
        names = [row[column] for row in rows()]
        assert sorted(set(names)) == sorted(names)


def test_every_code_name_is_used() -> None:
    """Each code name of the glossary stands in the source or in a charter, as written."""
    parts = ("src/", "charters/")
    ours = [path for path in own_files() if shown(path).startswith(parts) and path.suffix in {".py", ".yaml", ".json"}]
    source = "\n".join(path.read_text(encoding="utf-8") for path in ours)
    used = set(re.findall(r"\w+", source))
    assert [name for row in rows() for name in re.findall(r"`(\w+)`", row[3]) if name not in used] == []
    assert all("`" in row[3] for row in rows())
