"""What waits for what: conditions, obligations that go together, slips, gates, and plans that contradict themselves."""

from __future__ import annotations

from typing import Any

import pytest

from parley.tracks.commitments.timetable.checking import plan_faults
from parley.tracks.commitments.timetable.effect import gate_open, slip, waiting
from parley.tracks.commitments.timetable.plan import Plan, plan_of
from parley.tracks.commitments.timetable.reckoning import Facts, reckon
from parley.tracks.commitments.timetable.standing import Done, standing_at
from parley.tracks.commitments.track import TRACK
from tests.tracks.commitments.instruments import DAY, START_S, step, terms

D = START_S - START_S % DAY


def day(number: int) -> int:
    """Return the end of the day so many days after D, which is a midnight."""
    return D + (number + 1) * DAY


CHAIN = (
    step("meet", by="D+24h"), step("plan", by="meet+5d"), step("begin", by="plan+24h"), step("end", by="begin+20d")
)  # fmt: skip


def chained(*steps: dict[str, Any], **changes: Any) -> Plan:
    """Return a plan of these steps."""
    return plan_of({"obligations": list(steps or CHAIN), **changes}, entry="")


def test_a_date_is_counted_from_when_the_step_before_it_is_certified() -> None:
    """Before that it is not due, and says for what it waits; what is expected is told beside."""
    found = reckon(chained(), Facts(D))
    assert found["meet"].due_s == D + DAY and found["plan"].due_s is None
    assert found["plan"].waits_for == ("meet",) and found["end"].expected_s is not None
    after = reckon(chained(), Facts(D, {"meet": D + 3 * DAY}))
    assert after["plan"].due_s == day(8) and after["begin"].due_s is None


def test_a_slip_moves_what_follows_and_nothing_else() -> None:
    """A step ten days late moves the three that are counted from it, and no date of the calendar."""
    plan = chained(*CHAIN, step("apart", by="D+3"), step("after", by="D+60", after=["meet"]))
    found = {each.step: each for each in slip(plan, Facts(D), step="meet", to_s=D + 11 * DAY)}
    assert [each.step for each in found.values() if each.moves] == ["plan", "begin", "end"]
    assert found["after"].follows and not found["after"].moves and not found["apart"].follows
    late = {each.step: each for each in slip(plan, Facts(D), step="meet", to_s=D + 80 * DAY)}
    assert late["after"].after_s == D + 80 * DAY


def test_what_waits_for_what_is_told_both_ways() -> None:
    """Directly, and at every remove."""
    links = waiting(chained())
    assert links["begin"]["waits_for"] == ("plan",) and links["plan"]["waited_for_by"] == ("begin",)
    assert links["meet"]["follows"] == ("plan", "begin", "end") and links["end"]["follows"] == ()


PAIR = (
    step("leave", by="D+30", after=["ready"], **{"with": ["enter"]}),
    step("enter", by="D+40", who="IL", to=["SY"], after=["trained"]),
)
READY = [{"id": "ready", "what": "x", "verifier": "US"}, {"id": "trained", "what": "x", "verifier": "US"}]


def test_what_goes_together_is_due_together() -> None:
    """The latest of both dates, and not before the conditions of both are there; until then neither is missed."""
    plan = chained(*PAIR, events=READY)
    one = reckon(plan, Facts(D, {"ready": D + DAY}))
    assert one["leave"].due_s is None and one["leave"].waits_for == ("trained",)
    stands = standing_at(one["leave"], Done(), now_s=day(300))
    assert (stands.state, stands.why[0]) == ("pending", {"code": "waits_for", "names": ["trained"]})
    both = reckon(plan, Facts(D, {"ready": D + DAY, "trained": D + 2 * DAY}))
    assert both["leave"].due_s == both["enter"].due_s == day(40)
    late = reckon(plan, Facts(D, {"ready": D + DAY, "trained": D + 90 * DAY}))
    assert late["leave"].due_s == late["enter"].due_s == D + 90 * DAY


