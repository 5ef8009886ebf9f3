"""Whatever the order of arrival: the same entries give the same state, and no clock changes it (properties)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from parley.matters.entry import Entry
from parley.matters.fold import EMPTY, extend, fold_matter
from parley.tracks.hotline.duties import duties
from parley.tracks.hotline.entries import KINDS
from parley.tracks.hotline.fold import fold
from parley.tracks.hotline.voice import REASONS
from tests.matters.simple_fold import beside_each
from tests.tracks.arriving import arrived
from tests.tracks.hotline.cell import ALL, WRONG_ITEMS, Cell, message, permitted, track_of

MESSAGE_KINDS = (
    "message_corrected",
    "message_acknowledged",
    "read_back",
    "read_back_confirmed",
    "message_answered",
    "message_closed",
    "translation_attached",
    "lapse_cited",
)
STEP = st.tuples(
    st.sampled_from(ALL),
    st.sampled_from(("reads", "wrong", "say", "say", "say")),
    st.sampled_from(MESSAGE_KINDS),
    st.integers(0, 7),
)
STEPS = st.lists(STEP, min_size=3, max_size=25)


def played(steps: list[tuple[str, str, str, int]]) -> tuple[Cell, Entry]:
    """Return a message and what three members say to it, each knowing only what it happened to read."""
    cell = Cell()
    opening = cell.say("SY", "message_sent", **message(asked=["IL", "US"], asks_answer=True))
    cell.reads()
    for member, what, kind, number in steps:
        if what == "reads":
            cell.reads(member, of=ALL[number % 3])
        else:
            cell.say(member, kind, matter=opening, **_changes(cell, kind, what=what, number=number))
    return cell, opening


def _changes(cell: Cell, kind: str, *, what: str, number: int) -> dict[str, Any]:
    if kind == "read_back" and what == "wrong":
        return {"items": WRONG_ITEMS}
    if kind == "read_back_confirmed":
        reads = [e.id for e in cell.entries if e.kind == "read_back"]
        return {"of": reads[-1 - number % len(reads)] if reads else "IL/0"}
    if kind in ("message_answered", "message_corrected"):
        return {"text": f"Words {number}."}
    if kind == "message_acknowledged":
        return {"how": ("received", "under_protest", "referred_upward")[number % 3]}
    return {}


def extension(entries: list[Entry], *, choose: Any) -> list[Entry]:
    """Return the entries in some order in which causes come before effects."""
    left, found = list(entries), []
    while left:
        ready = [e for e in left if not any(e.point.covers(other.point) for other in left if other is not e)]
        chosen = choose(ready)
        left.remove(chosen)
        found.append(chosen)
    return found


def folded_in(order: list[Entry], cell: Cell) -> Any:
    """Fold permitted entries in just this order."""
    beside, state = beside_each(order), None
    for entry in order:
        state = fold(state, entry, charter=cell.charter, beside=beside[entry.id])
    return state


@settings(max_examples=150)
@given(steps=STEPS, data=st.data())
def test_every_order_of_causes_gives_the_same_state(steps: list[tuple[str, str, str, int]], data: Any) -> None:
    """Any two orders in which causes precede effects fold to equal states, not only the canonical one."""
    cell, opening = played(steps)
    allowed = permitted(cell.folded(opening))
    one = extension(allowed, choose=lambda ready: data.draw(st.sampled_from(ready)))
    other = extension(allowed, choose=lambda ready: ready[-1])
    assert folded_in(one, cell) == folded_in(other, cell) == cell.state(opening)


@settings(max_examples=60)
@given(steps=STEPS, data=st.data())
def test_live_folding_in_any_order_of_arrival_equals_the_rebuild(
    steps: list[tuple[str, str, str, int]], data: Any
) -> None:
    """A node that extends its fold entry by entry, as they arrive, ends like one that rebuilds."""
    cell, opening = played(steps)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), opening.id)
    rebuilt = fold_matter(cell.entries, track_of=track_of, charter_at=lambda _: cell.charter)
    assert live.verdicts == rebuilt.verdicts == cell.folded(opening).verdicts
    assert live.state == rebuilt.state


@settings(max_examples=60)
@given(steps=STEPS)
def test_a_cited_lapse_changes_nothing_else(steps: list[tuple[str, str, str, int]]) -> None:
    """The state without its citations is the state without the entries that cite."""
    cell, opening = played(steps)
    allowed = permitted(cell.folded(opening))
    without = [entry for entry in allowed if entry.kind != "lapse_cited"]
    assert replace(folded_in(allowed, cell), lapses=()) == folded_in(without, cell)


@settings(max_examples=60)
@given(steps=STEPS, minutes=st.integers(0, 100_000))
def test_time_makes_duties_late_and_changes_no_state(steps: list[tuple[str, str, str, int]], minutes: int) -> None:
    """Duties are the same set at every instant; only which have lapsed differs, and never one that is over."""
    cell, opening = played(steps)
    state = cell.state(opening)
    now, later = (
        {d.id: d for d in duties(state, charter=cell.charter, readings=cell, now_ms=at)}
        for at in (cell.now_ms, cell.now_ms + minutes * 60_000)
    )
    assert now.keys() == later.keys()
    for key, duty in now.items():
        after = later[key]
        assert (duty.due_at_ms, duty.owed_by, duty.clause) == (after.due_at_ms, after.owed_by, after.clause)
        allowed = {"running": {"running", "lapsed"}}.get(duty.state, {duty.state})
        assert after.state in allowed
        assert after.level >= duty.level
    assert cell.state(opening) == state


def test_every_kind_of_a_message_is_played() -> None:
    """The property plays every kind that continues a message."""
    others = ("call_", "voice_", "line_check", "watch_", "shift_")
    assert set(MESSAGE_KINDS) == {
        name for name, kind in KINDS.items() if not kind.opens and not name.startswith(others)
    }


WATCH_STEP = st.tuples(
    st.sampled_from(("watch_taken", "watch_handed_over")),
    st.sampled_from(("duty_officer", "chief")),
    st.sampled_from(("Major A.", "Captain B.")),
    st.integers(0, 3),
)


@settings(max_examples=40, deadline=None)
@example(steps=[(kind, "duty_officer", "Captain B.", 0) for kind in ("watch_handed_over", "watch_taken")])
@given(steps=st.lists(WATCH_STEP, min_size=2, max_size=14))
def test_a_watch_is_the_same_whoever_folds_it_and_however_often(steps: list[tuple[str, str, str, int]]) -> None:
    """Offers and takings, right and wrong, give the same state and verdicts one by one and all at once."""
    cell = Cell()
    watch = cell.say("SY", "watch_taken", name="Major A.")
    for kind, role, name, number in steps:
        offers = [e.id for e in cell.entries if e.kind == "watch_handed_over"]
        more: dict[str, Any] = {"name": name, "role": role}
        if kind == "watch_handed_over":
            more |= {"to_role": ("chief", "duty_officer")[number % 2], "promises": [f"promise {number}"]}
        else:
            more |= {"until_s": 1_772_390_000 + number * 60, "from_name": "Major A."} if number else {}
            more |= {"after": offers[-1 - number % len(offers)]} if offers and number % 2 else {}
        cell.say("SY", kind, matter=watch, **more)
    whole = fold_matter(cell.entries, track_of=track_of, charter_at=lambda e: cell.charter)
    one_by_one = EMPTY
    for entry in cell.entries:
        one_by_one = extend(one_by_one, entry, track_of=track_of, charter_at=lambda e: cell.charter)
    assert (one_by_one.state, one_by_one.verdicts) == (whole.state, whole.verdicts)
    for handover in whole.state.handovers:
        assert (handover.from_role, handover.offer.name) != (handover.to_role, handover.to_name)


CALL_KINDS = (
    "voice_authenticated",
    "voice_not_authenticated",
    "call_logged",
    "call_confirmed",
    "call_disputed",
    "translation_attached",
    "lapse_cited",
)
CALL_STEP = st.tuples(
    st.sampled_from(ALL),
    st.sampled_from(("reads", "wait", "say", "say", "say", "say")),
    st.sampled_from(CALL_KINDS),
    st.integers(0, 3),
)


def called(steps: list[tuple[str, str, str, int]]) -> tuple[Cell, Entry]:
    """Return a challenge and what three members say of the call, each knowing only what it happened to read."""
    cell = Cell()
    opening = cell.say("SY", "call_challenged")
    cell.reads()
    for member, what, kind, number in steps:
        if what == "reads":
            cell.reads(member, of=ALL[number % 3])
        elif what == "wait":
            cell.now_ms += number * 100_000
        else:
            more: dict[str, Any] = {
                "call_logged": {"challenge": opening.id if number else None},
                "call_disputed": {"text": f"Not so {number}."},
                "voice_not_authenticated": {"reason": REASONS[number]},
                "lapse_cited": {"duty": f"{opening.id}:say_voice:{('SY', 'IL')[number % 2]}"},
                "translation_attached": {"of": f"SY/{number}"},
            }.get(kind, {})
            cell.say(member, kind, matter=opening, **more)
    return cell, opening


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(CALL_STEP, min_size=3, max_size=20), data=st.data())
def test_a_challenged_call_is_the_same_in_every_order_of_causes(
    steps: list[tuple[str, str, str, int]], data: Any
) -> None:
    """Both ends sign, log, confirm and dispute beside each other: every order of causes folds to one state."""
    cell, opening = called(steps)
    allowed = permitted(cell.folded(opening))
    one = extension(allowed, choose=lambda ready: data.draw(st.sampled_from(ready)))
    other = extension(allowed, choose=lambda ready: ready[-1])
    assert folded_in(one, cell) == folded_in(other, cell) == cell.state(opening)
    live = arrived(cell, data.draw(st.permutations(cell.entries)), opening.id)
    assert (live.state, live.verdicts) == (cell.state(opening), cell.folded(opening).verdicts)


@settings(max_examples=100, deadline=None)
@given(steps=st.lists(CALL_STEP, min_size=3, max_size=20))
def test_a_voice_is_authenticated_by_both_ends_alone(steps: list[tuple[str, str, str, int]]) -> None:
    """Whatever is said beside each other: without a yes of both ends in time, or with a no of one, it is not."""
    cell, opening = called(steps)
    said = [e for e in permitted(cell.folded(opening)) if e.kind.startswith("voice_")]
    yes = {e.member for e in said if e.kind == "voice_authenticated" and e.point.at_ms <= opening.point.at_ms + 300_000}
    no = any(e.kind == "voice_not_authenticated" for e in said)
    expected = "not_authenticated" if no else "authenticated" if yes == {"SY", "IL"} else "challenged"
    assert cell.state(opening).as_json()["voice"]["state"] == expected
    assert {e.member for e in said} <= {"SY", "IL"}
