"""Rounds and files under random courses of all that is said in them: whoever had read what, all end alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.talks.file_entries import FILE_KINDS
from parley.tracks.talks.positions import digest_of
from parley.tracks.talks.round_entries import ROUND_KINDS
from tests.tracks.arriving import arrived
from tests.tracks.commitments.instruments import in_force, step
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.talks.rounds import DAY, DELEGATE, HEAD, TEXTS, opened, proposed

SALT = "5" * 64
NOTE = {"text": "EXERCISE half", "lang": "en", "salt": SALT}
WORDS = {"text": "EXERCISE", "lang": "en"}
Content = dict[str, Any]


class Course:
    """A round and a file that waits for a step of an instrument, and what a member could say of them next."""

    def __init__(self) -> None:
        """Open all three, read by everybody."""
        self.cell = Cell()
        self.instrument = in_force(self.cell, step("phase1"))
        gates = [{"instrument": self.instrument.id, "step": "phase1"}]
        self.file = opened(self.cell, lead="SY", gates=gates)
        self.round = proposed(self.cell, by="SY", package=True, from_s=self.now_s + DAY, until_s=self.now_s + 2 * DAY)

    @property
    def now_s(self) -> int:
        """Return the second in which the next entry is written."""
        return self.cell.now_ms // 1000 + 1

    def state(self, matter: Entry) -> Any:
        """Return the state of a matter by all that was said, whoever has read it."""
        return self.cell.state(matter)

    def of_round(self, kind: str, more: int) -> Content:
        """Return the content of an entry of the round; much of it is refused."""
        return {**self._held(more), **self._agreed(more)}[kind]()

    def _held(self, more: int) -> Mapping[str, Callable[[], Content]]:
        state, now_s = self.state(self.round), self.now_s
        sitting = state.sittings[more % len(state.sittings)].entry if state.sittings else self.round.id
        return {
            "round_answered": lambda: {"how": ("accepts", "declines")[more == 5], **(WORDS if more == 5 else {})},
            "delegation_told": lambda: {"roles": HEAD},
            "round_postponed": lambda: {"of": state.held_at.entry, "from_s": now_s + more * DAY,
                                        "until_s": now_s + (more + 1) * DAY, "why": "EXERCISE"},
            "round_cancelled": lambda: {"why": "EXERCISE"},
            "sitting_opened": lambda: {"began_s": now_s - 1, "rule": ("on_record", "not_for_attribution")[more % 2],
                                       "present": [{"member": "SY", "roles": HEAD}],
                                       "files": [self.file.id][: more % 2], "grounds": [self.instrument.id]},
            "sitting_closed": lambda: {"of": sitting, "ended_s": now_s - 1},
            "attendance_told": lambda: {"of": sitting, "roles": HEAD},
            "remark_made": lambda: {"of": sitting, **WORDS,
                                    **({"speaker": {"member": "SY", "role": HEAD[0]["role"]}} if more % 2 else {})},
            "remark_corrected": lambda: {"of": state.remarks[0].entry if state.remarks else sitting,
                                         **(WORDS if more % 2 else {})},
            "national_readout_given": lambda: {"of": self.round.id, "texts": TEXTS},
            "round_closed": dict,
            "round_lapse_cited": lambda: {"duty": f"{self.round.id}:answer_invitation:IL",
                                          "due_at_ms": self.cell.now_ms, "level": 1 + more},
        }  # fmt: skip

    def _agreed(self, more: int) -> Mapping[str, Callable[[], Content]]:
        state = self.state(self.round)
        asked = [each.entry for each in state.instruments]
        about = asked[more % len(asked)] if asked else self.round.id
        found = state.instrument(about)
        digest = found.digest if found is not None else "0" * 64
        decisions = [{"of": each.entry, "digest": each.digest} for each in state.of_kind("decision_proposed")]
        on_file = {"file": self.file.id, "grounds": [self.instrument.id]}
        return {
            "agenda_proposed": lambda: {"points": [{"subject": "EXERCISE", "file": self.file.id}],
                                        "signatories": list(state.coming) or ["SY"], "lang": "en"},
            "decision_proposed": lambda: {"subject": "EXERCISE", "texts": TEXTS, "signatories": ["IL", "SY"],
                                          **(on_file if more else {})},
            "package_proposed": lambda: {"decisions": decisions or [{"of": self.round.id, "digest": digest}],
                                         "left_out": [self.file.id][: more % 2], "signatories": ["IL", "SY"]},
            "decision_signed": lambda: {"of": about, "digest": digest},
            "decision_declined": lambda: {"of": about, "why": "EXERCISE"},
            "decision_withdrawn": lambda: {"of": about, "why": "EXERCISE"},
            "decision_reserved": lambda: {"of": about, **WORDS},
            "reservation_lifted": lambda: {"of": about},
        }  # fmt: skip

    def of_file(self, kind: str, more: int) -> Content:
        """Return the content of an entry of the file; much of it is refused."""
        state = self.state(self.file)
        about = state.instruments[more % len(state.instruments)] if state.instruments else None
        of = about.entry if about is not None else self.file.id
        decisions = list(self.state(self.round).of_kind("decision_proposed"))
        decision = decisions[more % len(decisions)].entry if decisions else self.round.id
        position = state.positions[more % len(state.positions)].entry if state.positions else self.file.id
        known: Mapping[str, Callable[[], Content]] = {
            "gates_proposed": lambda: {"gates": [], "why": f"EXERCISE {more}"},
            "gates_signed": lambda: {"of": of, "digest": about.digest if about is not None else "0" * 64},
            "gates_declined": lambda: {"of": of, "why": "EXERCISE"},
            "gates_withdrawn": lambda: {"of": of, "why": "EXERCISE"},
            "file_closed": lambda: (
                {"how": "agreed", "round": self.round.id, "decision": decision} if more % 2
                else {"how": "set_aside", "why": "EXERCISE"}
            ),
            "file_reopened": lambda: {"why": "EXERCISE"},
            "position_reserved": lambda: {"digest": digest_of(NOTE, file=self.file.id) if more % 2 else "7" * 64},
            "position_disclosed": lambda: {"of": position, **NOTE},
            "file_lapse_cited": lambda: {"duty": f"{self.file.id}:take_up_file:SY", "due_at_ms": self.cell.now_ms,
                                         "level": 1 + more},
        }  # fmt: skip
        return known[kind]()

    def says(self, kind: str, member: str, more: int) -> Entry:
        """Let a member say something of the round, the file or the step for which the file waits."""
        if kind in ROUND_KINDS:
            matter, content = self.round, self.of_round(kind, more)
        elif kind in FILE_KINDS:
            matter, content = self.file, self.of_file(kind, more)
        elif kind == "step_certified":
            matter, content = self.instrument, {"step": "phase1", "percent": 100, "done_s": self.now_s - 1}
        else:
            matter, content = self.instrument, {"step": "phase1", "stands": bool(more % 2), "why": "EXERCISE"}
        role = {"role": "chief"} if matter == self.instrument else DELEGATE
        return self.cell.say(member, kind, matter=matter, **role, **content)


# What brings a round further is said more often, or hardly any course would come to a sitting and a decision.
ROUND = sorted(set(ROUND_KINDS) - {"round_proposed"})
FILE = sorted(set(FILE_KINDS) - {"file_opened"})
OFTEN = ["decision_signed"] * 4 + ["agenda_proposed", "sitting_opened", "sitting_closed", "decision_proposed"] * 2
KINDS = (*ROUND, *FILE, *OFTEN, "gates_signed", "step_certified", "step_certified", "step_disputed")
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(ALL), st.integers(0, 5)), min_size=6, max_size=24
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_a_round_and_its_file_converge(steps: list[tuple[str, str, int]]) -> None:
    """Every kind, said by whoever had read whatever: both matters end alike in every order of arrival."""
    course = Course()
    for kind, member, more in steps:
        course.says(kind, member, more)
        if more % 2:
            course.cell.reads(member)
    for matter in (course.round, course.file):
        whole = course.cell.folded(matter)
        entries = [each for each in course.cell.entries if each.matter == matter.id]
        for order in (entries, entries[::-1], entries[1::2] + entries[::2]):
            live = arrived(course.cell, order, matter.id)
            assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
        assert live.state.as_json() == whole.state.as_json()


def test_a_course_of_every_kind_is_permitted() -> None:
    """One after the other and read by all, every kind of a round and of a file can be said."""
    course, permitted = Course(), Counter[str]()
    plan = [
        ("round_answered", "IL", 0), ("delegation_told", "IL", 0), ("round_postponed", "SY", 1),
        ("agenda_proposed", "SY", 0), *(("decision_signed", code, 0) for code in ALL), ("step_certified", "US", 0),
        ("sitting_opened", "SY", 1), ("attendance_told", "IL", 0), ("remark_made", "SY", 0),
        ("remark_corrected", "SY", 1),
        ("sitting_closed", "SY", 0), ("decision_proposed", "SY", 1), ("decision_reserved", "IL", 1),
        ("reservation_lifted", "IL", 1), ("decision_signed", "SY", 1), ("decision_signed", "IL", 1),
        ("package_proposed", "SY", 0), ("decision_signed", "SY", 2), ("decision_signed", "IL", 2),
        ("decision_proposed", "SY", 0), ("decision_declined", "IL", 3), ("decision_withdrawn", "SY", 3),
        ("round_closed", "SY", 0), ("national_readout_given", "IL", 0), ("gates_proposed", "SY", 0),
        ("gates_signed", "SY", 0), ("gates_declined", "IL", 0), ("gates_withdrawn", "SY", 0),
        ("position_reserved", "SY", 1), ("position_disclosed", "SY", 0), ("file_closed", "SY", 0),
        ("file_reopened", "IL", 0), ("round_lapse_cited", "US", 0), ("file_lapse_cited", "US", 0),
    ]  # fmt: skip
    for kind, member, more in plan:
        entry = course.says(kind, member, more)
        course.cell.reads()
        assert course.cell.refusal(entry) in (None, ("talks.lapse_not_yet", "TA-16")), (kind, member)
        permitted[kind] += 1
    cancelled = Course()
    assert cancelled.cell.refusal(cancelled.says("round_cancelled", "SY", 0)) is None
    assert set(permitted) | {"round_cancelled"} >= {*ROUND, *FILE}