def test_nobody_began_is_said_of_both() -> None:
    """When neither did anything both are missed, each beside the other; who did its part is not among them."""
    due = reckon(chained(*PAIR, events=READY), Facts(D, {"ready": D, "trained": D}))["leave"]
    missed = standing_at(due, Done(), now_s=day(41), with_others=True)
    assert missed.state == "missed" and {"code": "nobody_began", "names": ["enter"]} in missed.why
    assert standing_at(due, Done(100, day(40), day(41)), now_s=day(50)).state == "met_on_time"


def test_nothing_is_due_before_its_condition() -> None:
    """A date that passed meanwhile counts no more: it is due as soon as what it waits for is there."""
    plan = chained(step("plan", by="D+5"), step("leave", by="D+30", after=["plan"]))
    assert reckon(plan, Facts(D))["leave"].due_s is None
    assert reckon(plan, Facts(D, {"plan": D + 9 * DAY}))["leave"].due_s == day(30)
    assert reckon(plan, Facts(D, {"plan": D + 99 * DAY}))["leave"].due_s == D + 99 * DAY


def test_nothing_is_due_before_it_is_in_force() -> None:
    """By a plan with a day D of its own, signed late: due with the last signature."""
    plan = chained(step("a", by="D+1"), events=[{"id": "D", "what": "x", "on": "2026-03-01"}])
    assert reckon(plan, Facts(None))["a"].due_s is None
    assert reckon(plan, Facts(D + 50 * DAY))["a"].due_s == D + 50 * DAY


CONTRADICTORY: list[tuple[list[dict[str, Any]], list[dict[str, Any]], str, str]] = [
    ([step("a", after=["b"]), step("b", by="a+5d")], [], "obligations.0", "commitments.cycle"),
    ([step("a", after=["b"], **{"with": ["b"]}), step("b")], [], "obligations.0", "commitments.cycle"),
    ([step("a", after=["c"]), step("b", after=["a"]), step("c", after=["b"])], [], "obligations.0",
     "commitments.cycle"),
    ([step("a", by="D+10"), step("b", by="D+5", after=["a"])], [], "obligations.1.by",
     "commitments.due_before_condition"),
    ([step("a", by="D+10"), step("m", after=["a"]), step("b", by="D+5", after=["m"])], [], "obligations.2.by",
     "commitments.due_before_condition"),
    ([step("b", by="2026-05-01", after=["e"])], [{"id": "e", "what": "x", "on": "2026-06-01"}], "obligations.0.by",
     "commitments.due_before_condition"),
    ([step("a", by="D+60..D+10")], [], "obligations.0.by", "commitments.window_ends_first"),
    ([step("a", by="D-7")], [], "obligations.0.by", "commitments.before_force"),
    ([step("a", after=["nowhere"])], [], "obligations.0.after", "commitments.name_unknown"),
    ([step("a", by="a+5d")], [], "obligations.0.by", "commitments.name_unknown"),
    ([step("a", **{"with": ["D"]})], [], "obligations.0.with", "commitments.name_unknown"),
    ([step("a", verifier="SY")], [], "obligations.0.verifier", "commitments.verifies_itself"),
    ([step("a", to=["SY", "IL"])], [], "obligations.0.to", "commitments.owed_to_itself"),
    ([step("a")], [{"id": "e", "what": "x"}], "events.0.on", "commitments.event_never"),
    ([step("a")], [{"id": "a", "what": "x", "on": "D"}], "events", "commitments.name_twice"),
    ([step("a", by="D+1", recurring={"every": "15d", "from": "D", "until": "D+1y"})], [], "obligations.0.recurring",
     "commitments.recurring_alone"),
    ([step("a", recurring={"every": "15d", "from": "D", "until": "D+10d"})], [], "obligations.0.recurring",
     "commitments.never_recurs"),
    ([step("a", recurring={"every": "1h", "from": "D", "until": "D+60d"})], [], "obligations.0.recurring",
     "commitments.recurs_too_often"),
    ([step("a", recurring={"every": "15d", "from": "D", "until": "D+1y"}), step("b", after=["a"])], [],
     "obligations.1.after", "commitments.recurs"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "events", "where", "code"), CONTRADICTORY)
