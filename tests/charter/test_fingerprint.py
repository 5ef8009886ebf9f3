"""Digits that people read to each other stand for the very bytes, whatever digits they write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.fingerprint import charter_fingerprint, differing_groups
from tests.charter.making import PARIS, assembled

GROUPS = charter_fingerprint(assembled(PARIS))


def test_a_fingerprint_is_eight_groups_of_five_digits() -> None:
    """It is short enough to be read aloud and the same at every reading."""
    assert [len(group) for group in GROUPS] == [5] * 8
    assert charter_fingerprint(assembled(PARIS)) == GROUPS
    assert charter_fingerprint(b"") != charter_fingerprint(b"\n")


@pytest.mark.parametrize("spelling", [" ".join, "-".join, "".join, lambda groups: "\n".join(f"{g}." for g in groups)])
def test_spaces_and_signs_between_the_groups_do_not_matter(spelling) -> None:  # type: ignore[no-untyped-def]
    """However the groups are set apart, the same digits match."""
    assert differing_groups(GROUPS, typed=spelling(GROUPS)) == ()


def test_arabic_indic_digits_match() -> None:
    """An officer may type the digits of an Arabic keyboard."""
    typed = "".join(chr(0x0660 + int(digit)) for digit in "".join(GROUPS))
    assert differing_groups(GROUPS, typed=typed) == ()


@given(st.integers(min_value=0, max_value=39), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_names_its_group(at: int, by: int) -> None:
    """A single changed digit is found, and in its group alone."""
    digits = list("".join(GROUPS))
    digits[at] = str((int(digits[at]) + by) % 10)
    assert differing_groups(GROUPS, typed="".join(digits)) == (at // 5 + 1,)


def test_missing_and_further_digits_differ() -> None:
    """A prefix never matches, and neither does a fingerprint with more behind it."""
    whole = "".join(GROUPS)
    assert differing_groups(GROUPS, typed=whole[:35]) == (8,)
    assert differing_groups(GROUPS, typed="") == (1, 2, 3, 4, 5, 6, 7, 8)
    assert differing_groups(GROUPS, typed=whole + "0") == (9,)
