"""Supervision under random courses: whatever arrived first, all end alike, and no verdict flips."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.supervision.entries import KINDS
from tests.tracks.arriving import arrived
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.supervision.said import CHIEF, HOUR, certified, changed, directed, issued

OPENING = {
    "directive_given": directed, "certificate_given": certified, "mechanism_change_proposed": changed,
    "pack_issued": issued,
}  # fmt: skip
CONTINUING: dict[str, dict[str, list[dict[str, Any]]]] = {
    # Nothing continues a pack: what others say in its matter is void, in any order.
    "pack_issued": {"directive_answered": [{"answer": "noted"}], "certificate_withdrawn": [{"why": "EXERCISE"}]},
    "directive_given": {
        "directive_answered": [{"answer": "noted"}, {"answer": "will_do"}, {"answer": "will_not", "text": "EXERCISE"}],
        "directive_done": [{"done_s": 1}, {"done_s": 2}],
        "directive_withdrawn": [{"why": "EXERCISE"}],
        "directive_lapse_cited": [{"duty": "{}:answer_directive:SY", "due_at_ms": 0, "level": n} for n in (0, 1)],
    },
    "certificate_given": {
        "certificate_contested": [{"stands": True, "why": "EXERCISE"}, {"stands": False, "why": "EXERCISE"}],
        "certificate_withdrawn": [{"why": "EXERCISE"}],
    },
    "mechanism_change_proposed": {
        "mechanism_change_signed": [{"of": "{}", "digest": "{digest}"}],
        "mechanism_change_declined": [{"of": "{}", "why": "EXERCISE"}],
        "mechanism_change_withdrawn": [{"of": "{}", "why": "EXERCISE"}],
        "mechanism_lapse_cited": [{"duty": "{}:sign_mechanism_change:IL", "due_at_ms": 0, "level": n} for n in (0, 1)],
    },
}
STEPS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(ALL), st.integers(0, 50)), min_size=4, max_size=20)


def played(opening: str, steps: list[tuple[int, str, int]]) -> tuple[Cell, Entry]:
    """Play a course in which every member acts by what it has read; some of what it says is void."""
    cell = Cell()
    matter = OPENING[opening](cell)
    digest = cell.state(matter).main.digest if opening == "mechanism_change_proposed" else ""
    kinds = list(CONTINUING[opening])
    for what, member, more in steps:
        cell.now_ms += more * HOUR * 100
        if what >= len(kinds):
            cell.reads(member, of=ALL[more % 3])
            continue
        contents = CONTINUING[opening][kinds[what]]
        chosen = {
            name: value.replace("{digest}", digest).replace("{}", matter.id) if isinstance(value, str) else value
            for name, value in contents[more % len(contents)].items()
        }
        cell.say(member, kinds[what], matter=matter, **{**chosen, **CHIEF})
        if more % 2:
            cell.reads()
    return cell, matter


def test_every_kind_is_said_in_the_courses() -> None:
    """What is added to the track is played here too."""
    assert {*OPENING, *(kind for kinds in CONTINUING.values() for kind in kinds)} == set(KINDS)


@settings(max_examples=60, deadline=None)
@given(opening=st.sampled_from(list(OPENING)), steps=STEPS, data=st.data())
def test_supervision_does_not_depend_on_the_order_of_arrival(
    opening: str, steps: list[tuple[int, str, int]], data: Any
) -> None:
    """Folded whole, and entry by entry in random orders: one state, one set of verdicts, each by its own past alone."""
    cell, matter = played(opening, steps)
    whole = cell.folded(matter)
    own = [entry for entry in cell.entries if entry.matter == matter.id]
    for _ in range(2):
        live = arrived(cell, data.draw(st.permutations(own)), matter.id)
        assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    for entry in own:
        known = [each for each in cell.entries if entry.point.covers(each.point) or each.id == entry.id]
        assert Cell(charter=cell.charter, entries=known).verdict(entry) == whole.verdicts[entry.id]