def test_a_plan_that_contradicts_itself_is_refused(
    steps: list[dict[str, Any]], events: list[dict[str, Any]], where: str, code: str
) -> None:
    """Each fault at its field, before anybody signs."""
    found = TRACK.kinds["commitment_proposed"].check(terms(*steps, events=events))
    assert (where, code) in {(fault.where, fault.code) for fault in found}, found


def test_a_circle_is_named() -> None:
    """By all that wait in it, the first again at the end."""
    circle = [step("x"), step("a", after=["c"]), step("b", by="a+1d"), step("c", after=["b", "x"])]
    (fault,) = plan_faults({"obligations": circle})
    assert fault.data == {"cycle": "a → c → b → a"}


def test_a_day_before_d_stands_where_d_is_a_day_of_its_own() -> None:
    """D-56 is counted from the day that the terms name."""
    events = [{"id": "D", "what": "x", "on": "2026-12-01"}]
    assert plan_faults({"events": events, "obligations": [step("a", by="D-56..D-7")]}) == ()
    found = plan_faults({"obligations": [step("a", by="D-56..D-7")]})
    assert {fault.code for fault in found} == {"commitments.before_force"}


def test_a_gate_opens_when_all_of_a_step_is_certified_and_undisputed() -> None:
    """A part, a waiver or a certificate that is disputed opens nothing."""
    assert not gate_open("a", None).is_open and not gate_open("a", Done(60, D, D)).is_open
    assert not gate_open("a", Done(waived_s=D)).is_open
    assert not gate_open("a", Done(100, D, D, disputed_by=("IL",))).is_open
    assert (gate_open("a", Done(100, D, D + 5)).is_open, gate_open("a", Done(100, D, D + 5)).since_s) == (True, D + 5)


STANDINGS: list[tuple[Done, int, str, int]] = [
    (Done(), 0, "pending", 0),
    (Done(), 12, "due", 0),
    (Done(40, D, D), 12, "partial", 40),
    (Done(reported_s=day(11)), 12, "reported", 0),
    (Done(reported_s=day(11)), 90, "reported", 0),
    (Done(reported_s=day(80)), 90, "missed", 0),
    (Done(40, D, D), 90, "missed", 40),
    (Done(), 90, "missed", 0),
    (Done(100, day(59) - 1, D), 90, "met_early", 100),
    (Done(100, day(60) - 1, D), 90, "met_on_time", 100),
    (Done(100, day(60), D), 90, "met_on_time", 100),
    (Done(100, day(60) + 1, D), 90, "met_late", 100),
    (Done(waived_s=day(70)), 65, "missed", 0),
    (Done(waived_s=day(70)), 75, "waived", 0),
]


@pytest.mark.parametrize(("done", "number", "state", "percent"), STANDINGS)
def test_a_step_stands_by_what_was_certified(done: Done, number: int, state: str, percent: int) -> None:
    """Due from D+10 until the end of D+60."""
    due = reckon(chained(step("a", by="D+10..D+60")), Facts(D))["a"]
    found = standing_at(due, done, now_s=day(number))
    assert (found.state, found.percent) == (state, percent)


def test_a_dispute_stands_over_everything_and_hides_nothing() -> None:
    """How it would stand otherwise is told beside."""
    due = reckon(chained(step("a", by="D+10")), Facts(D))["a"]
    found = standing_at(due, Done(100, D, D, disputed_by=("IL",)), now_s=day(90))
    assert (found.state, found.otherwise) == ("disputed", "met_early")
