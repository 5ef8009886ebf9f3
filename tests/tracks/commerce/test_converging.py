"""Commerce under random courses of all that is said in it: whoever had read what, all end alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.commerce.entries import KINDS
from parley.tracks.commerce.opportunity_entries import interest_id, match_id
from parley.tracks.commerce.slot_entries import slots_id
from tests.tracks.arriving import arrived
from tests.tracks.commerce.crossing import SLOT_S, asked, route
from tests.tracks.commerce.offers import offered, wants
from tests.tracks.commerce.test_projects import begun, certified
from tests.tracks.deconfliction.plans import DAY, HOUR, volume
from tests.tracks.hotline.cell import ALL, Cell

WHY, WORDS = {"why": "EXERCISE"}, {"text": "EXERCISE.", "lang": "en"}
Say = Callable[[Any, int], dict[str, Any]]


class Course:
    """One matter of commerce, what its courses speak of, and what a member could say of it next; some of it is void."""

    def __init__(self, sort: str) -> None:
        """Open the matter, read by everybody."""
        self.cell = Cell()
        self.narrow: tuple[str, ...] = ALL
        self.opening, self.id, self.says = getattr(self, f"_{sort}")()

    def _lapse(self, what: str, member: str) -> Say:
        return lambda state, more: {"duty": f"{self.opening.id}:{what}:{member}", "due_at_ms": 1, "level": more}

    def _crossing(self) -> tuple[Entry, str, Mapping[str, Say]]:
        instrument, _ = begun(self.cell)
        gate = certified(self.cell, instrument, "one")
        matter = asked(self.cell, waits_for={"commitment": instrument.id, "step": "one"})
        other = route(self.cell, volumes=[volume(begins_s=SLOT_S + DAY - HOUR, hours=8)])

        def of(state: Any, more: int) -> dict[str, Any]:
            return {"of": state.version.entry if more else matter.id}

        return matter, matter.id, {
            "permit_gate_opened": lambda state, more: {"gate": gate.id},
            "permit_given": of,
            "permit_refused": lambda state, more: {**of(state, more), **WORDS},
            "permit_changed": lambda state, more: {**of(state, more), "slot_s": SLOT_S + DAY, "route": other.id, **WHY},
            "permit_withdrawn": lambda state, more: {**of(state, more), **WHY},
            "crossing_told": lambda state, more: {**of(state, more), "how": ("passed", "not_come")[more % 2],
                                                  "at_s": SLOT_S + 600 + more},
            "permit_lapse_cited": self._lapse("decide_permit", "IL"),
        }  # fmt: skip

    def _project(self) -> tuple[Entry, str, Mapping[str, Say]]:
        instrument, matter = begun(self.cell)
        certificate = certified(self.cell, instrument, "one")
        return matter, matter.id, {
            "project_decided": lambda state, more: {"how": ("approved", "refused")[more > 3], **WORDS},
            "project_suspended": lambda state, more: WHY,
            "project_resumed": lambda state, more: WHY,
            "milestone_reached": lambda state, more: {"milestone": "pipes", "certificate": certificate.id},
            "project_ended": lambda state, more: {"how": ("completed", "abandoned")[more % 2], **WHY},
            "project_lapse_cited": self._lapse("decide_project", "IL"),
        }  # fmt: skip

    def _opportunity(self) -> tuple[Entry, str, Mapping[str, Say]]:
        matter = offered(self.cell)
        return matter, matter.id, {"opportunity_withdrawn": lambda state, more: WHY}

    def _interest(self) -> tuple[Entry, str, Mapping[str, Say]]:
        matter, self.narrow = offered(self.cell), ("SY", "US")
        word = wants(self.cell, "SY", matter)
        about = {"opportunity": matter.id, "member": "SY"}
        return matter, interest_id(matter.id, "SY"), {
            "interest_declared": lambda state, more: about,
            "interest_withdrawn": lambda state, more: {**about, "of": state.word.entry if more else word.id},
        }  # fmt: skip

    def _match(self) -> tuple[Entry, str, Mapping[str, Say]]:
        matter = offered(self.cell)
        about = {"opportunity": matter.id, "members": ["IL", "SY"]}
        said = match_id(matter.id, ("IL", "SY"))
        self.cell.say("US", "interests_matched", subject=matter.content["subject"], **about)
        self.cell.reads()
        return matter, said, {
            "interests_matched": lambda state, more: {**about, "subject": matter.content["subject"]},
            "match_received": lambda state, more: {**about, "how": ("received", "under_protest")[more % 2]},
            "match_left": lambda state, more: {**about, **WHY},
            "match_lapse_cited": lambda state, more: {**about, "duty": f"{said}:receive_match:IL", "due_at_ms": 1,
                                                      "level": more},
        }  # fmt: skip

    def _slots(self) -> tuple[Entry, str, Mapping[str, Say]]:
        matter, day = asked(self.cell), slots_id("quneitra", SLOT_S)
        about = {"point": "quneitra", "slot_s": SLOT_S}
        taken = {**about, "crossing": matter.id, "vehicles": 2, "persons": 4, "humanitarian": False}
        first = self.cell.say("SY", "slot_taken", **taken)
        self.cell.reads()
        return (
            matter,
            day,
            {
                "slot_taken": lambda state, more: taken,
                "slot_left": lambda state, more: {**about, "of": first.id},
            },
        )

    def say(self, kind: str, member: str, more: int) -> Entry:
        """Let a member say something of the matter, by what all have said, whoever has read it."""
        content = self.says[kind](self.cell.folded_matter(self.id).state, more)
        within = {"matter": self.opening} if self.id == self.opening.id else {"audience": self.narrow}
        role = {} if kind in ("interests_matched", "slot_taken", "slot_left") else {"role": "chief"}
        return self.cell.say(member, kind, **within, **content, **role)


SORTS = ("crossing", "project", "opportunity", "interest", "match", "slots")
OPENING = {"permit_asked", "project_opened", "opportunity_offered"}
STEPS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ALL), st.integers(0, 5)), min_size=4, max_size=16)


@pytest.mark.parametrize("sort", SORTS)
def test_every_course_ends_alike_in_every_order_of_arrival(sort: str) -> None:
    """Entry by entry in any order: one state and one set of verdicts, those of the whole."""

    @settings(max_examples=25, deadline=None)
    @given(STEPS, st.randoms(use_true_random=False))
    def alike(steps: list[tuple[int, str, int]], chance: Any) -> None:
        course = Course(sort)
        kinds = list(course.says)
        for which, member, more in steps:
            course.cell.now_ms = max(course.cell.now_ms, (SLOT_S + HOUR) * 1000) if which == 40 else course.cell.now_ms
            course.say(kinds[which % len(kinds)], member, more)
            if more % 2:
                course.cell.reads(member)
        whole = course.cell.folded_matter(course.id)
        entries = [each for each in course.cell.entries if each.matter == course.id]
        for _ in range(3):
            chance.shuffle(entries)
            live = arrived(course.cell, entries, course.id)
            assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
        assert live.state.as_json() == whole.state.as_json()

    alike()


def test_every_kind_is_said_in_a_course() -> None:
    """No kind of the track is left out."""
    assert OPENING | {kind for sort in SORTS for kind in Course(sort).says} == set(KINDS)


# Of each sort a word that its course begins with may stand, by whom that is said.
STANDS = {
    "crossing": ("permit_gate_opened", "IL"), "project": ("project_decided", "IL"),
    "opportunity": ("opportunity_withdrawn", "US"), "interest": ("interest_withdrawn", "SY"),
    "match": ("match_received", "IL"), "slots": ("slot_left", "SY"),
}  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_said_in_a_course_may_stand(sort: str) -> None:
    """The courses are not of refusals alone."""
    course, (kind, member) = Course(sort), STANDS[sort]
    assert course.cell.refusal(course.say(kind, member, 1)) is None
