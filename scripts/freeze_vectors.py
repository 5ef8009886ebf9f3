"""Enter new byte vectors in vectors/FROZEN; a vector that was released is never edited, so a changed one is refused."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

VECTORS = Path(__file__).parents[1] / "vectors"
FROZEN = VECTORS / "FROZEN"


def frozen() -> dict[str, str]:
    """Return the digest of each frozen file by its path inside vectors/."""
    if not FROZEN.exists():
        return {}
    rows = (line.split("  ", 1) for line in FROZEN.read_text(encoding="utf-8").splitlines() if line)
    return {path: digest for digest, path in rows}


def present() -> dict[str, str]:
    """Return the digest of each file that stands in vectors/ now; README.md and FROZEN itself may change."""
    files = (file for file in sorted(VECTORS.rglob("*")) if file.is_file() and file.name not in {"FROZEN", "README.md"})
    return {file.relative_to(VECTORS).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}


def main() -> int:
    """Add what is new; return 1 and change nothing where a frozen vector differs or is gone."""
    old, new = frozen(), present()
    broken = [path for path, digest in old.items() if new.get(path) != digest]
    if broken:
        sys.stderr.write("Frozen vectors were changed: " + ", ".join(broken) + "\nA new format is a new file.\n")
        return 1
    FROZEN.write_text("".join(f"{new[path]}  {path}\n" for path in sorted(new)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
