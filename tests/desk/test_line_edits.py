"""What differs between two versions of a list is found by its rows, and brings the older one to the newer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.desk.line_edits import edits_between

ROWS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), max_size=30)


def page(rows: list[tuple[int, int]]) -> list[str]:
    """Return a list with these rows of several lines, most of them alike in every row, as lines."""
    said = [f'<li id="{name}">\n<b>\n{state}\n</b>\n<i>\n</i>\n</li>\n' for name, state in rows]
    return "".join([f"<ol data-count={len(rows)}>\n", *said, "</ol>\n"]).splitlines(keepends=True)


def applied(before: list[str], after: list[str]) -> list[str]:
    """Return the older lines with the edits made, as a browser makes them."""
    lines = list(before)
    for start, end, text in edits_between(before, after):
        lines[start:end] = [text]
    return "".join(lines).splitlines(keepends=True)


@given(ROWS, ROWS)
def test_the_edits_bring_the_older_version_to_the_newer(old: list[tuple[int, int]], new: list[tuple[int, int]]) -> None:
    """Whatever came, went, moved or changed."""
    assert applied(page(old), page(new)) == page(new)


def test_one_new_row_and_one_changed_are_told_alone() -> None:
    """Of a hundred rows with a head that counts them no more is sent than what differs."""
    old = [(number, 0) for number in range(100)]
    new = [(200, 0), *old[:50], (50, 1), *old[51:99]]
    told = edits_between(page(old), page(new))
    assert applied(page(old), page(new)) == page(new)
    assert sum(len(text) for _, _, text in told) < 120
