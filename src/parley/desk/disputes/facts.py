"""Every field of an entry of disputes in words: what is looked over before it goes, and what all sides then read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from parley.desk.disputes.words import level_named, over_word, position_word
from parley.desk.hotline import saying
from parley.desk.hotline.saying import Field, Words


def _level(value: Any, words: Words) -> str:
    return level_named(str(value), language=get_language() or "en")


FIELDS: Mapping[str, Field] = {
    "asks": (lambda: gettext("What is asked"), saying.as_it_is),
    "against": (lambda: gettext("Against whom"), saying.members),
    "provisions": (lambda: gettext("Provisions"), saying.listed),
    "position": (lambda: gettext("What it says of the claim"), lambda value, words: position_word(str(value))),
    "title": (lambda: gettext("What it is"), saying.as_it_is),
    "over": (lambda: gettext("Digest over"), lambda value, words: over_word(str(value))),
    "salt": (lambda: gettext("Salt"), saying.as_it_is),
    "by": (lambda: gettext("Entry that meets it"), saying.as_it_is),
    "danger_to_life": (lambda: gettext("Danger to life"), saying.yes_or_no),
    "body": (lambda: gettext("To which body"), saying.as_it_is),
    "into": (lambda: gettext("Goes on in"), saying.as_it_is),
}
# Where a field says another thing in one kind.
OF_KIND: Mapping[tuple[str, str], Field] = {
    ("dispute_claimed", "about"): (lambda: gettext("Builds on"), saying.listed),
    ("dispute_answered", "about"): (lambda: gettext("Builds on"), saying.listed),
    ("dispute_acknowledged", "level"): (lambda: gettext("Level of the ladder"), _level),
    ("dispute_raised", "level"): (lambda: gettext("To the level"), _level),
    ("evidence_committed", "digest"): (lambda: gettext("Digest of what is committed"), saying.as_it_is),
}
