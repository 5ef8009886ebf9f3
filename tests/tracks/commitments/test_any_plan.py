"""Whatever a plan says, also one that two crossed amendments made: it is reckoned, and what is due may be done."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.tracks.commitments.timetable.checking import plan_faults
from parley.tracks.commitments.timetable.effect import slip, waiting
from parley.tracks.commitments.timetable.graph import graph_of
from parley.tracks.commitments.timetable.plan import Plan, plan_of
from parley.tracks.commitments.timetable.reckoning import Due, Facts, reckon
from tests.tracks.commitments.instruments import DAY, START_S, step

NAMES = ("a", "b", "c", "d", "e")
NAME = st.sampled_from((*NAMES, "gone", "D"))
TERM = st.one_of(
    st.none(),
    st.tuples(NAME, st.integers(-9, 40), st.sampled_from(("d", "h", "mo"))).map(lambda x: f"{x[0]}{x[1]:+d}{x[2]}"),
    st.sampled_from(("2026-03-20", "2026-05-01T12:00Z", "D+3..D+9", "a+2d and D+40 at the latest")),
)
FEW = st.lists(NAME, max_size=2, unique=True)
STEP = st.fixed_dictionaries({"by": TERM, "after": FEW, "with": FEW})
PLAN = st.lists(STEP, min_size=1, max_size=5)
CAME = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 60), max_size=4)


def made(found: list[dict[str, Any]]) -> Plan:
    """Return a plan of steps that nobody checked."""
    return plan_of({"obligations": [step(name, **each) for name, each in zip(NAMES, found, strict=False)]}, entry="")


def facts(came: dict[str, int]) -> Facts:
    """Return that it is in force, and what was certified so many days after."""
    return Facts(START_S, {name: START_S + days * DAY for name, days in came.items()})


@settings(max_examples=300, deadline=None)
@given(found=PLAN, came=CAME)
def test_nothing_is_due_before_it_may_be_done(found: list[dict[str, Any]], came: dict[str, int]) -> None:
    """No plan fails; a due instant is never before the begin, and what goes together has one."""
    plan = made(found)
    dues = reckon(plan, facts(came))
    assert list(dues) == list(plan.steps)
    for due in dues.values():
        assert due.due_s is None or due.start_s is None or due.start_s <= due.due_s
        assert {dues[name].due_s for name in due.knot} == {due.due_s}


@settings(max_examples=300, deadline=None)
@given(found=PLAN, came=CAME)
def test_what_waits_in_a_circle_is_never_due(found: list[dict[str, Any]], came: dict[str, int]) -> None:
    """And the check before anybody signs names a circle wherever there is one, and no other fault hides it."""
    plan = made(found)
    graph, dues = graph_of(plan), reckon(plan, facts(came))
    assert all(dues[name].due_s is None and not dues[name].may_begin for name in graph.circular)
    assert bool(graph.cycle) == bool(graph.circular)
    if graph.cycle:
        assert graph.cycle[0] == graph.cycle[-1] and set(graph.cycle) <= graph.circular
    terms = {"obligations": [step(name, **each) for name, each in zip(NAMES, found, strict=False)]}
    codes = {fault.code for fault in plan_faults(terms)}
    assert not graph.cycle or codes & {"commitments.cycle", "commitments.name_unknown"}


@settings(max_examples=300, deadline=None)
@given(found=PLAN, came=CAME, late=st.integers(1, 90))
def test_a_slip_moves_only_what_follows(found: list[dict[str, Any]], came: dict[str, int], late: int) -> None:
    """What does not wait for the step that slips is due when it was."""
    plan = made(found)
    follows = waiting(plan)["a"]["follows"]
    for each in slip(plan, facts(came), step="a", to_s=START_S + late * DAY):
        assert each.follows == (each.step in follows)
        # What goes together with it is due with it, and waits for nothing of it.
        together = each.step in _knot(reckon(plan, facts(came)), "a")
        assert each.follows or together or not each.moves


def _knot(dues: dict[str, Due], name: str) -> tuple[str, ...]:
    return dues[name].knot
