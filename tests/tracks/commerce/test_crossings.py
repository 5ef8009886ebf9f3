"""Crossings: asked, decided, changed, told afterwards; allowed, refused and repeated (CM-1 to CM-7, CMD-1, CMD-2)."""

from __future__ import annotations

from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.tracks.commerce.crossing_duties import crossing_duties
from tests.tracks.arriving import folded_alike
from tests.tracks.commerce.crossing import SLOT_S, asked, crossing, refused, route, says
from tests.tracks.deconfliction.plans import DAY, HOUR, notified, volume
from tests.tracks.hotline.cell import START_MS, Cell, said

TWO = [{"role": "patient", "count": 1}, {"role": "companion", "count": 1}]
PERSONS = {"what": "persons", "goods": [], "people": TWO, "persons": 2, "vehicles": 1}


def later(cell: Cell, at_s: int = SLOT_S + HOUR) -> None:
    """Let it be after the slot."""
    cell.now_ms = at_s * 1000


def told(cell: Cell, matter: Entry, how: str = "passed", member: str = "US", **changes: Any) -> Entry:
    """Let a member tell what became of a crossing."""
    return says(cell, member, "crossing_told", matter, how=how, at_s=SLOT_S + 600, **changes)


def owed(cell: Cell, matter: Entry, *, after_ms: int = 0) -> dict[tuple[str, str], str]:
    """Return the duties of a crossing: by whom and what, and how they stand."""
    found = crossing_duties(cell.state(matter), charter=cell.charter, readings=cell, now_ms=cell.now_ms + after_ms)
    return {(each.owed_by, each.what): each.state for each in found}


def test_a_crossing_is_asked_and_given_and_passes() -> None:
    """The other side gives the permit, the supervisor tells that it passed; each state follows from entries."""
    cell = Cell()
    matter = asked(cell)
    assert cell.state(matter).name == "asked"
    says(cell, "IL", "permit_given", matter)
    assert cell.state(matter).name == "given"
    later(cell)
    told(cell, matter)
    state = cell.state(matter)
    assert (state.name, state.has_passed_without, state.is_over) == ("passed", False, True)


def test_persons_cross_by_number_and_role() -> None:
    """Persons are told by roles and numbers, their papers by digest; the sum is the number of persons."""
    cell = Cell()
    papers = [{"what": "EXERCISE list of passports", "sha256": "ab" * 32}]
    assert cell.refusal(asked(cell, documents=papers, **PERSONS)) is None
    wrong = asked(cell, **{**PERSONS, "persons": 3})
    assert [fault.code for fault in cell.verdict(wrong).faults] == ["commerce.people_counted"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"point": "bridge"}, ("commerce.point_unknown", "CM-2")),
        ({"towards": "US"}, ("commerce.side_unknown", "CM-2")),
        ({"lang": "fr"}, ("commerce.language_not_agreed", "CM-2")),
        ({"goods": [{"what": "EXERCISE", "quantity": 1, "unit": "bag"}]}, ("commerce.unit_unknown", "CM-2")),
        ({**PERSONS, "people": [{"role": "king", "count": 2}]}, ("commerce.person_role_unknown", "CM-2")),
        ({"vehicles": 11}, ("commerce.never_fits", "CM-3")),
        ({"slot_s": SLOT_S + 60}, ("commerce.no_slot", "CM-3")),
        ({"slot_s": SLOT_S - 7 * DAY}, ("commerce.slot_over", "CM-3")),
        ({"slot_s": SLOT_S + DAY}, ("commerce.route_other_hours", "CM-4")),
        ({"audience": ("IL", "SY")}, ("commerce.crossing_readers", "CM-1")),
    ],
)
def test_what_the_charter_does_not_have_is_refused(changes: dict[str, Any], refusal: tuple[str, str]) -> None:
    """A point, a side, a language, a unit, a role, an hour or an audience that is not the charter's is refused."""
    cell = Cell()
    assert cell.refusal(asked(cell, **changes)) == refusal


