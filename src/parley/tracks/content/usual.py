"""Fields that contents of several tracks have, each with one form everywhere. Pure."""

from __future__ import annotations

from parley.geo.moment import LATEST_S
from parley.tracks.content.form import text, whole, word
from parley.tracks.content.wording import SHORT_LIMIT, SUBJECT_LIMIT, TEXT_LIMIT

# How a receipt says that something came: plainly, under protest, or referred upward.
HOW_RECEIVED = ("received", "under_protest", "referred_upward")

ROLE = word(64)
SUBJECT = word(SUBJECT_LIMIT)
NOTE = text(TEXT_LIMIT)
SHORT = word(SHORT_LIMIT)
LANGUAGE = word(16)
INSTANT = whole(0, LATEST_S)
