"""Emergency access: two officers, a role for some hours, an entry for all without names, an alarm, an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from parley.node import reading
from tests.desk.cell import PASSWORD, Cell
from tests.desk.officers.aside import aside
from tests.desk.officers.codes import fresh_code
from tests.desk.officers.test_second_factor import enrolled
from tests.desk.visitor import Visitor

Make = Callable[..., Any]
ALARM = 'class="emergency-alarm"'
WHY = "EXERCISE: the chief cannot be reached."


@pytest.fixture(autouse=True)
def nothing_lasts(cell: Cell) -> Iterator[None]:
    """No access of one test lasts in another."""
    yield
    from parley.desk.emergency.models import Access

    Access.objects.all().delete()


def at_desk(cell: Cell, officer: Any) -> Visitor:
    """Return a browser in which this officer is signed in."""
    visitor = Visitor(cell.port)
    assert visitor.sign_in(officer.name, PASSWORD).status == 303
    visitor.get("/emergency")
    return visitor


def newest() -> Any:
    """Return the access that was asked for last."""
    from parley.desk.emergency.models import Access

    return Access.objects.select_related("officer").latest("pk")


def opened(cell: Cell, one: Visitor, two: Visitor, officer: Any, *, role: str = "chief") -> Any:
    """Let one ask and two confirm; return the access."""
    asked = one.post("/emergency", {"officer": officer.name, "role": role, "why": WHY})
    assert asked.status == 303, asked.text
    answer = two.post(f"/emergency/{newest().pk}/confirm")
    assert answer.status == 303, answer.text
    return newest()


def test_two_officers_open_a_role_for_some_hours(cell: Cell, make_officer: Make) -> None:
    """The named officer may act in the role until its time, and each page shows it to everybody."""
    one, two, third = make_officer(), make_officer(), make_officer()
    by_one, by_two, by_third = (at_desk(cell, each) for each in (one, two, third))
    assert by_third.post("/account/role", {"role": "chief"}).status == 303
    assert "chief" not in by_third.get("/").text.partition("role-choice")[2][:400]
    access = opened(cell, by_one, by_two, third)
    assert access.until_ms - access.opened_ms == 8 * 3_600_000
    assert 'value="chief"' in by_third.get("/").text.partition("role-choice")[2][:900]
    assert "Emergency access" in by_two.get("/shift").text.partition(ALARM)[2][:400]


def test_a_role_that_is_opened_twice_is_one_role(cell: Cell, make_officer: Make) -> None:
    """Opened again before its time is over it lasts until the later one ends, and is offered once."""
    one, two, third = make_officer(), make_officer(), make_officer()
    by_one, by_two, by_third = (at_desk(cell, each) for each in (one, two, third))
    for _ in range(2):
        opened(cell, by_one, by_two, third)
    choice = by_third.get("/").text.partition("role-choice")[2].partition("</form>")[0]
    assert choice.count('value="chief"') == 1


def test_the_members_are_told_the_role_and_no_name(cell: Cell, make_officer: Make) -> None:
    """Every node holds an entry with role and time; who and why stand in an entry that this member alone opens."""
    one, two, third = make_officer(), make_officer(), make_officer()
    access = opened(cell, at_desk(cell, one), at_desk(cell, two), third)
    cell.carry()
    names = (one.name, two.name, third.name, WHY)
    for code, node in cell.mechanism.nodes.items():
        found = reading.find_entry(node, access.entry)
        assert found is not None and found[1].verdict is None
        said = reading.opened_payload(node, found[0], found[1].number)
        told = {"role": "chief", "until_ms": access.until_ms, "by_role": "duty_officer"}
        assert said is not None and said["content"] == told
        beside = reading.opened_payload(node, found[0], found[1].number + 1)
        assert (beside is not None) == (code == "SY")
        if beside is not None:
            assert beside["kind"] == "emergency_access_named" and all(name in str(beside) for name in names)


def test_it_is_over_by_itself(cell: Cell, make_officer: Make) -> None:
    """Past its time the role is gone from the next request on, chosen or not."""
    one, two, third = make_officer(), make_officer(), make_officer()
    access = opened(cell, at_desk(cell, one), at_desk(cell, two), third)
    visitor = at_desk(cell, third)
    visitor.post("/account/role", {"role": "chief"})
    assert 'value="chief" selected' in visitor.get("/").text
    type(access).objects.filter(pk=access.pk).update(until_ms=access.opened_ms)
    page = visitor.get("/").text
    assert 'value="chief"' not in page.partition("role-choice")[2][:900] and ALARM not in page


@pytest.mark.parametrize("who", [0, 1, 2])
def test_either_of_the_two_and_who_has_it_end_it_early(cell: Cell, make_officer: Make, who: int) -> None:
    """The end is an entry too; nobody else ends it."""
    people = [make_officer(), make_officer(), make_officer()]
    visitors = [at_desk(cell, each) for each in people]
    access = opened(cell, visitors[0], visitors[1], people[2])
    assert at_desk(cell, make_officer()).post(f"/emergency/{access.pk}/end").status == 422
    assert visitors[who].post(f"/emergency/{access.pk}/end").status == 303
    assert visitors[who].post(f"/emergency/{access.pk}/end").status == 422
    assert 'value="chief"' not in visitors[2].get("/").text.partition("role-choice")[2][:900]
    cell.carry()
    from parley.node.store import officer_keys

    number = int(access.entry.split("/")[1])
    told = [row for row in officer_keys.emergencies(cell.mechanism.nodes["IL"].reader()) if row.number == number]
    assert told[0].ended_at_ms is not None


def test_nobody_opens_it_alone(cell: Cell, make_officer: Make) -> None:
    """Who asked does not confirm, at his own screen or by signing there as the second officer."""
    one = make_officer()
    visitor = at_desk(cell, one)
    assert visitor.post("/emergency", {"officer": one.name, "role": "chief", "why": WHY}).status == 303
    for form in ({}, {"name": one.name, "password": PASSWORD, "code": ""}):
        answer = visitor.post(f"/emergency/{newest().pk}/confirm", form)
        assert answer.status == 422 and "A second officer does" in answer.text
    assert newest().opened_ms is None


def test_the_second_officer_signs_at_the_same_screen(cell: Cell, make_officer: Make) -> None:
    """With name, password and code he is confirmed without a session; a wrong password opens nothing."""
    one, two = make_officer(), make_officer()
    visitor = at_desk(cell, one)
    visitor.post("/emergency", {"officer": one.name, "role": "chief", "why": WHY})
    where = f"/emergency/{newest().pk}/confirm"
    assert visitor.post(where, {"name": two.name, "password": "wrong wrong wrong", "code": ""}).status == 422
    assert visitor.post(where, {"name": two.name, "password": PASSWORD, "code": ""}).status == 303
    assert newest().confirmed_by == two.name


def test_the_administrator_neither_asks_nor_confirms_nor_gets_one(cell: Cell, make_officer: Make) -> None:
    """Whoever keeps the accounts reaches none of it, cannot sign as the second, and is opened no role."""
    one, admin = make_officer(), make_officer(role="administrator")
    keeper, visitor = Visitor(cell.port), at_desk(cell, one)
    keeper.sign_in(admin.name, PASSWORD)
    keeper.get("/people")
    form = {"officer": one.name, "role": "chief", "why": WHY}
    assert keeper.post("/emergency", form).status == 403
    refused = visitor.post("/emergency", {**form, "officer": admin.name})
    assert refused.status == 422 and "administrators get none" in refused.text
    visitor.post("/emergency", form)
    assert keeper.post(f"/emergency/{newest().pk}/confirm").status == 403
    answer = visitor.post(f"/emergency/{newest().pk}/confirm", {"name": admin.name, "password": PASSWORD, "code": ""})
    assert answer.status == 422 and newest().opened_ms is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"why": " "}, "in a few words"),
        ({"role": "administrator"}, "none that an officer"),
        ({"role": "supervisor_staff"}, "none that an officer"),
        ({"role": "duty_officer"}, "holds this role already"),
        ({"officer": "nobody"}, "no such officer"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(
    cell: Cell, make_officer: Make, changes: dict[str, str], words: str
) -> None:
    """No reason, no role of this member, a role that is held, nobody: nothing is asked for."""
    one = make_officer()
    answer = at_desk(cell, one).post("/emergency", {"officer": one.name, "role": "chief", "why": WHY, **changes})
    assert answer.status == 422 and words in answer.text


def test_too_late_a_word_opens_nothing(cell: Cell, make_officer: Make) -> None:
    """After a quarter of an hour it is asked for again."""
    one, two = make_officer(), make_officer()
    at_desk(cell, one).post("/emergency", {"officer": one.name, "role": "chief", "why": WHY})
    access = newest()
    type(access).objects.filter(pk=access.pk).update(asked_ms=access.asked_ms - 16 * 60_000)
    answer = at_desk(cell, two).post(f"/emergency/{access.pk}/confirm")
    assert answer.status == 422 and "Ask for it again" in answer.text


def test_a_second_factor_is_asked_for_before_anything_is_asked(strict: Cell, make_officer: Make) -> None:
    """Whoever has not shown the factor within five minutes shows it, and the form then goes on by itself."""
    from parley.desk.emergency.models import Access

    one = make_officer()
    visitor, secret, _, _ = enrolled(strict, one)
    answer = visitor.post("/emergency", {"officer": one.name, "role": "chief", "why": WHY})
    assert answer.status == 302 and answer.location.startswith("/account/confirm/code")
    assert aside(Access.objects.count) == 0
    answer = visitor.post(answer.location, {"code": fresh_code(secret), "next": "/emergency"})
    while answer.status in (302, 303):
        answer = visitor.get(answer.location)
    assert answer.status == 200 and WHY in answer.text
