"""Asking the strangers' programs of this folder: JSON in, JSON out."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any


def ask(script: str, *, nodejs: str, questions: Any = None) -> Any:
    """Return what `script` of this folder answers; CalledProcessError when it breaks off."""
    done = subprocess.run(
        [nodejs, str(Path(__file__).with_name(script))],
        input=json.dumps(questions).encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout)
