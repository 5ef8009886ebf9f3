"""What is typed into forms, and the filters that show figures."""

from __future__ import annotations

import pytest

from parley.desk.hotline.typed import HINTS, instant_typed, items_typed, read_item, text_typed
from parley.geo.figures import Misread
from parley.geo.grid import grid_text
from parley.geo.items import ITEM_TYPES, read_out, value_faults
from parley.geo.place import Place


@pytest.mark.parametrize(("kind", "text"), [*HINTS.items(), ("line", "Line A")])
def test_what_the_hints_show_can_be_typed(kind: str, text: str) -> None:
    """The example beside each field is itself a sound item, and is read out as it was typed."""
    value = read_item(kind, text)
    assert isinstance(value, dict)
    assert value_faults(kind, value) == ()
    assert read_out(kind, value) == text


def test_a_row_without_text_is_no_item() -> None:
    """Empty rows of the form are left out, and the numbers of the others stay."""
    typed = items_typed(
        {"item-1-type": "place", "item-1-text": " ", "item-3-type": "number", "item-3-text": "3 persons"}
    )
    assert [item["n"] for item in typed.items] == [3]
    assert typed.faults == ()


def test_every_faulty_row_is_named() -> None:
    """Each row that cannot be read is told at its own field, all at once."""
    typed = items_typed(
        {
            "item-1-type": "place",
            "item-1-text": "here",
            "item-2-type": "time",
            "item-2-text": "10:42",
            "item-3-text": "x",
        }
    )
    assert [fault.where for fault in typed.faults] == ["item-1-text", "item-2-text", "item-3-text"]
    assert [row.text for row in typed.rows] == ["here", "10:42", "x"]


def test_every_type_of_item_can_be_typed() -> None:
    """No type of item is without a form."""
    assert all(read_item(kind, "\x00" if kind != "line" else "Line A") is not None for kind in ITEM_TYPES)


def test_an_instant_without_a_day_is_refused() -> None:
    """An hour without its date and zone is no instant."""
    fault = instant_typed("10:42", where="until")
    assert getattr(fault, "where", None) == "until"


def test_line_ends_are_made_one() -> None:
    """Line ends of every kind become one character, and none stands at the end."""
    assert text_typed({"text": "a\r\nb\rc\n\n"}) == "a\nb\nc"


def test_a_place_is_read_in_the_military_grid_too() -> None:
    """A reference of the grid becomes the degrees of the middle of its square; a wrong one says what is wrong."""
    found = read_item("place", "36S YB 63531 68762")
    assert isinstance(found, dict)
    assert grid_text(Place(found["lat_e7"], found["lon_e7"])) == "36S YB 63531 68762"
    assert isinstance(read_item("place", "36S YB 6353 68762"), Misread)
