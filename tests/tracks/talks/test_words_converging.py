"""Texts and statements under random courses: whatever came first, and whoever had read what, all end alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.tracks.talks.text_state import TextState
from tests.tracks.arriving import arrived
from tests.tracks.hotline.cell import ALL, Cell
from tests.tracks.talks.wording import RELEASE_S, drafted, freeze, opened, signature, words

STEPS = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(ALL), st.integers(0, 5)), min_size=4, max_size=18)


def _said_of_text(state: TextState, step: int, more: int) -> tuple[str, dict[str, Any]]:
    """Return what a member says by what all have said, whoever has read it; much of it is refused."""
    number = str(more % 2 + 1)
    paragraph = state.paragraphs.get(number)
    versions = [each.entry for each in paragraph.versions] if paragraph else []
    version = versions[more % len(versions)] if versions else "SY/0"
    about = {"paragraph": number, "version": version}
    if step < 3:
        heads = [each.entry for each in paragraph.heads] if paragraph else []
        return "text_paragraph_worded", {"paragraph": number, "replaces": heads, "texts": words(f" {more}.")}
    if step < 6:
        return "text_consented", about
    if step == 6:
        return "text_consent_withdrawn", {**about, "why": "Why"}
    if step == 7:
        return "text_reserved", {"paragraph": number, "why": "Why"}
    freezes = state.freezes
    if freezes and step == 9:
        return "text_freeze_agreed", {"of": freezes[0].entry, "digest": freezes[0].digest}
    if freezes and more == 5:
        return "text_freeze_declined", {"of": freezes[0].entry, "why": "Why"}
    return "text_given_up", {"why": "Why"}


def _alike(cell: Cell, matter: Entry) -> Any:
    whole = cell.folded(matter)
    entries = [each for each in cell.entries if each.matter == matter.id]
    for order in (entries, entries[::-1], entries[1::2] + entries[::2]):
        live = arrived(cell, order, matter.id)
        assert (live.state, live.verdicts) == (whole.state, whole.verdicts)
    return whole.state


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_a_text_converges_and_is_frozen_at_most_once(steps: list[tuple[int, str, int]]) -> None:
    """Two freezes never both come to be, whoever had read what."""
    cell = Cell()
    matter = opened(cell)
    for step, member, more in steps:
        state = cell.state(matter)
        kind, content = _said_of_text(state, step, more)
        if kind == "text_given_up":
            versions = freeze(cell, matter)
            kind, content = ("text_freeze_proposed", versions) if versions["versions"] else (kind, content)
        cell.say(member, kind, matter=matter, role="delegate", **content)
        if more % 2:
            cell.reads(member)
    state = _alike(cell, matter)
    whole = [each for each in state.freezes if set(state.parties) <= set(state.agreed_by(each.digest))]
    assert len({each.digest for each in whole}) <= 1


SAID: Mapping[int, str] = {
    0: "statement_signed", 1: "statement_signed", 2: "statement_signed", 3: "statement_declined",
    4: "statement_withdrawn", 5: "statement_released", 6: "statement_released", 7: "statement_signed",
    8: "statement_released", 9: "statement_signed",
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(STEPS, st.integers(2, 14))
def test_a_statement_converges_and_is_never_released_early(steps: list[tuple[int, str, int]], when: int) -> None:
    """Whatever is said before the minute, no release counts that says it was earlier."""
    cell = Cell()
    matter = drafted(cell)
    for place, (step, member, more) in enumerate(steps):
        if place == when:
            cell.now_ms = RELEASE_S * 1000
        kind = SAID[step]
        signed = signature(cell, matter)
        content = {"of": matter.id, "why": "Why"} if kind in ("statement_declined", "statement_withdrawn") else signed
        if kind == "statement_released":
            content = {"of": matter.id, "digest": signed["digest"]}
        else:
            content = {**content, "role": "delegate"}
        cell.say(member, kind, matter=matter, **content)
        if more % 2:
            cell.reads(member)
    state = _alike(cell, matter)
    assert all(each.at_ms >= RELEASE_S * 1000 for each in state.releases)
    assert not state.releases or not state.main.missing
