"""Projects: milestones that are steps of instruments, gates, decisions, suspensions (CM-17 to CM-20, CMD-4)."""

from __future__ import annotations

import time
from typing import Any

from parley.charter.verdict import Permit
from parley.matters.entry import Entry, Point
from parley.tracks.commerce.project_duties import project_duties
from parley.tracks.commerce.track import TRACK
from tests.tracks.arriving import folded_alike
from tests.tracks.commitments.instruments import START_S, in_force, step, tells
from tests.tracks.commitments.test_large import SOON_S
from tests.tracks.deconfliction.plans import DAY
from tests.tracks.hotline.cell import START_MS, Cell, said

ROLE = {"role": "chief"}


def project(instrument: Entry, **changes: Any) -> dict[str, Any]:
    """Return the content of a project whose second milestone waits for the step of the first."""
    first = {"id": "pipes", "what": "EXERCISE pipes laid", "commitment": instrument.id, "step": "one"}
    second = {"id": "pumps", "what": "EXERCISE pumps run", "commitment": instrument.id, "step": "two",
              "waits_for": {"commitment": instrument.id, "step": "one"}}  # fmt: skip
    return {
        "subject": "EXERCISE water line", "sector": "water", "text": "EXERCISE. A line for two villages.", "lang": "en",
        "parties": ["IL", "SY"], "milestones": [first, second], **ROLE, **changes,
    }  # fmt: skip


def begun(cell: Cell, **changes: Any) -> tuple[Entry, Entry]:
    """Return an instrument of two steps that both signed, and a project that rests on it."""
    instrument = in_force(cell, step("one"), step("two"))
    entry = cell.say("SY", "project_opened", **project(instrument, **changes))
    cell.reads()
    return instrument, entry


def certified(cell: Cell, instrument: Entry, name: str) -> Entry:
    """Let SY report a step as done, and the supervisor certify it."""
    tells(cell, "SY", "step_reported", instrument, name, percent=100, done_s=START_S)
    return tells(cell, "US", "step_certified", instrument, name, percent=100, done_s=START_S)


def decided(cell: Cell, matter: Entry, how: str = "approved", member: str = "IL") -> Entry:
    """Let a party decide, with its reasons."""
    words = {"text": "EXERCISE. It serves both.", "lang": "en"}
    return said(cell, member, "project_decided", matter, how=how, **words, **ROLE)


def reached(cell: Cell, matter: Entry, milestone: str, certificate: Entry, **changes: Any) -> Entry:
    """Let SY say that a milestone was reached."""
    content = {"milestone": milestone, "certificate": certificate.id, **ROLE, **changes}
    return said(cell, "SY", "milestone_reached", matter, **content)


def owed(cell: Cell, matter: Entry, *, after_ms: int = 0) -> dict[str, str]:
    """Return who owes a decision, and how that stands."""
    found = project_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms + after_ms)
    return {each.owed_by: each.state for each in found}


def test_a_project_is_approved_and_its_milestones_are_reached_in_turn() -> None:
    """The second waits for the step of the first: without that certificate it is refused."""
    cell = Cell()
    instrument, matter = begun(cell)
    assert cell.refusal(matter) is None and cell.state(matter).name == "proposed"
    one, two = certified(cell, instrument, "one"), certified(cell, instrument, "two")
    assert cell.refusal(reached(cell, matter, "pipes", one)) == ("commerce.not_approved", "CM-20")
    decided(cell, matter)
    assert cell.state(matter).name == "approved"
    assert cell.refusal(reached(cell, matter, "pumps", two)) == ("commerce.milestone_waits", "CM-20")
    assert cell.refusal(reached(cell, matter, "pumps", one)) == ("commerce.not_certified", "CM-20")
    assert cell.refusal(reached(cell, matter, "wells", one)) == ("commerce.no_milestone", "CM-20")
    assert cell.refusal(reached(cell, matter, "pipes", one)) is None
    assert cell.refusal(reached(cell, matter, "pipes", one)) == ("commerce.reached_before", "CM-20")
    assert cell.refusal(reached(cell, matter, "pumps", two, gate=one.id)) is None
    told = cell.state(matter).as_json()["milestones"]
    assert [each["reached"]["certificate"] for each in told] == [one.id, two.id]


