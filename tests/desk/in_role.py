"""A visitor in another role than that of its account, for as long as a test asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.desk.cell import Cell
from tests.desk.visitor import Answer, Visitor


@contextmanager
def delegate_at(cell: Cell) -> Iterator[Visitor]:
    """Yield a visitor whose role is not on the track of deconfliction."""
    with in_role(cell, "delegate") as visitor:
        yield visitor


@contextmanager
def in_role(cell: Cell, role: str) -> Iterator[Visitor]:
    """Yield a visitor in this role."""
    from parley.desk.models import Officer

    visitor, account = cell.visitor("officer-2"), Officer.objects.filter(name="officer-2")
    try:
        account.update(role=role)
        yield visitor
    finally:
        account.update(role="duty_officer")


def assert_shut(visitor: Visitor, *addresses: str) -> None:
    """See that each address is refused with the clause."""
    for address in addresses:
        answer = visitor.get(address)
        assert answer.status == 403 and "C-3" in answer.text, address


def released_by_second(cell: Cell, held: Answer, *, role: str = "chief") -> None:
    """Let another officer, in this role, release what an officer filed, and carry it everywhere."""
    from parley.desk.models import Officer

    account = Officer.objects.filter(name="officer-1")
    try:
        account.update(role=role)
        answer = cell.visitor("officer-1").post(f"/waiting/{held.location.partition('#')[2]}/release")
    finally:
        account.update(role="duty_officer")
    assert answer.status == 303, answer.text
    cell.carry()
