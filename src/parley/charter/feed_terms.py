"""Reads what a charter says of feeds. Pure."""

from __future__ import annotations

from parley.charter.feeds import FORMATS, FeedTerms
from parley.charter.form import Form
from parley.charter.terms import Bases


def read_feeds(form: Form, *, bases: Bases) -> FeedTerms | None:
    """Return the section `feeds`; None where the charter has none, and then a feed carries own notices only."""
    if not form.has("feeds"):
        return None
    item = form.form("feeds", required=("others_notices", "basis"))
    formats = item.texts("others_notices")
    for number, each in enumerate(formats):
        if each not in FORMATS:
            item.note("charter.not_among", f"others_notices.{number}", value=each[:80], among=", ".join(FORMATS))
    return FeedTerms(formats, bases.of(item))
