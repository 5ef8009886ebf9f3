"""Say what this machine lacks before a virtual environment is made; written so that an old Python can still read it."""

import sys


def missing():
    """Return the sentences that name what is missing and what to do; none where all is there."""
    if sys.version_info < (3, 11):
        return ["Parley needs Python 3.11 or newer, and this is older: call `make setup PYTHON=python3.11`."]
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        return [
            "This Python cannot make a virtual environment (no ensurepip).",
            "On Debian and Ubuntu install it once, as an administrator: apt install python3-venv",
        ]
    return []


if __name__ == "__main__":
    for sentence in missing():
        sys.stderr.write(sentence + "\n")
    sys.exit(1 if missing() else 0)
