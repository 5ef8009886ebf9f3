"""Every way in which a link or a bundle fails has a sentence in three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parley.node.link.frames import FrameError, decode_payload
from parley.texts import LANGUAGES, catalogue, sentence

SOURCE = Path(__file__).parents[2] / "src" / "parley"
SPOKEN = re.compile(r'"((?:link|bundle)\.[a-z_]+)"')
FRAMES = re.compile(r'FrameError\("(frame_[a-z_]+)"\)')
SILENT = {"link.json", "link.renewed"}


def codes() -> set[str]:
    """Return every code that the link and the bundles answer with."""
    files = [*(SOURCE / "node").rglob("*.py"), SOURCE / "cli" / "bundle.py", SOURCE / "cli" / "control.py"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return set(SPOKEN.findall(text)) | {f"link.{code}" for code in FRAMES.findall(text)}


@pytest.mark.parametrize("code", sorted(codes() - SILENT))
def test_a_code_has_a_sentence(code: str) -> None:
    """A code of the link is shown as a whole sentence, never as itself."""
    places = dict.fromkeys(("where", "file", "said", "log", "refusal", "why"), "x")
    figures = {**places, "added": 1, "size": 2, "start": 0}
    for language in LANGUAGES:
        assert sentence(code, language=language, data=figures) != f"{code} {figures}"


def test_no_sentence_is_left_over() -> None:
    """Every sentence of the link's file belongs to a code that is still used."""
    spoken = {code for code in catalogue() if code.startswith(("link.", "bundle."))}
    assert spoken <= codes()


def test_an_unknown_frame_is_named() -> None:
    """The decoder names what it does not know."""
    with pytest.raises(FrameError, match="frame_unknown"):
        decode_payload(7, b"")