def test_it_is_completed_only_with_every_milestone_reached() -> None:
    """Neither before it is approved nor with one milestone open, which is named."""
    cell = Cell()
    instrument, matter = begun(cell)
    one, two = certified(cell, instrument, "one"), certified(cell, instrument, "two")

    def ended(member: str) -> tuple[str, str] | None:
        return cell.refusal(said(cell, member, "project_ended", matter, how="completed", why="EXERCISE done", **ROLE))

    assert ended("SY") == ("commerce.milestone_open", "CM-19")
    decided(cell, matter)
    reached(cell, matter, "pipes", one)
    assert ended("IL") == ("commerce.milestone_open", "CM-19") and cell.state(matter).unreached == ("pumps",)
    reached(cell, matter, "pumps", two, gate=one.id)
    assert ended("IL") is None and cell.state(matter).name == "ended"


def test_what_names_no_step_of_an_instrument_is_refused() -> None:
    """A step that is not there, a matter that is no instrument, strangers and sectors are refused."""
    cell = Cell()
    instrument, matter = begun(cell)
    mile = {"id": "a", "what": "EXERCISE", "commitment": instrument.id, "step": "three"}
    assert cell.refusal(begun(cell, milestones=[mile])[1]) == ("commerce.no_step", "CM-17")
    theirs = cell.say("SY", "project_opened", **project(matter))
    assert cell.refusal(theirs) == ("commerce.no_instrument", "CM-17")
    assert cell.refusal(begun(cell, sector="arms")[1]) == ("commerce.sector_unknown", "CM-17")
    assert cell.refusal(begun(cell, parties=["IL", "US"])[1]) == ("commerce.project_parties", "CM-17")


def test_each_other_party_decides_with_reasons_and_may_turn() -> None:
    """Who opened it has approved it; a refusal stands until it is turned; nobody says the same twice."""
    cell = Cell()
    _, matter = begun(cell)
    assert cell.refusal(decided(cell, matter, member="SY")) == ("commerce.approved_by_opening", "CM-18")
    assert cell.refusal(decided(cell, matter, member="US")) == ("commerce.party_only", "CM-18")
    decided(cell, matter, "refused")
    assert cell.state(matter).name == "refused"
    assert cell.refusal(decided(cell, matter, "refused")) == ("commerce.decided_so", "CM-18")
    decided(cell, matter)
    assert cell.state(matter).name == "approved"


def test_it_is_suspended_resumed_and_ended() -> None:
    """Only what is approved is suspended, only what is suspended is resumed; ended it takes no more words."""
    cell = Cell()
    _, matter = begun(cell)
    early = said(cell, "IL", "project_suspended", matter, why="x", **ROLE)
    assert cell.refusal(early) == ("commerce.not_approved", "CM-19")
    decided(cell, matter)
    assert cell.refusal(said(cell, "IL", "project_resumed", matter, why="x", **ROLE)) == (
        "commerce.not_suspended", "CM-19",
    )  # fmt: skip
    said(cell, "IL", "project_suspended", matter, why="EXERCISE flood", **ROLE)
    assert cell.state(matter).name == "suspended"
    again = said(cell, "SY", "project_suspended", matter, why="x", **ROLE)
    assert cell.refusal(again) == ("commerce.suspended_already", "CM-19")
    said(cell, "SY", "project_resumed", matter, why="EXERCISE dry", **ROLE)
    assert cell.state(matter).name == "approved"
    said(cell, "SY", "project_ended", matter, how="abandoned", why="EXERCISE dry", **ROLE)
    assert cell.state(matter).name == "ended"
    assert cell.refusal(decided(cell, matter, "refused")) == ("commerce.project_ended", "CM-19")


def test_a_decision_is_owed_within_the_hours_of_the_charter() -> None:
    """336 hours from the first reading; a lapse of it is cited in the project."""
    cell = Cell()
    _, matter = begun(cell)
    cell.say("IL", "shift_noted", text="read")
    assert owed(cell, matter) == {"IL": "running"}
    assert owed(cell, matter, after_ms=15 * DAY * 1000) == {"IL": "lapsed"}
    cited = {"duty": f"{matter.id}:decide_project:IL", "due_at_ms": START_MS, "level": 1, **ROLE}
    assert cell.refusal(said(cell, "SY", "project_lapse_cited", matter, **cited)) is None
    decided(cell, matter, "refused")
    assert owed(cell, matter, after_ms=15 * DAY * 1000) == {"IL": "done"}


