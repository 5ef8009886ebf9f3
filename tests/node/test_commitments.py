"""Commitments on real nodes: both sides at once over a cut link, clocks that jump, restarts and rebuilds."""

from __future__ import annotations

from typing import Any

from parley.charter.verdict import Refusal
from parley.node.commitments.held import instrument
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.owed import matter_duties
from parley.tracks.commitments.stepping import timetable_json
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.tracks.commitments.instruments import DAY, TEXTS, step, terms
from tests.tracks.hotline.cell import ALL

NODES = ("SY", "IL", "US")


def says(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> Any:
    """Let the chief of a member file a draft at its own node; nothing is carried."""
    said = {name: value for name, value in content.items() if name != "role"}
    return file(Draft(kind, ALL, said, matter, role="chief"), node=paris.nodes[member])


def told(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """Let a member file what is allowed; return its id."""
    found = says(paris, member, kind, content, matter=matter)
    assert isinstance(found, Filed), found
    return found.id


def signed(paris: Mechanism, member: str, matter: str, *, of: str = "") -> str:
    """Let a member sign what its own node holds, released by a second officer."""
    state = instrument(paris.nodes[member], matter)
    assert state is not None
    about = state.instrument(of or matter)
    assert about is not None
    content = {"of": about.entry, "digest": about.digest, "released_by": "chief"}
    return told(paris, member, "commitment_signed", content, matter=matter)


def in_force(paris: Mechanism, *steps: dict[str, Any]) -> str:
    """Return an instrument that both parties have signed, each without having read the other's signature."""
    matter = told(paris, "US", "commitment_proposed", terms(*steps))
    paris.carry_all()
    signed(paris, "SY", matter)
    signed(paris, "IL", matter)
    paris.carry_all()
    return matter


def timetables(paris: Mechanism, matter: str, *, days: int = 0) -> list[Any]:
    """Return what each node says of the timetable so many days after the latest clock."""
    now_s = max(clock.at_ms for clock in paris.clocks.values()) // 1000 + days * DAY
    states = [instrument(paris.nodes[code], matter) for code in NODES]
    return [timetable_json(state, now_s=now_s) for state in states if state is not None]


def alike(paris: Mechanism, matter: str, *, days: int = 0) -> Any:
    """Return the timetable, the same at all three nodes."""
    first, *others = timetables(paris, matter, days=days)
    assert len(others) == 2 and all(each == first for each in others)
    return first


def test_both_sides_file_at_once_over_a_cut_link(paris: Mechanism) -> None:
    """Report, waiver, dispute and certificate that cross give one state at every node, live and rebuilt."""
    matter = in_force(paris, step("a", by="D+30"), step("b", by="a+5d"))
    now_s = paris.clocks["US"].at_ms // 1000 - 60
    told(paris, "SY", "step_reported", {"step": "a", "percent": 100, "done_s": now_s}, matter=matter)
    told(paris, "US", "step_certified", {"step": "a", "percent": 100, "done_s": now_s}, matter=matter)
    told(paris, "IL", "step_waived", {"step": "a", "why": "EXERCISE no more"}, matter=matter)
    told(paris, "IL", "step_disputed", {"step": "a", "stands": True, "why": "EXERCISE a post is left"}, matter=matter)
    paris.carry_all()
    a, b = alike(paris, matter, days=1)
    assert (a["state"], a["otherwise"], b["state"]) == ("disputed", "met_early", "due")
    nodes = [paris.nodes[code] for code in NODES]
    comparing.assert_converged(nodes)
    comparing.assert_alike(nodes)


def test_two_amendments_are_proposed_and_signed_at_once(paris: Mechanism) -> None:
    """Each side signs its own while the line is cut: neither is in force, and a member signs no second one."""
    matter = in_force(paris, step("a", by="D+30"))
    amendments = {}
    for member, by in (("SY", "D+40"), ("IL", "D+50")):
        content = {"of": matter, "texts": TEXTS, "obligations": [step("a", by=by)]}
        amendments[member] = told(paris, member, "amendment_proposed", content, matter=matter)
        signed(paris, member, matter, of=amendments[member])
    paris.carry_all()
    state = instrument(paris.nodes["SY"], matter)
    assert state is not None
    other = state.instrument(amendments["IL"])
    assert other is not None
    content = {"of": other.entry, "digest": other.digest, "released_by": "chief"}
    rival = says(paris, "SY", "commitment_signed", content, matter=matter)
    assert isinstance(rival, Refusal) and (rival.code, rival.clause) == ("commitments.rival_signed", "CO-8")
    assert alike(paris, matter)[0]["by"] == "D+30"
    told(paris, "SY", "commitment_withdrawn", {"of": amendments["SY"], "why": "EXERCISE theirs"}, matter=matter)
    signed(paris, "SY", matter, of=amendments["IL"])
    paris.carry_all()
    assert alike(paris, matter)[0]["by"] == "D+50"


def test_what_lapsed_while_a_node_was_down_lapsed_when_it_was_due(paris: Mechanism) -> None:
    """Stopped before, started after: the step is missed as of its instant, owed once, and alike at every node."""
    matter = in_force(paris, step("a", by="D+2"))
    due_s = alike(paris, matter)[0]["due_s"]
    paris.close("SY")
    for clock in paris.clocks.values():
        clock.at_ms += 10 * DAY * 1000
    node = paris.open("SY")
    (row,) = alike(paris, matter)
    assert (row["state"], row["why"]) == ("missed", [{"code": "time_over", "at_s": due_s}])
    lapsed = [d for d in matter_duties(node, matter, now_ms=node.clock.now_ms()) if d.what == "do_step"]
    assert [(d.state, d.due_at_ms, d.owed_by) for d in lapsed] == [("lapsed", due_s * 1000, "SY")]
    told(paris, "US", "step_certified", {"step": "a", "percent": 100, "done_s": due_s - DAY}, matter=matter)
    paris.carry_all()
    assert alike(paris, matter)[0]["state"] in ("met_early", "met_on_time")
    comparing.assert_converged([paris.nodes[code] for code in NODES])


def test_a_clock_that_runs_wrong_moves_no_date(paris: Mechanism) -> None:
    """Each date follows from what entries say: a node whose clock fell back shows the same instants."""
    matter = in_force(paris, step("a", by="D+2"), step("b", by="a+1d"))
    told(paris, "US", "step_certified", {"step": "a", "percent": 100, "done_s": 1}, matter=matter)
    paris.carry_all()
    before = [row["due_s"] for row in alike(paris, matter)]
    paris.clocks["IL"].at_ms -= 3 * DAY * 1000
    told(paris, "IL", "step_disputed", {"step": "a", "stands": True, "why": "EXERCISE"}, matter=matter)
    paris.carry_all()
    assert [row["due_s"] for row in alike(paris, matter)] == before and None not in before
