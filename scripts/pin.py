"""Pin every requirements/*.in to versions with hashes; no index or address is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "requirements"
# Each file is pinned within what the one before it chose, so that all environments hold the same versions.
WITHIN = {
    "pure": None, "run": "pure", "postgresql": "run", "test": "postgresql", "pure-test": "test", "nodejs": None,
}  # fmt: skip
OPTIONS = "--quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url"


def main() -> None:
    """Install the resolver beside us and write each requirements/*.txt anew."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for name, within in WITHIN.items():
        constraint = ["-c", str(FOLDER / f"{within}.txt")] if within else []
        target = ["-o", str(FOLDER / f"{name}.txt"), str(FOLDER / f"{name}.in")]
        resolver = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS.split()]
        subprocess.run([*resolver, *constraint, *target], check=True)


if __name__ == "__main__":
    main()
