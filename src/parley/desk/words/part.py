"""What the showing of words adds to the frame: the look of its signs, on every page."""

from __future__ import annotations

from parley.desk.adding import DeskPart

WORDS = DeskPart("words", styles=("words.css",))
