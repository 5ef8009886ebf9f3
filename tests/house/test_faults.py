"""What docs/faults.md says of bad input and faults names the tests that prove it, and those are there."""

from __future__ import annotations

import re

from tests.house.tree import ROOT

ROW = re.compile(r"`(tests/[\w/]+\.py)`|\b(test_\w+)\b")


def test_every_fault_of_the_page_is_tested_by_a_test_that_is_there() -> None:
    """Each line has one at least, and each that it names stands in the file named before it."""
    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| what | what")]
    assert len(rows) >= 15
    for row in rows:
        proof, text, named = row.split("|")[3], "", 0
        for path, test in ROW.findall(proof):
            if path:
                text = (ROOT / path).read_text(encoding="utf-8")
            else:
                named += 1
                assert f"def {test}(" in text, (test, row[:60])
        assert named, row[:60]
