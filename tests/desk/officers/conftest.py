"""Fixtures: the desk asks for second factors while these tests run, and forgets what they left."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.desk.cell import PASSWORD, Cell
from tests.desk.officers.aside import aside

COUNTER = itertools.count(1)


@pytest.fixture
def strict(cell: Cell) -> Iterator[Cell]:
    """The desk, asking everybody for a second factor."""
    from django.conf import settings
    from django.core.cache import cache

    from parley.desk.models import SignInFailure

    settings.PARLEY_SECOND_FACTOR = True
    aside(cache.clear)
    yield cell
    settings.PARLEY_SECOND_FACTOR = False
    aside(SignInFailure.objects.all().delete)


@pytest.fixture
def make_officer(cell: Cell) -> Iterator[Callable[..., Any]]:
    """Make officers of fresh names, who are gone after the test."""
    from parley.desk.people import add_officer

    made: list[Any] = []

    def make(role: str = "duty_officer", language: str = "en") -> Any:
        name = f"fresh-{next(COUNTER)}"
        officer = aside(
            add_officer,
            name,
            role=role,
            password=PASSWORD,
            shown_as=f"Officer {name}",
            language=language,
            at=datetime.now(UTC),
        )
        made.append(officer)
        return officer

    yield make
    for officer in made:
        aside(officer.delete)
