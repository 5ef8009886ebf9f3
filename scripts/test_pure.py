"""Run the tests of the pure layers and `parley verify` where there is no Django, and make sure that there is none.

`--ignored` prints instead what the run of all other tests leaves out, so that each test runs once.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ["tests/record", "tests/charter", "tests/matters", "tests/tracks", "tests/geo", "tests/verify"]


def main() -> int:
    """Return pytest's exit code; 1 where Django is in reach, so that nobody proves this with the wrong environment."""
    if sys.argv[1:] == ["--ignored"]:
        print(*(f"--ignore={folder}" for folder in FOLDERS))
        return 0
    present = [name for name in ("django", "aiohttp", "uvicorn") if find_spec(name)]
    if present:
        sys.stderr.write(f"This environment has {', '.join(present)}: run `make test-pure`.\n")
        return 1
    verify = _python("parley.cli.main", "verify", "--help")
    return verify or _python("pytest", "-q", "-p", "no:cacheprovider", *FOLDERS, *sys.argv[1:])


def _python(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
