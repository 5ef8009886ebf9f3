"""A state with changed fields is the one that `dataclasses.replace` makes; what it cannot be made of is refused."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from parley.matters.changing import changed


@dataclass(frozen=True, slots=True)
class Plain:
    """A state as folds have it."""

    one: int
    two: tuple[int, ...] = ()
    three: str | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One that reckons something when it is made."""

    one: int
    twice: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "twice", 2 * self.one)


def test_it_is_what_replace_makes() -> None:
    """Equal, of the same class, and the one before stays as it was."""
    state = Plain(1, (2,), "three")
    assert changed(state, {"two": (4, 5), "three": None}) == replace(state, two=(4, 5), three=None)
    assert changed(state, {}) == state == Plain(1, (2,), "three")


def test_a_field_that_it_has_not_is_refused() -> None:
    """As `replace` refuses it."""
    with pytest.raises(TypeError, match="Plain has no four"):
        changed(Plain(1), {"one": 2, "four": 4})


def test_what_reckons_when_it_is_made_is_refused() -> None:
    """Nothing would reckon it."""
    with pytest.raises(TypeError, match="otherwise than slot by slot"):
        changed(Reckoned(1), {"one": 2})
