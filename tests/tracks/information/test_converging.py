"""Reports, requests, assessments under random courses: whoever had read what, and whatever came first, ends alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.information.assessment_entries import ASSESSMENT_KINDS
from parley.tracks.information.report_entries import HOW_CHECKED, REPORT_KINDS
from parley.tracks.information.request_entries import REQUEST_KINDS
from parley.tracks.information.track import TRACK
from tests.tracks.arriving import arrived
from tests.tracks.deconfliction.test_overlaps_converging import known_by
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.information.exchanged import WORDS, given, proposed, requested, retracted

STEPS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(ALL), st.integers(0, 400)), min_size=4, max_size=18)
WHY = "EXERCISE. So it is"
# What a member says by what it has read, `more` choosing among what there is; None where there is nothing to say it of.
Say = Callable[[Any, str, int, Mapping[str, str]], dict[str, Any] | None]


def _first(entries: list[str], **content: Any) -> dict[str, Any] | None:
    return {"of": entries[0], **content} if entries else None


REPORT: Mapping[str, Say] = {
    "report_checked": lambda s, m, n, more: {"of": s.opening.id, "how": HOW_CHECKED[n % 3], "report": more["own"]},
    "report_disputed": lambda s, m, n, more: {"of": s.opening.id, "stands": n % 2 == 0, **WORDS},
    "report_dispute_replied": lambda s, m, n, more: _first([each.entry for each in s.disputes], **WORDS),
    "report_retracted": lambda s, m, n, more: {"of": s.opening.id, "why": WHY},
    "retraction_acknowledged": lambda s, m, n, more: _first([e.entry for e in s.retractions], how="used"),
    "tearline_noted": lambda s, m, n, more: {"of": s.opening.id, "made": more["own"]},
    "retraction_followed": lambda s, m, n, more: _first(
        [e.entry for e in s.retractions], made=more["own"], how="stands", text=WHY
    ),
    "report_lapse_cited": lambda s, m, n, more: None if s.retraction is None else {
        "duty": f"{s.retraction.entry}:acknowledge_retraction:{m}", "due_at_ms": 1, "level": n % 3,
    },
}  # fmt: skip
REQUEST: Mapping[str, Say] = {
    "request_answered": lambda s, m, n, more: {"of": s.opening.id, "how": "given", "reports": [more["own"]]},
    "request_refused": lambda s, m, n, more: {"of": s.opening.id, "reason": "other", **WORDS},
    "request_withdrawn": lambda s, m, n, more: {"of": s.opening.id, "why": WHY} if n % 5 == 0 else None,
    "request_lapse_cited": lambda s, m, n, more: {
        "duty": f"{s.opening.id}:answer_request:{m}", "due_at_ms": 1, "level": n % 3,
    },
}  # fmt: skip
ASSESSMENT: Mapping[str, Say] = {
    "assessment_signed": lambda s, m, n, more: {"of": s.opening.id, "digest": s.main.digest},
    "assessment_dissented": lambda s, m, n, more: {"of": s.opening.id, "why": WHY, "lang": "en"},
    "assessment_withdrawn": lambda s, m, n, more: {"of": s.opening.id, "why": WHY} if n % 4 == 0 else None,
    "assessment_reviewed": lambda s, m, n, more: {"of": more["gone"], "how": ("holds", "no_longer")[n % 2]},
    "assessment_lapse_cited": lambda s, m, n, more: {
        "duty": f"{more['gone']}:review_assessment:{m}" if n % 2 else f"{s.opening.id}:sign_assessment:{m}",
        "due_at_ms": 1, "level": n % 3,
    },
}  # fmt: skip


def _open(cell: Cell, sort: str) -> tuple[Entry, Mapping[str, Say], dict[str, dict[str, str]]]:
    own = {member: {"own": given(cell, member=member).id} for member in ALL}
    if sort == "report":
        return given(cell), REPORT, own
    if sort == "request":
        return requested(cell, asked=("IL", "US")), REQUEST, own
    basis = given(cell)
    matter = proposed(cell, [basis.id])
    gone = retracted(cell, basis)
    return matter, ASSESSMENT, {member: {"gone": gone.id} for member in ALL}


def _run(cell: Cell, sort: str, steps: list[tuple[int, str, int]]) -> Entry:
    matter, says, more = _open(cell, sort)
    kinds = list(says)
    for which, member, number in steps:
        if number % 4 == 3:
            cell.reads(member)
            continue
        state = known_by(cell, member).state(matter)
        kind = kinds[which % len(kinds)]
        content = says[kind](state, member, number, more[member])
        if content is not None:
            cell.say(member, kind, matter=matter, role="analyst", **content)
    return matter


@pytest.mark.parametrize("sort", ["report", "request", "assessment"])
def test_every_course_ends_alike_in_every_order_of_arrival(sort: str) -> None:
    """Folded whole, and entry by entry in orders of arrival that the entries allow or not, state and verdicts agree."""

    @settings(max_examples=60, deadline=None)
    @given_any(STEPS, st.randoms(use_true_random=False))
    def alike(steps: list[tuple[int, str, int]], chance: Any) -> None:
        cell = Cell()
        matter = _run(cell, sort, steps)
        whole = cell.folded(matter)
        entries = [each for each in cell.entries if each.matter == matter.id]
        for _ in range(3):
            chance.shuffle(entries)
            live = arrived(cell, entries, matter.id)
            assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
        assert whole.state.as_json()["id"] == matter.id
        TRACK.glance(whole.state, charter=cell.charter)

    alike()


def test_every_kind_is_said_in_a_course() -> None:
    """No kind of the track is left out of the random courses."""
    opening = {"report_given", "information_requested", "assessment_proposed"}
    said = {*REPORT, *REQUEST, *ASSESSMENT, *opening}
    assert said == {*REPORT_KINDS, *REQUEST_KINDS, *ASSESSMENT_KINDS}


def test_both_signing_and_both_answering_at_once_is_crossed_and_stands() -> None:
    """Neither had read the other: all words stand, whichever comes first."""
    cell = Cell()
    matter = proposed(cell, [given(cell).id])
    digest = cell.state(matter).main.digest
    for member in ALL:
        cell.say(member, "assessment_signed", matter=matter, of=matter.id, digest=digest, role="analyst")
    assert cell.state(matter).name == "joint"
    asked = requested(cell, member="US", asked=("IL", "SY"))
    for member in ("IL", "SY"):
        cell.say(member, "request_answered", matter=asked, of=asked.id, how="nothing_held", role="analyst")
    assert cell.state(asked).name == "answered"
