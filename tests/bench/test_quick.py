"""The benchmarks run: a smoke run over real nodes gives a figure in every row."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.story
@pytest.mark.slow
def test_a_quick_run_gives_a_figure_in_every_row(tmp_path: Path) -> None:
    """`--quick` measures each row of the table, and every node's record verifies at the end."""
    words = [sys.executable, "-m", "benchmarks", "--quick", "--out", str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (kept,) = tmp_path.iterdir()
    line = re.compile(r"^\| (\d+) \| [^|]+ \| [^|]+ \| ([\d.,]+) [^|]+ \|", re.MULTILINE)
    rows = line.findall(kept.read_text(encoding="utf-8"))
    assert {int(row) for row, _ in rows} == set(range(1, 12))
    assert all(float(figure.replace(",", "")) >= 0 for _, figure in rows)