def test_the_route_is_a_notice_in_force_of_who_asks() -> None:
    """Another's notice, an older version, a cancelled one and one that not all read are no route."""
    cell = Cell()
    theirs = route(cell, "IL")
    assert cell.refusal(asked(cell, by=theirs)) == ("commerce.route_no_notice", "CM-4")
    own = route(cell)
    changed = said(cell, "SY", "activity_changed", own, of=own.id, why="later", **{
        name: value for name, value in own.content.items() if name != "role"})  # fmt: skip
    assert cell.refusal(asked(cell, by=own)) == ("commerce.route_older", "CM-4")
    assert cell.refusal(asked(cell, by=changed)) is None
    said(cell, "SY", "activity_cancelled", own, why="over")
    assert cell.refusal(asked(cell, by=changed)) == ("commerce.route_older", "CM-4")
    unread = cell.say("SY", "activity_notified", audience=("IL", "SY"), **own.content)
    cell.reads()
    assert cell.refusal(asked(cell, by=unread)) == ("cited_unknown", "M-7")


def test_a_refusal_bears_its_reasons_and_may_be_turned() -> None:
    """Who decides refuses with reasons, may give later, and says nothing twice; nobody else decides."""
    cell = Cell()
    matter = asked(cell)
    first = refused(cell, matter)
    assert cell.state(matter).name == "refused"
    assert cell.refusal(refused(cell, matter)) == ("commerce.decided_so", "CM-6")
    assert cell.refusal(refused(cell, matter, "US")) == ("commerce.decider_only", "CM-6")
    assert cell.refusal(refused(cell, matter, "SY")) == ("commerce.decider_only", "CM-6")
    says(cell, "IL", "permit_given", matter)
    state = cell.state(matter)
    assert (state.name, state.decisions[0].text, state.decisions[0].entry) == (
        "given", "EXERCISE. The road is under repair.", first.id,
    )  # fmt: skip


def test_what_was_decided_of_an_older_version_does_not_stand() -> None:
    """A changed slot is decided anew; who had read the older one alone is told so."""
    cell = Cell()
    matter = asked(cell)
    says(cell, "IL", "permit_given", matter)
    by = notified(cell, volumes=[volume(begins_s=SLOT_S + DAY - HOUR, hours=8)])
    changed = says(cell, "SY", "permit_changed", matter, slot_s=SLOT_S + DAY, route=by.id, why="EXERCISE rain")
    assert cell.state(matter).name == "asked"
    assert cell.refusal(refused(cell, matter)) == ("commerce.crossing_older", "CM-6")
    says(cell, "IL", "permit_given", matter, of=changed)
    assert cell.state(matter).name == "given"
    theirs = says(cell, "IL", "permit_changed", matter, of=changed, slot_s=SLOT_S, route=by.id, why="x")
    assert cell.refusal(theirs) == ("commerce.asker_only", "CM-5")


def test_a_withdrawn_crossing_is_over() -> None:
    """Who asked withdraws; then nothing is decided, changed or told."""
    cell = Cell()
    matter = asked(cell)
    says(cell, "SY", "permit_withdrawn", matter, why="EXERCISE not needed")
    assert cell.state(matter).name == "withdrawn"
    assert cell.refusal(says(cell, "IL", "permit_given", matter)) == ("commerce.crossing_over", "CM-6")
    assert cell.refusal(says(cell, "SY", "permit_withdrawn", matter, why="x")) == ("commerce.crossing_over", "CM-5")
    later(cell)
    assert cell.refusal(told(cell, matter)) == ("commerce.crossing_over", "CM-7")


def test_what_became_of_it_is_told_after_its_slot_began() -> None:
    """Before the slot nothing is told, nor by others; another word corrects the first, the same is refused."""
    cell = Cell()
    matter = asked(cell)
    assert cell.refusal(told(cell, matter)) == ("commerce.not_begun", "CM-7")
    later(cell)
    assert cell.refusal(told(cell, matter, member="IL")) == ("commerce.teller_only", "CM-7")
    told(cell, matter, "not_come")
    assert cell.refusal(told(cell, matter, "not_come")) == ("commerce.told_so", "CM-7")
    told(cell, matter, "turned_back")
    assert cell.state(matter).name == "turned_back"
    told(cell, matter)
    assert (cell.state(matter).name, cell.state(matter).has_passed_without) == ("passed", True)
    # Whether it passed within a standstill follows from the hour, which is corrected like the rest.
    assert cell.refusal(says(cell, "US", "crossing_told", matter, how="passed", at_s=SLOT_S + 900)) is None
    assert cell.state(matter).telling.told_at_s == SLOT_S + 900


