"""Commerce on real nodes: one slot taken on two sides of a cut link, decisions that cross, interest of one alone."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from parley.node import reading
from parley.node.commerce.booking import Booker
from parley.node.commerce.matching import Matcher
from parley.node.commerce.meanwhile import decided_meanwhile
from parley.node.commerce.suspending import suspended_by
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.tracks.supervision.standing import Held
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.test_commitments import told
from tests.tracks.commerce.crossing import crossing
from tests.tracks.commerce.offers import offer
from tests.tracks.deconfliction.plans import DAY, HOUR, plan, volume
from tests.tracks.deconfliction.standstills import standstill

NODES = ("SY", "IL", "US")
# 2026-01-08 08:00Z, a Thursday: two days after the clocks of the nodes.
SLOT_S = 1_767_859_200
DAY_ID = f"quneitra.slots/{SLOT_S // DAY}"


def asked(paris: Mechanism, member: str, **changes: Any) -> str:
    """Let a member notify a route and ask for a crossing in the one slot; nothing is carried."""
    content = plan(volume(begins_s=SLOT_S - HOUR, hours=6))
    by = filed(paris, member, "activity_notified", {k: v for k, v in content.items() if k != "role"})
    towards = "IL" if member == "SY" else "SY"
    return told(paris, member, "permit_asked", crossing(by, slot_s=SLOT_S, towards=towards, **changes))


def booked(paris: Mechanism, *members: str) -> None:
    """Let the nodes of these members take and leave what is theirs."""
    for member in members:
        for _, waiting in Booker(paris.nodes[member]).book():
            waiting.result()


def queue(paris: Mechanism, member: str) -> list[tuple[str, int]]:
    """Return who asks for the slot at this node, in order, with the number in the queue."""
    row = reading.matter(paris.nodes[member], DAY_ID)
    asked_in = [each for slot in row.state["slots"] for each in slot["asked"]] if row is not None else []
    return [(each["crossing"], each["queued"]) for each in asked_in]


def test_one_slot_taken_on_both_sides_of_a_cut_link_has_one_order_everywhere(paris: Mechanism) -> None:
    """Each node took it for its own, a humanitarian one among them: carried in any order, all nodes find the same."""
    ours, theirs = asked(paris, "SY", vehicles=9), asked(paris, "IL", vehicles=8)
    urgent = asked(paris, "IL", vehicles=6, humanitarian=True)
    booked(paris, "SY", "IL")
    assert queue(paris, "SY") == [(ours, 0)]
    assert queue(paris, "IL") == [(urgent, 0), (theirs, 1)]
    for source, target in (("IL", "US"), ("SY", "US"), ("US", "SY"), ("SY", "IL")):
        paris.carry(source, target)
    paris.carry_all()
    found = [queue(paris, member) for member in NODES]
    assert found[0] == found[1] == found[2] and len(found[0]) == 3
    assert found[0][0] == (urgent, 0) and [place for _, place in found[0][1:]] == [1, 2]
    # Taken once more, nothing changes; withdrawn behind another cut, the place goes to the next.
    booked(paris, *NODES)
    told(paris, "IL", "permit_withdrawn", {"of": urgent, "why": "EXERCISE by rail"}, matter=urgent)
    booked(paris, "IL")
    paris.carry_all()
    assert [queue(paris, member) for member in NODES] == [queue(paris, "SY")] * 3
    assert [place for _, place in queue(paris, "SY")] == [0, 1]
    nodes = [paris.nodes[code] for code in NODES]
    comparing.assert_converged(nodes)
    comparing.assert_alike(nodes)


def test_a_decision_that_crosses_a_change_and_a_withdrawal_ends_alike(paris: Mechanism) -> None:
    """The other side gives twice what is changed and withdrawn behind the cut: each node says the same of it."""
    matter, other = asked(paris, "SY"), asked(paris, "SY")
    paris.carry_all()
    by = reading.matter(paris.nodes["SY"], matter)
    assert by is not None
    told(paris, "IL", "permit_given", {"of": matter}, matter=matter)
    told(paris, "IL", "permit_refused", {"of": matter, "text": "EXERCISE", "lang": "en"}, matter=matter)
    told(paris, "IL", "permit_given", {"of": other}, matter=other)
    change = {"of": matter, "slot_s": SLOT_S + HOUR, "route": by.state["route"], "why": "EXERCISE rain"}
    changed = told(paris, "SY", "permit_changed", change, matter=matter)
    told(paris, "SY", "permit_withdrawn", {"of": other, "why": "EXERCISE"}, matter=other)
    paris.carry_all()
    for code in NODES:
        rows = [reading.matter(paris.nodes[code], each) for each in (matter, other)]
        assert [row.state["name"] for row in rows if row is not None] == ["asked", "withdrawn"], code
        assert rows[0] is not None and rows[0].state["version"] == changed
        assert [each["how"] for each in rows[0].state["decisions"]] == ["given", "refused"]
    comparing.assert_alike([paris.nodes[code] for code in NODES])


def test_interest_of_one_is_at_no_other_node_whatever_the_order(paris: Mechanism) -> None:
    """It is a matter at two nodes; the match is one at all three, told once, however often the supervisor looks."""
    matter = told(paris, "US", "opportunity_offered", offer(expires_s=SLOT_S + 9 * DAY))
    paris.carry_all()
    name = matter.replace("/", ".")
    for member in ("SY", "IL"):
        content = {"opportunity": matter, "member": member}
        said = file(Draft("interest_declared", ("US",), content, role="chief"), node=paris.nodes[member])
        assert isinstance(said, Filed), said
    for source, target in permutations(NODES, 2):
        paris.carry(source, target)
    forms = {code: len(reading.of_form(paris.nodes[code], "interest", from_ms=0)) for code in NODES}
    assert forms == {"SY": 1, "IL": 1, "US": 2}
    assert not any(reading.matter(paris.nodes[code], f"{name}.match-IL-SY/0") for code in NODES)
    for _ in range(2):
        for _, waiting in Matcher(paris.nodes["US"]).match():
            waiting.result()
    paris.carry_all()
    rows = [reading.matter(paris.nodes[code], f"{name}.match-IL-SY/0") for code in NODES]
    assert [row and (row.state["name"], len(row.state["tellings"])) for row in rows] == [("matched", 1)] * 3
    assert {code: len(reading.of_form(paris.nodes[code], "interest", from_ms=0)) for code in NODES} == forms


def halted(paris: Mechanism) -> str:
    """Let all sign a standstill that holds over the routes from two hours before the slot until one after it."""
    times = {"from_s": SLOT_S - 2 * HOUR, "until_s": SLOT_S + HOUR}
    content = {name: value for name, value in standstill(**times).items() if name != "role"}
    halt = filed(paris, "US", "standstill_proposed", content)
    paris.carry_all()
    for member in ("SY", "IL"):
        row = reading.matter(paris.nodes[member], halt)
        assert row is not None
        signed = {"of": halt, "digest": row.state["main"]["digest"], "released_by": "chief"}
        filed(paris, member, "instrument_signed", signed, matter=halt)
    paris.carry_all()
    return halt


def filed(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """Let a duty officer file what is allowed; return its id."""
    outcome = file(Draft(kind, ("IL", "SY", "US"), content, matter, role="duty_officer"), node=paris.nodes[member])
    assert isinstance(outcome, Filed), outcome
    return outcome.id


def suspended(paris: Mechanism, matter: str) -> list[tuple[str, bool] | None]:
    """Return by which standstill each node finds the permit of a crossing suspended, and whether it passed so."""
    rows = [(node, reading.matter(node, matter)) for node in (paris.nodes[code] for code in NODES)]
    found = [suspended_by(node, row.state) for node, row in rows if row is not None]
    return [each and (each.standstill, each.has_passed) for each in found]


def test_a_permit_that_meets_a_standstill_comes_back_and_what_passed_meanwhile_keeps_the_mark(paris: Mechanism) -> None:
    """At every node alike: suspended until its end, given again after it; whatever the notice of the route became."""
    matters = [asked(paris, "SY"), asked(paris, "SY")]
    paris.carry_all()
    for each in matters:
        told(paris, "IL", "permit_given", {"of": each}, matter=each)
    paris.carry_all()
    passed, later = matters
    assert suspended(paris, passed) == [None] * 3
    halt = halted(paris)
    assert suspended(paris, passed) == suspended(paris, later) == [(halt, False)] * 3
    for clock in paris.clocks.values():
        clock.at_ms = (SLOT_S + 2 * HOUR) * 1000
    told(paris, "US", "crossing_told", {"of": passed, "how": "passed", "at_s": SLOT_S + 60}, matter=passed)
    told(paris, "US", "crossing_told", {"of": later, "how": "passed", "at_s": SLOT_S + HOUR + 60}, matter=later)
    row = reading.matter(paris.nodes["SY"], passed)
    assert row is not None
    route = reading.find_entry(paris.nodes["SY"], row.state["route"])
    assert route is not None and route[1].matter is not None
    assert suspended(paris, later)[:2] == [None] * 2
    paris.carry_all()
    filed(paris, "SY", "activity_cancelled", {"why": "EXERCISE over"}, matter=route[1].matter)
    paris.carry_all()
    assert (suspended(paris, passed), suspended(paris, later)) == ([(halt, True)] * 3, [None] * 3)


def test_what_is_decided_while_the_mechanism_is_not_active_is_told_by_its_instant() -> None:
    """From the second in which a suspension begins until the one in which it ends; of several each by its own."""
    states = (
        Held("active", None, 100, None), Held("suspended", 100, 200, "SY/1"), Held("active", 200, 300, "SY/1"),
        Held("ended", 300, None, "US/9"),
    )  # fmt: skip
    decisions = [{"entry": f"IL/{at_s}", "at_ms": at_s * 1000} for at_s in (99, 100, 199, 200, 300, 10_000)]
    found = {entry: held.name for entry, held in decided_meanwhile(decisions, states).items()}
    assert found == {"IL/100": "suspended", "IL/199": "suspended", "IL/300": "ended", "IL/10000": "ended"}
    assert decided_meanwhile(decisions, states[:1]) == {}
