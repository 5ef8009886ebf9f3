"""The default charter with one more zone, all of it agreed, for the tests over real nodes and on the desk."""

from __future__ import annotations

from pathlib import Path

from tests.tracks.hotline.cell import CHARTERS

ZONE = """
  agreed_strip:
    names: {en: Agreed strip, ar: شريط متفق عليه, he: רצועה מוסכמת}
    corners: [33.0900 N 35.7900 E, 33.0900 N 35.8200 E, 33.1200 N 35.8200 E, 33.1200 N 35.7900 E]
    drawing: exact
    rules:
      - {rule: forbidden, classes: [convoy], basis: this_charter}
    basis: this_charter
"""
NAME = "agreed_strip"


def template_with_zone(folder: Path, *, zone: str = ZONE) -> str:
    """Write the default charter with the zone and return where it lies, as `Mechanism.template` takes it."""
    text = (CHARTERS / "paris-2026.yaml").read_text()
    assert "\nzones:\n" in text
    path = folder / "zoned.yaml"
    path.write_text(text.replace("\nzones:\n", f"\nzones:{zone}", 1))
    return str(path)