def test_who_decides_owes_it_within_the_hours_of_the_charter() -> None:
    """48 hours from the first reading, 12 for what is humanitarian; a decision meets it, even a refusal."""
    cell = Cell()
    matter, urgent = asked(cell), asked(cell, humanitarian=True)
    cell.say("IL", "shift_noted", text="read")
    assert owed(cell, matter) == {("IL", "decide_permit"): "running"}
    day_ms = DAY * 1000
    assert (owed(cell, matter, after_ms=day_ms), owed(cell, urgent, after_ms=day_ms)) == (
        {("IL", "decide_permit"): "running"}, {("IL", "decide_permit"): "lapsed"},
    )  # fmt: skip
    refused(cell, matter)
    assert owed(cell, matter, after_ms=9 * day_ms) == {("IL", "decide_permit"): "done"}


def test_who_tells_owes_it_after_the_slot() -> None:
    """A day after the end of its slot, where all gave the permit."""
    cell = Cell()
    matter = asked(cell)
    says(cell, "IL", "permit_given", matter)
    cell.say("US", "shift_noted", text="read")
    later(cell)
    assert owed(cell, matter)[("US", "tell_crossing")] == "running"
    assert owed(cell, matter, after_ms=DAY * 1000 + 1)[("US", "tell_crossing")] == "lapsed"
    told(cell, matter)
    assert owed(cell, matter, after_ms=9 * DAY * 1000)[("US", "tell_crossing")] == "done"


def test_a_lapse_is_cited_once_for_each_level() -> None:
    """A duty of the crossing that was due is cited, one that is none or was cited is refused."""
    cell = Cell()
    matter = asked(cell)
    content = {"duty": f"{matter.id}:decide_permit:IL", "due_at_ms": START_MS, "level": 1, "role": "chief"}
    assert cell.refusal(said(cell, "SY", "permit_lapse_cited", matter, **content)) is None
    again = said(cell, "SY", "permit_lapse_cited", matter, **content)
    assert cell.refusal(again) == ("commerce.lapse_cited_before", "CM-10")
    early = said(cell, "SY", "permit_lapse_cited", matter, **{**content, "level": 2, "due_at_ms": 2 * START_MS})
    assert cell.refusal(early) == ("commerce.lapse_not_yet", "CM-10")
    other = said(cell, "SY", "permit_lapse_cited", matter, **{**content, "duty": f"{matter.id}:answer:IL"})
    assert cell.refusal(other) == ("commerce.lapse_duty_unknown", "CM-10")


def test_a_stranger_and_another_audience_are_refused() -> None:
    """What continues a crossing goes to all to whom it was opened."""
    cell = Cell()
    matter = asked(cell)
    narrow = says(cell, "IL", "permit_given", matter, audience=("IL", "SY"))
    assert cell.refusal(narrow) == ("commerce.audience_changed", "CM-11")


def test_a_change_and_a_decision_at_once_fold_alike_in_every_order() -> None:
    """The asker changes while the other side decides and the supervisor cites: every order of arrival ends alike."""
    cell = Cell()
    matter = asked(cell)
    by = notified(cell, volumes=[volume(begins_s=SLOT_S + DAY - HOUR, hours=8)])
    cell.say("IL", "permit_given", matter=matter, of=matter.id, role="chief")
    cell.say("SY", "permit_changed", matter=matter, of=matter.id, slot_s=SLOT_S + DAY, route=by.id, why="x",
             role="chief")  # fmt: skip
    cell.say("US", "permit_lapse_cited", matter=matter, duty=f"{matter.id}:decide_permit:IL", due_at_ms=START_MS,
             level=0, role="chief")  # fmt: skip
    cell.reads()
    folded = folded_alike(cell, matter.id)
    assert (folded.state.name, len(folded.state.decisions), len(folded.state.versions)) == ("asked", 1, 2)
    assert crossing(by)["route"] == by.id


def test_two_members_that_decide_at_once_fold_alike_and_one_refusal_holds() -> None:
    """The supervisor asks both sides: one gives, one refuses, neither having read the other; then that is turned."""
    cell = Cell()
    matter = asked(cell, "US")
    assert cell.state(matter).deciders == ("SY", "IL")
    cell.say("SY", "permit_given", matter=matter, of=matter.id, role="chief")
    cell.say("IL", "permit_refused", matter=matter, of=matter.id, text="EXERCISE", lang="en", role="chief")
    cell.reads()
    folded = folded_alike(cell, matter.id)
    assert (folded.state.name, [each.how for each in folded.state.decisions]) == ("refused", ["refused", "given"])
    says(cell, "IL", "permit_given", matter)
    assert cell.state(matter).name == "given"
