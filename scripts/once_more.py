"""What failed in a whole run is run once more, alone and in order: only in CI, only few, and each is named.

    once_more.py EXIT_CODE

`EXIT_CODE` is that of the run before. More than MOST failures, or an end other than by failed tests, stand as they are.
See docs/decisions/0025-once-more-alone.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

MOST = 8
FAILED = 1
KEPT = Path(".pytest_cache/v/cache/lastfailed")


def main(code: int) -> int:
    """Return the exit code for the whole: 0 where every test that failed among others passes alone."""
    failed = sorted(json.loads(KEPT.read_text())) if code == FAILED and KEPT.exists() else []
    if not 0 < len(failed) <= MOST:
        return code
    print(f"once more, alone: {', '.join(failed)}", flush=True)
    again = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:xdist", *failed], check=False).returncode
    said = "passed alone, so what failed was how they stood together: look at it" if again == 0 else "failed again"
    print(f"{len(failed)} of the tests that failed {said}: {', '.join(failed)}", flush=True)
    return again


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1])))