def test_two_who_suspend_and_resume_at_once_end_alike_in_every_order() -> None:
    """A resumption is of the suspensions that its author had read: one that came beside it still stands."""
    cell = Cell()
    _, matter = begun(cell)
    decided(cell, matter)
    said(cell, "IL", "project_suspended", matter, why="EXERCISE flood", **ROLE)
    cell.say("SY", "project_resumed", matter=matter, why="EXERCISE dry", **ROLE)
    cell.say("IL", "project_ended", matter=matter, how="abandoned", why="EXERCISE", **ROLE)
    cell.reads()
    state = folded_alike(cell, matter.id, rebuilt=3, live=3).state
    assert (state.name, state.standing_halts) == ("ended", ())


def test_a_milestone_is_reached_by_what_all_verifiers_certified_and_nobody_disputes() -> None:
    """Not by one of two certificates, not while somebody disputes it, not by one that was certified less since."""
    cell = Cell()
    instrument = in_force(cell, step("one", verifier=None, to=["IL", "US"]), step("two"))
    matter = cell.say("SY", "project_opened", **project(instrument))
    cell.reads()
    decided(cell, matter)
    full = {"percent": 100, "done_s": START_S}
    first = tells(cell, "US", "step_certified", instrument, "one", **full)
    assert cell.refusal(reached(cell, matter, "pipes", first)) == ("commerce.not_certified", "CM-20")
    other = tells(cell, "IL", "step_certified", instrument, "one", **full)
    said(cell, "SY", "step_disputed", instrument, step="one", stands=True, why="EXERCISE", **ROLE)
    assert cell.refusal(reached(cell, matter, "pipes", other)) == ("commerce.not_certified", "CM-20")
    said(cell, "SY", "step_disputed", instrument, step="one", stands=False, why="EXERCISE", **ROLE)
    less = tells(cell, "US", "step_certified", instrument, "one", percent=40, done_s=START_S)
    for each in (first, other, less):
        assert cell.refusal(reached(cell, matter, "pipes", each)) == ("commerce.not_certified", "CM-20")
    again = tells(cell, "US", "step_certified", instrument, "one", **full)
    assert cell.refusal(reached(cell, matter, "pipes", first)) == ("commerce.not_certified", "CM-20")
    assert cell.refusal(reached(cell, matter, "pipes", again)) is None


def test_a_step_that_recurs_is_no_milestone() -> None:
    """It is never all done; nor is it waited for."""
    cell = Cell()
    again = {"every": "15d", "from": "D", "until": "D+60d"}
    instrument = in_force(cell, step("one"), step("monthly", recurring=again, by=None))
    mile = {"id": "a", "what": "EXERCISE", "commitment": instrument.id, "step": "monthly"}
    waits = {**mile, "step": "one", "waits_for": {"commitment": instrument.id, "step": "monthly"}}
    for milestone in (mile, waits):
        entry = cell.say("SY", "project_opened", **project(instrument, milestones=[milestone]))
        cell.reads()
        assert cell.refusal(entry) == ("commerce.gate_recurs", "CM-17")


def test_a_project_that_is_suspended_and_resumed_over_and_over_is_folded_at_once() -> None:
    """Two thousand times: what was cubic took minutes here, and what stands is told by the last word alone."""
    cell = Cell()
    _, matter = begun(cell)
    decided(cell, matter)
    state, clock = cell.state(matter), time.perf_counter()
    for n in range(4_000):
        point = Point("sy", 100 + n, cell.now_ms + n, 100 + n, {})
        kind = ("project_suspended", "project_resumed")[n % 2]
        entry = Entry(f"SY/{100 + n}", "SY", point, matter.to, kind, matter.id, {"why": "EXERCISE", **ROLE})
        assert isinstance(TRACK.judge(state, entry, charter=cell.charter, cited={}), Permit)
        state = TRACK.fold(state, entry, charter=cell.charter, beside=frozenset())
    assert time.perf_counter() - clock < SOON_S
    assert (state.name, state.standing_halts, len(state.halts)) == ("approved", (), 2_000)
