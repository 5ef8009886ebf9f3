"""Draws the words of a challenge on the telephone: chance belongs to the door that files it, never to a rule."""

from __future__ import annotations

from secrets import SystemRandom
from typing import Any

from parley.tracks.hotline.spoken_words import WORD_COUNT
from parley.tracks.hotline.voice import GROUP_WORDS, HIGHEST_FIGURE, LOWEST_FIGURE


def draw_groups() -> dict[str, Any]:
    """Return the groups that the far and the near officer read out, from the system's own chance, no word in both."""
    chance = SystemRandom()
    words = chance.sample(range(1, WORD_COUNT + 1), 2 * GROUP_WORDS)
    return {
        name: {"words": group, "figure": chance.randint(LOWEST_FIGURE, HIGHEST_FIGURE)}
        for name, group in (("far", words[:GROUP_WORDS]), ("near", words[GROUP_WORDS:]))
    }
