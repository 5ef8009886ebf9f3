"""Reads what a charter says of blind notices. Pure."""

from __future__ import annotations

import re

from parley.charter.blind import BlindTerms
from parley.charter.form import Form
from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.terms import Bases

# Degrees with up to four decimals, "0.25".
DEGREES = re.compile(r"(0|[1-9])(\.[0-9]{1,4})?")
SMALLEST_E7, LARGEST_E7 = 500_000, 50_000_000
MINUTES_OF_DAY, MOST_LOOKS, MOST_ANSWERS = 1_440, 24, 48


def read_blind(form: Form, *, bases: Bases) -> BlindTerms | None:
    """Return the section `blind_notices`; None where the charter has none, and then a notice is never blind."""
    if not form.has("blind_notices"):
        return None
    required = ("cell_degrees", "tick_minutes", "looks_a_day", "answers_a_day", "precedence", "basis")
    item = form.form("blind_notices", required=required)
    tick = item.number("tick_minutes", low=1, high=MINUTES_OF_DAY)
    if MINUTES_OF_DAY % tick:
        item.note("charter.tick_uneven", "tick_minutes", minutes=tick)
    return BlindTerms(
        cell_e7=cell_size(item),
        tick_minutes=tick,
        looks_a_day=item.number("looks_a_day", low=1, high=MOST_LOOKS),
        answers_a_day=item.number("answers_a_day", low=1, high=MOST_ANSWERS),
        precedence=item.word("precedence", among=PRECEDENCE_NAMES),
        provenance=bases.of(item),
    )


def cell_size(form: Form) -> int:
    """Return the side of a cell in ten-millionths of a degree; one that tells too much or too little is a problem."""
    text = form.text("cell_degrees", like=DEGREES)
    if not text:
        return LARGEST_E7
    whole, _, part = text.partition(".")
    found = int(whole) * 10_000_000 + int(part.ljust(7, "0"))
    if not SMALLEST_E7 <= found <= LARGEST_E7:
        form.note("charter.cell_size", "cell_degrees", value=text)
        return LARGEST_E7
    return found
