"""Hits over real nodes: told by themselves when a report comes, and when what is protected comes late."""

from __future__ import annotations

from typing import Any

from parley.node.filing import Filed
from parley.node.hits.telling import TURN_MS, HitTeller
from parley.tracks.incidents.hit_entries import hit_id
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, NOW_S, says
from tests.tracks.deconfliction.plans import DAY
from tests.tracks.deconfliction.sites import site
from tests.tracks.incidents.hitting import GROUND, ROOF, SQUARE
from tests.tracks.incidents.reports import account

WHEN = {"from_s": NOW_S - 3_600, "until_s": NOW_S - 3_000, "precision": "minute"}


def told_site(paris: Mechanism, *, to: tuple[str, ...] = ALL) -> str:
    """Let US notify a site around the place of the accounts."""
    volume = {"area": SQUARE, "lower": GROUND, "upper": ROOF, "windows": [[NOW_S - DAY, NOW_S + 30 * DAY]]}
    consent = [{"member": member, "use": "receive"} for member in to if member != "US"]
    return says(paris, "US", "site_notified", site(volumes=[volume], consent=consent), to=to)


def report(paris: Mechanism, member: str = "SY", **changes: Any) -> str:
    """Let a member report an incident within it."""
    return says(paris, member, "incident_reported", account(time=WHEN, **changes))


def tell(paris: Mechanism, member: str, *, after_ms: int = 0) -> list[str]:
    """Let a node tell what it is its turn to tell, `after_ms` after it noticed."""
    teller = HitTeller(paris.nodes[member])
    asked = teller.tell()
    if after_ms:
        assert asked == []
        paris.clocks[member].at_ms += after_ms
        asked = teller.tell()
    outcomes = [waiting.result() for _, waiting in asked]
    assert all(isinstance(each, Filed) for each in outcomes), outcomes
    return [each.id for each in outcomes if isinstance(each, Filed)]


def quiet(paris: Mechanism) -> None:
    """Assert that nobody has a hit left to tell, and that all nodes show the same, live and rebuilt."""
    assert [HitTeller(paris.nodes[member]).look() for member in ALL] == [[], [], []]
    comparing.assert_alike(list(paris.nodes.values()))
    for node in paris.nodes.values():
        comparing.assert_live_is_rebuilt(node)


def test_a_report_within_a_site_opens_a_case_at_every_node(paris: Mechanism) -> None:
    """The reporter's node tells it at once, and nobody else has anything left to tell."""
    protected = told_site(paris)
    paris.carry_all(1)
    incident = report(paris)
    assert len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    case = hit_id(incident, protected)
    for member in ALL:
        state = comparing.states(paris.nodes[member])[case]
        assert (state["name"], state["hits"][0]["where"], state["to"]) == ("found", "inside", list(ALL))
    quiet(paris)


def test_a_site_that_comes_late_opens_the_case_as_well(paris: Mechanism) -> None:
    """Here the report was first; whose turn it is waits for those before it."""
    incident = report(paris)
    paris.carry_all(1)
    protected = told_site(paris)
    paris.carry_all(1)
    us = HitTeller(paris.nodes["US"])
    (waiting,) = us.look()
    assert waiting.turn > 0 and us.tell() == []
    assert len(tell(paris, "US", after_ms=waiting.turn * TURN_MS)) == 1
    paris.carry_all(1)
    assert hit_id(incident, protected) in comparing.states(paris.nodes["IL"])
    quiet(paris)


def test_two_nodes_that_tell_it_at_once_speak_in_one_case(paris: Mechanism) -> None:
    """A cut link between them: both tell it, and afterwards it is one finding with two entries."""
    protected = told_site(paris)
    paris.carry_all(1)
    incident = report(paris)
    paris.carry_all(1)
    assert len(tell(paris, "SY")) == 1
    assert len(tell(paris, "IL", after_ms=2 * TURN_MS)) == 1
    paris.carry_all(2)
    found = [comparing.states(paris.nodes[member])[hit_id(incident, protected)] for member in ALL]
    assert all(len(each["hits"]) == 1 and len(each["hits"][0]["entries"]) == 2 for each in found)
    quiet(paris)


def test_who_may_not_read_the_site_learns_nothing(paris: Mechanism) -> None:
    """A site that only SY and US read: the case is theirs, and IL has none."""
    protected = told_site(paris, to=("SY", "US"))
    paris.carry_all(1)
    incident = report(paris)
    paris.carry_all(1)
    assert tell(paris, "IL") == [] and len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    case = hit_id(incident, protected)
    assert [case in comparing.states(paris.nodes[member]) for member in ALL] == [False, True, True]


def test_a_corrected_account_that_lies_elsewhere_is_found_no_more(paris: Mechanism) -> None:
    """What was told stays; the new version lies apart, so that nothing more is told of it."""
    told_site(paris)
    paris.carry_all(1)
    incident = report(paris)
    tell(paris, "SY")
    elsewhere = {"lat_e7": 328_000_000, "lon_e7": 362_000_000, "precision": "near", "radius_m": 300}
    moved = account(time=WHEN, place=elsewhere, of=incident, why="The place")
    says(paris, "SY", "incident_corrected", moved, matter=incident)
    paris.carry_all(2)
    quiet(paris)


def test_a_node_that_was_down_tells_no_hit_twice_and_misses_none(paris: Mechanism) -> None:
    """What it told before it went down it tells no more; what came meanwhile it tells once, whatever its clock."""
    told_site(paris)
    paris.carry_all(1)
    report(paris)
    assert len(tell(paris, "SY")) == 1
    report(paris, subject="EXERCISE another")
    paris.close("SY")
    paris.clocks["SY"].at_ms += 400 * DAY * 1000
    paris.open("SY")
    assert len(tell(paris, "SY")) == 1
    paris.close("SY")
    paris.clocks["SY"].at_ms -= 400 * DAY * 1000
    paris.open("SY")
    assert tell(paris, "SY") == []
    paris.carry_all(1)
    quiet(paris)
